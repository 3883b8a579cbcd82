import type { Position } from './ast.js';

/** A query that cannot be understood; `at` points into the query. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.at = at;
  }
}

export type Lexeme =
  | { kind: 'word' | 'exact' | 'prefix' | 'list'; text: string; at: Position }
  | { kind: 'number'; from: number; to: number; at: Position }
  | { kind: 'phrase'; items: Lexeme[]; at: Position }
  | { kind: 'near'; ordered: boolean; distance: number; at: Position }
  | { kind: 'not' | 'and' | 'or' | 'open' | 'close' | 'sentence' | 'neg' | 'end'; at: Position };

/** Farthest reach of NEAR and ONEAR, in words. */
export const maxDistance = 30;
/** Fewest letters before a `*`: shorter beginnings match half of the language. */
export const minPrefix = 3;

const wordPattern = /[\p{L}\p{N}№_]+(?:[-./'’][\p{L}\p{N}]+)*/uy;
const numberPattern = /#(?:(\d+)\.\.(\d+))?/y;
const nearPattern = /(O?NEAR)(?:\/(\d+))?(?![\p{L}\p{N}])/uy;
const callPattern = /(SENT|neg)\(/y;
const listPattern = /@([\p{L}\p{N}_-]+)/uy;

/** What a lexeme is called in messages. */
export function nameLexeme(lexeme: Lexeme): string {
  switch (lexeme.kind) {
    case 'word':
      return `«${lexeme.text}»`;
    case 'exact':
      return `«=${lexeme.text}»`;
    case 'prefix':
      return `«${lexeme.text}*»`;
    case 'list':
      return `«@${lexeme.text}»`;
    case 'number':
      return 'a number «#»';
    case 'phrase':
      return 'a phrase in quotes';
    case 'near':
      return `«${lexeme.ordered ? 'O' : ''}NEAR/${lexeme.distance}»`;
    case 'not':
      return '«-» (NOT)';
    case 'and':
      return '«&»';
    case 'or':
      return '«|»';
    case 'open':
      return '«(»';
    case 'close':
      return '«)»';
    case 'sentence':
      return '«SENT(»';
    case 'neg':
      return '«neg(»';
    case 'end':
      return 'the end of the query';
  }
}

/** Splits a query into lexemes, the last of which is `end`. Throws QueryError. */
export function lex(query: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let index = 0;
  let line = 1;
  let lineStart = 0;

  const here = (): Position => ({ line, column: index - lineStart + 1 });
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index;
    const found = pattern.exec(query);
    if (found) index += found[0].length;
    return found;
  };
  const skipSpace = (): void => {
    for (; index < query.length && /\s/u.test(query[index] ?? ''); index++) {
      if (query[index] === '\n') {
        line++;
        lineStart = index + 1;
      }
    }
  };
  const word = (): Lexeme | null => {
    const at = here();
    const isExact = query[index] === '=';
    if (isExact) index++;
    const found = take(wordPattern);
    if (!found) {
      if (isExact) throw new QueryError('expected a word right after «=»', here());
      return null;
    }
    if (query[index] === '*') {
      if (isExact) throw new QueryError('«=» wants one exact form: leave out the «*» or the «=»', here());
      if ([...found[0]].length < minPrefix)
        throw new QueryError(`expected at least ${minPrefix} letters before «*», found «${found[0]}»`, at);
      index++;
      return { kind: 'prefix', text: found[0], at };
    }
    return { kind: isExact ? 'exact' : 'word', text: found[0], at };
  };
  const number = (): Lexeme | null => {
    const at = here();
    const found = take(numberPattern);
    if (!found) return null;
    const from = found[1] === undefined ? 0 : Number(found[1]);
    const to = found[2] === undefined ? Number.MAX_SAFE_INTEGER : Number(found[2]);
    if (from > to) throw new QueryError(`expected the smaller bound first, found «${found[0]}»`, at);
    return { kind: 'number', from, to, at };
  };
  const phrase = (): Lexeme => {
    const at = here();
    const close = query[index] === '«' ? '»' : '"';
    index++;
    const items: Lexeme[] = [];
    for (;;) {
      skipSpace();
      if (index >= query.length) throw new QueryError(`expected «${close}» that closes this phrase, found the end`, at);
      if (query[index] === close) break;
      const item = number() ?? word();
      if (!item) throw new QueryError(`expected a word inside the phrase, found «${query[index]}»`, here());
      items.push(item);
    }
    if (items.length === 0) throw new QueryError('expected at least one word inside the quotes', at);
    index++;
    return { kind: 'phrase', items, at };
  };

  for (;;) {
    skipSpace();
    const at = here();
    if (index >= query.length) {
      lexemes.push({ kind: 'end', at });
      return lexemes;
    }
    const char = query[index] ?? '';
    const single = { '(': 'open', ')': 'close', '|': 'or', '&': 'and', '-': 'not', '−': 'not' } as const;
    if (char in single) {
      index++;
      if ((char === '-' || char === '−') && /\s/u.test(query[index] ?? ' '))
        throw new QueryError('expected a word, phrase or group right after «-» (no space)', here());
      lexemes.push({ kind: single[char as keyof typeof single], at });
      continue;
    }
    if (char === '"' || char === '«') {
      lexemes.push(phrase());
      continue;
    }
    const near = take(nearPattern);
    if (near) {
      const distance = Number(near[2] ?? Number.NaN);
      if (!(distance >= 1 && distance <= maxDistance))
        throw new QueryError(`expected ${near[1]}/n with n from 1 to ${maxDistance}, found «${near[0]}»`, at);
      lexemes.push({ kind: 'near', ordered: near[1] === 'ONEAR', distance, at });
      continue;
    }
    const call = take(callPattern);
    if (call) {
      lexemes.push({ kind: call[1] === 'neg' ? 'neg' : 'sentence', at });
      continue;
    }
    const list = take(listPattern);
    if (list) {
      lexemes.push({ kind: 'list', text: list[1] ?? '', at });
      continue;
    }
    const found = number() ?? word();
    if (!found)
      throw new QueryError(
        `expected a word, "phrase", group, SENT(...), neg(...), @list or #, found «${[...query.slice(index)][0]}»`,
        at,
      );
    if (found.kind === 'word' && found.text === 'NOT') lexemes.push({ kind: 'not', at });
    else lexemes.push(found);
  }
}
