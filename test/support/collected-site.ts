/** The product's own collector over a real site, with the frontier of one process, and what it took in. */

import { loadRegistry } from '../../crawlers/registry.js';
import { type CrawlJob, createCrawler } from '../../crawlers/runner.js';
import { createMemoryFrontier } from '../../crawlers/schedule/memory-frontier.js';
import { createScheduler } from '../../crawlers/scheduler.js';
import type { RawPost } from '../../src/core/post.js';
import type { Source } from '../../src/core/source.js';
import { memoryParts } from './crawl-kit.js';

export interface CollectedSite {
  /** Reads all that is due after so many days, threads found on the way included. */
  pass(days?: number): Promise<void>;
  /** What one source brought, in order, edits as further entries. */
  postsOf(sourceId: string): RawPost[];
  /** Ids of posts of the source that count as removed now. */
  removed(): Set<string>;
  /** Warnings and failures of visits: «source: text». */
  troubles: string[];
  close(): Promise<void>;
}

/** @param workerUrl compiled parse-worker.js, when it does not lie beside this program */
export async function collectSite(sources: Source[], workerUrl?: URL): Promise<CollectedSite> {
  const troubles: string[] = [];
  const keep = (fields: object) => {
    const { sourceId, url, warning, reason } = fields as Record<string, string | undefined>;
    // Every answer of WordPress's API asks robots not to list it: nothing is wrong with that.
    if (warning?.startsWith('the page asks robots') === true) return;
    if (warning !== undefined || reason !== undefined) troubles.push(`${sourceId}: ${url}: ${warning ?? reason}`);
  };
  const log = { debug: keep, info: keep, warn: keep, error: keep };
  const frontier = createMemoryFrontier();
  const parts = memoryParts(sources, (page, posts) => frontier.indexed(page, posts));
  let aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  const shared = { frontier, sources: parts.store, log, clock };
  const crawler = createCrawler({
    ...shared,
    registry: await loadRegistry(),
    sink: parts.sink,
    deadLetters: parts.deadLetters,
    rawPages: parts.rawPages,
    posts: parts.posts,
    authorKey: 'real sites',
    maskText: (text) => text,
    hostDelayMs: 1,
    ...(workerUrl === undefined ? {} : { workerUrl }),
  });
  return {
    async pass(days = 0) {
      aheadMs += days * 86_400_000;
      const scheduler = createScheduler({ ...shared, queue: parts.queue<CrawlJob>(), horizonMs: clock.now() });
      while ((await scheduler.tick()) > 0)
        for (const job of parts.jobs.splice(0)) await crawler.visit(job.data as CrawlJob);
    },
    postsOf: (sourceId) => parts.batches.flatMap(({ posts }) => posts.filter((post) => post.sourceId === sourceId)),
    removed: () => {
      const gone = new Set<string>();
      for (const [id, at] of parts.removed) {
        if (at === null) gone.delete(id);
        else gone.add(id);
      }
      return gone;
    },
    troubles,
    async close() {
      await crawler.close();
      await frontier.close();
    },
  };
}
