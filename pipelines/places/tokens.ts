import { unitsOf } from '../text/units.js';
import { fold, foldUnit } from './fold.js';
import { isSureStreet, mayBeStreetName } from './street-shapes.js';
import { hashStart, hashUnit, longestKept, type WordTable } from './word-table.js';

/** A word, number or sign of a text. Offsets are UTF-16 code units of the original text. */
export interface Token {
  /** Folded: lower case, ё→е. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** Starts with a capital letter. */
  readonly capital: boolean;
  readonly kind: 'word' | 'number' | 'sign';
  /** White space (or a tag) stands before it. */
  readonly spaced: boolean;
  /** A line break or a block tag stands before it. */
  readonly fresh: boolean;
  /** What may begin here, by the word alone: bits of `GATE`. */
  readonly gates: number;
}

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
/** Letters beyond it are signs. */
const LIMIT = 0x500;
const kinds = new Uint8Array(LIMIT);
const capitals = new Uint8Array(LIMIT);
for (let code = 0; code < LIMIT; code++) {
  const char = String.fromCharCode(code);
  const lower = char.toLowerCase();
  kinds[code] = /\p{L}/u.test(char) ? LETTER : /[0-9]/.test(char) ? DIGIT : /\s/.test(char) ? SPACE : OTHER;
  capitals[code] = lower === char ? 0 : 1;
}

function kindOf(code: number): number {
  if (code < LIMIT) return kinds[code] as number;
  return code === 0x2028 || code === 0x2029 || (code >= 0x2000 && code <= 0x200b) || code === 0xfeff ? SPACE : OTHER;
}
/** Kind of the unit at `at`; beyond the text it is a sign. */
const kindAt = (text: string, at: number): number => (at < text.length ? kindOf(text.charCodeAt(at)) : OTHER);

const HYPHEN = 0x2d;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const isDash = (code: number): boolean => code === HYPHEN || code === 0x2011 || code === 0x2010 || code === 0x2013;

/** May the sign at `at` stand inside a word or number: «Ростов-на-Дону», «3-я», «24/1», «10\\1», «ж/д»? */
function joins(text: string, start: number, at: number): boolean {
  const code = text.charCodeAt(at);
  if (!isDash(code) && code !== SLASH && code !== BACKSLASH) return false;
  const next = kindAt(text, at + 1);
  if (next !== LETTER && next !== DIGIT) return false;
  if (isDash(code)) return !partsAddress(text, start, at, next);
  const startsWithDigit = kindAt(text, start) === DIGIT;
  if (startsWithDigit) return next === DIGIT || kindAt(text, at + 2) !== LETTER;
  return at - start <= 1;
}

/**
 * «Мира-15», «Победы-Гагарина», «Пушкина-дом 6»: does the dash at `at` part the name of a street from its house or from another street, rather
 * than join one word? «Новикова-Прибоя» and «Берёзка-2» stay whole.
 */
function partsAddress(text: string, start: number, at: number, next: number): boolean {
  if (at - start < 4 || kindAt(text, start) !== LETTER) return false;
  const first = fold(text.slice(start, at));
  if (!mayBeStreetName(first)) return false;
  // «Станционная-1, дом 9»: there the number is the name's.
  if (next === DIGIT) return !/^\d+(?:-?[а-я]{3}|,? ?(?:дом|д\.))/.test(fold(text.slice(at + 1, at + 10)));
  let end = at + 1;
  while (end < text.length && kindAt(text, end) === LETTER) end++;
  if (isDash(text.charCodeAt(end)) && kindAt(text, end + 1) === LETTER) return false;
  const second = fold(text.slice(at + 1, end));
  // «Мыльникова-Майскому бульвару»
  const isTyped =
    /[сц]к(?:ий|ого|ому|ом)$/.test(second) && /^\s(?:бул|б-р|просп|пр-|пер|проез|шос)/.test(text.slice(end, end + 6));
  if (second === 'дом' || (second === 'д' && /^\.? ?\d/.test(text.slice(end, end + 3)))) return true;
  return (
    isUpper(text[start]) &&
    isUpper(text[at + 1]) &&
    (isSureStreet(second) || isTyped) &&
    !/^(?:голенищев|мамин|новиков|салтыков|сухово)/.test(first)
  );
}

