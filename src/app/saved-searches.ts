import type { Query } from '../../pipelines/rules/ast.js';
import { QueryError } from '../../pipelines/rules/lex.js';
import { loadLists } from '../../pipelines/rules/lists.js';
import { compileRules, type Matcher } from '../../pipelines/rules/matcher.js';
import { parseQuery, type WordLists } from '../../pipelines/rules/parse.js';
import type { ConfigFile } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import type { PostStore, SavedSearchStore } from '../core/ports.js';
import { type SavedSearch, savedSearchSchema } from '../core/rule-set.js';
import type { Logger } from '../log.js';
import { searchHistory } from './history-search.js';

/** The word lists of the packs; a list that cannot be used is left out. */
export function listsOf(files: readonly ConfigFile[]): WordLists {
  return loadLists(files, []);
}

/** All searches as one matcher, the one that rules run in; null when there is none. One that cannot be parsed is left out and logged. */
export function compileSearches(
  searches: readonly SavedSearch[],
  files: readonly ConfigFile[],
  log: Pick<Logger, 'error'>,
): Matcher | null {
  if (searches.length === 0) return null;
  const lists = listsOf(files);
  const rules = searches.flatMap(({ id, query: text }) => {
    try {
      return [{ id, query: parseQuery(text, lists), except: null }];
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      log.error({ search: id, message: error.message }, 'a saved search cannot be used with the rules in force');
      return [];
    }
  });
  return rules.length === 0 ? null : compileRules(rules);
}

/**
 * Parses what a person typed.
 * @throws AppError E_INPUT_INVALID with line, column and what was expected.
 */
export function parseSearch(text: string, lists: WordLists): Query {
  try {
    return parseQuery(text, lists);
  } catch (cause) {
    if (!(cause instanceof QueryError)) throw cause;
    const { line, column } = cause.at;
    throw new AppError(
      'E_INPUT_INVALID',
      `the query cannot be read: line ${line}, column ${column}: ${cause.message}`,
      {
        cause,
      },
    );
  }
}

/**
 * Keeps a search; workers watch the stream with it within seconds.
 * @throws AppError E_INPUT_INVALID for a query, id or name that cannot be, E_CONFLICT when the id is taken.
 */
export async function addSearch(store: SavedSearchStore, search: SavedSearch, lists: WordLists): Promise<void> {
  const parsed = savedSearchSchema.safeParse(search);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError(
      'E_INPUT_INVALID',
      `the search cannot be kept (${issue?.path.join('.') ?? ''}: ${issue?.message})`,
    );
  }
  parseSearch(search.query, lists);
  await store.add(parsed.data);
}

/** An id for a name: «Ямы во дворах» → «yamy-vo-dvorah». */
export function searchId(name: string): string {
  const letters =
    'а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh щ=sch ъ= ы=y ь= э=e ю=yu я=ya';
  const latin = new Map(letters.split(' ').map((pair) => pair.split('=') as [string, string]));
  const written = [...name.toLowerCase()].map((char) => latin.get(char) ?? char).join('');
  const id = written
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return id.replace(/-+$/, '') || 'search';
}

/** What a search finds in the history, and which of it the workers marked when it came. */
export interface SearchHits {
  id: string;
  text: string;
  publishedAt: string | null;
  fetchedAt: string;
  indexedAt: string;
  url: string;
  /** Found in the history by its text. */
  inHistory: boolean;
  /** Marked when it came. */
  inStream: boolean;
}

/** Newest first. A post that came before the search was kept is in the history only. */
export async function findSearchHits(
  posts: PostStore,
  search: SavedSearch,
  lists: WordLists,
  period: { since?: string; until?: string } = {},
): Promise<SearchHits[]> {
  const fields = ['id', 'text', 'publishedAt', 'fetchedAt', 'indexedAt', 'url'] as const;
  const hits = new Map<string, SearchHits>();
  for await (const page of searchHistory(posts, parseSearch(search.query, lists), { ...period, fields })) {
    for (const post of page) hits.set(post.id, { ...post, inHistory: true, inStream: false });
  }
  for await (const page of posts.scan({ ...period, query: { term: { searches: search.id } }, fields })) {
    for (const post of page) {
      hits.set(post.id, { ...post, inHistory: hits.get(post.id)?.inHistory ?? false, inStream: true });
    }
  }
  const at = (hit: SearchHits): string => hit.publishedAt ?? hit.fetchedAt;
  return [...hits.values()].sort((a, b) => at(b).localeCompare(at(a)) || a.id.localeCompare(b.id));
}
