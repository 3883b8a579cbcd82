import type { Redis } from 'ioredis';
import { createProcessFeed, createProcessMemory } from '../../pipelines/memory/in-process.js';
import { createRedisMemory } from '../../pipelines/memory/redis.js';
import { checkRedis, connectRedis } from '../../pipelines/queue/bullmq.js';
import { createRedisFeed } from '../../pipelines/queue/feed.js';
import type { Env } from '../config/env.js';
import { type Clock, systemClock } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { ClusterMemory, IncidentFeed, Store } from '../core/ports.js';
import type { Logger } from '../log.js';
import { createElasticsearchStore } from '../store/elasticsearch.js';
import { createMemoryStore } from '../store/memory.js';
import { wordIndex } from './history-search.js';

/** What the roles stand on: Redis and Elasticsearch, or one process's memory. */
export interface Platform {
  mode: 'services' | 'embedded';
  /** Null in embedded mode. */
  redis: Redis | null;
  store: Store;
  memory: ClusterMemory;
  feed: IncidentFeed;
  clock: Clock;
  close(): Promise<void>;
}

/**
 * Connects to the services named in the environment, checks that they are safe to work with and creates what is missing in the index.
 * @throws AppError E_SERVICE_MISSING, E_REDIS_UNAVAILABLE, E_REDIS_UNSAFE or E_STORE_UNAVAILABLE, each with the remedy.
 */
export async function openPlatform(
  env: Env,
  log: Logger,
  options: { embedded?: boolean; clock?: Clock } = {},
): Promise<Platform> {
  const clock = options.clock ?? systemClock;
  if (options.embedded === true) {
    const store = createMemoryStore({ clock, words: wordIndex });
    await store.setUp();
    const mode = 'embedded' as const;
    return {
      mode,
      redis: null,
      store,
      memory: createProcessMemory(),
      feed: createProcessFeed(),
      clock,
      close: () => store.close(),
    };
  }
  const missing = (['OTKLIK_REDIS_URL', 'OTKLIK_ELASTICSEARCH_URL'] as const).filter((name) => env[name] === undefined);
  if (env.OTKLIK_REDIS_URL === undefined || env.OTKLIK_ELASTICSEARCH_URL === undefined) {
    throw new AppError(
      'E_SERVICE_MISSING',
      `${missing.join(' and ')} not set: start with «npm start», or run «npm run services -- up» first, or set the address of your own service, or take --embedded to try it without keeping anything`,
    );
  }
  const store = createElasticsearchStore({
    url: env.OTKLIK_ELASTICSEARCH_URL,
    apiKey: env.OTKLIK_ELASTICSEARCH_API_KEY,
    indexPrefix: env.OTKLIK_PREFIX,
    words: wordIndex,
    clock,
    log,
  });
  const redis = connectRedis(env.OTKLIK_REDIS_URL, log);
  try {
    await withDeadline(checkRedis(redis), 10_000);
    await store.check();
    await store.setUp();
  } catch (error) {
    redis.disconnect();
    await store.close();
    throw error;
  }
  const feed = createRedisFeed(redis, env.OTKLIK_PREFIX, log);
  return {
    mode: 'services',
    redis,
    store,
    memory: createRedisMemory(redis, env.OTKLIK_PREFIX),
    feed,
    clock,
    async close() {
      await feed.close();
      redis.disconnect();
      await store.close();
    },
  };
}

async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new AppError(
            'E_REDIS_UNAVAILABLE',
            `Redis does not answer within ${ms / 1000} s: start it (npm run services -- up) or mend OTKLIK_REDIS_URL`,
          ),
        ),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
