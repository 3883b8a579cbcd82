import type { Token } from './tokens.js';
import { secondWords, streetType } from './words.js';

/** First halves of names that are written with a hyphen and torn apart by many: «Усть Ишим», «Верх Чебула», «Ново Алексеевка». */
const heads = new Set('усть верх горно ново старо нижне верхне северо южно'.split(' '));

/** Where an ordinal of a street stands by its ending, and what the adjective behind it then ends in. */
const endings: readonly (readonly [ending: string, mark: string, next: RegExp])[] = [
  ['ая', 'я', /(?:ая|яя)$|^линия$/],
  ['ой', 'я', /(?:ой|ей)$|^линии$/],
  ['ую', 'я', /(?:ую|юю)$|^линию$/],
  ['ый', 'й', /(?:ый|ий|ой)$/],
  ['ого', 'й', /(?:ого|его)$/],
  ['ому', 'й', /(?:ому|ему)$/],
  ['ом', 'й', /(?:ом|ем)$/],
];
const softEndings: Readonly<Record<string, string>> = {
  ая: 'ья',
  ой: 'ьей',
  ую: 'ью',
  ый: 'ий',
  ого: 'ьего',
  ому: 'ьему',
  ом: 'ьем',
};
interface OrdinalForm {
  /** As registers write it: «3-я». */
  readonly number: string;
  readonly next: RegExp;
}
/** Several forms may look alike: «второй» of a street and of a lane. */
const ordinals = new Map<string, OrdinalForm[]>();
for (const [at, stem] of 'перв втор трет четверт пят шест седьм восьм девят десят'.split(' ').entries()) {
  for (const [ending, mark, next] of endings) {
    const isStressed = ending === 'ый' && /^(?:втор|шест|седьм|восьм)$/.test(stem);
    const form = `${stem}${stem === 'трет' ? softEndings[ending] : isStressed ? 'ой' : ending}`;
    ordinals.set(form, [...(ordinals.get(form) ?? []), { number: `${at + 1}-${mark}`, next }]);
  }
}

/** What is counted by ordinals and is no street: «Первая Городская больница», «Вторая Мировая», «улица Первой Конной». */
const counted =
  /^(?:городск|детск|областн|районн|краев|народн|медицинск|военн|миров|отечествен|чеченск|конн|зимн|летн|очередн|ударн|гвардейск|ночн)/;

/**
 * The tokens as the finders read them: the two halves of «Усть Ишим» are one word, and the ordinal of «Третья Песковская» is the number
 * «3-я». The same array where there is nothing of the kind; the offsets stay those of the text.
 * @param gatesOf gates of a folded word, see `WordTable`
 * @param otherGates gates of numbers
 */
export function joinTokens(
  tokens: readonly Token[],
  gatesOf: (word: string) => number,
  otherGates: number,
): readonly Token[] {
  let joined: Token[] | null = null;
  for (let at = 0; at + 1 < tokens.length; at++) {
    const token = tokens[at] as Token;
    const forms = token.kind === 'word' ? ordinals.get(token.word) : undefined;
    const length = forms === undefined ? lengthOfTorn(tokens, at) : 0;
    const number = forms === undefined ? null : ordinalAt(tokens, at, forms);
    if (length === 0 && number === null) {
      joined?.push(token);
      continue;
    }
    joined ??= tokens.slice(0, at);
    if (number !== null) {
      joined.push({ ...token, word: number, capital: false, kind: 'number', gates: otherGates });
      continue;
    }
    const last = tokens[at + length - 1] as Token;
    const word = `${token.word}-${last.word}`;
    joined.push({ ...token, word, end: last.end, gates: gatesOf(word) });
    at += length - 1;
    if (at + 1 === tokens.length) return joined;
  }
  if (joined === null) return tokens;
  joined.push(tokens.at(-1) as Token);
  return joined;
}

/** How many tokens the name has whose first half stands here, a hyphen with a blank beside it too; 0 where none is torn. */
function lengthOfTorn(tokens: readonly Token[], at: number): number {
  const head = tokens[at] as Token;
  if (head.kind !== 'word' || !heads.has(head.word)) return 0;
  const isHyphened = tokens[at + 1]?.word === '-';
  const last = tokens[isHyphened ? at + 2 : at + 1];
  if (last === undefined || last.kind !== 'word' || last.fresh || last.word.length < 3) return 0;
  // «верх дома» is no name; «усть» is a word of names alone.
  if (!last.capital && (head.word !== 'усть' || head.capital)) return 0;
  if (head.word === 'верх' && (!head.capital || /ш[иа]$/.test(last.word))) return 0;
  return isHyphened ? 3 : 2;
}

/** The number of the ordinal that stands here, where it counts streets. */
function ordinalAt(tokens: readonly Token[], at: number, forms: readonly OrdinalForm[]): string | null {
  const next = tokens[at + 1];
  if (next === undefined || next.kind !== 'word' || next.fresh || next.word.length < 5 || counted.test(next.word))
    return null;
  const after = tokens[at + 2];
  const before = tokens[at - 1];
  const typeBefore = streetType((before?.word === '.' ? tokens[at - 2]?.word : before?.word) ?? '');
  const typeAfter = after?.fresh === false ? streetType(after.word) : undefined;
  const isTyped = typeBefore !== undefined || typeAfter !== undefined;
  // «улица Первой Конной армии», «Первая Советская Власть»
  if (
    after?.kind === 'word' &&
    !after.fresh &&
    typeAfter === undefined &&
    (after.capital || secondWords.has(after.word))
  )
    return null;
  const form = forms.find(({ number, next: fits }) => {
    if (!fits.test(next.word)) return false;
    const gender = number.endsWith('я') ? 'f' : 'm';
    const type = typeAfter ?? typeBefore;
    if (gender === 'm') return type?.gender === 'm';
    return type === undefined || type.gender === 'f';
  });
  return form !== undefined && (isTyped || next.capital || after?.kind === 'number') ? form.number : null;
}
