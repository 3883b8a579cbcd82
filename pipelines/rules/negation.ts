import type { Token } from '../text/tokens.js';
import { numerals } from './numerals.js';
import { wordParts } from './terms.js';

const stems = (words: string): ReadonlySet<string> =>
  new Set(words.split(' ').map((word) => wordParts(word)[0]?.stem ?? word));
const forms = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Deny what follows within two words: «не работает», «перестал работать», «прекратили подачу воды», «нечем топить». */
const nearDeniers = stems(
  'не ни перестать перестал перестала перестали перестает перестают прекратить прекратил прекратили прекращена прекращено невозможно ' +
    'нечем негде некому некуда некогда нечего незачем неоткуда отказаться отказался отказались отказывается отказываются отказывают',
);
/** Deny what follows within three words: «нет горячей питьевой воды», «без отопления и света», «лишили тепла». */
const farDeniers = stems(
  'нет нету без отсутствует отсутствуют отсутствие отсутствия отсутствии отсутствовало отсутствовала лишили лишился лишились лишены лишен',
);
/** Deny what stands up to two words before: «воды нет», «свет отсутствует». */
const laterDeniers = stems(
  'нет нету отсутствует отсутствуют отсутствовал отсутствовала отсутствовало негде нечем некому отказаться отказался отказались ' +
    'отказывается отказываются перестал перестали перестала',
);
/** After «не» deny what stands before: «воды не было», «тепла не дали», «работать не хочет», «починить не могут». */
const laterVerbs = stems(
  'было был была были будет будут бывает стало стал хватает дают дали дадут подают поступает имеется видно видим дождёшься ' +
    'хочет хотят хотим могут может можем мог смогли собирается собираются думают думает желает желают спешат спешит торопятся торопится ' +
    'умеют получается удаётся удалось намерены намерен планируют планирует получилось',
);
/** With «не» before them they deny the verb that follows: «не могут никак починить». */
const modals = stems(
  'хочет хотят могу могут может можем мог смогли собирается собираются думают желают спешат торопятся удаётся удалось получается намерены планируют',
);
const not = 'не';
/** «не только», «не раз», «не просто», «не менее»: nothing is denied. */
const harmlessAfter = forms('только лишь раз просто столько менее более меньше больше позднее позже реже хуже');
/** «нельзя не отметить», «чуть не упал», «едва не сбила»: what follows is said, not denied. */
const harmlessBefore = forms('нельзя невозможно чуть едва');
const harmlessLi = 'ли';
/** Words that stand between without making the way longer: «воды уже третий день нет», «воды до сих пор нет». */
const light = forms(
  'уже до сих пор так и всё все еще опять снова вообще совсем у нас вас них меня день дня дней неделю недели недель месяц месяца сутки суток ' +
    'час часа часов год года подряд никак же теперь сейчас сегодня вчера толком нормально',
);
/** A noun behind one of these is not what is missing: «нет проблем с водой». */
const prepositions = forms('с со к ко о об обо по от из для на в во за над под про при через между');
/** Light words are passed over, but a denial is never sought farther than this. */
const farthest = 8;

/** Tells whether the words at [from, to] are denied within their clause. Null when not; else where the denial begins and ends. */
export function denialOf(
  tokens: readonly Token[],
  from: number,
  to: number,
  low: number,
  high: number,
): readonly number[] | null {
  return denialBefore(tokens, from, low) ?? denialAfter(tokens, to, high);
}

function denialBefore(tokens: readonly Token[], from: number, low: number): readonly number[] | null {
  const isObject = !prepositions.has(from - 1 >= low ? (tokens[from - 1] as Token).text : '');
  let distance = 0;
  for (let index = from - 1; index >= Math.max(low, from - farthest) && joined(tokens, index); index--) {
    const token = tokens[index] as Token;
    if (distance === 0 || !isLight(token)) distance++;
    if (distance > 3) break;
    if (farDeniers.has(token.stem)) {
      // «нет в наличии» denies; «нет проблем с водой» does not.
      if (isObject || index === from - 2) return [index];
      continue;
    }
    if (!nearDeniers.has(token.stem)) continue;
    const follows = tokens[index + 1] as Token;
    const reach = token.text === not && index + 1 < from && modals.has(follows.stem) ? 3 : 2;
    if (distance > reach) continue;
    return isHarmless(tokens, index, low) ? null : [index];
  }
  return null;
}

function isHarmless(tokens: readonly Token[], index: number, low: number): boolean {
  if ((tokens[index] as Token).text !== not) return false;
  if (harmlessAfter.has(tokens[index + 1]?.text ?? '')) return true;
  if (index - 1 < low || !joined(tokens, index - 1)) return false;
  const before = (tokens[index - 1] as Token).text;
  if (harmlessBefore.has(before)) return true;
  if (before === harmlessLi) return true;
  // «не могу не отметить», «не мог не заметить»
  return index - 2 >= low && modals.has((tokens[index - 1] as Token).stem) && (tokens[index - 2] as Token).text === not;
}

function denialAfter(tokens: readonly Token[], to: number, high: number): readonly number[] | null {
  let distance = 0;
  const end = Math.min(high - 1, to + farthest);
  for (let index = to + 1; index <= end && joined(tokens, index - 1); index++) {
    const token = tokens[index] as Token;
    if (laterDeniers.has(token.stem)) return [index];
    const isDenied =
      token.text === not && index + 1 < high && joined(tokens, index) && laterVerbs.has(tokens[index + 1]?.stem ?? '');
    if (isDenied) return [index, index + 1];
    if (!isLight(token) && !prepositions.has(token.text)) distance++;
    if (distance >= 2) break;
  }
  return null;
}

function isLight(token: Token): boolean {
  return light.has(token.text) || token.kind === 'number' || numerals.has(token.text);
}

/** Whether the word and the next one stand in one clause. */
function joined(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.clause === tokens[index + 1]?.clause;
}
