import { batchedHosts, loadRegistry } from '../../crawlers/registry.js';
import { type CrawlJob, createCrawler, parseCrawlJob } from '../../crawlers/runner.js';
import type { Frontier } from '../../crawlers/schedule/frontier.js';
import { createMemoryFrontier } from '../../crawlers/schedule/memory-frontier.js';
import { createRedisFrontier } from '../../crawlers/schedule/redis-frontier.js';
import { createScheduler } from '../../crawlers/scheduler.js';
import { openQueue, startWorker } from '../../pipelines/queue/bullmq.js';
import { maskPersonalData } from '../../pipelines/text/mask.js';
import type { CollectorConfig } from '../config/collector.js';
import type { Env } from '../config/env.js';
import type { Secrets } from '../config/secrets.js';
import { isoTime } from '../core/clock.js';
import { toAppError } from '../core/errors.js';
import type { JobQueue, PostSink } from '../core/ports.js';
import { RAW_PAGE_DAYS } from '../core/raw-page.js';
import type { Logger } from '../log.js';
import { version } from '../version.js';
import { apiKeysOf } from './api-keys.js';
import { chromiumOf } from './chromium.js';
import { lookAgain } from './look-again.js';
import type { Platform } from './platform.js';
import { watchSources } from './source-watch.js';

/** The frontier over the platform: Redis, or this process's memory in embedded mode. Also the pipeline's page cursor. */
export function openFrontier(platform: Platform, env: Env, log: Logger): Frontier {
  if (platform.redis === null || env.OTKLIK_REDIS_URL === undefined) return createMemoryFrontier();
  return createRedisFrontier({
    url: env.OTKLIK_REDIS_URL,
    prefix: `${env.OTKLIK_PREFIX}:crawl`,
    onError: (error) => log.debug({ message: error.message }, 'frontier connection'),
  });
}

export interface CrawlOptions {
  env: Env;
  secrets: Secrets;
  log: Logger;
  sink: PostSink;
  frontier: Frontier;
  /** What config/collector.yaml allows. */
  limits: CollectorConfig;
  /** One pass: only what is due at the start and the threads found on it. */
  isOnce?: boolean;
  /** Shortest pause between two requests to a host, ms; for tests. */
  hostDelayMs?: number;
  lockMs?: number;
  /** How often sources that are broken or silent are told of, ms; default a minute. */
  watchEveryMs?: number;
  /** Batches that wait in the line; above `maxWaiting` nothing more is collected. */
  countWaiting?: () => Promise<number>;
}

/** Batches that may wait in the line before the crawlers pause: some 20 000 posts. */
const maxWaiting = 800;
const tickMs = 500;
const forgetEveryMs = 3_600_000;

export interface RunningCrawl {
  /** True when a pass started with `isOnce` is over. */
  isIdle(): Promise<boolean>;
  close(): Promise<void>;
}

/** Pause and planned visits of each host. */
function hostLimitsOf({ hosts }: CollectorConfig): (host: string) => { delayMs: number; perMinute: number } {
  const named = new Map(hosts.named.map((each) => [each.host, each]));
  return (host) => {
    const own = named.get(host);
    const delayMs = (own?.delaySeconds ?? hosts.delaySeconds) * 1_000;
    const perDay = own?.requestsPerDay ?? hosts.requestsPerDay;
    // No more than the pause allows, though answers took no time.
    return { delayMs, perMinute: Math.min(perDay / 1_440, 60_000 / delayMs) };
  };
}

