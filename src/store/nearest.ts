/** Posts near in meaning: what both stores share, and the search in the index. */
import type { estypes } from '@elastic/elasticsearch';
import { AppError } from '../core/errors.js';
import { decodeHalf, vectorWidth } from '../core/float16.js';
import { cosine, type NearestOptions, type NearPost } from '../core/nearness.js';
import type { Post } from '../core/post.js';
import type { Connection } from './connection.js';
import { compareText } from './memory-table.js';
import { completed, scanQuery } from './post-scan.js';

const most = 1_000;
/** The index compares vectors of 8 bits a number: so many more than wanted are compared again as they are. */
const spare = 1.5;
const fewestCandidates = 200;

/** Throws E_INPUT_INVALID for a question that has no answer. */
export function checkNearest(vector: Float32Array, { k }: Pick<NearestOptions, 'k'>): void {
  if (!Number.isInteger(k) || k < 1 || k > most) {
    throw new AppError('E_INPUT_INVALID', `The ${k} nearest posts cannot be asked for; ask for 1 to ${most}.`);
  }
  if (vector.length === vectorWidth && Number.isFinite(cosine(vector, vector))) return;
  throw new AppError(
    'E_INPUT_INVALID',
    `A vector of ${vector.length} numbers cannot be searched; give ${vectorWidth} finite ones that are not all zero.`,
  );
}

/** The restrictions as a query that both stores answer. */
export function nearestQuery(options: Omit<NearestOptions, 'k' | 'fields'>): object {
  const { excludeIds = [], excludeIncident, territory, onlyIncidents = false, since, until } = options;
  const filter: object[] = [];
  const mustNot: object[] = [];
  if (onlyIncidents) filter.push({ exists: { field: 'incidentId' } });
  if (territory !== undefined) {
    const placeless = {
      bool: {
        must_not: [{ exists: { field: 'place.territoryId' } }],
        filter: [{ terms: { territory: [...territory] } }],
      },
    };
    const inPlace = { terms: { 'place.territoryId': [...territory] } };
    filter.push({ bool: { should: [inPlace, placeless], minimum_should_match: 1 } });
  }
  if (excludeIds.length > 0) mustNot.push({ ids: { values: [...excludeIds] } });
  if (excludeIncident !== undefined) mustNot.push({ term: { incidentId: excludeIncident } });
  const period = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  if (filter.length + mustNot.length === 0) return scanQuery(period);
  return scanQuery({ query: { bool: { filter, must_not: mustNot } }, ...period });
}

/** The most similar of some posts, measured on the vectors that they keep. Equally similar ones stand in the order of their ids. */
export function mostSimilar<P extends Pick<Post, 'id' | 'vector'>>(
  posts: Iterable<P>,
  vector: Float32Array,
  k: number,
): NearPost<P>[] {
  const near: NearPost<P>[] = [];
  for (const post of posts) {
    if (post.vector === null) continue;
    near.push({ post, similarity: cosine(vector, decodeHalf(post.vector, vectorWidth)) });
  }
  return near.sort((a, b) => b.similarity - a.similarity || compareText(a.post.id, b.post.id)).slice(0, k);
}

/** A post with the wanted fields only. */
export function withFields<F extends keyof Post>(post: Pick<Post, F>, fields: readonly F[] | undefined): Pick<Post, F> {
  if (fields === undefined) return post;
  return Object.fromEntries(fields.map((field) => [field, post[field]])) as Pick<Post, F>;
}

/** See PostStore.nearest. */
export async function nearestPosts<F extends keyof Post>(
  connection: Connection,
  index: string,
  vector: Float32Array,
  options: NearestOptions<F>,
  unkept: readonly string[],
): Promise<NearPost<Pick<Post, F>>[]> {
  checkNearest(vector, options);
  const { k, fields } = options;
  const candidates = Math.max(fewestCandidates, Math.ceil(k * spare));
  const wanted = fields === undefined ? undefined : [...new Set<keyof Post>([...fields, 'id', 'vector'])];
  const restriction: estypes.QueryDslQueryContainer = nearestQuery(options);
  const reply = await connection.search<Post>('searching posts by meaning', {
    index,
    size: candidates,
    knn: {
      field: 'meaning',
      query_vector: [...vector],
      k: candidates,
      num_candidates: 2 * candidates,
      // Inside the clause: the nearest of those that pass, not those that pass of the nearest.
      ...('match_all' in restriction ? {} : { filter: restriction }),
    },
    track_total_hits: false,
    ...(wanted === undefined ? { _source_excludes: [...unkept] } : { _source: wanted }),
  });
  const found = reply.hits.hits.flatMap((hit) => (hit._source ? [completed<keyof Post>(hit._source, wanted)] : []));
  return mostSimilar(found, vector, k).map(({ post, similarity }) => ({
    post: withFields(post, fields),
    similarity,
  }));
}
