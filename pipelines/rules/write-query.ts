import { anyNumber, type Query } from './ast.js';

/** How tightly a query binds when written: an operand that binds looser than its place stands in parentheses. */
const strength = { or: 0, and: 1, near: 2, not: 3, rest: 4 } as const;

/** The query as its author could have written it; parsing the result gives the same query again. */
export function writeQuery(query: Query): string {
  return write(query, 0);
}

function write(query: Query, place: number): string {
  switch (query.kind) {
    case 'word':
      return query.word;
    case 'exact':
      return `=${query.word}`;
    case 'prefix':
      return `${query.prefix}*`;
    case 'typo':
      return `~${query.word}`;
    case 'number':
      return query.from === anyNumber.from && query.to === anyNumber.to ? '#' : `#${bounds(query)}`;
    case 'quantity':
      return `#${bounds(query)}:${query.unit}`;
    case 'regex':
      return `re2:/${query.source}/`;
    case 'phrase':
      return `"${query.items.map((item) => write(item, 0)).join(' ')}"`;
    case 'list':
      return `@${query.name}`;
    case 'neg':
      return `neg(${write(query.inner, 0)})`;
    case 'sentence':
      return `SENT(${write(query.inner, 0)})`;
    case 'not':
      return `-${write(query.inner, strength.rest)}`;
    case 'near':
    case 'notNear': {
      const operator = `${query.kind === 'near' ? '' : 'NOT '}${query.ordered ? 'O' : ''}NEAR/${query.distance}`;
      const text = `${write(query.left, strength.near)} ${operator} ${write(query.right, strength.not)}`;
      return place > strength.near ? `(${text})` : text;
    }
    case 'and': {
      const text = query.parts.map((part) => write(part, strength.near)).join(' ');
      return place > strength.and ? `(${text})` : text;
    }
    case 'or': {
      const text = query.parts.map((part) => write(part, strength.and)).join(' | ');
      return place > strength.or ? `(${text})` : text;
    }
  }
}

/** «3..10», «5», «3..», «..10» or nothing for any. */
function bounds({ from, to }: { from: number; to: number }): string {
  const isOpen = (bound: number): boolean => !Number.isFinite(bound) || bound === anyNumber.to;
  if (from === to) return String(from);
  if (isOpen(from) && isOpen(to)) return '';
  return `${isOpen(from) ? '' : from}..${isOpen(to) ? '' : to}`;
}
