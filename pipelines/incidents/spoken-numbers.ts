import type { Place } from '../../src/core/place.js';
import { landmarkWord } from '../places/landmark-words.js';
import type { Analysis, Token } from '../text/tokens.js';

/** Numbers that people write in words where others write figures: «четвёртый троллейбус», «дом пятнадцать», «двадцать второй автобус». */

const list = (text: string): string[] => text.split(' ');
const units = list('один два три четыре пять шесть семь восемь девять десять');
const teens = list(
  'одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать',
);
const tens = list('двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто');
const cardinals = new Map<string, number>([
  ...[...units, ...teens].map((word, at): [string, number] => [word, at + 1]),
  ...tens.map((word, at): [string, number] => [word, (at + 2) * 10]),
  ['одна', 1],
  ['две', 2],
]);

/** Beginnings of ordinals; the endings are those of adjectives. */
const ordinalRoots = new Map<string, number>([
  ...list('перв втор трет четверт пят шест седьм восьм девят десят').map((root, at): [string, number] => [
    root,
    at + 1,
  ]),
  ...teens.map((word, at): [string, number] => [word.slice(0, -1), at + 11]),
  ...list('двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност сот').map(
    (root, at): [string, number] => [root, (at + 2) * 10],
  ),
]);
const ordinalEnding = /(?:ый|ой|ий|ая|ья|ое|ье|ого|ьего|ому|ьему|ым|ьим|ом|ьем|ую|ью|ей)$/u;

/** In words only after the word «дом». */
const houseWord = /^дом(?:а|е|у|ом)?$/u;

/** «Третий автобус проехал мимо» counts them; from here on it is a number. */
const firstRoute = 4;
/** «Уже пятый автобус», «пятый автобус подряд» count too. */
const counting = new Set(['уже', 'подряд', 'каждый', 'каждая']);

type Landmark = Place['landmarks'][number];

interface Spoken {
  value: number;
  /** How many words it takes. */
  length: number;
}

/** The ordinal that begins at a token; null when none does. */
function ordinalAt(tokens: readonly Token[], at: number): Spoken | null {
  return compound(tokens, at, (word) => {
    const ending = ordinalEnding.exec(word);
    return ending === null ? null : (ordinalRoots.get(word.slice(0, ending.index)) ?? null);
  });
}

function cardinalAt(tokens: readonly Token[], at: number): Spoken | null {
  return compound(tokens, at, (word) => cardinals.get(word) ?? null);
}

/** Tens and a hundred stand before the last word as cardinals, each smaller than the one before: «сто двадцать второй». */
function compound(tokens: readonly Token[], at: number, last: (word: string) => number | null): Spoken | null {
  const wordAt = (index: number): string => (tokens[index]?.kind === 'word' ? (tokens[index]?.text ?? '') : '');
  let longest: Spoken | null = null;
  let sum = 0;
  // What the next word must stay below: after «сто» 100, after «двадцать» 10.
  let below = 1_000;
  for (let length = 1; ; length++) {
    const word = wordAt(at + length - 1);
    const end = last(word);
    if (end !== null && end < below) longest = { value: sum + end, length };
    const before = cardinals.get(word);
    if (before === undefined || before < 20 || before >= below) return longest;
    sum += before;
    below = before === 100 ? 100 : 10;
  }
}

/** Landmarks with their number in words, as the locator gives those in figures: «одиннадцатая школа» is «школа № 11». */
export function spokenLandmarks({ tokens }: Analysis): Landmark[] {
  const found: Landmark[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const number = ordinalAt(tokens, at);
    if (number === null) continue;
    const landmark = landmarkAfter(tokens, at, number);
    if (landmark !== null) found.push(landmark);
    at += number.length - 1;
  }
  return found;
}

function landmarkAfter(tokens: readonly Token[], at: number, { value, length }: Spoken): Landmark | null {
  const [word, behind] = [tokens[at + length], tokens[at + length + 1]];
  const landmark = word?.kind === 'word' ? landmarkWord(word.text) : undefined;
  if (landmark === undefined) return null;
  const { kind, title } = landmark;
  if (kind !== 'route') return { kind, name: `${title} № ${value}` };
  const isCounted = [tokens[at - 1], behind].some((token) => token !== undefined && counting.has(token.text));
  return isCounted || value < firstRoute ? null : { kind, name: String(value) };
}

/** «в 21-м», «возле 12-го». */
const ordinalFigures = /^\d{1,3}-(?:м|го)$/u;
const locativeEnding = /(?:ом|ем|ого|его)$/u;
/** What stands before a house that is named by its number alone. */
const houseBefore = new Set(['в', 'во', 'на', 'у', 'возле', 'около', 'напротив']);
const streetBefore = new Set(['на', 'по']);
const plainPrepositions = new Set(['в', 'во', 'на', 'у', 'с', 'со', 'из', 'от', 'по', 'за', 'под', 'без', 'и', 'а']);
const nearestWords = 2;
/** Verbs and adverbs, roughly: «вымер», «ходил», «опять». */
const notNoun =
  /(?:л|ла|ли|ло|ет|ит|ют|ят|ешь|ишь|ся|сь|ть|ер)$|^(?:не|ни|опять|снова|уже|где|вообще|давка|битком|битый|полный)$/u;

