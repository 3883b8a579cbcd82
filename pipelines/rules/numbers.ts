import type { Token } from '../text/tokens.js';
import { type Numeral, numerals } from './numerals.js';

/** A number in a text, in figures or in words; positions count the tokens that rules see, `to` is the last one. */
export interface NumberMention {
  from: number;
  to: number;
  /** Equal when the number is told exactly; «2-3», «несколько» are stretches. */
  low: number;
  high: number;
  isOrdinal: boolean;
  /** Written in figures, at least in part. */
  hasFigures: boolean;
  /** A couple, some, one and a half: a number only together with a unit. */
  isVague: boolean;
  /** Letters of a unit that stand directly behind the figure: «10кг». */
  attached: string | null;
}

/** The text between two neighbouring tokens; null across a sentence border or at the end. */
export function gapAfter(text: string, tokens: readonly Token[], index: number): string | null {
  const token = tokens[index];
  const next = tokens[index + 1];
  return token && next && token.sentence === next.sentence ? text.slice(token.end, next.start) : null;
}

const blank = /^\s+$/u;
const abbreviated = /^\.?\s+$/u;
const dash = /^\s?[-–—]\s?$/u;
const figure = /^\+?(\d{1,15}(?:\.\d{1,6})?)$/;
const rangeOfFigures = /^(\d{1,9})-(\d{1,9})$/;
const ordinalFigure = /^(\d{1,9})(?:-(?:я|е|м|ю|и)|-?(?:й|го|му|ый|ой|ая|ое|ые|ых|ого|ому|ым|ую))$/;
const cardinalFigure = /^(\d{1,9})-?(?:х|ти|ми|м)$/;
const withUnit = /^\+?(\d{1,9}(?:\.\d{1,3})?)-?([а-яa-z]{1,2})$/;

/** True for a token that may be or begin a number: a cheap test that spares most texts the reading. */
export function isNumberLike(token: Token): boolean {
  if (token.kind === 'number' || numerals.has(token.text)) return true;
  return token.parts?.some((part) => numerals.has(part.text)) ?? false;
}

/** All numbers of a text in order: «5», «10 000», «1,5», «2-3», «5-го», «двадцать пять», «третий», «пять тысяч», «пару». */
export function readNumbers(text: string, tokens: readonly Token[]): NumberMention[] {
  const found: NumberMention[] = [];
  for (let index = 0; index < tokens.length; ) {
    const mention = readFigure(text, tokens, index) ?? readWords(text, tokens, index);
    if (!mention) {
      index++;
      continue;
    }
    const last = found.at(-1);
    const isRange =
      last &&
      last.to === mention.from - 1 &&
      dash.test(gapAfter(text, tokens, last.to) ?? '') &&
      last.high < mention.low;
    if (isRange) {
      found[found.length - 1] = { ...mention, from: last.from, low: last.low };
    } else found.push(mention);
    index = mention.to + 1;
  }
  return found;
}

function readFigure(text: string, tokens: readonly Token[], from: number): NumberMention | null {
  const token = tokens[from] as Token;
  if (token.kind !== 'number') return null;
  const base = { from, to: from, isOrdinal: false, hasFigures: true, isVague: false, attached: null };
  const range = rangeOfFigures.exec(token.text);
  if (range && Number(range[1]) < Number(range[2]))
    return multiplied(text, tokens, { ...base, low: Number(range[1]), high: Number(range[2]) });
  const ordinal = ordinalFigure.exec(token.text)?.[1];
  if (ordinal !== undefined) return { ...base, low: Number(ordinal), high: Number(ordinal), isOrdinal: true };
  const cardinal = cardinalFigure.exec(token.text)?.[1];
  if (cardinal !== undefined && /-/.test(token.text)) return { ...base, low: Number(cardinal), high: Number(cardinal) };
  const united = withUnit.exec(token.text);
  if (united) {
    const value = Number(united[1]);
    return { ...base, low: value, high: value, attached: united[2] ?? null };
  }
  const plain = figure.exec(token.text)?.[1];
  if (plain === undefined) return null;
  let digits = plain;
  let to = from;
  // «10 000»: groups of three figures after a single space.
  while (/^[1-9]\d{0,2}(?:\d{3})*$/.test(digits) && /^[\s]$/u.test(gapAfter(text, tokens, to) ?? '')) {
    const next = (tokens[to + 1] as Token).text;
    if (!/^\d{3}$/.test(next) || (tokens[from] as Token).text.length > 3) break;
    digits += next;
    to++;
  }
  // «1,5», but not the houses «5,7,9».
  const fraction = tokens[to + 1]?.text ?? '';
  const isFraction =
    /^\d+$/.test(digits) &&
    gapAfter(text, tokens, to) === ',' &&
    /^\d{1,2}$/.test(fraction) &&
    text.charAt((tokens[to + 1] as Token).end) !== ',' &&
    text.charAt(token.start - 1) !== ',';
  if (isFraction) {
    digits += `.${fraction}`;
    to++;
  }
  const value = Number(digits);
  return multiplied(text, tokens, { ...base, to, low: value, high: value });
}

