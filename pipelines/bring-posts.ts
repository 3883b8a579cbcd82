import { AppError } from '../src/core/errors.js';
import type { IncidentPost } from '../src/core/incident-machine.js';
import type { ClusterMemory, PostStore } from '../src/core/ports.js';
import type { Join, Post } from '../src/core/post.js';
import { broughtKey } from './incidents/cluster-bring.js';
import type { MachineDesk } from './incidents/desk.js';
import type { Finished } from './values.js';

export interface BringContext {
  posts: Pick<PostStore, 'byIds' | 'save'>;
  desk: Pick<MachineDesk, 'record' | 'amend'>;
  memory: Pick<ClusterMemory, 'find'>;
}

/** A post that was let go, and the incident that wants it. */
interface Wanted {
  incidentId: string;
  join: Join;
}

/**
 * Brings posts that were let go into the incidents of complaints that they speak for: those that the complaints of this batch want, and those of this batch that a complaint wanted
 * before they were stored. Whichever of the two is stored later does it; both may, and again: a post that is part of an incident stays where it is.
 * @param stored what of the batch is in the store by now
 * @throws AppError E_STORE_REJECTED for a post that the store does not take as part of its incident
 */
export async function bringPosts(stored: readonly Finished[], context: BringContext): Promise<void> {
  const wanted = new Map<string, Wanted>();
  for (const { incidentId, brings = [] } of stored)
    for (const { postId, join } of brings) if (incidentId !== undefined) wanted.set(postId, { incidentId, join });
  const letGo = stored.filter(({ incidentId, verdict }) => incidentId === undefined && verdict !== undefined);
  if (letGo.length > 0) {
    const keys = new Map(letGo.map(({ id }) => [broughtKey(id), id]));
    for (const { incidentId, postId, join } of (await context.memory.find([...keys.keys()])).values())
      if (join !== undefined) wanted.set(postId, { incidentId, join });
  }
  if (wanted.size === 0) return;
  const found = (await context.posts.byIds([...wanted.keys()])).filter((post) => post.incidentId === null);
  const brought: Post[] = [];
  for (const post of found) {
    const { incidentId, join } = wanted.get(post.id) as Wanted;
    // Not there yet: the batch of the complaint travels still, and finds this post when it arrives.
    if ((await context.desk.amend(incidentId, () => null)) === null) continue;
    await context.desk.record(incidentId, [{ type: 'post-joined', post: incidentPostOf(post, join), clusterKeys: [] }]);
    brought.push({ ...post, incidentId, join, dropped: null });
  }
  const outcomes = await context.posts.save(brought);
  outcomes.forEach((outcome, at) => {
    if (outcome.ok) return;
    const { id, incidentId } = brought[at] as Post;
    throw new AppError(
      'E_STORE_REJECTED',
      `the store refuses post ${id}, which incident ${incidentId} brings in: ${outcome.message}; mend the cause and replay the dead letter`,
    );
  });
}

const keptTextLength = 2_000;

/** What an incident keeps of a post. */
export function incidentPostOf(
  post: Pick<Post, 'id' | 'sourceId' | 'sourceKind' | 'url' | 'author' | 'text' | 'publishedAt' | 'fetchedAt'> & {
    version?: number | undefined;
  },
  join: Join,
): IncidentPost {
  return {
    postId: post.id,
    sourceId: post.sourceId,
    sourceKind: post.sourceKind,
    url: post.url,
    author: post.author,
    text: post.text.slice(0, keptTextLength),
    publishedAt: post.publishedAt,
    fetchedAt: post.fetchedAt,
    version: post.version ?? 1,
    join,
  };
}
