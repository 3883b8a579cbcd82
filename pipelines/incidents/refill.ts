import type { Clock } from '../../src/core/clock.js';
import { isWaiting } from '../../src/core/incident.js';
import type { ClusterMark, ClusterMemory, IncidentStore } from '../../src/core/ports.js';
import { exactKey, nearKeys, textSignature } from './cluster-keys.js';

const windowMs = 30 * 86_400_000;

/**
 * Fills the cluster memory from the stored incidents when it is empty (first start, Redis wiped), so that posts go on joining the
 * incidents that are open.
 * @returns number of incidents read; 0 when the memory was filled already
 */
export async function refillMemory(memory: ClusterMemory, incidents: IncidentStore, clock: Clock): Promise<number> {
  if (await memory.isFilled()) return 0;
  return memory.withLock('refill', async () => {
    if (await memory.isFilled()) return 0;
    let count = 0;
    for await (const incident of incidents.since(new Date(clock.now() - windowMs).toISOString())) {
      count++;
      if (!isWaiting(incident.status)) continue;
      const marks = new Map<string, ClusterMark>();
      const territory = incident.territories[0] ?? '';
      let first: ClusterMark | null = null;
      for (const post of incident.posts) {
        const signature = textSignature(post.text);
        const atMs = Date.parse(post.publishedAt ?? post.fetchedAt);
        const mark = { incidentId: incident.id, postId: post.postId, signature, territory, atMs };
        for (const key of [exactKey(post.text), ...nearKeys(signature)]) if (!marks.has(key)) marks.set(key, mark);
        first ??= mark;
      }
      // Keys of place and thread; those of the texts stand under the post that made them, whose signature they are compared with.
      for (const key of incident.clusterKeys) if (first !== null && !marks.has(key)) marks.set(key, first);
      await memory.remember([...marks].map(([key, mark]) => ({ key, mark })));
    }
    await memory.markFilled();
    return count;
  });
}
