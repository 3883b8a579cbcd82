import { incidentId } from '../../src/core/ids.js';
import { isWaiting } from '../../src/core/incident.js';
import type { ClusterMark } from '../../src/core/ports.js';
import { chooseIncident, keptKeys, keysOf, type Meeting, marksFor, meetingOf } from '../incidents/cluster.js';
import { regionOf } from '../incidents/cluster-sites.js';
import type { Stage, StageContext } from '../stage.js';
import { type Clustered, type Located, locatedSchema } from '../values.js';

/**
 * Joins posts about one problem to one incident, or opens a new one. All decisions about places of one region are taken one after the
 * other among all processes, and are remembered before the next may begin: two people who write in the same second meet in one incident.
 */
export const cluster: Stage<Located, Clustered> = {
  name: 'cluster',
  input: locatedSchema,
  async run(batch, context) {
    const { memory, locator } = context;
    const result = new Array<Clustered>(batch.length);
    const byRegion = new Map<string, { index: number; meeting: Meeting }[]>();
    batch.forEach((post, index) => {
      const region = regionOf(post, locator);
      byRegion.set(region, [...(byRegion.get(region) ?? []), { index, meeting: meetingOf(post, locator) }]);
    });
    for (const [region, all] of byRegion) {
      await memory.withLock(`cluster-${region}`, async () => {
        const marks = await memory.find([...new Set(all.flatMap(({ meeting }) => keysOf(meeting)))]);
        const news = new Map<string, ClusterMark>();
        const isOpen = openNow(context);
        for (const { index, meeting } of all) result[index] = await joinOne(meeting, marks, news, isOpen);
        await memory.remember([...news].map(([key, mark]) => ({ key, mark })));
      });
    }
    return result;
  },
};

/** Decides on one post and puts what is to be remembered into the marks and the news. */
async function joinOne(
  meeting: Meeting,
  marks: Map<string, ClusterMark>,
  news: Map<string, ClusterMark>,
  isOpen: (id: string) => Promise<boolean>,
): Promise<Clustered> {
  const { post } = meeting;
  const closed = new Set<string>();
  const chosen = await chooseIncident(meeting, marksOf(meeting, marks), async (id) => {
    const open = await isOpen(id);
    if (!open) closed.add(id);
    return open;
  });
  const id = chosen?.incidentId ?? incidentId(post.id);
  for (const { key, mark } of marksFor(meeting, id, marks, closed)) {
    marks.set(key, mark);
    news.set(key, mark);
  }
  const join = chosen?.join ?? { how: 'opened' as const, on: null, similarity: null };
  return { ...post, incidentId: id, join, clusterKeys: keptKeys(meeting) };
}

/** The marks that this post can meet: those of the other posts of the batch are none of its business. */
function marksOf(meeting: Meeting, marks: ReadonlyMap<string, ClusterMark>): Map<string, ClusterMark> {
  const found = new Map<string, ClusterMark>();
  for (const key of keysOf(meeting)) {
    const mark = marks.get(key);
    if (mark !== undefined) found.set(key, mark);
  }
  return found;
}

/** Whether an incident still takes posts in; asked once a batch. */
function openNow({ incidents }: StageContext): (id: string) => Promise<boolean> {
  const known = new Map<string, boolean>();
  return async (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // An incident that is not stored yet was opened a moment ago by a batch that still travels.
    const status = (await incidents.get(id))?.status;
    const isOpen = status === undefined || isWaiting(status);
    known.set(id, isOpen);
    return isOpen;
  };
}
