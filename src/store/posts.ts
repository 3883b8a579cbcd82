import type { estypes } from '@elastic/elasticsearch';
import { decodeHalf, vectorWidth } from '../core/float16.js';
import type { KnownPost, PostStore, SaveOutcome } from '../core/ports.js';
import type { Post } from '../core/post.js';
import type { Connection } from './connection.js';
import {
  date,
  double,
  flag,
  type IndexDefinition,
  keyword,
  long,
  meaning,
  object,
  opaque,
  preanalysed,
  russian,
  unread,
  type WordIndex,
} from './fields.js';
import { nearestPosts } from './nearest.js';
import { completed, scanPosts, scanQuery } from './post-scan.js';
import { maxTextBytes } from './serialize.js';

/** Made when a post is written, for searching alone; an index of an earlier version keeps them all the same. */
export const unkeptFields = ['words', 'wordsBy', 'meaning'] as const;
type UnkeptField = (typeof unkeptFields)[number];

export const point = object({ lat: double, lon: double });

/** Posts as read, masked, with verdict, place and incident. Id: the post's id. */
export const postsIndex: IndexDefinition = {
  name: 'posts',
  refreshInterval: '5s',
  // A token carries several terms at one position; longer words than any language has are cut when the terms are made.
  analysis: {
    tokenizer: { tokens: { type: 'whitespace', max_token_length: 1_048_576 } },
    filter: { split_terms: { type: 'pattern_capture', patterns: ['([^|]+)'], preserve_original: false } },
    analyzer: { terms: { type: 'custom', tokenizer: 'tokens', filter: ['split_terms'] } },
  },
  unkept: unkeptFields,
  fields: {
    id: keyword,
    nativeId: keyword,
    url: keyword,
    text: russian,
    publishedAt: date,
    timePrecision: keyword,
    rawTime: { ...keyword, index: false, doc_values: false },
    threadId: keyword,
    replyTo: keyword,
    edited: flag,
    pinned: flag,
    repostOf: keyword,
    counts: object({ views: long, likes: long, comments: long }),
    attachments: object({ type: keyword, alt: russian }),
    sourceId: keyword,
    sourceKind: keyword,
    territory: keyword,
    author: keyword,
    fetchedAt: date,
    indexedAt: date,
    fingerprint: keyword,
    version: long,
    removedAt: date,
    masked: opaque,
    dropped: object({ stage: keyword, reason: keyword }),
    repeatOf: keyword,
    verdict: object({
      score: double,
      incident: flag,
      unsure: flag,
      doubts: keyword,
      group: keyword,
      topic: keyword,
      kind: keyword,
      urgency: keyword,
      groups: opaque,
      topics: opaque,
      evidence: opaque,
    }),
    place: object({
      precision: keyword,
      territoryId: keyword,
      region: keyword,
      municipality: keyword,
      settlement: keyword,
      street: keyword,
      house: keyword,
      district: keyword,
      landmarks: object({ kind: keyword, name: keyword }),
      oktmo: keyword,
      point,
      pointOf: keyword,
      pointLicence: keyword,
      named: keyword,
      confidence: double,
      regionConfidence: double,
      evidence: opaque,
    }),
    incidentId: keyword,
    join: object({ how: keyword, on: keyword, similarity: double, shared: opaque }),
    decidedBy: object({ ruleSet: long, rules: keyword, text: keyword, model: keyword }),
    searches: keyword,
    words: preanalysed,
    /** Revision of what made `words`; missing on posts that an earlier version stored. */
    wordsBy: keyword,
    model: object({
      revision: keyword,
      pooled: unread,
      sampled: flag,
      shadow: object({
        revision: keyword,
        score: double,
        incident: flag,
        unsure: flag,
        group: keyword,
        topic: keyword,
        urgency: keyword,
      }),
    }),
    vector: unread,
    /** `vector` in the form that is searched; missing on posts that no model read. */
    meaning,
  },
};

