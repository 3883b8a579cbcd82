import type { Atom, Query } from './ast.js';

/** A query as one writes it, for messages; long ones are cut. */
export function showQuery(query: Query, longest = 80): string {
  const text = show(query, false);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function show(query: Query, inner: boolean): string {
  const group = (text: string): string => (inner ? `(${text})` : text);
  switch (query.kind) {
    case 'word':
    case 'exact':
    case 'prefix':
    case 'number':
    case 'typo':
    case 'quantity':
      return showAtom(query);
    case 'phrase':
      return `"${query.items.map(showAtom).join(' ')}"`;
    case 'near':
      return group(
        `${show(query.left, true)} ${query.ordered ? 'ONEAR' : 'NEAR'}/${query.distance} ${show(query.right, true)}`,
      );
    case 'notNear':
      return group(
        `${show(query.left, true)} NOT ${query.ordered ? 'ONEAR' : 'NEAR'}/${query.distance} ${show(query.right, true)}`,
      );
    case 'regex':
      return `re2:/${query.source}/`;
    case 'neg':
      return `neg(${show(query.inner, false)})`;
    case 'sentence':
      return `SENT(${show(query.inner, false)})`;
    case 'list':
      return `@${query.name}`;
    case 'and':
      return group(query.parts.map((part) => show(part, true)).join(' '));
    case 'or':
      return group(query.parts.map((part) => show(part, true)).join(' | '));
    case 'not':
      return `-${show(query.inner, true)}`;
  }
}

function showAtom(atom: Atom): string {
  switch (atom.kind) {
    case 'word':
      return atom.word;
    case 'exact':
      return `=${atom.word}`;
    case 'prefix':
      return `${atom.prefix}*`;
    case 'typo':
      return `~${atom.word}`;
    case 'quantity':
      return `#${atom.from}..${atom.to}:${atom.unit}`;
    case 'number':
      return atom.from === 0 && atom.to >= Number.MAX_SAFE_INTEGER ? '#' : `#${atom.from}..${atom.to}`;
  }
}

/** The queries directly inside this one. */
export function innerQueries(query: Query): readonly Query[] {
  switch (query.kind) {
    case 'phrase':
      return query.items;
    case 'near':
    case 'notNear':
      return [query.left, query.right];
    case 'and':
    case 'or':
      return query.parts;
    case 'neg':
    case 'sentence':
    case 'list':
    case 'not':
      return [query.inner];
    default:
      return [];
  }
}

/** Visits the query and all queries inside it; does not go into a list when `visit` returns false for it. */
export function walkQuery(query: Query, visit: (query: Query) => boolean | undefined): void {
  if (visit(query) === false) return;
  for (const inner of innerQueries(query)) walkQuery(inner, visit);
}
