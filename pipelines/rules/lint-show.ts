import type { Query } from './ast.js';
import { writeQuery } from './write-query.js';

/** A query as one writes it, for messages; long ones are cut. */
export function showQuery(query: Query, longest = 80): string {
  const text = writeQuery(query);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
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