/** Why a post is not even offered to the index; null when it is. */
export function refusePost(post: Post): SaveOutcome | null {
  // No text of up to a third of the limit in UTF-16 units can be above it in bytes.
  if (post.text.length * 3 <= maxTextBytes) return null;
  const bytes = Buffer.byteLength(post.text);
  if (bytes <= maxTextBytes) return null;
  return {
    ok: false,
    code: 'text_too_large',
    message: `text of ${bytes} bytes is larger than ${maxTextBytes}; the adapter probably took a whole page for a post`,
  };
}

/** Posts whose words are of another revision, or of none. */
export function staleWords(words: WordIndex): object {
  return { bool: { must_not: [{ term: { wordsBy: words.revision } }] } };
}

/** `words`: makes the field that rules search; without it posts are found by their other fields only. */
export function createPostStore(connection: Connection, words?: WordIndex): PostStore {
  const index = connection.index(postsIndex.name);
  const searchable = (post: Post): object => ({
    ...post,
    ...(words === undefined ? {} : { words: words.of(post.text), wordsBy: words.revision }),
    ...(post.vector === null ? {} : { meaning: [...decodeHalf(post.vector, vectorWidth)] }),
  });
  const store: PostStore = {
    async known(ids) {
      const fields = ['fingerprint', 'version', 'incidentId'];
      const found = await connection.getMany<KnownPost>(postsIndex.name, ids, fields);
      const known = new Map<string, KnownPost>();
      for (const [place, id] of ids.entries()) {
        const post = found[place];
        if (post) {
          known.set(id, { fingerprint: post.fingerprint, version: post.version, incidentId: post.incidentId ?? null });
        }
      }
      return known;
    },
    async save(posts) {
      const outcomes = posts.map(refusePost);
      const places = [...posts.keys()].filter((place) => outcomes[place] === null);
      const written = await connection.write(
        'writing posts',
        places.map((place) => {
          const post = posts[place] as Post;
          return { action: 'index', index, id: post.id, document: searchable(post), version: post.version };
        }),
      );
      for (const [turn, place] of places.entries()) {
        const outcome = written[turn];
        // 409: a newer version is stored; a late repeat of the older one has nothing to add.
        outcomes[place] =
          !outcome || outcome.ok || outcome.status === 409
            ? { ok: true }
            : { ok: false, code: outcome.code, message: outcome.message };
      }
      return outcomes.map((outcome) => outcome ?? { ok: true });
    },
    async byIds(ids) {
      const found = await connection.getMany<Post & Partial<Record<UnkeptField, unknown>>>(postsIndex.name, ids);
      return found.flatMap((post) => {
        if (post === null) return [];
        const { words: _words, wordsBy: _by, meaning: _meaning, ...kept } = post;
        return [completed<keyof Post>(kept)];
      });
    },
    async markRemoved(ids, removedAt) {
      // Of the same version: an edit that comes meanwhile is the newer one and stays.
      const found = await store.byIds(ids);
      if (found.length > 0) await store.save(found.map((post) => ({ ...post, removedAt })));
    },
    /** As of the last refresh. */
    async count(options) {
      const body = options === undefined ? {} : { query: scanQuery(options) as estypes.QueryDslQueryContainer };
      const reply = await connection.attempt('counting posts', () => connection.client.count({ index, ...body }));
      return reply.count;
    },
    scan: (options) => scanPosts(connection, index, options, unkeptFields),
    nearest: (vector, options) => nearestPosts(connection, index, vector, options, unkeptFields),
    async refreshWords(onProgress) {
      if (words === undefined) return 0;
      let written = 0;
      for await (const posts of store.scan({ query: staleWords(words) })) {
        const outcomes = await store.save(posts);
        written += outcomes.filter(({ ok }) => ok).length;
        onProgress?.(written);
      }
      return written;
    },
  };
  return store;
}
