import { silentLog } from '../../crawlers/log.js';
import { loadRegistry } from '../../crawlers/registry.js';
import { type CrawlerOptions, type CrawlJob, createCrawler } from '../../crawlers/runner.js';
import type { Frontier } from '../../crawlers/schedule/frontier.js';
import { createMemoryFrontier } from '../../crawlers/schedule/memory-frontier.js';
import { createScheduler } from '../../crawlers/scheduler.js';
import type { Clock } from '../../src/core/clock.js';
import type { Source } from '../../src/core/source.js';
import { memoryParts } from './crawl-kit.js';

export interface CollectorOptions extends Pick<Partial<CrawlerOptions>, 'apiKeys' | 'workerUrl' | 'deadlineMs'> {
  /** In memory when not given. */
  frontier?: Frontier;
  /** Hosts whose pages are asked for many at once. */
  wideHosts?: readonly string[];
  /** Posts that are read are indexed at once; true when not given. */
  isIndexing?: boolean;
}

/** A whole collector whose clock goes on when it is told to. */
export async function startCollector(
  sources: Source[],
  { frontier = createMemoryFrontier(), isIndexing = true, wideHosts = [], ...options }: CollectorOptions = {},
) {
  let aheadMs = 0;
  const clock: Clock = { now: () => Date.now() + aheadMs };
  const parts = memoryParts(sources, async (page, posts) => {
    if (isIndexing) await frontier.indexed(page, posts);
  });
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
    frontier,
    crawler,
    /** Reads all that is due so many minutes later, threads found on the way included. @returns native ids of the posts that came of it, sorted */
    async pass(minutes = 0): Promise<string[]> {
      aheadMs += minutes * 60_000;
      const before = parts.nativeIds().length;
      const scheduler = createScheduler({
        ...shared,
        queue: parts.queue<CrawlJob>(),
        horizonMs: clock.now(),
        wideHosts,
      });
      while ((await scheduler.tick()) > 0)
        for (const job of parts.jobs.splice(0)) await crawler.visit(job.data as CrawlJob);
      const { due, inFlight } = await scheduler.idleInfo();
      if (due + inFlight > 0) throw new Error(`${due} visits are due still, ${inFlight} under way`);
      return parts.nativeIds().slice(before).sort();
    },
    /** A post as it was read last. */
    post: (nativeId: string) =>
      parts.batches.flatMap(({ posts }) => posts).findLast((each) => each.nativeId === nativeId),
    async close(): Promise<void> {
      await crawler.close();
      await frontier.close();
    },
  };
}
