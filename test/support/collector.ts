import { silentLog } from '../../crawlers/log.js';
import { loadRegistry } from '../../crawlers/registry.js';
import { type CrawlerOptions, type CrawlJob, createCrawler } from '../../crawlers/runner.js';
import { createMemoryFrontier } from '../../crawlers/schedule/memory-frontier.js';
import { createScheduler } from '../../crawlers/scheduler.js';
import type { Clock } from '../../src/core/clock.js';
import type { Source } from '../../src/core/source.js';
import { memoryParts } from './crawl-kit.js';

/** A whole collector over the frontier in memory, whose clock goes on when it is told to. */
export async function startCollector(source: Source, options: Pick<Partial<CrawlerOptions>, 'apiKeys'> = {}) {
  let aheadMs = 0;
  const clock: Clock = { now: () => Date.now() + aheadMs };
  const frontier = createMemoryFrontier();
  const parts = memoryParts([source], (page, posts) => frontier.indexed(page, posts));
  const shared = { frontier, sources: parts.store, log: silentLog, clock };
  const crawler = createCrawler({
    ...shared,
    ...options,
    registry: await loadRegistry(),
    sink: parts.sink,
    deadLetters: parts.deadLetters,
    rawPages: parts.rawPages,
    posts: parts.posts,
    authorKey: 'test',
    maskText: (text) => text,
    hostDelayMs: 5,
  });
  return {
    parts,
    /** Reads all that is due so many minutes later. @returns native ids of the posts that came of it, sorted */
    async pass(minutes: number): Promise<string[]> {
      aheadMs += minutes * 60_000;
      parts.batches.splice(0);
      const scheduler = createScheduler({ ...shared, queue: parts.queue<CrawlJob>(), horizonMs: clock.now() });
      while ((await scheduler.tick()) > 0)
        for (const job of parts.jobs.splice(0)) await crawler.visit(job.data as CrawlJob);
      return parts.nativeIds().sort();
    },
    /** A post of the last pass. */
    post: (nativeId: string) => parts.batches.flatMap(({ posts }) => posts).find((each) => each.nativeId === nativeId),
    close: () => crawler.close(),
  };
}
