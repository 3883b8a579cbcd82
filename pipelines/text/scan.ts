import { CYRILLIC, classAt, DIGIT, foldCyrillic, isHyphen, isLetterClass, JOINED, LATIN } from './chars.js';
import { fold } from './fold.js';

/** Longest run of letters and digits that is looked at as a whole; longer ones are split at the first digit. */
const LONGEST_MIXED = 40;

/** A word that is more than a run of plain Russian letters. */
export interface Scanned {
  readonly end: number;
  /** True when the word consists of plain Russian letters without three equal ones in a row. */
  readonly plain: boolean;
}

/** End of the word that begins at `start`, and whether it needs more than lower-casing. */
export function scanWord(text: string, start: number): Scanned {
  let plain = true;
  let pieceFrom = start;
  let previous = 0;
  let repeats = 0;
  let index = start;
  while (index < text.length) {
    const cls = classAt(text, index);
    const code = text.charCodeAt(index);
    if (cls === CYRILLIC) {
      const folded = foldCyrillic(code);
      repeats = folded === previous ? repeats + 1 : 0;
      if (folded === 0 || repeats >= 2) plain = false;
      previous = folded;
    } else if (cls === DIGIT) {
      const end = mixedEnd(text, pieceFrom, index);
      if (end === 0) break;
      plain = false;
      index = end;
      continue;
    } else if (isHyphen(code)) {
      if (index === start || !isLetterClass(classAt(text, index + 1))) break;
      plain = false;
      pieceFrom = index + 1;
    } else if (isLetterClass(cls) || cls === JOINED) plain = false;
    else break;
    index += 1;
  }
  while (index > start + 1 && classAt(text, index - 1) === JOINED && !isMark(text.charCodeAt(index - 1))) index -= 1;
  return { end: index, plain };
}

/** A mark that changes the letter before it (stress, the breve of a decomposed «й»), as against invisible characters. */
function isMark(code: number): boolean {
  return code !== 0xad && code < 0x200b;
}

/** Whether a word begins with the digit at `start`: «0тключили», «4истить», «6ез». */
export function isDisguised(text: string, start: number): boolean {
  const code = text.charCodeAt(start);
  if (code !== 0x30 && code !== 0x33 && code !== 0x34 && code !== 0x36) return false;
  return isLetterClass(classAt(text, start + 1)) && mixedEnd(text, start, start) > 0;
}

/**
 * End of the run of letters and digits around `at` when its digits are part of a word: «в0да», «covid19»; 0 when the digit begins a
 * number of its own («кв45», «дом3»).
 */
function mixedEnd(text: string, from: number, at: number): number {
  let end = at;
  while (end < text.length && end - from <= LONGEST_MIXED) {
    const cls = classAt(text, end);
    if (cls !== DIGIT && cls !== JOINED && !isLetterClass(cls)) break;
    end += 1;
  }
  if (end - from > LONGEST_MIXED) return 0;
  if (classAt(text, from) === LATIN && onlyAscii(text, from, end)) return end;
  return /\d/.test(fold(text.slice(from, end))) ? 0 : end;
}

function onlyAscii(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
