import { incidentId } from '../../src/core/ids.js';
import { isWaiting } from '../../src/core/incident.js';
import type { ClusterMark } from '../../src/core/ports.js';
import { allKeys, chooseIncident, instantOf, isOutlived, territoryOf } from '../incidents/cluster.js';
import type { Stage, StageContext } from '../stage.js';
import { type Clustered, type Located, locatedSchema } from '../values.js';

/**
 * Joins posts about one problem to one incident, or opens a new one. All decisions about one topic group are taken one after the
 * other among all processes, and each is remembered at once: two people who write in the same second meet in one incident.
 */
export const cluster: Stage<Located, Clustered> = {
  name: 'cluster',
  input: locatedSchema,
  async run(batch, context) {
    const result = new Array<Clustered>(batch.length);
    const byGroup = new Map<string, number[]>();
    batch.forEach((post, index) => {
      const group = post.verdict.group ?? 'other';
      byGroup.set(group, [...(byGroup.get(group) ?? []), index]);
    });
    for (const [group, indices] of byGroup) {
      await context.memory.withLock(`cluster-${group}`, async () => {
        for (const index of indices) {
          const post = batch[index];
          if (post !== undefined) result[index] = await joinOne(post, context);
        }
      });
    }
    return result;
  },
};

async function joinOne(post: Located, { memory, incidents, locator }: StageContext): Promise<Clustered> {
  const keys = allKeys(post, locator);
  const marks = await memory.find(keys);
  const closed = new Set<string>();
  const isOpen = async (id: string): Promise<boolean> => {
    // An incident that is not stored yet was opened a moment ago by a batch that still travels.
    const status = (await incidents.get(id))?.status;
    const open = status === undefined || isWaiting(status);
    if (!open) closed.add(id);
    return open;
  };
  const chosen = await chooseIncident(post, keys, marks, isOpen);
  const id = chosen?.incidentId ?? incidentId(post.id);
  const mark: ClusterMark = {
    incidentId: id,
    postId: post.id,
    signature: post.signature,
    territory: territoryOf(post),
    atMs: instantOf(post),
  };
  // The first post under a key stays its mark, so that a chain of small changes does not drift away from it.
  const fresh = keys.filter((key) => {
    const held = marks.get(key);
    if (held === undefined || closed.has(held.incidentId) || held.postId === post.id) return true;
    return isOutlived(key, held, post);
  });
  await memory.remember(fresh.map((key) => ({ key, mark })));
  const join = chosen?.join ?? { how: 'opened' as const, on: null, similarity: null };
  return { ...post, incidentId: id, join, clusterKeys: keys };
}
