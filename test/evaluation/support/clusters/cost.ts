import { performance } from 'node:perf_hooks';
import { textSignature } from '../../../../pipelines/incidents/cluster-keys.js';
import type { StageContext } from '../../../../pipelines/stage.js';
import type { Located } from '../../../../pipelines/values.js';
import { postId } from '../../../../src/core/ids.js';
import type { ClusterMark } from '../../../../src/core/ports.js';
import { join } from './line.js';

/** What joining costs. */
export interface JoiningCost {
  posts: number;
  /** Of one post, ms. */
  msEach: number;
  /** Marks that one post leaves in the memory. */
  marksEach: number;
  /** Characters of a mark with its key, as Redis holds them. */
  bytesOfMark: number;
}

/** Joins so many posts, made of the given ones in ever other towns, so that the memory grows with them; all within one day. */
export async function costOf(located: readonly Located[], posts: number, context: StageContext): Promise<JoiningCost> {
  const made = Array.from({ length: posts }, (_, at) =>
    inOtherTown(located[at % located.length] as Located, at, located.length),
  );
  let marks = 0;
  let bytes = 0;
  const { memory } = context;
  const counting: StageContext = {
    ...context,
    memory: {
      ...memory,
      async remember(entries: readonly { key: string; mark: ClusterMark }[]) {
        marks += entries.length;
        for (const { key, mark } of entries) bytes += key.length + JSON.stringify(mark).length;
        await memory.remember(entries);
      },
    },
  };
  const startedMs = performance.now();
  await join(made, counting);
  const ms = performance.now() - startedMs;
  return { posts, msEach: ms / posts, marksEach: marks / posts, bytesOfMark: marks === 0 ? 0 : bytes / marks };
}

function inOtherTown(post: Located, at: number, among: number): Located {
  const round = Math.floor(at / among);
  const town = `${post.place.settlement ?? 'Город'}-${round}`;
  const text = `${post.text} ${town}`;
  return {
    ...post,
    id: postId(post.sourceId, `${post.nativeId}-${round}`),
    threadId: post.threadId === null ? null : `${post.threadId}-${round}`,
    text,
    signature: textSignature(text),
    place: { ...post.place, settlement: town, territoryId: `town-${round}` },
    territory: `town-${round}`,
    publishedAt: new Date(Date.parse('2026-03-01T00:00:00.000Z') + at * 1_000).toISOString(),
  };
}
