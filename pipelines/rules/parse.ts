import { isPositional, needsWord, type Position, type Query } from './ast.js';
import { lex } from './lex.js';
import { type Lexeme, nameLexeme } from './lexeme.js';
import { nearestName } from './nearest.js';
import { parseAtom, parseRegex } from './parse-atoms.js';
import { QueryError } from './reader.js';

/** Word lists by name, as parsed from config/rules/lists.yaml. */
export type WordLists = ReadonlyMap<string, Query>;

/** Deepest nesting of groups. */
const maxDepth = 40;
/** Longest chain of NEAR and the like. */
const maxChain = 20;
const longestQuery = 20_000;
const operandHint = 'a word, "phrase", @list, neg(...) or a group of these joined with «|»';
const primaryHint = 'a word, "phrase", «(», SENT(...), neg(...), @list, # or re2:/…/';

/**
 * Parses a query of the rule language; docs/rules.md has the grammar. Binding, loosest first: `|`, `&` or juxtaposition, NEAR and ONEAR
 * (left to right), `-` or NOT. Throws QueryError, which points at line and column and says what was expected.
 */
export function parseQuery(text: string, lists: WordLists = new Map()): Query {
  if (text.length > longestQuery)
    throw new QueryError(`expected at most ${longestQuery} characters: split the rule`, { line: 1, column: 1 });
  const lexemes = lex(text);
  let next = 0;
  let depth = 0;
  const peek = (): Lexeme => lexemes[next] as Lexeme;
  const expected = (what: string, found: Lexeme = peek()): QueryError =>
    new QueryError(`expected ${what}, found ${nameLexeme(found)}`, found.at);

  const group = (opener: string, at: Position): Query => {
    if (++depth > maxDepth) throw new QueryError(`groups are nested more than ${maxDepth} deep: split the rule`, at);
    next++;
    if (peek().kind === 'close') throw expected(`a query between «${opener}» and «)»`);
    const inner = or();
    if (peek().kind !== 'close') {
      const missing = `«)» that closes the «${opener}» of line ${at.line}, column ${at.column}`;
      throw expected(missing);
    }
    next++;
    depth--;
    return inner;
  };

  const primary = (): Query => {
    const lexeme = peek();
    switch (lexeme.kind) {
      case 'word':
      case 'exact':
      case 'prefix':
      case 'typo':
      case 'number':
        next++;
        return parseAtom(lexeme);
      case 'regex':
        next++;
        return parseRegex(lexeme.text, lexeme.at);
      case 'phrase':
        next++;
        return { kind: 'phrase', items: lexeme.items.map(parseAtom), at: lexeme.at };
      case 'list': {
        next++;
        const inner = lists.get(lexeme.text);
        if (inner) return { kind: 'list', name: lexeme.text, inner, at: lexeme.at };
        throw new QueryError(unknownList(lexeme.text, lists), lexeme.at);
      }
      case 'open':
        return group('(', lexeme.at);
      case 'sentence': {
        const inner = group('SENT(', lexeme.at);
        if (!needsWord(inner)) throw new QueryError('expected inside SENT(...) a word that must be present', inner.at);
        return { kind: 'sentence', inner, at: lexeme.at };
      }
      case 'neg': {
        const inner = group('neg(', lexeme.at);
        if (!isPositional(inner)) throw new QueryError(`expected inside neg(...): ${operandHint}`, inner.at);
        return { kind: 'neg', inner, at: lexeme.at };
      }
      default:
        throw expected(primaryHint);
    }
  };

  const unary = (): Query => {
    const lexeme = peek();
    if (lexeme.kind !== 'not') return primary();
    if (++depth > maxDepth) throw new QueryError(`exclusions are nested more than ${maxDepth} deep`, lexeme.at);
    next++;
    const inner = unary();
    depth--;
    return { kind: 'not', inner, at: lexeme.at };
  };

  const near = (): Query => {
    let left = unary();
    let links = 0;
    for (let lexeme = peek(); lexeme.kind === 'near'; lexeme = peek()) {
      if (++links > maxChain) throw new QueryError(`more than ${maxChain} in one chain: split the rule`, lexeme.at);
      next++;
      const right = unary();
      for (const side of [left, right])
        if (!isPositional(side)) throw new QueryError(`expected beside ${nameLexeme(lexeme)}: ${operandHint}`, side.at);
      const { negated, ordered, distance, at } = lexeme;
      left = { kind: negated ? 'notNear' : 'near', ordered, distance, left, right, at };
    }
    return left;
  };

  const and = (): Query => {
    const first = near();
    const parts = [first];
    for (;;) {
      const { kind } = peek();
      if (kind === 'end' || kind === 'close' || kind === 'or') break;
      if (kind === 'and') next++;
      parts.push(near());
    }
    return parts.length === 1 ? first : { kind: 'and', parts, at: first.at };
  };

  function or(): Query {
    const first = and();
    const parts = [first];
    while (peek().kind === 'or') {
      next++;
      parts.push(and());
    }
    return parts.length === 1 ? first : { kind: 'or', parts, at: first.at };
  }

  if (peek().kind === 'end') throw expected('a query');
  const query = or();
  if (peek().kind !== 'end') throw expected('an operator or the end of the query');
  if (!needsWord(query))
    throw new QueryError(
      'expected at least one word that must be present: exclusions alone match every text',
      query.at,
    );
  return query;
}

function unknownList(name: string, lists: WordLists): string {
  const nearest = nearestName(name, lists.keys());
  if (nearest !== null) return `the word list «@${name}» is not defined: do you mean «@${nearest}»?`;
  const known = lists.size === 0 ? 'no lists are defined' : `known: ${[...lists.keys()].join(', ')}`;
  return `the word list «@${name}» is not defined (${known})`;
}
