import { type Clock, isoTime } from '../../src/core/clock.js';
import { incidentId } from '../../src/core/ids.js';
import type { ClusterMark, ClusterMemory, Locator, PostStore } from '../../src/core/ports.js';
import type { Post } from '../../src/core/post.js';
import type { Located } from '../values.js';
import { bringingKeys, letGoMarks } from './cluster-bring.js';
import { textSignature } from './cluster-keys.js';
import { keysOf, type Meeting, meetingOf } from './cluster-meeting.js';
import { listMarks } from './cluster-voice.js';

/** Most ways of bringing look back no further; of houses, which look back a month, the rest is forgotten by a wipe. */
const windowMs = 7 * 86_400_000;

/**
 * Remembers anew the posts that joining let go and that a complaint may still bring in, after the memory was wiped. May run while others decide: what they have remembered
 * since stays, as far as there is room for both.
 * @param signal ends it early
 * @returns number of posts read
 */
export async function refillLetGo(
  memory: Pick<ClusterMemory, 'find' | 'remember'>,
  posts: Pick<PostStore, 'scan'>,
  territories: Pick<Locator, 'lineage' | 'territory'>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<number> {
  let read = 0;
  const query = { bool: { filter: [{ term: { 'dropped.stage': 'cluster' } }] } };
  for await (const some of posts.scan({ query, since: isoTime(clock.now() - windowMs) })) {
    if (signal?.aborted) break;
    read += some.length;
    const meetings = some.flatMap((post) => meetingAgain(post, territories));
    const marks = await memory.find([...new Set(meetings.flatMap((one) => [...keysOf(one), ...bringingKeys(one)]))]);
    const news = new Map<string, ClusterMark>();
    for (const meeting of meetings.toSorted((a, b) => a.atMs - b.atMs)) {
      for (const { key, mark } of [
        ...listMarks(meeting, incidentId(meeting.post.id), marks),
        ...letGoMarks(meeting, marks),
      ]) {
        marks.set(key, mark);
        news.set(key, mark);
      }
    }
    await memory.remember([...news].map(([key, mark]) => ({ key, mark })));
  }
  return read;
}

/** The post as the stage met it. */
function meetingAgain(post: Post, territories: Pick<Locator, 'lineage' | 'territory'>): Meeting[] {
  const { verdict, place, text } = post;
  if (verdict === null || place === null) return [];
  const located: Located = {
    ...post,
    verdict,
    place,
    signature: textSignature(text),
    knownIncidentId: null,
    repeat: null,
    sampled: false,
    locality: null,
    // Its time is known: no zone is asked for any more.
    timeZone: 'UTC',
  };
  return [meetingOf(located, territories)];
}
