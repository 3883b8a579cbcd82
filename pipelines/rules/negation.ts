import type { Token } from '../text/tokens.js';
import { wordParts } from './terms.js';

const stems = (words: string): ReadonlySet<string> =>
  new Set(words.split(' ').map((word) => wordParts(word)[0]?.stem ?? word));

/** Deny what follows within two words: «не работает», «перестал работать», «прекратили подачу воды». */
const nearDeniers = stems(
  'не ни перестать перестал перестала перестали прекратить прекратил прекратили прекращена прекращено невозможно',
);
/** Deny what follows within three words: «нет горячей питьевой воды», «без отопления и света». */
const farDeniers = stems(
  'нет нету без отсутствует отсутствуют отсутствие отсутствия отсутствии отсутствовало отсутствовала',
);
/** Deny what stands up to two words before: «воды нет», «свет отсутствует». */
const laterDeniers = stems('нет нету отсутствует отсутствуют отсутствовал отсутствовала отсутствовало');
/** After «не» deny what stands before: «воды не было», «тепла не дали». */
const laterVerbs = stems(
  'было был была были будет будут бывает стало стал хватает дают дали дадут подают поступает имеется видно видим дождёшься',
);
const no = stems('не');
const only = stems('только лишь');
const clauseBreak = /[,;:.!?…()\n—–]/u;

/** Tells whether the words at [from, to] are denied within their clause. Null when not; else where the denial begins and ends. */
export function denialOf(
  text: string,
  tokens: readonly Token[],
  from: number,
  to: number,
  low: number,
  high: number,
): readonly number[] | null {
  const joined = (left: number, right: number): boolean => {
    const before = tokens[left] as Token;
    const after = tokens[right] as Token;
    return before.sentence === after.sentence && !clauseBreak.test(text.slice(before.end, after.start));
  };
  for (let index = from - 1; index >= Math.max(low, from - 3) && joined(index, index + 1); index--) {
    const stem = (tokens[index] as Token).stem;
    if (farDeniers.has(stem)) return [index];
    if (index < from - 2 || !nearDeniers.has(stem)) continue;
    if (only.has(tokens[index + 1]?.stem ?? '')) continue;
    return [index];
  }
  for (let index = to + 1; index <= Math.min(high - 1, to + 2) && joined(index - 1, index); index++) {
    const stem = (tokens[index] as Token).stem;
    if (laterDeniers.has(stem)) return [index];
    if (no.has(stem) && index + 1 < high && joined(index, index + 1) && laterVerbs.has(tokens[index + 1]?.stem ?? ''))
      return [index, index + 1];
  }
  return null;
}
