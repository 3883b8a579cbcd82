import { readNumber, readWord } from './lex-atoms.js';
import type { Lexeme } from './lexeme.js';
import { QueryError, Reader } from './reader.js';

export { QueryError };

/** Farthest reach of NEAR and ONEAR, in words. */
export const maxDistance = 30;

const nearPattern = /(NOT\s+)?(O?NEAR)(?:\/(\d+))?(?![\p{L}\p{N}])/uy;
const callPattern = /(SENT|neg)\(/y;
const mistypedCall = /(SENT|NEG)\s*\(/iy;
const mistypedNear = /O?NEAR\/\d*/iy;
const listPattern = /@([\p{L}\p{N}_-]+)/uy;
const regexPattern = /re2:\/((?:[^/\\\n]|\\[^\n])*)\//y;
const single = { '(': 'open', ')': 'close', '|': 'or', '&': 'and', '-': 'not', '−': 'not' } as const;
const operators: Readonly<Record<string, 'not' | 'and' | 'or'>> = { NOT: 'not', AND: 'and', OR: 'or' };
/** Opening quotes with what may close them. */
const quotes: Readonly<Record<string, string>> = { '"': '"', '«': '»', '“': '”', '„': '“”' };

/** Splits a query into lexemes, the last of which is `end`. Throws QueryError. */
export function lex(query: string): Lexeme[] {
  const reader = new Reader(query);
  const lexemes: Lexeme[] = [];
  for (;;) {
    reader.skipSpace();
    if (reader.isAtEnd) {
      lexemes.push({ kind: 'end', at: reader.here() });
      return lexemes;
    }
    lexemes.push(next(reader));
  }
}

function next(reader: Reader): Lexeme {
  const at = reader.here();
  const { char } = reader;
  if (char in single) {
    reader.skip(1);
    if ((char === '-' || char === '−') && /\s|^$/u.test(reader.char))
      throw new QueryError('expected a word, phrase or group right after «-» (no space)', reader.here());
    return { kind: single[char as keyof typeof single], at };
  }
  if (char in quotes) return phrase(reader);
  const near = reader.take(nearPattern);
  if (near) return distance(near, at);
  const call = reader.take(callPattern);
  if (call) return { kind: call[1] === 'neg' ? 'neg' : 'sentence', at };
  const list = reader.take(listPattern);
  if (list) return { kind: 'list', text: list[1] ?? '', at };
  if (char === '@') throw new QueryError('expected the name of a word list right after «@»', reader.here(1));
  if (reader.look(/re2:/y)) {
    const regex = reader.take(regexPattern);
    if (!regex)
      throw new QueryError('expected re2:/…/ on one line: a slash inside is written «\\/», the last one closes it', at);
    return { kind: 'regex', text: regex[1] ?? '', at };
  }
  complainOfMistakes(reader);
  const found = readNumber(reader) ?? readWord(reader);
  if (!found) {
    const choice = 'a word, "phrase", group, SENT(...), neg(...), @list, # or re2:/…/';
    throw new QueryError(`expected ${choice}, found «${reader.shown}»`, at);
  }
  const operator = found.kind === 'word' ? operators[found.text] : undefined;
  return operator === undefined ? found : { kind: operator, at };
}

function distance(near: RegExpExecArray, at: Lexeme['at']): Lexeme {
  const [written, not, name = '', count] = near;
  const value = Number(count ?? Number.NaN);
  if (!(value >= 1 && value <= maxDistance)) {
    const hint = count === undefined ? `: write the number of words, as in ${name}/5` : '';
    const side = value === 0 ? '; 1 means side by side' : '';
    throw new QueryError(`expected ${name}/n with n from 1 to ${maxDistance}${side}, found «${written}»${hint}`, at);
  }
  return { kind: 'near', negated: not !== undefined, ordered: name === 'ONEAR', distance: value, at };
}

/** What would be read as words but is surely meant otherwise. */
function complainOfMistakes(reader: Reader): void {
  const at = reader.here();
  const call = reader.look(mistypedCall);
  if (call) {
    const wanted = call[1]?.toLowerCase() === 'neg' ? 'neg(' : 'SENT(';
    throw new QueryError(`expected «${wanted}» so written and with no space, found «${call[0]}»`, at);
  }
  const near = reader.look(mistypedNear);
  if (near) throw new QueryError(`expected «${near[0].toUpperCase()}» in capitals, found «${near[0]}»`, at);
}

function phrase(reader: Reader): Lexeme {
  const at = reader.here();
  const closing = quotes[reader.char] ?? '"';
  reader.skip(1);
  const items: Lexeme[] = [];
  for (;;) {
    reader.skipSpace();
    if (reader.isAtEnd) {
      const hint = 'put it after the last word of the phrase';
      throw new QueryError(`expected «${closing[0]}» that closes this phrase, found the end: ${hint}`, at);
    }
    if (closing.includes(reader.char)) break;
    const here = reader.here();
    const item = readNumber(reader) ?? readWord(reader);
    if (!item) throw new QueryError(`expected a word inside the phrase, found «${reader.shown}»`, here);
    items.push(item);
  }
  if (items.length === 0) throw new QueryError('expected at least one word inside the quotes', at);
  reader.skip(1);
  return { kind: 'phrase', items, at };
}
