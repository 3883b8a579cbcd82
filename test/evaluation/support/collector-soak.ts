import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { BatchJob } from '../../../pipelines/values.js';
import { openFrontier, startCrawl } from '../../../src/app/crawl.js';
import { openPlatform } from '../../../src/app/platform.js';
import { openLineQueues, queueSink } from '../../../src/app/work.js';
import { collectorConfigSchema } from '../../../src/config/collector.js';
import { readEnv } from '../../../src/config/env.js';
import { registered, sourceSchema } from '../../../src/core/source.js';
import { createLogger } from '../../../src/log.js';
import { randomPrefix, removeIndices } from '../../support/elasticsearch.js';
import { startOwnRedis } from '../../support/own-redis.js';
import { addressOf } from './loopback-hosts.js';

const SOURCES = 600;
const SAMPLE_MS = 15_000;
/** Share of the run in which caches fill and nothing is judged. */
const WARM_UP = 0.25;

/**
 * The crawl role in this process, polling 600 hosts about every six seconds; its heap after a full collection, resident memory and handles over time.
 * The line behind is a stand-in that indexes nothing.
 */
export async function soakRun({ minutes }: { minutes: number }): Promise<void> {
  setFlagsFromString('--expose_gc');
  const collect = runInNewContext('gc') as () => void;
  const server = fork(fileURLToPath(new URL('./loopback-hosts.js', import.meta.url)), ['serve']);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const redis = await startOwnRedis();
  const prefix = randomPrefix();
  const env = readEnv({ ...process.env, OTKLIK_REDIS_URL: redis.url, OTKLIK_PREFIX: prefix });
  const log = createLogger({ level: 'error', format: 'json' });
  const platform = await openPlatform(env, log);
  const frontier = openFrontier(platform, env, log);
  const queues = openLineQueues(platform, prefix);
  const line = new Worker<BatchJob>('posts', async ({ data: { page, seen } }) => frontier.indexed(page, seen), {
    connection: new Redis(redis.url, { maxRetriesPerRequest: null }),
    prefix,
    concurrency: 20,
  });
  const passport = { ground: 'own pages', terms: 'own pages', contact: 'test@otklik.invalid', expires: '2099-12-31' };
  await platform.store.sources.put(
    Array.from({ length: SOURCES }, (_, n) => {
      const urls = [`http://${addressOf(n + 1)}:${port}/feed`];
      const fields = { id: `soak-${n}`, kind: 'feed', name: `Лента ${n}`, urls, territory: 'demo-svetloozersk' };
      const limits = { everyMinutes: 0.1, atMostMinutes: 1, requestsPerDay: 86_400, allowPrivateNetwork: true };
      return registered(sourceSchema.parse({ ...fields, ...limits, passport }), 'registry', new Date().toISOString());
    }),
  );
  const limits = collectorConfigSchema.parse({ requestsPerMinute: 1_000_000 });
  const secrets = { authorKey: 'key of the soak run, long enough for it' };
  const crawl = await startCrawl(platform, { env, secrets, log, sink: queueSink(queues), frontier, limits });
  const samples: { minute: number; heapMb: number; rssMb: number; handles: number }[] = [];
  const startMs = performance.now();
  const requests = async (): Promise<number> => {
    server.send('report');
    return ((await once(server, 'message')) as [{ requests: number }])[0].requests;
  };
  try {
    while (performance.now() - startMs < minutes * 60_000) {
      await sleep(SAMPLE_MS);
      collect();
      const { heapUsed, rss } = process.memoryUsage();
      const handles = readdirSync('/proc/self/fd').length;
      samples.push({
        minute: (performance.now() - startMs) / 60_000,
        heapMb: heapUsed / 2 ** 20,
        rssMb: rss / 2 ** 20,
        handles,
      });
      const last = samples.at(-1);
      if (samples.length % 8 === 0)
        console.log(
          `${last?.minute.toFixed(1)} min: ${await requests()} requests, heap ${last?.heapMb.toFixed(1)} MB, resident ${last?.rssMb.toFixed(0)} MB, ${handles} handles`,
        );
    }
    const late = samples.filter(({ minute }) => minute >= minutes * WARM_UP);
    const anHour = (of: 'heapMb' | 'rssMb') => (60 * slope(late.map((each) => [each.minute, each[of]]))).toFixed(2);
    const handles = late.map((each) => each.handles);
    const count = await requests();
    console.log(
      `${count} requests in ${minutes} min (${Math.round(count / minutes / 60)}/s); after the first quarter heap after a full collection ${anHour('heapMb')} MB an hour, resident ${anHour('rssMb')} MB an hour, handles ${Math.min(...handles)}-${Math.max(...handles)}`,
    );
  } finally {
    await crawl.close();
    await line.close();
    for (const queue of Object.values(queues)) await queue.close();
    await frontier.close();
    await platform.close();
    await removeIndices(prefix);
    await redis.remove();
    server.disconnect();
  }
}

/** Least squares; 0 for fewer than two points. */
function slope(points: readonly (readonly [number, number])[]): number {
  const n = points.length;
  if (n < 2) return 0;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
