import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../crawlers/log.js';
import { loadRegistry } from '../../../crawlers/registry.js';
import { type CrawlJob, createCrawler } from '../../../crawlers/runner.js';
import { createMemoryFrontier } from '../../../crawlers/schedule/memory-frontier.js';
import { createScheduler } from '../../../crawlers/scheduler.js';
import { AppError } from '../../../src/core/errors.js';
import { memoryParts, testSource } from '../../support/crawl-kit.js';

const nowMs = Date.UTC(2026, 2, 14, 12);
const clock = { now: () => nowMs };

/** A crawler whose pages all answer «not modified», over 60 hosts with two sources each; the store can be made to fail. */
async function setUp(isBroken: () => boolean = () => false) {
  const sources = Array.from({ length: 120 }, (_, n) =>
    testSource({ id: `town-${n}`, urls: [`http://h${n % 60}.example/${n}`] }),
  );
  const parts = memoryParts(sources);
  const frontier = createMemoryFrontier();
  const asked: number[] = [];
  const fetched: string[] = [];
  const crawler = createCrawler({
    frontier,
    registry: await loadRegistry(),
    sink: parts.sink,
    sources: {
      putStates: parts.store.putStates,
      byIds: async (ids) => {
        asked.push(ids.length);
        if (isBroken()) throw new AppError('E_STORE_UNAVAILABLE', 'the store does not answer');
        return parts.store.byIds(ids);
      },
    },
    deadLetters: parts.deadLetters,
    rawPages: parts.rawPages,
    posts: parts.posts,
    authorKey: 'test',
    maskText: (text) => text,
    log: silentLog,
    clock,
    fetcher: {
      fetchPage: async (url) => {
        fetched.push(url);
        return { status: 'not-modified', etag: null, lastModified: null, freshMinutes: null };
      },
      askApi: async () => '',
      judgeRobots: async () => ({ isAllowed: true, crawlDelayMs: 0, reason: 'test' }),
      close: async () => {},
    },
  });
  const scheduler = createScheduler({
    frontier,
    sources: parts.store,
    queue: parts.queue<CrawlJob>(),
    log: silentLog,
    clock,
  });
  await scheduler.tick();
  const jobs = parts.jobs.map(({ data }) => data as CrawlJob);
  return { crawler, frontier, jobs, asked, fetched, states: parts.states };
}

describe('a job of the crawler', () => {
  it('makes each of its visits once and asks the store for all sources at once', async () => {
    const { crawler, jobs, asked, fetched, states, frontier } = await setUp();
    expect(jobs.map(({ visits }) => visits.length)).toEqual([50, 50, 20]);
    for (const job of jobs) {
      // A visit that stands in a job twice is one visit.
      const results = await crawler.visit({ visits: [...job.visits, ...job.visits.slice(0, 1)] });
      expect(results.map(({ outcome }) => outcome)).toEqual(job.visits.map(() => 'not-modified'));
    }
    expect(asked).toEqual([50, 50, 20]);
    expect(new Set(fetched).size).toBe(120);
    expect(fetched).toHaveLength(120);
    expect(states.size).toBe(120);
    expect(await frontier.idleInfo(nowMs)).toMatchObject({ due: 0, inFlight: 0 });
    await crawler.close();
  });

  it('rejects when the store does not answer, and its visits come back', async () => {
    let isBroken = true;
    const { crawler, jobs, fetched, frontier } = await setUp(() => isBroken);
    const [job] = jobs;
    if (job === undefined) throw new Error('there is no job');
    await expect(crawler.visit(job)).rejects.toMatchObject({ code: 'E_STORE_UNAVAILABLE' });
    expect(fetched).toEqual([]);
    expect((await frontier.idleInfo(nowMs)).inFlight).toBe(120);
    isBroken = false;
    expect(await crawler.visit(job)).toHaveLength(50);
    expect(fetched).toHaveLength(50);
    await crawler.close();
  });
});
