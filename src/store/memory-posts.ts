import type { PostStore, SaveOutcome } from '../core/ports.js';
import type { Post } from '../core/post.js';
import type { WordIndex } from './fields.js';
import { WordPositions } from './memory-intervals.js';
import { answers, valuesAt } from './memory-query.js';
import { MemoryTable } from './memory-table.js';
import { checkNearest, mostSimilar, nearestQuery, withFields } from './nearest.js';
import { completed, scanQuery } from './post-scan.js';
import { postsIndex, refusePost } from './posts.js';

const pageSize = 500;

/** Posts in memory; their words are made when a query asks for them. */
export function createMemoryPostStore(words?: WordIndex): PostStore {
  const posts = new MemoryTable<Post>(postsIndex);
  function save(post: Post): SaveOutcome {
    const refused = refusePost(post);
    if (refused) return refused;
    const stored = posts.peek(post.id);
    return stored && stored.version > post.version ? { ok: true } : posts.put(post.id, post);
  }
  const known = new WeakMap<Readonly<Post>, WordPositions>();
  function wordsOf(post: Readonly<Post>): WordPositions {
    const before = known.get(post);
    if (before) return before;
    const positions = new WordPositions(words?.of(post.text) ?? []);
    known.set(post, positions);
    return positions;
  }
  function passes(post: Readonly<Post>, query: object): boolean {
    return answers(query, {
      values: (field) => (field === 'wordsBy' ? (words ? [words.revision] : []) : valuesAt(post, field)),
      get words() {
        return wordsOf(post);
      },
    });
  }
  return {
    async known(ids) {
      return new Map(
        ids.flatMap((id) => {
          const post = posts.peek(id);
          if (!post) return [];
          return [[id, { fingerprint: post.fingerprint, version: post.version, incidentId: post.incidentId }] as const];
        }),
      );
    },
    save: async (all) => all.map(save),
    async markRemoved(ids, removedAt) {
      for (const id of ids) {
        const post = posts.get(id);
        if (post !== null) save({ ...post, removedAt });
      }
    },
    byIds: async (ids) => ids.map((id) => posts.get(id)).filter((post) => post !== null),
    async count(options) {
      if (options === undefined) return posts.size;
      const query = scanQuery(options);
      return [...posts.peekAll()].filter((post) => passes(post, query)).length;
    },
    async *scan<F extends keyof Post = keyof Post>(options = {}) {
      const { fields, limit = Number.POSITIVE_INFINITY } = options as { fields?: readonly F[]; limit?: number };
      const query = scanQuery(options);
      // As of now: what is written while the caller works is not seen.
      const found = [...posts.peekAll()].filter((post) => passes(post, query)).slice(0, limit);
      for (let start = 0; start < found.length; start += pageSize) {
        yield found.slice(start, start + pageSize).map((post): Pick<Post, F> => {
          const whole = posts.get(post.id) ?? (post as Post);
          if (fields === undefined) return completed<F>(whole);
          return Object.fromEntries(fields.map((field) => [field, whole[field]])) as Pick<Post, F>;
        });
      }
    },
    refreshWords: async () => 0,
    async nearest(vector, options) {
      checkNearest(vector, options);
      const query = nearestQuery(options);
      const found = [...posts.peekAll()].filter((post) => passes(post, query));
      return mostSimilar(found, vector, options.k).map(({ post, similarity }) => ({
        post: withFields(completed<keyof Post>(posts.get(post.id) ?? (post as Post)), options.fields),
        similarity,
      }));
    },
  };
}
