import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisMemory } from '../../pipelines/memory/redis.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { type Bench, lineStartMs, makeBench, pageOf, rawPost } from '../support/line-fakes.js';
import { dropKeys, type TestRedis, useRedis } from '../support/redis.js';
import { sampleHand } from '../support/samples.js';

const hourMs = 3_600_000;
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

/** One page with one post of the topic, written so many hours after the start. @returns the post's id */
async function read(name: string, text: string, hour: number): Promise<string> {
  const at = new Date(lineStartMs + hour * hourMs).toISOString();
  const post = rawPost(name, text, { publishedAt: at, fetchedAt: at, threadId: 'topic' });
  await bench.sink.accept(pageOf(name, { fetchedAt: at }), [post]);
  await store.refresh();
  return post.id;
}

describe('a post that was let go, on Redis and Elasticsearch', () => {
  it('is brought in by the complaint of its thread: the card, the search and the post say so, and it can be split off', async () => {
    const early = await read('early', 'и у нас так же, второй день', 0);
    expect((await store.posts.byIds([early]))[0]).toMatchObject({ incidentId: null, dropped: { stage: 'cluster' } });
    expect((await store.incidents.search({})).total).toBe(0);

    const complaint = await read('complaint', 'Третий день нет света, сил нет', 2);
    const [incident] = (await store.incidents.search({ text: 'у нас так же' })).items;
    expect(incident).toMatchObject({ postIds: [complaint, early], postCount: 2, peopleCount: 2, version: 2 });
    const id = incident?.id ?? '';
    expect((await store.posts.byIds([early]))[0]).toMatchObject({
      incidentId: id,
      dropped: null,
      join: { how: 'same-thread', on: complaint },
    });

    // The same pages once more, as after a crash.
    await read('early', 'и у нас так же, второй день', 0);
    await read('complaint', 'Третий день нет света, сил нет', 2);
    expect(await store.incidents.get(id)).toMatchObject({ postIds: [complaint, early], version: 2 });
    expect((await store.posts.byIds([early]))[0]?.incidentId).toBe(id);

    await bench.desk.act(id, 2, { type: 'split', postIds: [early], reason: 'о другом доме' }, sampleHand);
    expect((await store.incidents.get(id))?.postIds).toEqual([complaint]);
  });
});
