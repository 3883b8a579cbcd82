import type { BatchJob } from '../../pipelines/values.js';
import { fingerprint, postId } from '../../src/core/ids.js';
import type { Post, RawPost } from '../../src/core/post.js';
import { seededRandom } from '../../src/core/seeded-random.js';
import { samplePost, sampleRawPost } from '../support/samples.js';
import { inventText } from './texts.js';

/** Bytes of one post as JSON on its way through a queue: those of the baseline's payload. */
export const QUEUED_POST_BYTES = 800;
/** Bytes of a stored post's text: the mean of public posts. */
const STORED_TEXT_BYTES = 800;
/** One stored post in this many belongs to an incident and carries verdict, place and evidence. */
const INCIDENT_EVERY = 20;

function nativeIdOf(number: number): string {
  return `kanal/${100_000 + number}`;
}

/** A post as it is queued, `bytes` bytes of JSON, within a word. */
export function queuedPost(number: number, random: () => number, bytes: number): RawPost {
  const nativeId = nativeIdOf(number);
  const bare = sampleRawPost({ id: postId('zarechye-forum', nativeId), nativeId, text: '' });
  const text = inventText(random, Math.max(20, bytes - Buffer.byteLength(JSON.stringify(bare))));
  return { ...bare, text, fingerprint: fingerprint(text, []) };
}

/** Sizes of pages: 25-100 posts, the same in every run. */
function* batchSizes(random: () => number): Generator<number> {
  for (;;) yield 25 + Math.floor(random() * 76);
}

/** Batch jobs as the crawlers send them, together exactly `posts` posts. */
export function queuedBatches(posts: number, bytes = QUEUED_POST_BYTES): BatchJob[] {
  const random = seededRandom(4);
  const sizes = batchSizes(random);
  const fetchedAt = '2026-03-02T09:05:00.000Z';
  const jobs: BatchJob[] = [];
  for (let made = 0; made < posts; ) {
    const size = Math.min(posts - made, sizes.next().value as number);
    const list = Array.from({ length: size }, (_, at) => queuedPost(made + at, random, bytes));
    made += size;
    jobs.push({
      page: {
        id: `bench${jobs.length}`,
        sourceId: 'zarechye-forum',
        url: `https://forum.example/viewtopic.php?t=${jobs.length}`,
        fetchedAt,
        etag: null,
        lastModified: null,
      },
      seen: list.map(({ id, fingerprint: mark }) => ({ id, fingerprint: mark })),
      items: list.map((value) => ({ value, dropped: null })),
    });
  }
  return jobs;
}

/** Posts as the indexer saves them: most let go by the gate, some with all that an incident carries. */
export function storedPosts(count: number): Post[] {
  const random = seededRandom(11);
  return Array.from({ length: count }, (_, number) => {
    const nativeId = nativeIdOf(number);
    const facts = { id: postId('zarechye-forum', nativeId), nativeId, text: inventText(random, STORED_TEXT_BYTES) };
    if (number % INCIDENT_EVERY === 0) return samplePost(facts);
    const dropped = { stage: 'gate', reason: 'no sign of a complaint' };
    return samplePost({ ...facts, dropped, verdict: null, place: null, incidentId: null, join: null });
  });
}

/** The same posts in the batches in which they reach the indexer. */
export function storedBatches(posts: readonly Post[]): Post[][] {
  const sizes = batchSizes(seededRandom(12));
  const batches: Post[][] = [];
  for (let at = 0; at < posts.length; ) {
    const batch = posts.slice(at, at + (sizes.next().value as number));
    batches.push(batch);
    at += batch.length;
  }
  return batches;
}
