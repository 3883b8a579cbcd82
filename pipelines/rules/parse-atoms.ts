import { SHORTEST_TYPO } from '../text/typo.js';
import type { Atom, Position, Query } from './ast.js';
import { type Lexeme, nameLexeme } from './lexeme.js';
import { QueryError } from './reader.js';
import { compileRegex, RegexError } from './regex.js';
import { wordParts } from './terms.js';

/** Length of «re2:/», behind which the source of a regular expression begins. */
const regexPrefix = 5;

/** The atom that a lexeme stands for. Throws QueryError when the text engine sees no word in it. */
export function parseAtom(lexeme: Lexeme): Atom {
  const { at } = lexeme;
  switch (lexeme.kind) {
    case 'word':
    case 'exact':
      wantsWord(lexeme.text, at);
      return { kind: lexeme.kind, word: lexeme.text, at };
    case 'prefix':
      wantsWord(lexeme.text, at);
      return { kind: 'prefix', prefix: lexeme.text, at };
    case 'typo':
      return parseTypo(lexeme.text, at);
    case 'number': {
      const { from, to, unit } = lexeme;
      if (unit === null) return { kind: 'number', from, to, at };
      if (/^\p{L}/u.test(unit) && wordParts(unit).length !== 1)
        throw new QueryError(`expected one word as the unit, found «${unit}»`, at);
      return { kind: 'quantity', from, to, unit, at };
    }
    default:
      throw new QueryError(`expected a word, found ${nameLexeme(lexeme)}`, at);
  }
}

function wantsWord(text: string, at: Position): void {
  if (wordParts(text).length === 0)
    throw new QueryError(`expected a word with letters or digits, found «${text}», which rules do not see`, at);
}

function parseTypo(text: string, at: Position): Atom {
  const [word, ...rest] = wordParts(text);
  const isPlain = word !== undefined && rest.length === 0 && word.kind === 'word' && word.parts === undefined;
  if (!isPlain || !/^\p{L}+$/u.test(word.text))
    throw new QueryError(`expected one plain word with «~», found «${text}»`, at);
  if (word.text.length < SHORTEST_TYPO) {
    const hint = 'write the misspellings out, joined with «|»';
    throw new QueryError(`expected a word of at least ${SHORTEST_TYPO} letters with «~», found «${text}»: ${hint}`, at);
  }
  return { kind: 'typo', word: text, at };
}

/** A regular expression that the linear-time engine takes. Throws QueryError, which points into the expression. */
export function parseRegex(source: string, at: Position): Query {
  try {
    compileRegex(source);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw new QueryError(error.message, { line: at.line, column: at.column + regexPrefix + error.index });
  }
  return { kind: 'regex', source, at };
}
