import { anyNumber } from './ast.js';
import type { Lexeme } from './lexeme.js';
import { QueryError, type Reader } from './reader.js';

/** Fewest letters before a `*`: shorter beginnings match half of the language. */
export const minPrefix = 3;

const wordPattern = /[\p{L}\p{N}№_]+(?:[-./'’][\p{L}\p{N}]+)*/uy;
const wordCharacter = /[\p{L}\p{N}]/uy;
const bound = String.raw`-?\d{1,15}(?:[.,]\d{1,6})?`;
const numberPattern = new RegExp(`#(?:(${bound})?(\\.\\.)(${bound})?|(${bound}))?`, 'y');
const unitPattern = /[\p{L}]+(?:[²³]|[23](?![\p{L}\p{N}]))?|[%°₽]/uy;

/** A word with its marks: `=exact`, `prefix*`, `~typo`, `typo~`, `typo~1`. Null when no word stands here. Throws QueryError. */
export function readWord(reader: Reader): Lexeme | null {
  const at = reader.here();
  const mark = reader.char === '=' || reader.char === '~' ? reader.char : '';
  if (mark !== '') reader.skip(1);
  if (reader.char === '*') {
    const hint = 'it stands only at the end of a word, as in «освещ*»';
    throw new QueryError(`expected a word, found «*» in front of one: ${hint}`, reader.here());
  }
  const found = reader.take(wordPattern);
  if (!found) {
    if (mark !== '') throw new QueryError(`expected a word right after «${mark}»`, reader.here());
    return null;
  }
  const text = found[0];
  if (reader.char === '*') return prefix(reader, text, mark, at);
  if (reader.char === '~') {
    if (mark === '=') throw new QueryError('«=» wants one exact form: leave out the «~» or the «=»', reader.here());
    reader.skip(1);
    const count = reader.take(/\d+/y);
    if (count && count[0] !== '1')
      throw new QueryError(`expected «~» or «~1» (one typing error), found «~${count[0]}»`, at);
    return { kind: 'typo', text, at };
  }
  return { kind: mark === '=' ? 'exact' : mark === '~' ? 'typo' : 'word', text, at };
}

function prefix(reader: Reader, text: string, mark: string, at: Lexeme['at']): Lexeme {
  if (mark !== '') {
    const wish = mark === '=' ? 'wants one exact form' : 'forgives a typing error in a whole word';
    throw new QueryError(`«${mark}» ${wish}: leave out the «*» or the «${mark}»`, reader.here());
  }
  const star = reader.here();
  reader.skip(1);
  if (reader.look(wordCharacter) || reader.char === '*') {
    const hint = `write «${text}*», or list the forms joined with «|»`;
    throw new QueryError(`expected «*» only at the end of a word: ${hint}`, star);
  }
  if ([...text].length < minPrefix)
    throw new QueryError(`expected at least ${minPrefix} letters before «*», found «${text}»`, at);
  return { kind: 'prefix', text, at };
}

/** A number: `#`, `#5`, `#3..10`, `#3..`, `#..10`, each also with `:unit`. Null when none stands here. Throws QueryError. */
export function readNumber(reader: Reader): Lexeme | null {
  const at = reader.here();
  const found = reader.take(numberPattern);
  if (!found) return null;
  const value = (text: string | undefined): number | null =>
    text === undefined ? null : Number(text.replace(',', '.'));
  const only = value(found[4]);
  let from = value(found[1]) ?? only;
  let to = value(found[3]) ?? only;
  if (from !== null && to !== null && from > to)
    throw new QueryError(`expected the smaller bound first, found «${found[0]}»`, at);
  if (found[2] !== undefined && from === null && to === null)
    throw new QueryError('expected a bound before or after «..», as in «#3..» or «#..10»', at);
  let unit: string | null = null;
  if (reader.char === ':') {
    reader.skip(1);
    const word = reader.take(unitPattern);
    if (!word) throw new QueryError('expected a unit right after «:», as in «#3..10:день»', reader.here());
    unit = word[0];
    from ??= Number.NEGATIVE_INFINITY;
    to ??= Number.POSITIVE_INFINITY;
  }
  return { kind: 'number', from: from ?? anyNumber.from, to: to ?? anyNumber.to, unit, at };
}