/** End of a tag «<…>» or an entity «&nbsp;» that starts at `at`; `at` itself when there is none. */
function skipMarkup(text: string, at: number): number {
  const closing = text[at] === '<' ? '>' : ';';
  const limit = Math.min(text.length, at + (closing === '>' ? 400 : 9));
  if (closing === '>' && !/[a-z/!]/i.test(text[at + 1] ?? '')) return at;
  for (let i = at + 1; i < limit; i++) {
    const char = text[i];
    if (char === closing) return i + 1;
    if (closing === ';' && kindAt(text, i) !== LETTER && char !== '#' && kindAt(text, i) !== DIGIT) return at;
  }
  return at;
}

const isLower = (char: string | undefined): boolean =>
  char !== undefined && ((char >= 'а' && char <= 'я') || char === 'ё');
const isUpper = (char: string | undefined): boolean => char !== undefined && char >= 'А' && char <= 'Я';

/** A blank was forgotten at `at`: «берёзниковской44», «63Нашей», «1-ыйКирпичный»; not in «15Б», «корп1» or «М7». */
function isTorn(text: string, start: number, at: number, kind: number, next: number): boolean {
  if (kind === DIGIT)
    return (
      next === LETTER && text[at - 1] !== '-' && isUpper(text[at]) && isLower(text[at + 1]) && isLower(text[at + 2])
    );
  if (next !== DIGIT || at - start < 4) return false;
  return isLower(text[at - 1]) && isLower(text[at - 2]) && isLower(text[at - 3]);
}

/** Does the word or number that starts at `start` end before the unit at `at`, which is of this other kind? */
function endsAt(text: string, start: number, at: number, kind: number, next: number): boolean {
  if (next === SPACE || (next === OTHER && !joins(text, start, at))) return true;
  return isTorn(text, start, at, kind, next);
}

/** Splits a text into words, numbers and signs in one pass; HTML tags and entities count as white space. */
export function tokenise(text: string, words: WordTable): Token[] {
  const { length } = text;
  const { otherGates, units } = words;
  const source = unitsOf(text);
  const tokens: Token[] = [];
  let spaced = true;
  let fresh = true;
  let at = 0;
  while (at < length) {
    const code = source[at] as number;
    const kind = kindOf(code);
    if (kind === SPACE) {
      if (code === 0x0a) fresh = true;
      spaced = true;
      at++;
      continue;
    }
    let end = at + 1;
    if (kind === OTHER) {
      const char = text[at] as string;
      if (char === '<' || char === '&') {
        const after = skipMarkup(text, at);
        if (after > at) {
          if (char === '<' && /^<\/?(?:p|br|div|li|h\d)/i.test(text.slice(at, at + 5))) fresh = true;
          spaced = true;
          at = after;
          continue;
        }
      }
      tokens.push({ word: char, start: at, end, capital: false, kind: 'sign', spaced, fresh, gates: otherGates });
    } else {
      let hash = hashStart;
      for (end = at; end < length; end++) {
        const next = source[end] as number;
        const ofNext = kindOf(next);
        if (ofNext !== kind && endsAt(text, at, end, kind, ofNext)) break;
        const unit = foldUnit(next);
        if (end - at < longestKept) units[end - at] = unit;
        hash = hashUnit(hash, unit);
      }
      if (kind === DIGIT) {
        // Numbers are many and open nothing: the table of words is not for them.
        const word = fold(text.slice(at, end));
        tokens.push({ word, start: at, end, capital: false, kind: 'number', spaced, fresh, gates: otherGates });
      } else {
        const number = end - at > longestKept ? -1 : words.of(end - at, hash);
        const word = number === -1 ? fold(text.slice(at, end)) : (words.texts[number] as string);
        const gates = number === -1 ? words.gatesOf(word) : (words.gates[number] as number);
        tokens.push({ word, start: at, end, capital: capitals[code] === 1, kind: 'word', spaced, fresh, gates });
      }
    }
    spaced = false;
    fresh = false;
    at = end;
  }
  return tokens;
}
