import { firstName } from './mask-first-names.js';
import type { Findings } from './mask-found.js';
import { isInitialOfStreet, isNamedAfter } from './mask-name-context.js';
import { isNotName, isSureSurname, isSurname } from './mask-name-words.js';
import { CAPITAL, SINGLE, UPPER } from './mask-scan.js';
import type { WordRow } from './mask-word-row.js';

/** In small letters these are no initials. */
const ABBREVIATIONS = new Set('т.е т.д т.п т.к и.о н.э г.р т.н и.п д.б с.г и.т з.ы п.с'.split(' '));
/** A capital that is as often a word or a part of an address: no second initial without its full stop. */
const WORDS_OF_ONE = /[АВИКОСУЯДГ]/u;

/** «Иванов И.И.», «И. И. Иванов», «О. Смирнова», «Пётр И.», «иванов и.и.». */
export function findInitials(row: WordRow, found: Findings): void {
  for (let index = 0; index < row.count; index += 1) {
    if (row.length(index) !== 1 || row.text.charCodeAt(row.start(index) + 1) !== 0x2e) continue;
    const isLarge = (row.look(index) & SINGLE) !== 0;
    const hasSecond =
      row.length(index + 1) === 1 && isSecond(row, index) && isLarge === (row.look(index + 1) & SINGLE) > 0;
    if (isLarge) findLarge(row, index, hasSecond ? index + 1 : index, found);
    else if (hasSecond) findSmall(row, index, found);
    if (hasSecond) index += 1;
  }
}

function findLarge(row: WordRow, first: number, last: number, found: Findings): void {
  if (!findSurnameBefore(row, first, last, found)) findSurnameAfter(row, first, last, found);
}

function findSurnameBefore(row: WordRow, first: number, last: number, found: Findings): boolean {
  const before = first - 1;
  if (!isNameLike(row, before)) return false;
  const { text } = row;
  const gap = row.start(first) - row.end(before);
  if (gap > 2 || text.slice(row.end(before), row.start(first)).trim() !== '') return false;
  const word = row.word(before);
  const end = row.end(last) + 1;
  if (isNotName(word) || isNamedAfter(text, row.start(before))) return false;
  if (last > first) return found.add(row.start(before), end, 'name');
  // «Садовая Д. 5» is an address.
  if (gap !== 1 || /^\s?\d/.test(text.slice(end, end + 2))) return false;
  if (firstName(word) === null && !isSureSurname(word)) return false;
  return found.add(row.start(before), secondWithoutStop(text, end), 'name');
}

function findSurnameAfter(row: WordRow, first: number, last: number, found: Findings): boolean {
  const after = last + 1;
  const { text } = row;
  if (!isNameLike(row, after) || !row.isWhole(first, after)) return false;
  const between = text.slice(row.end(last) + 1, row.start(after));
  const word = row.word(after);
  if (between.length > 1 || between.trim() !== '' || isNotName(word)) return false;
  const start = row.start(first);
  const end = row.end(after);
  if (last > first) {
    if (ABBREVIATIONS.has(text.slice(start, row.end(last)).toLowerCase()) && !isSurname(word)) return false;
  } else if (text[start] === 'Г' || !isSureSurname(word) || isInitialOfStreet(text, start, end, word)) return false;
  if (isNamedAfter(text, start)) return false;
  return found.add(start, end, 'name');
}

/** Begins with a capital, or is a sure surname all in capitals. */
function isNameLike(row: WordRow, index: number): boolean {
  const style = row.style(index);
  return style === CAPITAL || (style === UPPER && isSureSurname(row.word(index)));
}

/** «иванов и.и.»: two initials with their full stops after a sure surname. */
function findSmall(row: WordRow, index: number, found: Findings): void {
  const { text } = row;
  const start = row.start(index);
  const end = row.end(index + 1);
  if (ABBREVIATIONS.has(text.slice(start, end).replace(/\s/u, ''))) return;
  if (!row.isJoined(index) || !isSureSurname(row.word(index - 1)) || text.charCodeAt(end) !== 0x2e) return;
  found.add(row.start(index - 1), end + 1, 'name');
}

/** A second initial with its full stop follows the one at `index`. */
function isSecond(row: WordRow, index: number): boolean {
  const next = row.start(index + 1);
  const between = next - row.end(index);
  if (row.text.charCodeAt(next + 1) !== 0x2e) return false;
  return between === 1 || (between === 2 && /\s/u.test(row.text[next - 1] ?? ''));
}

/** «Петрова Н.С пришла»: the end of a second initial whose full stop is missing; `end` when there is none. */
function secondWithoutStop(text: string, end: number): number {
  const match = /^(\s?)([А-ЯЁ])(?![\p{L}.])/u.exec(text.slice(end, end + 3));
  if (match === null || (match[1] !== '' && WORDS_OF_ONE.test(match[2] ?? ''))) return end;
  return end + match[0].length;
}
