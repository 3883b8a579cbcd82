import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRedisFrontier } from '../../crawlers/schedule/redis-frontier.js';
import { testSource } from '../support/crawl-kit.js';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.js';

const SOURCES = 100_000;
const HOSTS = 5_000;
const MOST_MB = 100;
const MOST_MS = 60_000;

let own: OwnRedis;
beforeAll(async () => {
  own = await startOwnRedis();
});
afterAll(() => own.remove());

it('a hundred thousand sources load in under a minute and cost less than 100 MB of Redis', {
  timeout: 240_000,
}, async () => {
  const redis = new Redis(own.url);
  const frontier = createRedisFrontier({ url: own.url });
  const usedMb = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]) / 1e6;
  try {
    const template = testSource({ id: 'source', urls: ['https://host.example/'] });
    const sources = Array.from({ length: SOURCES }, (_, n) => ({
      ...template,
      id: `source-${n}`,
      urls: [`https://host-${n % HOSTS}.example/section/${n}/feed.xml`],
    }));
    const beforeMb = await usedMb();
    const startedMs = performance.now();
    await frontier.seed(sources, [], Date.now());
    const ms = performance.now() - startedMs;
    const mb = (await usedMb()) - beforeMb;
    console.info(`${SOURCES} sources: ${Math.round(ms)} ms, ${Math.round(mb)} MB`);
    expect(ms).toBeLessThan(MOST_MS);
    expect(mb).toBeLessThan(MOST_MB);
    const { nextDueMs } = await frontier.idleInfo(Date.now());
    expect(nextDueMs).not.toBeNull();
    // Two of each host at once where many are due.
    expect(await frontier.popDue(Date.now(), 2_000, { leaseMs: 60_000, perHost: 20 })).toHaveLength(2_000);
  } finally {
    await frontier.close();
    redis.disconnect();
  }
});
