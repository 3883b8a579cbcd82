import { z } from 'zod';
import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../../src/core/config-file.js';
import { isPositional, type Query } from './ast.js';
import { parseQuery } from './parse.js';
import { QueryError } from './reader.js';

const listSchema = z
  .array(z.string().min(1, 'a list item is empty'))
  .min(1, 'a list needs at least one word or phrase');
const namePattern = /^[\p{L}\p{N}_-]+$/u;

/**
 * Reads the shared word lists of all packs (`lists: { name: [word, "phrase", begin*] }`). A list may name lists that stand above it, in the
 * same file or an earlier one. Whatever is wrong is added to `problems`, and that list left out.
 */
export function loadLists(files: readonly ConfigFile[], problems: ConfigProblem[]): Map<string, Query> {
  const lists = new Map<string, Query>();
  for (const file of files) {
    const { data } = file;
    if (typeof data !== 'object' || data === null || !('lists' in data)) continue;
    const at = (path: PropertyKey[], message: string): ConfigProblem => ({
      file: file.path,
      line: file.lineAt(path),
      field: fieldPath(path),
      message,
      fatal: false,
    });
    if (typeof data.lists !== 'object' || data.lists === null || Array.isArray(data.lists)) {
      problems.push(at(['lists'], 'expected a mapping from list name to words'));
      continue;
    }
    for (const [name, value] of Object.entries(data.lists)) {
      const path = ['lists', name];
      const parsed = listSchema.safeParse(value);
      if (!parsed.success) {
        problems.push(...zodProblems(file, parsed.error, path).slice(0, 1));
        continue;
      }
      if (!namePattern.test(name) || lists.has(name)) {
        const message = lists.has(name)
          ? `the list «${name}» is defined twice; rename one`
          : `use letters, digits, «-» and «_» in the name «${name}»`;
        problems.push(at(path, message));
        continue;
      }
      try {
        const parts = parsed.data.map((item) => parseQuery(item, lists));
        const composite = parts.find((part) => !isPositional(part));
        if (composite) throw new QueryError('a list holds words and phrases, not conditions', composite.at);
        const [first] = parts as [Query];
        lists.set(name, parts.length === 1 ? first : { kind: 'or', parts, at: first.at });
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
        problems.push(at(path, `${error.message} (column ${error.at.column} of an item)`));
      }
    }
  }
  return lists;
}
