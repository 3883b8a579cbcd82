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

/** The house whose number stands in words beside the word «дом»: «дом двенадцать», «двенадцатый дом»; null when none does. */
export function spokenHouse({ tokens }: Analysis): string | null {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.kind !== 'word') continue;
    if (houseWord.test(token.text)) {
      const after = cardinalAt(tokens, at + 1);
      if (after !== null) return String(after.value);
    }
    const before = ordinalAt(tokens, at);
    if (before !== null && houseWord.test(tokens[at + before.length]?.text ?? '')) return String(before.value);
  }
  return null;
}
