import type { Clock } from '../../src/core/clock.js';
import { type Incident, isWaiting } from '../../src/core/incident.js';
import type { ClusterMark, ClusterMatter, ClusterMemory, IncidentStore, PostStore } from '../../src/core/ports.js';
import { isWithinRecurrence, ordinaryRecurrence, type Recurrence } from '../../src/core/recurrence.js';
import { textKeys, textSignature } from './cluster-keys.js';
import { slotKeys } from './cluster-meeting.js';
import { matterOf } from './cluster-sites.js';

const dayMs = 86_400_000;
const windowMs = 30 * dayMs;
/** As long as the memory keeps the mark of a place. */
const placeWindowMs = 90 * dayMs;
const postsAtOnce = 200;

export interface RefillStore {
  incidents: Pick<IncidentStore, 'since'>;
  posts: Pick<PostStore, 'byIds'>;
}

/**
 * Fills the cluster memory from the stored incidents when it is empty (first start, Redis wiped), so that posts go on joining the
 * incidents that are open.
 * @returns number of incidents read; 0 when the memory was filled already
 */
export async function refillMemory(
  memory: ClusterMemory,
  store: RefillStore,
  clock: Clock,
  recurrence: Recurrence = ordinaryRecurrence,
): Promise<number> {
  if (await memory.isFilled()) return 0;
  return memory.withLock('refill', async () => {
    if (await memory.isFilled()) return 0;
    const read = new Set<string>();
    const taken = new Map<string, number>();
    const fill = async (spanMs: number, isWanted: (incident: Incident) => boolean, keys: RegExp): Promise<void> => {
      let some: Incident[] = [];
      const flush = async (): Promise<void> => {
        const marks = await marksOf(some, store.posts, taken);
        await memory.remember(marks.filter(({ key }) => keys.test(key)));
        some = [];
      };
      for await (const incident of store.incidents.since(new Date(clock.now() - spanMs).toISOString())) {
        read.add(incident.id);
        if (isWanted(incident)) some.push(incident);
        if (some.length >= postsAtOnce) await flush();
      }
      await flush();
    };
    await fill(windowMs, ({ status }) => isWaiting(status), /./);
    // Those that may come back take what places the open ones leave: house, landmark, street.
    await fill(placeWindowMs, (incident) => isWithinRecurrence(incident, clock.now(), recurrence), /^[hls]-/);
    await memory.markFilled();
    return read.size;
  });
}

/** @param taken how many slots of a key earlier incidents hold */
async function marksOf(
  incidents: readonly Incident[],
  posts: RefillStore['posts'],
  taken: Map<string, number>,
): Promise<{ key: string; mark: ClusterMark }[]> {
  const stored = new Map(
    (await posts.byIds(incidents.flatMap(({ postIds }) => postIds.slice(0, 1)))).map((post) => [post.id, post]),
  );
  return incidents.flatMap((incident) => {
    const marks = new Map<string, ClusterMark>();
    const territory = incident.territories[0] ?? '';
    let first: ClusterMark | null = null;
    for (const { postId, text, publishedAt, fetchedAt } of incident.posts) {
      const signature = textSignature(text);
      const mark = {
        incidentId: incident.id,
        postId,
        signature,
        territory,
        atMs: Date.parse(publishedAt ?? fetchedAt),
      };
      for (const key of textKeys(text, signature, territory)) if (!marks.has(key)) marks.set(key, mark);
      first ??= mark;
    }
    if (first === null) return [];
    const vector = stored.get(first.postId)?.vector ?? null;
    const text = incident.posts[0]?.text ?? '';
    const matter: ClusterMatter = matterOf({
      text,
      place: incident.machine.place,
      verdict: incident.machine.verdict,
      vector,
    });
    // Keys of place, thread and name; those of the texts stand under the post that made them, whose signature they are compared with.
    for (const key of incident.clusterKeys) {
      if (/^[xb]-/.test(key)) continue;
      const slot = taken.get(key) ?? 0;
      const name = slotKeys(key)[slot];
      if (name === undefined) continue;
      taken.set(key, slot + 1);
      marks.set(name, { ...first, matter });
    }
    return [...marks].map(([key, mark]) => ({ key, mark }));
  });
}