/** Takes in a multiplier that follows: «5 тысяч», «2,5 млн», «10 тыс. руб.». */
function multiplied(text: string, tokens: readonly Token[], mention: NumberMention): NumberMention {
  const next = tokens[mention.to + 1];
  const numeral = next ? numerals.get(next.text) : undefined;
  if (numeral?.rank !== 'multiplier' || !blank.test(gapAfter(text, tokens, mention.to) ?? '')) return mention;
  return { ...mention, to: mention.to + 1, low: mention.low * numeral.low, high: mention.high * numeral.low };
}

const ranks = { hundred: 3, ten: 2, unit: 1, multiplier: 0, vague: 0 } as const;

function readWords(text: string, tokens: readonly Token[], from: number): NumberMention | null {
  const token = tokens[from] as Token;
  const first = numerals.get(token.text);
  const base = { from, to: from, isOrdinal: false, hasFigures: false, isVague: false, attached: null };
  if (!first) return readPair(token, from);
  if (first.rank === 'vague')
    return multiplied(text, tokens, { ...base, low: first.low, high: first.high, isVague: true });
  let total = 0;
  let group = 0;
  let rank = 4;
  let multiplier = Number.POSITIVE_INFINITY;
  let isOrdinal = false;
  let to = from;
  for (let numeral: Numeral | undefined = first; numeral; numeral = nextNumeral(text, tokens, to)) {
    if (numeral.rank === 'vague') break;
    if (numeral.rank === 'multiplier') {
      if (numeral.low >= multiplier) break;
      multiplier = numeral.low;
      total += (group === 0 && rank === 4 ? 1 : group) * multiplier;
      group = 0;
      rank = 4;
    } else {
      // After a ten only 1 to 9 go on: «двадцать пять», not «двадцать двенадцать».
      if (ranks[numeral.rank] >= rank || (rank === ranks.ten && numeral.low > 9)) break;
      group += numeral.low;
      rank = ranks[numeral.rank];
    }
    if (numeral !== first) to++;
    isOrdinal = numeral.isOrdinal;
    if (isOrdinal) break;
  }
  return { ...base, to, low: total + group, high: total + group, isOrdinal };
}

function nextNumeral(text: string, tokens: readonly Token[], index: number): Numeral | undefined {
  const gap = gapAfter(text, tokens, index);
  return gap !== null && abbreviated.test(gap) ? numerals.get((tokens[index + 1] as Token).text) : undefined;
}

/** «два-три»: one hyphenated word. */
function readPair(token: Token, at: number): NumberMention | null {
  const [one, other, ...more] = (token.parts ?? []).map((part) => numerals.get(part.text));
  if (!one || !other || more.length > 0 || one.low >= other.high || one.rank === 'multiplier') return null;
  const isOrdinal = one.isOrdinal && other.isOrdinal;
  const isVague = one.rank === 'vague' || other.rank === 'vague';
  return {
    from: at,
    to: at,
    low: one.low,
    high: other.high,
    isOrdinal,
    hasFigures: false,
    isVague,
    attached: null,
  };
}
