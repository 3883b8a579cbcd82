import { Redis } from 'ioredis';
import { checkRedis } from '../../pipelines/queue/bullmq.js';

/** Refuses a Redis that is not durable, since the target is meant for one that is. Returns its version. */
export async function readRedis(url: string): Promise<string> {
  const redis = new Redis(url, { maxRetriesPerRequest: 3 });
  try {
    return (await checkRedis(redis)).version;
  } finally {
    redis.disconnect();
  }
}

/** Removes all keys that begin with the prefix, with or without the braces of a hash tag. */
export async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 3 });
  try {
    for (const match of [`${prefix}*`, `{${prefix}*`]) {
      for await (const keys of redis.scanStream({ match, count: 1_000 }) as AsyncIterable<string[]>) {
        if (keys.length > 0) await redis.unlink(...keys);
      }
    }
  } finally {
    redis.disconnect();
  }
}
