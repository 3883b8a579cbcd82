import type { KnownPost, PostStore, SaveOutcome } from '../core/ports.js';
import type { Post } from '../core/post.js';
import type { Connection } from './connection.js';
import { date, double, flag, type IndexDefinition, keyword, long, object, opaque, russian } from './fields.js';
import { maxTextBytes } from './serialize.js';

export const point = object({ lat: double, lon: double });

/** Posts as read, masked, with verdict, place and incident. Id: the post's id. */
export const postsIndex: IndexDefinition = {
  name: 'posts',
  refreshInterval: '5s',
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
    masked: opaque,
    dropped: object({ stage: keyword, reason: keyword }),
    repeatOf: keyword,
    verdict: object({
      score: double,
      incident: flag,
      unsure: flag,
      group: keyword,
      topic: keyword,
      urgency: keyword,
      groups: opaque,
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
      point,
      named: keyword,
      confidence: double,
      evidence: opaque,
    }),
    incidentId: keyword,
    join: object({ how: keyword, on: keyword, similarity: double }),
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

export function createPostStore(connection: Connection): PostStore {
  const index = connection.index(postsIndex.name);
  return {
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
          return { action: 'index', index, id: post.id, document: post, version: post.version };
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
      const found = await connection.getMany<Post>(postsIndex.name, ids);
      return found.filter((post) => post !== null);
    },
    /** As of the last refresh. */
    async count() {
      const reply = await connection.attempt('counting posts', () => connection.client.count({ index }));
      return reply.count;
    },
  };
}
