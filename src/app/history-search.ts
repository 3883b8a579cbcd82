import type { Query } from '../../pipelines/rules/ast.js';
import { compileRules } from '../../pipelines/rules/matcher.js';
import { type Effort, toElasticsearch } from '../../pipelines/rules/to-elasticsearch.js';
import { wordsOf, wordsRevision } from '../../pipelines/rules/words.js';
import { analysisOf } from '../../pipelines/text/read.js';
import { toAppError } from '../core/errors.js';
import type { PostStore } from '../core/ports.js';
import type { Post } from '../core/post.js';
import type { Logger } from '../log.js';
import { staleWords } from '../store/posts.js';

/** The words by which the store finds posts: the text as rules see it, without what the author only quotes. */
export const wordIndex = {
  revision: wordsRevision,
  of: (text: string): string[] => wordsOf(analysisOf(text)),
};

export interface HistoryOptions<F extends keyof Post> {
  /** Posts on which this holds are left out: the `except` of a rule. */
  except?: Query | null;
  /** Written at or after / before, ISO. */
  since?: string;
  until?: string;
  /** Further fields wanted; id and text always come. */
  fields?: readonly F[];
}

/** Posts whose words another version of the text engine made, or none. */
export const oldWords = staleWords(wordIndex);

/** Says so once when posts are found by reading them all, and what makes it fast again. */
export async function warnOfOldWords(posts: PostStore, log: Pick<Logger, 'warn'>): Promise<void> {
  for await (const _page of posts.scan({ query: oldWords, fields: ['id'], limit: 1 })) {
    log.warn(
      { remedy: 'otklik rules reindex' },
      'stored posts lack the words of this version, searches with rules read them all',
    );
  }
}

const efforts: readonly Effort[] = ['all', 'no-beginnings', 'words-only'];

/**
 * Pages of the first effort that the index answers: it refuses to spell out beginnings that too many words have, or too long lists, and
 * is then asked for less. Other failures, and those after a first page, are thrown on.
 */
export async function* askingLess<T>(pages: (effort: Effort) => AsyncIterable<T>): AsyncGenerator<T> {
  for (const effort of efforts) {
    let isAnswered = false;
    try {
      for await (const page of pages(effort)) {
        isAnswered = true;
        yield page;
      }
      return;
    } catch (error) {
      if (isAnswered || toAppError(error).code !== 'E_STORE_REJECTED' || effort === efforts.at(-1)) throw error;
    }
  }
}

/**
 * The stored posts on which the query holds, exactly those on which the matcher fires. The index finds them; where it can only narrow them
 * down, and for posts whose words another version of the text engine made, each text is looked at. Pages in the order of the index.
 */
export async function* searchHistory<F extends keyof Post = 'id'>(
  posts: PostStore,
  query: Query,
  options: HistoryOptions<F> = {},
): AsyncGenerator<Pick<Post, F | 'id' | 'text'>[]> {
  const { except = null, since, until, fields = [] } = options;
  const whole: Query =
    except === null
      ? query
      : { kind: 'and', parts: [query, { kind: 'not', inner: except, at: except.at }], at: query.at };
  const matcher = compileRules([{ id: 'search', query: whole, except: null }]);
  const holds = ({ text }: { text: string }): boolean => matcher.fires('search', analysisOf(text));
  const wanted = [...new Set<F | 'id' | 'text'>(['id', 'text', ...fields])];
  const period = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  const scan = (asked: object) => posts.scan({ query: asked, fields: wanted, ...period });

  let isExact = true;
  const pages = askingLess((effort) => {
    const { query: asked, exact } = toElasticsearch(whole, effort);
    isExact = exact;
    return scan({ bool: { filter: [{ term: { wordsBy: wordsRevision } }, asked] } });
  });
  for await (const page of pages) {
    const found = isExact ? page : page.filter(holds);
    if (found.length > 0) yield found;
  }
  for await (const page of scan(oldWords)) {
    const found = page.filter(holds);
    if (found.length > 0) yield found;
  }
}
