import type { Query } from '../../pipelines/rules/ast.js';
import { loadLists } from '../../pipelines/rules/lists.js';
import { compileRules } from '../../pipelines/rules/matcher.js';
import { parseQuery, type WordLists } from '../../pipelines/rules/parse.js';
import { QueryError } from '../../pipelines/rules/reader.js';
import type { ConfigProblem } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import type { Span } from '../core/verdict.js';
import { readRuleText } from './rules-text.js';

/** What a query says of one text; spans are of the text as it was given. */
export interface TryAnswer {
  matched: boolean;
  /** Words that made it hold, in order; empty when it holds by absence alone. */
  words: Span[];
}

export interface OpenedQuery {
  tryOn(raw: string): TryAnswer;
  /** What is wrong in the word lists. */
  problems: ConfigProblem[];
}

/**
 * Compiles one query, with the word lists of the packs at hand; the rules themselves are not read.
 * @throws AppError E_INPUT_INVALID that shows the place in the query and says what was expected.
 */
export async function openQuery(written: string, configDir: string): Promise<OpenedQuery> {
  const problems: ConfigProblem[] = [];
  let lists: WordLists = new Map();
  // Most queries name no list, and reading the lists takes longer than all the rest.
  if (written.includes('@')) {
    const { loadListFiles } = await import('../config/rule-files.js');
    const packs = loadListFiles(configDir);
    lists = loadLists(packs.files, problems);
    problems.unshift(...packs.problems);
  }
  const matcher = compileRules([{ id: 'query', query: parseWritten(written, lists), except: null }]);
  const tryOn = (raw: string): TryAnswer => {
    const text = readRuleText(raw);
    const [hit] = matcher.match(text.analysis);
    return { matched: hit !== undefined, words: hit ? text.toRaw(hit.words) : [] };
  };
  return { tryOn, problems };
}

/** @throws AppError E_INPUT_INVALID that shows the place in the query and says what was expected. */
export function parseWritten(written: string, lists: WordLists): Query {
  try {
    return parseQuery(written, lists);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new AppError('E_INPUT_INVALID', showQueryError(written, error), { cause: error });
  }
}

/** The message of a query error with the line of the query and a caret under the place. */
export function showQueryError(written: string, { message, at }: QueryError): string {
  const line = (written.split('\n')[at.line - 1] ?? '').replaceAll('\t', ' ');
  const before = [...line.slice(0, at.column - 1)].length;
  return `the query, line ${at.line}, column ${at.column}: ${message}\n  ${line}\n  ${' '.repeat(before)}^`;
}
