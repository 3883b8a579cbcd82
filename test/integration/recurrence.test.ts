import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisMemory } from '../../pipelines/memory/redis.js';
import type { Incident } from '../../src/core/incident.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { type Bench, lineStartMs, makeBench, pageOf, rawPost } from '../support/line-fakes.js';
import { dropKeys, type TestRedis, useRedis } from '../support/redis.js';
import { sampleHand } from '../support/samples.js';

const dayMs = 86_400_000;
const prefix = randomPrefix();
const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
let server: TestRedis;
let redis: Redis;
let bench: Bench;

beforeAll(async () => {
  await store.setUp();
  server = await useRedis();
  redis = new Redis(server.url);
  bench = makeBench({ store, engines: { memory: createRedisMemory(redis, prefix) } });
});
afterAll(async () => {
  redis?.disconnect();
  if (server !== undefined) await dropKeys(server.url, prefix);
  await server?.stop();
  await store.close();
  await removeIndices(prefix);
});

/** One page with one post, written so many days after the start. */
async function read(name: string, text: string, day: number): Promise<void> {
  const at = new Date(lineStartMs + day * dayMs).toISOString();
  await bench.sink.accept(pageOf(name, { fetchedAt: at }), [rawPost(name, text, { publishedAt: at, fetchedAt: at })]);
  await store.refresh();
}
const recurring = async (): Promise<Incident[]> => (await store.incidents.search({ recurring: true })).items;

describe('a problem that comes back, on Redis and Elasticsearch', () => {
  it('reopens the closed incident, counted, and the queue finds it by that', async () => {
    await read('first', 'Третий день нет света, улица Мира, дом 5', 0);
    const [opened] = (await store.incidents.search({})).items;
    const id = opened?.id ?? '';
    bench.clock.advance(2 * dayMs);
    await bench.desk.act(id, 1, { type: 'close', outcome: 'solved', reason: null }, sampleHand);
    await store.refresh();
    expect(await recurring()).toEqual([]);

    bench.clock.advance(6 * dayMs);
    await read('again', 'Снова пропал свет: улица Мира, дом 5', 8);
    await read('neighbour', 'А у нас нет света второй час, улица Мира, дом 7', 8);
    expect(await recurring()).toMatchObject([{ id, status: 'new', postCount: 2, recurrences: 1 }]);
    const events = await store.incidents.events(id);
    expect(events.map(({ change }) => change.type)).toEqual([
      'opened',
      // Two days went by: neither named a body nor answered in time.
      'clock-missed',
      'clock-missed',
      'closed',
      'post-joined',
      'recurred',
      'reopened',
    ]);
    expect((await store.incidents.search({})).total).toBe(2);
  });
});
