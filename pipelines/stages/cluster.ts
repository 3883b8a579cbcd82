import { incidentId } from '../../src/core/ids.js';
import { type Incident, isWaiting } from '../../src/core/incident.js';
import type { ClusterMark } from '../../src/core/ports.js';
import { isWithinRecurrence, ordinaryRecurrence, saidAtMs } from '../../src/core/recurrence.js';
import { chooseIncident, marksFor, type Standing } from '../incidents/cluster.js';
import { bringingKeys, broughtBy, broughtKey, broughtMarks, letGoMarks } from '../incidents/cluster-bring.js';
import { keptKeys, keysOf, type Meeting, meetingOf } from '../incidents/cluster-meeting.js';
import { regionOf } from '../incidents/cluster-sites.js';
import { chooseVoiced, listMarks } from '../incidents/cluster-voice.js';
import { whereabouts } from '../incidents/ties.js';
import { isVoice } from '../incidents/voices.js';
import { type Drop, drop, type Stage, type StageContext } from '../stage.js';
import { type Brought, type Clustered, type Located, locatedSchema } from '../values.js';

/**
 * Joins posts about one problem to one incident, or opens a new one. What is no incident by itself joins as a further voice, or goes no further. All decisions about places of one region are taken one after the
 * other among all processes, and are remembered before the next may begin: two people who write in the same second meet in one incident.
 */
export const cluster: Stage<Located, Clustered> = {
  name: 'cluster',
  input: locatedSchema,
  async run(batch, context) {
    const { memory, locator } = context;
    const result = new Array<Clustered | Drop>(batch.length);
    const byRegion = new Map<string, { index: number; meeting: Meeting }[]>();
    batch.forEach((post, index) => {
      const region = regionOf(post, locator);
      byRegion.set(region, [...(byRegion.get(region) ?? []), { index, meeting: meetingOf(post, locator) }]);
    });
    for (const [region, batchHere] of byRegion) {
      // A page may tell the newest first: an answer is heard once the complaint that it answers is known.
      const all = batchHere.toSorted((a, b) => Number(isVoiceOf(a)) - Number(isVoiceOf(b)));
      await memory.withLock(`cluster-${region}`, async () => {
        const marks = await memory.find([...new Set(all.flatMap(({ meeting }) => allKeysOf(meeting)))]);
        const news = new Map<string, ClusterMark>();
        const standing = standingNow(context);
        const find = (keys: readonly string[]) => memory.find(keys);
        for (const { index, meeting } of all) result[index] = await joinOne(meeting, marks, news, standing, find);
        await memory.remember([...news].map(([key, mark]) => ({ key, mark })));
      });
    }
    return result;
  },
};

function isVoiceOf({ meeting }: { meeting: Meeting }): boolean {
  return isVoice(meeting.post.verdict);
}

/** Decides on one post and puts what is to be remembered into the marks and the news. */
async function joinOne(
  meeting: Meeting,
  marks: Map<string, ClusterMark>,
  news: Map<string, ClusterMark>,
  standing: (mark: ClusterMark, atMs: number) => Promise<Standing | null>,
  find: (keys: readonly string[]) => Promise<Map<string, ClusterMark>>,
): Promise<Clustered | Drop> {
  const { post } = meeting;
  const before = marks.get(broughtKey(post.id));
  if (before?.join !== undefined && isVoice(post.verdict))
    return { ...post, incidentId: before.incidentId, join: before.join, clusterKeys: [] };
  const known = marksOf(meeting, marks);
  const remember = (entries: readonly { key: string; mark: ClusterMark }[]): void => {
    for (const { key, mark } of entries) {
      marks.set(key, mark);
      news.set(key, mark);
    }
  };
  if (isVoice(post.verdict)) {
    const voiced = await chooseVoiced(meeting, known, (mark) => standing(mark, meeting.atMs));
    if (voiced !== null) return { ...post, ...voiced, clusterKeys: [] };
    remember(listMarks(meeting, incidentId(post.id), known));
    remember(letGoMarks(meeting, known));
    return drop('not-incident', { value: post });
  }
  const closed = new Set<string>();
  const resting = new Set<string>();
  const chosen = await chooseIncident(meeting, known, async (mark) => {
    const found = await standing(mark, meeting.atMs);
    if (found === null) closed.add(mark.incidentId);
    if (found?.is === 'recurring') resting.add(mark.incidentId);
    return found;
  });
  const id = chosen?.incidentId ?? incidentId(post.id);
  const brings = await notYetBrought(broughtBy(meeting, chosen, known), id, marks, find);
  remember(marksFor(meeting, id, marks, closed, resting));
  remember(broughtMarks(meeting, id, brings));
  const join = chosen?.join ?? { how: 'opened' as const, on: null, similarity: null };
  return { ...post, incidentId: id, join, clusterKeys: keptKeys(meeting), ...(brings.length === 0 ? {} : { brings }) };
}

/** Those that no other incident has brought in. */
async function notYetBrought(
  brought: readonly Brought[],
  incident: string,
  marks: ReadonlyMap<string, ClusterMark>,
  find: (keys: readonly string[]) => Promise<Map<string, ClusterMark>>,
): Promise<Brought[]> {
  if (brought.length === 0) return [];
  const stored = await find(brought.map(({ postId }) => broughtKey(postId)));
  return brought.filter(({ postId }) => {
    const key = broughtKey(postId);
    const before = marks.get(key) ?? stored.get(key);
    return before === undefined || before.incidentId === incident;
  });
}

function allKeysOf(meeting: Meeting): string[] {
  return [...keysOf(meeting), ...bringingKeys(meeting)];
}

/** The marks that this post can meet: those of the other posts of the batch are none of its business. */
function marksOf(meeting: Meeting, marks: ReadonlyMap<string, ClusterMark>): Map<string, ClusterMark> {
  const found = new Map<string, ClusterMark>();
  for (const key of allKeysOf(meeting)) {
    const mark = marks.get(key);
    if (mark !== undefined) found.set(key, mark);
  }
  return found;
}

/** Merges that lead on from one incident to the next; more in a row are a fault of the log. */
const maxHops = 20;

/** What stands behind a mark by now; each incident is asked for once a batch. Posts that were merged or split off are met where they are. */
function standingNow({
  incidents,
  recurrence = ordinaryRecurrence,
}: StageContext): (mark: ClusterMark, atMs: number) => Promise<Standing | null> {
  const known = new Map<string, Promise<Incident | null>>();
  const incidentOf = (id: string): Promise<Incident | null> => {
    const asked = known.get(id) ?? incidents.get(id);
    known.set(id, asked);
    return asked;
  };
  return async (mark, atMs) => {
    let { incidentId: id } = mark;
    for (let hop = 0; hop < maxHops; hop++) {
      const incident = await incidentOf(id);
      // An incident that is not stored yet was opened a moment ago by a batch that still travels.
      if (incident === null) return { incidentId: id, is: 'open' };
      const further = whereabouts(incident, mark.postId);
      if (further === null) {
        if (isWaiting(incident.status)) return { incidentId: id, is: 'open' };
        if (!isWithinRecurrence(incident, atMs, recurrence)) return null;
        return { incidentId: id, is: 'recurring', isBefore: atMs <= (saidAtMs(incident) ?? 0) };
      }
      id = further;
    }
    return null;
  };
}
