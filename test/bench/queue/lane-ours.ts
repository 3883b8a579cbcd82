/** One hop: batches put onto the queue by several pages at a time and taken off by a worker, both as the roles wire them. */
import { connectRedis, openQueue, startWorker } from '../../../pipelines/queue/bullmq.js';
import type { BatchJob } from '../../../pipelines/values.js';
import { systemClock as clock } from '../../../src/core/clock.js';
import { createLogger } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { queuedBatches } from '../batches.js';
import { lanes } from '../catalogue.js';
import { serveLane } from '../lane.js';

/** Pages that are read at the same time, each sending its batch by itself. */
const SENDERS = 16;
/** As the role `work` has it. */
const CONCURRENCY = 4;

serveLane(async ({ redisUrl, prefix }) => {
  const log = createLogger({ level: 'warn', format: 'json' });
  const redis = connectRedis(redisUrl, log);
  const store = createMemoryStore({ clock });
  const batches = queuedBatches(lanes.queue.roundSize);
  const queue = openQueue<BatchJob>('posts', { redis, prefix });
  let left = 0;
  let finish: () => void = () => {};
  const worker = startWorker(
    'posts',
    async (data) => {
      left -= (data as BatchJob).items.length;
      if (left === 0) finish();
    },
    { redis, prefix, concurrency: CONCURRENCY, deadLetters: store.deadLetters, clock, log },
  );
  let rounds = 0;
  return {
    async round(size) {
      left = size;
      const done = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const round = ++rounds;
      let next = 0;
      const send = async () => {
        for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
          await queue.add([{ id: `r${round}.${batch.page.id}`, data: batch }]);
        }
      };
      await Promise.all(Array.from({ length: SENDERS }, send));
      await done;
    },
    async close() {
      await worker.close();
      await queue.close();
      redis.disconnect();
      await store.close();
    },
  };
});