/** What a bare ordinal may count in a text of this group: «сорок первый вымер», «в семнадцатой снова каша». */
const impliedWords: Readonly<Record<string, readonly string[]>> = {
  transport: ['автобус'],
  education: ['школа', 'садик'],
  health: ['поликлиника', 'больница'],
};
const mostImplied = 3;
const ordinalFigure = /^\d{1,3}-\p{L}{1,3}$/u;

/**
 * Landmarks that an ordinal may stand for where no word says of what: to be looked for among what others named, never to be named by. None where a noun stands
 * behind the number («в пятой квартире»).
 */
export function impliedLandmarks({ text, tokens }: Analysis, group: string | null): Landmark[] {
  const words = impliedWords[group ?? ''] ?? [];
  const values = words.length === 0 ? [] : tokens.flatMap((_, at) => bareOrdinalAt(text, tokens, at) ?? []);
  const found = [...new Set(values)].filter((value) => value >= firstRoute).slice(0, mostImplied);
  return found.flatMap((value) =>
    words.flatMap((word): Landmark[] => {
      const landmark = landmarkWord(word);
      if (landmark === undefined) return [];
      const { kind, title } = landmark;
      return [{ kind, name: kind === 'route' ? String(value) : `${title} № ${value}` }];
    }),
  );
}

/** The ordinal that ends at a token when it seems to stand for a noun: behind it stands a sign, a preposition, a verb, or nothing. */
function bareOrdinalAt(text: string, tokens: readonly Token[], at: number): number | null {
  const token = tokens[at] as Token;
  const isInside = tokens[at - 1]?.kind === 'word' && cardinals.has(tokens[at - 1]?.text ?? '');
  const spoken = token.kind === 'word' && !isInside ? ordinalAt(tokens, at) : null;
  const number = ordinalFigure.test(token.text) ? { value: Number(token.stem), length: 1 } : spoken;
  if (number === null || !Number.isInteger(number.value)) return null;
  const [last, behind] = [tokens[at + number.length - 1] as Token, tokens[at + number.length]];
  if (behind === undefined || behind.kind !== 'word') return number.value;
  const isApart = !/^\s*$/u.test(text.slice(last.end, behind.start));
  return isApart || plainPrepositions.has(behind.text) || notNoun.test(behind.text) ? number.value : null;
}

/**
 * The house whose number stands in words beside the word «дом», or as an ordinal beside its street: «дом двенадцать», «двенадцатый дом», «на Лесной в 21-м», «в
 * девяносто третьем на Лесной»; null when none does.
 * @param street stem of the street's last word
 */
export function spokenHouse({ text, tokens }: Analysis, street: string): string | null {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.kind === 'word' && houseWord.test(token.text)) {
      const after = cardinalAt(tokens, at + 1);
      if (after !== null) return String(after.value);
    }
    const number = houseOrdinalAt(tokens, at);
    if (number === null) continue;
    if (houseWord.test(tokens[at + number.length]?.text ?? '')) return String(number.value);
    if (isBesideStreet(text, tokens, at, number.length, street)) return String(number.value);
  }
  return null;
}

function houseOrdinalAt(tokens: readonly Token[], at: number): Spoken | null {
  const token = tokens[at] as Token;
  if (token.kind === 'word') return ordinalAt(tokens, at);
  return ordinalFigures.test(token.text) ? { value: Number(token.stem), length: 1 } : null;
}

/** «в 93-м на Лесной», «на Лесной в 93-м»; not «на Лесной в пятом подъезде». */
function isBesideStreet(text: string, tokens: readonly Token[], at: number, length: number, street: string): boolean {
  const isStreet = (index: number): boolean => {
    const token = tokens[index];
    return token?.kind === 'word' && (token.parts?.at(-1)?.stem ?? token.stem) === street;
  };
  const last = tokens[at + length - 1] as Token;
  if (!houseBefore.has(tokens[at - 1]?.text ?? '')) return false;
  if (last.kind === 'word' && !locativeEnding.test(last.text)) return false;
  const behind = tokens[at + length];
  if (behind !== undefined && streetBefore.has(behind.text)) {
    for (let next = 1; next <= nearestWords; next++) if (isStreet(at + length + next)) return true;
  }
  if (!isStreet(at - 2)) return false;
  return (
    behind === undefined || plainPrepositions.has(behind.text) || !/^\s*$/u.test(text.slice(last.end, behind.start))
  );
}
