import { type Atom, isPositional, needsWord, type Position, type Query } from './ast.js';
import { type Lexeme, lex, nameLexeme, QueryError } from './lex.js';

/** Word lists by name, as parsed from config/rules/lists.yaml. */
export type WordLists = ReadonlyMap<string, Query>;

/** Deepest nesting of groups. */
const maxDepth = 40;
const operandHint = 'a word, "phrase", @list, neg(...) or a group of these joined with «|»';

/**
 * Parses a query of the rule language; docs/rules.md has the grammar. Binding, loosest first: `|`, `&` or juxtaposition, NEAR and ONEAR
 * (left to right), `-` or NOT. Throws QueryError, which points at line and column and says what was expected.
 */
export function parseQuery(text: string, lists: WordLists = new Map()): Query {
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
      case 'number':
        next++;
        return atom(lexeme);
      case 'phrase':
        next++;
        return { kind: 'phrase', items: lexeme.items.map(atom), at: lexeme.at };
      case 'list': {
        next++;
        const inner = lists.get(lexeme.text);
        if (inner) return { kind: 'list', name: lexeme.text, inner, at: lexeme.at };
        const known = lists.size === 0 ? 'no lists are defined' : `known: ${[...lists.keys()].join(', ')}`;
        throw new QueryError(`the word list «@${lexeme.text}» is not defined (${known})`, lexeme.at);
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
        throw expected('a word, "phrase", «(», SENT(...), neg(...), @list or #');
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
    for (let lexeme = peek(); lexeme.kind === 'near'; lexeme = peek()) {
      next++;
      const right = unary();
      for (const side of [left, right])
        if (!isPositional(side)) throw new QueryError(`expected beside ${nameLexeme(lexeme)}: ${operandHint}`, side.at);
      left = { kind: 'near', ordered: lexeme.ordered, distance: lexeme.distance, left, right, at: lexeme.at };
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

function atom(lexeme: Lexeme): Atom {
  const { at } = lexeme;
  switch (lexeme.kind) {
    case 'word':
      return { kind: 'word', word: lexeme.text, at };
    case 'exact':
      return { kind: 'exact', word: lexeme.text, at };
    case 'prefix':
      return { kind: 'prefix', prefix: lexeme.text, at };
    case 'number':
      return { kind: 'number', from: lexeme.from, to: lexeme.to, at };
    default:
      throw new QueryError(`expected a word, found ${nameLexeme(lexeme)}`, at);
  }
}
