import { CYRILLIC, classAt, DIGIT, foldCyrillic, isLetterClass, JOINED, LATIN } from './chars.js';
import { fold, foldSign } from './fold.js';
import { isHyphen, numberEnd, numberStem } from './numbers.js';
import { hasBorder } from './sentences.js';
import { handleEnd, linkRun, signEnd } from './signs.js';
import { stem } from './stem.js';
import type { Analysis, Token, TokenKind, TokenPart } from './tokens.js';

/** Longest run of letters and digits that is looked at as a whole; longer ones are split at the first digit. */
const LONGEST_MIXED = 40;

/**
 * Splits a text into tokens with folded forms, stems and sentence numbers. Any string is accepted and every token's offsets lie inside
 * it; `cleanText` beforehand gives better results. Linear in the length of the text.
 */
export function analyse(text: string): Analysis {
  const tokens: Token[] = [];
  let sentence = 0;
  let linkCheckedTo = 0;
  let index = 0;

  function push(
    start: number,
    end: number,
    kind: TokenKind,
    folded: string,
    stemmed: string,
    parts?: TokenPart[],
  ): number {
    const last = tokens.at(-1);
    if (last !== undefined && hasBorder(text, last.end, start, last.text)) sentence += 1;
    if (parts === undefined) tokens.push({ text: folded, stem: stemmed, start, end, sentence, kind });
    else tokens.push({ text: folded, stem: stemmed, start, end, sentence, kind, parts });
    return end;
  }

  function pushOther(start: number, end: number): number {
    const folded = foldSign(text.slice(start, end));
    return push(start, end, 'other', folded, folded);
  }

  function pushNumber(start: number, digitsFrom: number): number {
    const end = numberEnd(text, digitsFrom);
    const folded = fold(text.slice(start, end));
    return push(start, end, 'number', folded, numberStem(folded));
  }

  function pushWord(start: number): number {
    const { end, plain, hyphens } = scanWord(text, start);
    if (hyphens) {
      const parts = splitParts(text, start, end);
      const folded = fold(text.slice(start, end));
      return push(start, end, 'word', folded, parts.map((part) => part.stem).join('-'), parts);
    }
    const folded = plain ? lowerRussian(text, start, end) : fold(text.slice(start, end));
    return push(start, end, 'word', folded, stem(folded));
  }

  while (index < text.length) {
    const cls = classAt(text, index);
    if (cls === CYRILLIC) index = pushWord(index);
    else if (cls === DIGIT) {
      const disguised =
        text.charCodeAt(index) === 0x30 && isLetterClass(classAt(text, index + 1)) && mixedEnd(text, index, index) > 0;
      index = disguised ? pushWord(index) : pushNumber(index, index);
    } else if (cls === LATIN) {
      const run = index >= linkCheckedTo ? linkRun(text, index) : undefined;
      if (run !== undefined) linkCheckedTo = run.end;
      index = run?.isLink ? pushOther(index, run.end) : pushWord(index);
    } else if (isLetterClass(cls)) index = pushWord(index);
    else if (text.charCodeAt(index) === 0x2b && classAt(text, index + 1) === DIGIT)
      index = pushNumber(index, index + 1);
    else {
      const end = text.charCodeAt(index) === 0x40 ? handleEnd(text, index) : signEnd(text, index);
      index = end > index ? pushOther(index, end) : index + 1;
    }
  }
  return { text, tokens, sentences: tokens.length === 0 ? 0 : sentence + 1 };
}

/** End of the word that begins at `start`, and whether it needs more than lower-casing. */
function scanWord(text: string, start: number): { end: number; plain: boolean; hyphens: boolean } {
  let plain = true;
  let hyphens = false;
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
      hyphens = true;
      pieceFrom = index + 1;
      previous = 0;
    } else if (isLetterClass(cls) || cls === JOINED) plain = false;
    else break;
    index += 1;
  }
  while (index > start + 1 && classAt(text, index - 1) === JOINED && !isMark(text.charCodeAt(index - 1))) index -= 1;
  return { end: index, plain, hyphens };
}

/** A mark that changes the letter before it (stress, the breve of a decomposed «й»), as against invisible characters. */
function isMark(code: number): boolean {
  return code !== 0xad && code < 0x200b;
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

function splitParts(text: string, start: number, end: number): TokenPart[] {
  const parts: TokenPart[] = [];
  let from = start;
  for (let index = start; index <= end; index += 1) {
    if (index < end && !isHyphen(text.charCodeAt(index))) continue;
    const folded = fold(text.slice(from, index));
    parts.push({ text: folded, stem: stem(folded), start: from, end: index });
    from = index + 1;
  }
  return parts;
}

/** Lower case of plain Russian letters; most words are lower case already and cost one slice. */
function lowerRussian(text: string, start: number, end: number): string {
  let isLower = true;
  for (let index = start; index < end && isLower; index += 1) {
    const code = text.charCodeAt(index);
    isLower = code >= 0x430 && code <= 0x44f;
  }
  const slice = text.slice(start, end);
  return isLower ? slice : slice.toLowerCase().replaceAll('ё', 'е');
}
