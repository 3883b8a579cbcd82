import { matchesOf } from './mask-contexts.js';
import { firstName, GENITIVE, MAN, WOMAN, WORD_TOO } from './mask-first-names.js';
import type { Findings } from './mask-found.js';
import { findInitials } from './mask-initials.js';
import { isBareStreet, isNamedAfter } from './mask-name-context.js';
import {
  isManSurname,
  isNotName,
  isObliqueSurname,
  isPatronymic,
  isSurePatronymic,
  isSureSurname,
  isSurname,
  isWomanSurname,
} from './mask-name-words.js';
import { CAPITAL, PATRONYMIC, type Scan, SINGLE, UPPER } from './mask-scan.js';
import { findSigned } from './mask-signatures.js';
import { WordRow } from './mask-word-row.js';

/** In the nominative a name after «школа» or «сад» is a person at it; streets and schools bear the genitive. */
const NOMINATIVE_PATRONYMIC = /(?:ич|вна|чна)$/u;
/** Bears patronymics and is no person of today. */
const LEGENDS = new Set(['алеша попович', 'добрыня никитич', 'ерофей павлович']);
const TURKIC = new Set(['оглы', 'оглу', 'кызы', 'гызы']);
/** What follows «Кировский» and makes a place of it. */
const AREA_AFTER =
  /^\s(?:район|р-н|округ|рын|мост|парк|бульвар|проспект|просп|переул|пер\.|сквер|област|кра|тракт|шоссе)/iu;
const VK_PERSON = /[[*@]id\d{1,12}\s?(?:\|[^[\]|\n]{1,80}\]|\([^()\n]{1,80}\))/gu;

/** Names of people; streets and schools named after people are no personal data. */
export function findNames(text: string, seen: Scan, found: Findings): void {
  if (seen.hasBracket || seen.hasAt || text.includes('*id')) {
    for (const match of matchesOf(VK_PERSON, text)) found.add(match.index, match.index + match[0].length, 'name');
  }
  if (!seen.hasNames) return;
  const row = new WordRow(text, seen.words);
  findPatronymics(row, found);
  findInitials(row, found);
  findSigned(text, found);
  findPairs(row, found);
}

/** «Иванов Иван Иванович», «Мария Петровна», also all in small or all in capital letters; «Алиев Аскер Мамед оглы». */
function findPatronymics(row: WordRow, found: Findings): void {
  for (let index = 1; index < row.count; index += 1) {
    if ((row.look(index) & PATRONYMIC) === 0) {
      if (row.length(index) === 4 && TURKIC.has(row.word(index))) findTurkic(row, index, found);
      continue;
    }
    if (!row.isJoined(index)) continue;
    const word = row.word(index);
    const first = row.word(index - 1);
    const style = row.style(index);
    if (style === 0) {
      if (firstName(first) === null || !isSurePatronymic(word)) continue;
    } else if (style !== (row.look(index - 1) & (CAPITAL | UPPER | SINGLE))) continue;
    else if (!isPatronymic(word) || isNotName(first) || (style === UPPER && firstName(first) === null)) continue;
    if (LEGENDS.has(`${first.replaceAll('ё', 'е')} ${word}`)) continue;
    const begin = hasSurnameBefore(row, index - 1, style, first) ? index - 2 : index - 1;
    const last = begin === index - 1 && hasSurnameAfter(row, index, style) ? index + 1 : index;
    add(row, begin, last, found, NOMINATIVE_PATRONYMIC.test(word));
  }
}

function findTurkic(row: WordRow, index: number, found: Findings): void {
  let begin = index;
  while (index - begin < 3 && row.isJoined(begin) && (row.look(begin - 1) & CAPITAL) !== 0) begin -= 1;
  if (index - begin >= 2) add(row, begin, index, found, true);
}

/** A first name and a surname, in either order. */
function findPairs(row: WordRow, found: Findings): void {
  for (let index = 0; index < row.count; index += 1) {
    const style = row.style(index);
    if (style === 0 || (row.style(index + 1) !== style && row.style(index - 1) !== style)) continue;
    const first = row.word(index);
    const bits = firstName(first);
    if (bits === null || found.isTaken(row.start(index)) || (style === UPPER && (bits & WORD_TOO) !== 0)) continue;
    if (row.isJoined(index + 1) && isSurnameOf(row, bits, index + 1, style)) {
      if (addPair(row, index, index + 1, first, row.word(index + 1), found)) index += 1;
    } else if (row.isJoined(index) && isSurnameOf(row, bits, index - 1, style)) {
      addPair(row, index - 1, index, first, row.word(index - 1), found);
    }
  }
}

function addPair(row: WordRow, from: number, to: number, first: string, surname: string, found: Findings): boolean {
  const end = row.end(to);
  if (isBareStreet(row.text, end, first, surname) || AREA_AFTER.test(row.text.slice(end, end + 12))) return false;
  return add(row, from, to, found, false);
}

/** «Роман Толстая» and «Вера Иванов» do not agree and are something else. */
function isSurnameOf(row: WordRow, bits: number, index: number, style: number): boolean {
  if (row.style(index) !== style) return false;
  const word = row.word(index);
  if (!isSurname(word) || firstName(word) !== null) return false;
  const sex = bits & (MAN | WOMAN);
  if (sex !== 0 && (bits & GENITIVE) === 0 && isObliqueSurname(word)) return false;
  return !(sex === MAN && isWomanSurname(word)) && !(sex === WOMAN && isManSurname(word));
}

function hasSurnameBefore(row: WordRow, first: number, style: number, name: string): boolean {
  const index = first - 1;
  if (!row.isJoined(first)) return false;
  const word = row.word(index);
  if (style === 0) return isSureSurname(word);
  if (row.style(index) !== style || isNotName(word)) return false;
  if (isSurname(word)) return true;
  const start = row.start(index);
  const isInside = /[\p{L},:]\s$/u.test(row.text.slice(Math.max(0, start - 2), start));
  const isNoun = word.length > 3 && !/(?:[ыи]й|ая|ое|ые|ие)$/u.test(word);
  return style === CAPITAL && isInside && isNoun && firstName(name) !== null;
}

function hasSurnameAfter(row: WordRow, patronymic: number, style: number): boolean {
  const index = patronymic + 1;
  if (style === 0 || row.style(index) !== style || !row.isJoined(index)) return false;
  const word = row.word(index);
  if (isNotName(word)) return false;
  if (isSurname(word)) return true;
  const end = row.end(index);
  return word.length > 3 && firstName(word) === null && /^(?:$|[,.;:!?)\n])/u.test(row.text.slice(end, end + 1));
}

function add(row: WordRow, from: number, to: number, found: Findings, isPerson: boolean): boolean {
  const start = row.start(from);
  if (!row.isWhole(from, to) || (!isPerson && isNamedAfter(row.text, start))) return false;
  return found.add(start, row.end(to), 'name');
}
