import { classAt, DIGIT, isLetterClass } from './chars.js';
import type { Stretch } from './offsets.js';

const LONGEST_HASHTAG = 100;
/** Where one word of a hashtag ends and the next begins: «НетВоды», «ЖКХКурск». */
const CASE_BORDER = /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/**
 * The words of the hashtag whose first letter stands at `start`, behind the «#»: parted at «_» and where a capital letter follows a small
 * one. A hashtag in small letters alone stays one word.
 */
export function hashtagPieces(text: string, start: number): Stretch[] {
  let end = start;
  while (end < text.length && end - start <= LONGEST_HASHTAG && isHashtagUnit(text, end)) end += 1;
  const pieces: Stretch[] = [];
  if (end - start > LONGEST_HASHTAG) return pieces;
  let at = start;
  for (const part of text.slice(start, end).split('_')) {
    for (const piece of part.split(CASE_BORDER)) {
      if (piece !== '') pieces.push({ start: at, end: at + piece.length });
      at += piece.length;
    }
    at += 1;
  }
  return pieces;
}

function isHashtagUnit(text: string, index: number): boolean {
  const cls = classAt(text, index);
  return isLetterClass(cls) || cls === DIGIT || text.charCodeAt(index) === 0x5f;
}
