import { classOf, DIGIT, isLetterClass, JOINED } from './chars.js';
import { isRare } from './mask-view.js';

/** What a word looks like: bits of `Words.looks`. */
export const CAPITAL = 1;
export const UPPER = 2;
export const SINGLE = 4;
export const PATRONYMIC = 8;

/** Russian words of a text in order; a hyphen between letters joins them («Римский-Корсаков»). Offsets are UTF-16 units. */
export interface Words {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** CAPITAL: begins with a capital and goes on small; UPPER: two and more capitals; SINGLE: one capital; PATRONYMIC: ends like one. */
  readonly looks: readonly number[];
}

/** One reading of a text: all that decides which searches are worth their time. */
export interface Scan {
  readonly words: Words;
  /** Where each run of digits begins. */
  readonly runs: readonly number[];
  readonly hasAt: boolean;
  readonly hasSlash: boolean;
  readonly hasLatin: boolean;
  readonly hasBracket: boolean;
  /** A character stands in the text that `plainDigits` would change. */
  readonly hasRare: boolean;
  /** A word that begins with a capital, or that ends like a patronymic, stands in the text. */
  readonly hasNames: boolean;
}

/** Reads each unit once. */
export function scan(text: string): Scan {
  const starts: number[] = [];
  const ends: number[] = [];
  const looks: number[] = [];
  const runs: number[] = [];
  let hasAt = false;
  let hasSlash = false;
  let hasLatin = false;
  let hasBracket = false;
  let hasRare = false;
  let seen = 0;
  const length = text.length;
  let index = 0;
  while (index < length) {
    const code = text.charCodeAt(index);
    if (isRussian(code)) {
      const start = index;
      let capitals = 0;
      let letters = 0;
      for (let unit = code; ; unit = text.charCodeAt(index)) {
        if (isRussian(unit)) {
          letters += 1;
          if (isRussianCapital(unit)) capitals += 1;
        } else if (unit !== 0x2d || !isRussian(text.charCodeAt(index + 1))) break;
        index += 1;
        if (index === length) break;
      }
      let look = 0;
      if (isRussianCapital(code)) look = letters === 1 ? SINGLE : capitals === letters ? UPPER : CAPITAL;
      else if (letters === 1 && text.charCodeAt(index) === 0x2e) seen |= SINGLE;
      if (letters >= 5 && endsLikePatronymic(text, index)) look |= PATRONYMIC;
      starts.push(start);
      ends.push(index);
      looks.push(look);
      seen |= look;
      continue;
    }
    if (code >= 0x30 && code <= 0x39) {
      runs.push(index);
      do index += 1;
      while (index < length && isDigit(text.charCodeAt(index)));
      continue;
    }
    if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) hasLatin = true;
    else if (code === 0x40) hasAt = true;
    else if (code === 0x2f) hasSlash = true;
    else if (code === 0x5b) hasBracket = true;
    else if (code > 0x7f && isRare(code)) hasRare = true;
    index += 1;
  }
  return { words: { starts, ends, looks }, runs, hasAt, hasSlash, hasLatin, hasBracket, hasRare, hasNames: seen !== 0 };
}

function isRussian(code: number): boolean {
  return (code >= 0x410 && code <= 0x44f) || code === 0x451 || code === 0x401;
}

function isRussianCapital(code: number): boolean {
  return (code >= 0x410 && code <= 0x42f) || code === 0x401;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** True for a letter of any script or a digit, and for what joins a word (soft hyphen, combining marks). */
export function isWordUnit(code: number): boolean {
  const cls = classOf(code);
  return isLetterClass(cls) || cls === DIGIT || cls === JOINED;
}

/** A cheap look at the last letters: «…ич», «…ича», «…вна», «…чны»; the whole word is judged later. */
function endsLikePatronymic(text: string, end: number): boolean {
  const last = small(text.charCodeAt(end - 1));
  const second = small(text.charCodeAt(end - 2));
  const third = small(text.charCodeAt(end - 3));
  if (last === 0x447) return second === 0x438;
  if (second === 0x447) return third === 0x438;
  if (last === 0x43c) return third === 0x447 && small(text.charCodeAt(end - 4)) === 0x438;
  if (second === 0x43d) return third === 0x432 || third === 0x447;
  return (last === 0x439 || last === 0x44e) && third === 0x43d;
}

function small(code: number): number {
  return code >= 0x410 && code <= 0x42f ? code + 32 : code;
}