/** Role `crawl`: hands out due visits and makes them, until closed. Closing waits for the requests on the wire; visits not yet made go back. */
export async function startCrawl(platform: Platform, options: CrawlOptions): Promise<RunningCrawl> {
  const { env, secrets, log, sink, frontier, limits } = options;
  const hostLimits = hostLimitsOf(limits);
  const { store, redis, clock } = platform;
  const registry = await loadRegistry();
  const batched = batchedHosts(registry);
  // Where pages travel together, a request makes many visits; not always as many as it may.
  const visitsPerMinute = (host: string) => hostLimits(host).perMinute * Math.ceil((batched.get(host) ?? 1) / 2);
  const crawler = createCrawler({
    frontier,
    registry,
    sink,
    sources: store.sources,
    deadLetters: store.deadLetters,
    rawPages: store.rawPages,
    posts: store.posts,
    authorKey: secrets.authorKey,
    log,
    clock,
    version,
    maskText: (text) => maskPersonalData(text).text,
    ...(env.OTKLIK_CONTACT === undefined ? {} : { userAgentContact: env.OTKLIK_CONTACT }),
    ...(env.OTKLIK_HTTP_PROXY === undefined ? {} : { proxy: env.OTKLIK_HTTP_PROXY }),
    ...chromiumOf(env),
    apiKeys: apiKeysOf(env),
    hostDelayMs: options.hostDelayMs ?? ((host) => hostLimits(host).delayMs),
    budgets: { perMinute: limits.requestsPerMinute, hostPerMinute: (host) => visitsPerMinute(host) },
  });
  const prefix = env.OTKLIK_PREFIX;
  let queue: JobQueue<CrawlJob> & { close(): Promise<void> };
  let worker: { close(): Promise<void> } | null = null;
  if (redis === null) queue = directQueue(async (job) => void (await crawler.visit(job)), log);
  else {
    queue = openQueue<CrawlJob>('fetch', { redis, prefix });
    worker = startWorker('fetch', async (data) => void (await crawler.visit(parseCrawlJob(data))), {
      redis,
      prefix,
      concurrency: 4,
      // What a job's visits came to is kept visit by visit: one that is given up would keep the others from their turn for minutes.
      mostDeaths: 1_000,
      deadLetters: store.deadLetters,
      clock,
      log,
      ...(options.lockMs === undefined ? {} : { lockMs: options.lockMs }),
    });
  }
  const scheduler = createScheduler({
    frontier,
    sources: store.sources,
    queue,
    log,
    clock,
    perMinute: limits.requestsPerMinute,
    wideHosts: [...batched.keys()],
    ...(options.isOnce === true ? { horizonMs: clock.now() + 1_000 } : {}),
  });

  const stopWatching = lookAgain(
    () => watchSources(store, clock, log),
    options.watchEveryMs ?? 60_000,
    log,
    'sources not looked at',
  );
  const stopForgetting = lookAgain(
    async () => {
      const before = isoTime(clock.now() - RAW_PAGE_DAYS * 86_400_000);
      const pages = await store.rawPages.removeBefore(before);
      if (pages > 0) log.info({ pages }, 'kept pages forgotten');
    },
    forgetEveryMs,
    log,
    'kept pages not looked at',
  );
  let isClosed = false;
  let hasTicked = false;
  let wake: () => void = () => {};
  const loop = (async () => {
    while (!isClosed) {
      try {
        const waiting = (await options.countWaiting?.()) ?? 0;
        if (waiting <= maxWaiting) {
          await scheduler.tick();
          hasTicked = true;
        } else log.warn({ waiting }, 'the line is behind, collecting pauses');
      } catch (thrown) {
        const error = toAppError(thrown);
        log.warn({ code: error.code, message: error.message }, 'scheduling failed, trying again');
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, tickMs);
      });
    }
  })();

  return {
    async isIdle() {
      if (!hasTicked) return false;
      const { due, inFlight } = await scheduler.idleInfo();
      const counts = await queue.counts();
      return due === 0 && inFlight === 0 && counts.waiting + counts.active + counts.delayed === 0;
    },
    async close() {
      isClosed = true;
      crawler.stop();
      wake();
      await loop;
      await stopWatching();
      await stopForgetting();
      await worker?.close();
      await queue.close();
      await crawler.close();
    },
  };
}

/** The queue of the embedded mode: jobs run in this process, a few at a time, and are gone when it ends. */
function directQueue<T>(run: (data: T) => Promise<void>, log: Logger): JobQueue<T> & { close(): Promise<void> } {
  const active = new Set<Promise<void>>();
  return {
    name: 'fetch',
    async add(jobs) {
      for (const { id, data } of jobs) {
        const work = run(data).catch((thrown: unknown) => {
          const error = toAppError(thrown);
          if (error.retry) log.debug({ jobId: id, code: error.code, message: error.message }, 'job not done');
          else log.error({ jobId: id, err: thrown }, 'job failed');
        });
        active.add(work);
        void work.finally(() => active.delete(work));
      }
    },
    counts: async () => ({ waiting: 0, active: active.size, delayed: 0, failed: 0 }),
    close: async () => void (await Promise.all(active)),
  };
}
