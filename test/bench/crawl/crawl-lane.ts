/**
 * The crawl role as src/app/crawl.ts wires it: scheduler, BullMQ jobs, Crawlee, robots.txt, address guard, host slots and budgets in
 * Redis, seen marks, adapter, author's hash, schema. The pause between two requests to a host is 0, since politeness is not what is
 * measured; the batches end in a sink that counts them.
 */
import { loadRegistry } from '../../../crawlers/registry.js';
import { type CrawlJob, createCrawler } from '../../../crawlers/runner.js';
import { createRedisFrontier } from '../../../crawlers/schedule/redis-frontier.js';
import { createScheduler } from '../../../crawlers/scheduler.js';
import { connectRedis, openQueue, startWorker } from '../../../pipelines/queue/bullmq.js';
import { maskPersonalData } from '../../../pipelines/text/mask.js';
import { systemClock as clock } from '../../../src/core/clock.js';
import { registered, type Source, sourceSchema } from '../../../src/core/source.js';
import { createLogger } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { lanes } from '../catalogue.js';
import type { Lane, LaneSettings } from '../lane.js';
import { POSTS_PER_PAGE, pathOf } from './pages.js';

/** Far enough that a visit is always due. */
const HORIZON_MS = 10 * 365 * 86_400_000;

function makeSource(number: number, origins: readonly string[]): Source {
  return sourceSchema.parse({
    id: `kanal-${number}`,
    kind: 'telegram-channel',
    name: `Канал ${number}`,
    urls: [`${origins[number % origins.length]}${pathOf(number)}`],
    territory: 'svetly',
    requestsPerDay: 86_400,
    allowPrivateNetwork: true,
    passport: {
      ground: 'load server of the benchmark',
      terms: 'none',
      contact: 'bench@example.org',
      expires: '2099-12-31',
    },
  });
}

/** @param isPolling each page was read before and indexed, and answers «not modified» */
export const crawlLane =
  (isPolling: boolean): ((settings: LaneSettings) => Promise<Lane>) =>
  async ({ redisUrl, prefix: runPrefix, origins }) => {
    const prefix = `${runPrefix}-${isPolling ? 'polls' : 'pages'}`;
    const log = createLogger({ level: 'warn', format: 'json' });
    const redis = connectRedis(redisUrl, log);
    const frontier = createRedisFrontier({ url: redisUrl, prefix: `{${prefix}:crawl}:` });
    const store = createMemoryStore({ clock });
    await store.setUp();
    await store.sources.put(
      Array.from({ length: lanes.crawl.roundSize }, (_, at) =>
        registered(makeSource(at, origins), 'registry', new Date(0).toISOString()),
      ),
    );

    let posts = 0;
    let isFirst = true;
    const crawler = createCrawler({
      frontier,
      registry: await loadRegistry(),
      sink: {
        async accept(page, batch) {
          posts += batch.length;
          if (isPolling) await frontier.indexed(page, batch);
        },
      },
      sources: store.sources,
      deadLetters: store.deadLetters,
      rawPages: store.rawPages,
      posts: store.posts,
      authorKey: 'key of the benchmark',
      log,
      clock,
      maskText: (text) => maskPersonalData(text).text,
      hostDelayMs: 0,
    });
    const queue = openQueue<CrawlJob>('fetch', { redis, prefix });
    let left = 0;
    let finish: (error?: Error) => void = () => {};
    const worker = startWorker(
      'fetch',
      async (data) => {
        const results = await crawler.visit(data as CrawlJob);
        const wanted = isPolling && !isFirst ? 'not-modified' : 'read';
        const failed = results.find((result) => result.outcome !== wanted);
        if (failed !== undefined) finish(new Error(`${failed.visit.url}: ${failed.error?.message ?? failed.outcome}`));
        left -= results.length;
        if (left === 0) finish();
      },
      { redis, prefix, concurrency: 4, deadLetters: store.deadLetters, clock, log },
    );
    const scheduler = createScheduler({
      frontier,
      sources: store.sources,
      queue,
      log,
      clock,
      horizonMs: clock.now() + HORIZON_MS,
    });

    return {
      async round(size) {
        posts = 0;
        left = size;
        const done = new Promise<void>((resolve, reject) => {
          finish = (error) => (error === undefined ? resolve() : reject(error));
        });
        const queued = await scheduler.tick();
        if (queued !== size) throw new Error(`${queued} visits were due instead of ${size}`);
        await done;
        const expected = isPolling && !isFirst ? 0 : size * POSTS_PER_PAGE;
        isFirst = false;
        if (posts !== expected) throw new Error(`${posts} posts on ${size} pages`);
      },
      async close() {
        await worker.close();
        await queue.close();
        await crawler.close();
        await frontier.close();
        redis.disconnect();
        await store.close();
      },
    };
  };
