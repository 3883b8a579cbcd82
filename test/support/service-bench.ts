import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { createRedisMemory } from '../../pipelines/memory/redis.js';
import type { ClusterMemory, Store } from '../../src/core/ports.js';
import type { RawPost } from '../../src/core/post.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from './elasticsearch.js';
import { type Bench, lineStartMs, makeBench, pageOf, rawPost } from './line-fakes.js';
import { dropKeys, type TestRedis, useRedis } from './redis.js';

export interface ServiceBench {
  store: Store & { refresh(): Promise<void> };
  /** To be asked within tests: it is built before the first of them. */
  readonly bench: Bench;
  readonly memory: ClusterMemory;
  /** Removes all that lies in Redis. */
  wipe(): Promise<void>;
  /** One page with one post, written so many hours after the start. @returns the post's id */
  read(name: string, text: string, hours: number, fields?: Partial<RawPost>): Promise<string>;
}

/** The line on real Redis and Elasticsearch for all tests of a file, under a prefix of its own that is removed afterwards. */
export function setUpServiceBench(
  options: Pick<NonNullable<Parameters<typeof makeBench>[0]>, 'reactions'> = {},
): ServiceBench {
  const prefix = randomPrefix();
  const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
  let server: TestRedis;
  let redis: Redis;
  let bench: Bench;
  let memory: ClusterMemory;
  beforeAll(async () => {
    await store.setUp();
    server = await useRedis();
    redis = new Redis(server.url);
    memory = createRedisMemory(redis, prefix);
    await memory.markFilled();
    bench = makeBench({ ...options, store, engines: { memory } });
  });
  afterAll(async () => {
    redis?.disconnect();
    if (server !== undefined) await dropKeys(server.url, prefix);
    await server?.stop();
    await store.close();
    await removeIndices(prefix);
  });
  return {
    store,
    get bench() {
      return bench;
    },
    get memory() {
      return memory;
    },
    async wipe() {
      await dropKeys(server.url, prefix);
    },
    async read(name, text, hours, fields = {}) {
      const at = new Date(lineStartMs + hours * 3_600_000).toISOString();
      const post = rawPost(name, text, { ...fields, publishedAt: at, fetchedAt: at });
      await bench.sink.accept(pageOf(name, { fetchedAt: at }), [post]);
      await store.refresh();
      return post.id;
    },
  };
}
