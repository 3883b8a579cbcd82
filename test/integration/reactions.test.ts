import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisMemory } from '../../pipelines/memory/redis.js';
import { watchReactions } from '../../src/app/reaction-watch.js';
import { loadConfig } from '../../src/config/load.js';
import type { Incident } from '../../src/core/incident.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { type Bench, lineStartMs, makeBench, pageOf, rawPost } from '../support/line-fakes.js';
import { dropKeys, type TestRedis, useRedis } from '../support/redis.js';
import { sampleHand } from '../support/samples.js';

const hourMs = 3_600_000;
const prefix = randomPrefix();
const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
const { reactions } = loadConfig('config').config;
let server: TestRedis;
let redis: Redis;
let bench: Bench;

beforeAll(async () => {
  await store.setUp();
  server = await useRedis();
  redis = new Redis(server.url);
  bench = makeBench({
    store,
    engines: { memory: createRedisMemory(redis, prefix) },
    reactions: ({ incidents }, clock) => watchReactions(incidents, reactions, clock),
  });
});
afterAll(async () => {
  redis?.disconnect();
  if (server !== undefined) await dropKeys(server.url, prefix);
  await server?.stop();
  await store.close();
  await removeIndices(prefix);
});

/** A page with one post in the thread, written so many hours after the start. */
async function read(name: string, text: string, hours: number, author = 'author-vera'): Promise<void> {
  const at = new Date(lineStartMs + hours * hourMs).toISOString();
  bench.clock.set(lineStartMs + hours * hourMs);
  const post = rawPost(name, text, { author, threadId: 'thread-1', publishedAt: at, fetchedAt: at });
  await bench.sink.accept(pageOf(name, { fetchedAt: at }), [post]);
  await store.refresh();
}
const now = async (id: string): Promise<Incident> => (await store.incidents.get(id)) as Incident;

describe('the author after an answer, on Redis and Elasticsearch', () => {
  it('is heard in posts that the gate lets go, sends the incident back to work once, and no post is lost to the ledger', async () => {
    await read('first', 'Третий день нет света, улица Мира, дом 5', 0);
    const [opened] = (await store.incidents.search({})).items;
    const id = opened?.id ?? '';
    // The table is built before there is an answer: what is answered later is found by a further look.
    await read('neighbour', 'Соседи, продам шкаф', 1, 'author-oleg');
    bench.clock.set(lineStartMs + 2 * hourMs);
    const url = 'https://forum.example/reply-1';
    await bench.desk.act(id, 1, { type: 'answer', text: 'Линию починили.', url }, sampleHand);
    await store.refresh();

    await read('other', 'Так ничего и не сделали, продам генератор', 3, 'author-oleg');
    await read('thanks', 'Спасибо за ответ, проверю', 4);
    expect(await now(id)).toMatchObject({ status: 'answered', reactions: [{ mood: 'unclear' }] });

    await read('angry', 'Так ничего и не сделали, хоть продам дом', 5);
    await read('angry', 'Так ничего и не сделали, хоть продам дом', 5);
    expect(await now(id)).toMatchObject({
      status: 'new',
      reactions: [{ mood: 'unclear' }, { mood: 'dissatisfied' }],
      clocks: { answeredAt: null },
    });
    const events = await store.incidents.events(id);
    expect(events.map(({ change }) => change.type)).toEqual([
      'opened',
      'answered',
      'author-reacted',
      'author-reacted',
      'reopened',
    ]);
    expect((await store.incidents.search({})).total).toBe(1);

    const counts = await store.ledger.totals();
    const sum = (queue: string, stage: string, outcome: RegExp) =>
      counts
        .filter((entry) => entry.queue === queue && entry.stage === stage && outcome.test(entry.outcome))
        .reduce((all, { count }) => all + count, 0);
    expect(sum('posts', 'dedupe', /^passed/)).toBe(sum('index', 'index', /^passed|^dropped/));
    expect(sum('posts', 'received', /./)).toBe(5);
  });
});
