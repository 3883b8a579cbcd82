/**
 * Baseline: a worker that does nothing, 50 jobs at a time, one post of 0.8 kB a job. The jobs are put in before the clock starts, which
 * favours the baseline: ours is timed from the first batch sent to the last one done.
 */
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { seededRandom } from '../../../src/core/seeded-random.js';
import { QUEUED_POST_BYTES, queuedPost } from '../batches.js';
import { serveLane } from '../lane.js';

const CONCURRENCY = 50;
const BULK = 500;

serveLane(async ({ redisUrl, prefix }) => {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const connection = redis as ConnectionOptions;
  const queue = new Queue('single', { connection, prefix });
  const random = seededRandom(5);
  const posts = Array.from({ length: BULK }, (_, at) => queuedPost(at, random, QUEUED_POST_BYTES));
  let left = 0;
  let finish: () => void = () => {};
  const worker = new Worker(
    'single',
    async () => {
      if (--left === 0) finish();
    },
    { connection, prefix, concurrency: CONCURRENCY, autorun: false, removeOnComplete: { count: 100 } },
  );
  await queue.pause();
  void worker.run();
  return {
    async prepare(size) {
      for (let at = 0; at < size; at += BULK) {
        await queue.addBulk(posts.slice(0, size - at).map((data) => ({ name: 'post', data })));
      }
    },
    async round(size) {
      left = size;
      const done = new Promise<void>((resolve) => {
        finish = resolve;
      });
      await queue.resume();
      await done;
      await queue.pause();
    },
    async close() {
      await worker.close();
      await queue.close();
      redis.disconnect();
    },
  };
});
