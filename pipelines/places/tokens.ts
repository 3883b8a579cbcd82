import { fold } from './fold.js';

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
}

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const kinds = new Uint8Array(0x500);
for (let code = 0; code < kinds.length; code++) {
  const char = String.fromCharCode(code);
  kinds[code] = /\p{L}/u.test(char) ? LETTER : /[0-9]/.test(char) ? DIGIT : /\s/.test(char) ? SPACE : OTHER;
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0x500) return kinds[code] ?? OTHER;
  return code === 0x2028 || code === 0x2029 || (code >= 0x2000 && code <= 0x200b) || code === 0xfeff ? SPACE : OTHER;
}

const isDash = (char: string | undefined): boolean => char === '-' || char === '‑' || char === '‐' || char === '–';

/** May the sign at `at` stand inside a word or number: «Ростов-на-Дону», «3-я», «24/1», «10\\1», «ж/д»? */
function joins(text: string, start: number, at: number): boolean {
  const next = kindAt(text, at + 1);
  if (next !== LETTER && next !== DIGIT) return false;
  const char = text[at];
  if (isDash(char)) return true;
  if (char !== '/' && char !== '\\') return false;
  const startsWithDigit = kindAt(text, start) === DIGIT;
  if (startsWithDigit) return next === DIGIT || kindAt(text, at + 2) !== LETTER;
  return at - start <= 1;
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
  if (kind === DIGIT) return next === LETTER && isUpper(text[at]) && isLower(text[at + 1]) && isLower(text[at + 2]);
  if (next !== DIGIT || at - start < 4) return false;
  return isLower(text[at - 1]) && isLower(text[at - 2]) && isLower(text[at - 3]);
}

/** Splits a text into words, numbers and signs in one pass; HTML tags and entities count as white space. */
export function tokenise(text: string): Token[] {
  const folded = fold(text);
  const lower = folded.length === text.length ? folded : text;
  const tokens: Token[] = [];
  let spaced = true;
  let fresh = true;
  let at = 0;
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind === SPACE) {
      if (text[at] === '\n') fresh = true;
      spaced = true;
      at++;
      continue;
    }
    let end = at + 1;
    if (kind === OTHER) {
      const char = text[at];
      if (char === '<' || char === '&') {
        const after = skipMarkup(text, at);
        if (after > at) {
          if (char === '<' && /^<\/?(?:p|br|div|li|h\d)/i.test(text.slice(at, at + 5))) fresh = true;
          spaced = true;
          at = after;
          continue;
        }
      }
      tokens.push({ word: text.slice(at, end), start: at, end, capital: false, kind: 'sign', spaced, fresh });
    } else {
      while (end < text.length) {
        const next = kindAt(text, end);
        if (next !== LETTER && next !== DIGIT && !(next === OTHER && joins(text, at, end))) break;
        if (isTorn(text, at, end, kind, next)) break;
        end++;
      }
      const word = lower.slice(at, end);
      const first = text[at] ?? '';
      const capital = kind === LETTER && first !== first.toLowerCase();
      tokens.push({ word, start: at, end, capital, kind: kind === DIGIT ? 'number' : 'word', spaced, fresh });
    }
    spaced = false;
    fresh = false;
    at = end;
  }
  return tokens;
}
