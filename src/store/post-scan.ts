/** Walking over many posts: a frozen view of the index, read in several slices at once, one page of each in memory. */
import type { estypes } from '@elastic/elasticsearch';
import { completePlace } from '../core/place.js';
import type { ScanOptions } from '../core/ports.js';
import type { Post } from '../core/post.js';
import { completeVerdict } from '../core/verdict.js';
import type { Connection } from './connection.js';
import { describeFailure } from './failure.js';

/** Posts on a page when all fields, and when only some, are asked for. */
const wholePage = 500;
const partPage = 2_000;
const slices = 2;
const keepAlive = '5m';

/** The query with the period as Elasticsearch's bool query. A post without a date counts by when it was read. */
export function scanQuery({ query, since, until }: Pick<ScanOptions, 'query' | 'since' | 'until'>): object {
  const filter: object[] = query === undefined ? [] : [query];
  if (since !== undefined || until !== undefined) {
    const range = { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lte: until }) };
    const undated = {
      bool: { must_not: [{ exists: { field: 'publishedAt' } }], filter: [{ range: { fetchedAt: range } }] },
    };
    filter.push({ bool: { should: [{ range: { publishedAt: range } }, undated], minimum_should_match: 1 } });
  }
  return filter.length === 0 ? { match_all: {} } : { bool: { filter } };
}

/** A post as earlier versions stored it lacks what came later. */
export function completed<F extends keyof Post>(stored: Pick<Post, F>, fields?: readonly F[]): Pick<Post, F> {
  const post = stored as Partial<Post>;
  const wants = (field: keyof Post): boolean => fields === undefined || (fields as readonly string[]).includes(field);
  if (post.decidedBy === undefined && wants('decidedBy')) post.decidedBy = null;
  if (post.removedAt === undefined && wants('removedAt')) post.removedAt = null;
  if (post.searches === undefined && wants('searches')) post.searches = [];
  if (post.model === undefined && wants('model')) post.model = null;
  if (post.vector === undefined && wants('vector')) post.vector = null;
  if (post.decidedBy && post.decidedBy.model === undefined) post.decidedBy.model = null;
  if (post.verdict) post.verdict = completeVerdict(post.verdict);
  if (post.place) post.place = completePlace(post.place);
  return stored;
}

/** Scans the index of posts; see PostStore.scan. */
export async function* scanPosts<F extends keyof Post>(
  connection: Connection,
  index: string,
  options: ScanOptions<F> = {},
  unkept: readonly string[] = [],
): AsyncGenerator<Pick<Post, F>[]> {
  const doing = 'scanning posts';
  const { fields, limit = Number.POSITIVE_INFINITY } = options;
  const query = scanQuery(options) as estypes.QueryDslQueryContainer;
  const size = Math.min(limit, fields === undefined ? wholePage : partPage);
  if (size < 1) return;
  const view = await connection.attempt(doing, () =>
    connection.client.openPointInTime({ index, keep_alive: keepAlive }),
  );
  const count = limit <= size ? 1 : slices;
  const read = async (slice: number, after: estypes.SortResults | undefined) => {
    const reply = await connection.search<Pick<Post, F>>(doing, {
      pit: { id: view.id, keep_alive: keepAlive },
      size,
      query,
      sort: ['_shard_doc'],
      track_total_hits: false,
      filter_path: 'hits.hits._source,hits.hits.sort,_shards.failures,timed_out',
      ...(count > 1 ? { slice: { id: String(slice), max: count } } : {}),
      ...(fields === undefined ? { _source_excludes: [...unkept] } : { _source: [...fields] }),
      ...(after === undefined ? {} : { search_after: after }),
    });
    return { slice, hits: reply.hits?.hits ?? [] };
  };
  const waiting = new Map<number, ReturnType<typeof read>>();
  const ask = (slice: number, after?: estypes.SortResults): void => {
    const page = read(slice, after);
    page.catch(() => undefined); // looked at when its turn comes, or not at all when the walk ends before
    waiting.set(slice, page);
  };
  try {
    for (let slice = 0; slice < count; slice++) ask(slice);
    let left = limit;
    while (waiting.size > 0 && left > 0) {
      const { slice, hits } = await Promise.race(waiting.values());
      waiting.delete(slice);
      // The next page is on its way while the caller works on this one.
      if (hits.length === size) ask(slice, hits.at(-1)?.sort);
      const posts = hits.flatMap((hit) => (hit._source ? [completed(hit._source, fields)] : [])).slice(0, left);
      left -= posts.length;
      if (posts.length > 0) yield posts;
    }
  } finally {
    await Promise.allSettled(waiting.values());
    // A view that cannot be closed ends by itself; its failure must not hide one of the walk.
    await connection.client
      .closePointInTime({ id: view.id })
      .catch((error: unknown) => connection.log?.debug({ cause: describeFailure(error) }, 'point in time not closed'));
  }
}
