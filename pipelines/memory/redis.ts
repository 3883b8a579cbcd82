import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { AppError } from '../../src/core/errors.js';
import type { ClusterMark, ClusterMemory } from '../../src/core/ports.js';
import { guardRedis } from '../queue/bullmq.js';

/** Longest window of joining (pipelines/incidents/cluster.ts) and a day to spare. */
const keptSeconds = 31 * 86_400;
/** What tells of a place is kept longer: a problem may come back there after it was closed. */
const placeKeptSeconds = 91 * 86_400;
/** A killed holder blocks others for this long; a living one renews its lease. */
const leaseMs = 10_000;
const renewMs = 3_000;
const waitMs = 60_000;
/** Redis serves nobody else while it answers. */
const keysAtOnce = 5_000;

const renewScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end`;
const unlockScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** The cluster memory in Redis; every key expires, and all of it can be rebuilt from the incidents. */
export function createRedisMemory(redis: Redis, prefix: string): ClusterMemory {
  const guarded = <T>(work: () => Promise<T>): Promise<T> => guardRedis('asking the cluster memory', work);
  const nameOf = (key: string): string => `${prefix}:cluster:${key}`;
  return {
    async withLock(key, run) {
      const name = `${prefix}:lock:${key}`;
      const token = randomUUID();
      const startedMs = performance.now();
      while ((await guarded(() => redis.set(name, token, 'PX', leaseMs, 'NX'))) === null) {
        if (performance.now() - startedMs > waitMs) {
          throw new AppError(
            'E_REDIS_UNAVAILABLE',
            `the lock «${key}» was not free for ${waitMs / 1000} s; the batch is tried again`,
          );
        }
        await sleep(5 + Math.random() * 20);
      }
      const renewal = setInterval(() => {
        // A renewal that fails is tried again before the lease ends; what runs then fails on Redis by itself.
        redis.eval(renewScript, 1, name, token, leaseMs).catch(() => undefined);
      }, renewMs);
      try {
        return await run();
      } finally {
        clearInterval(renewal);
        await guarded(() => redis.eval(unlockScript, 1, name, token));
      }
    },
    async find(keys) {
      const found = new Map<string, ClusterMark>();
      for (let from = 0; from < keys.length; from += keysAtOnce) {
        const some = keys.slice(from, from + keysAtOnce);
        // Asked in one command: what a wiped memory does not know must open no second incident.
        const [filled, ...values] = await guarded(() => redis.mget([nameOf('filled'), ...some.map(nameOf)]));
        if (filled === null)
          throw new AppError(
            'E_REDIS_UNAVAILABLE',
            'the cluster memory was wiped while a batch was at hand; it is filled from the stored incidents and the batch is tried again',
          );
        some.forEach((key, index) => {
          const value = values[index];
          if (value !== null && value !== undefined) found.set(key, JSON.parse(value) as ClusterMark);
        });
      }
      return found;
    },
    async remember(marks) {
      if (marks.length === 0) return;
      const pipeline = redis.pipeline();
      for (const { key, mark } of marks) {
        const seconds = mark.matter === undefined || mark.letGo !== undefined ? keptSeconds : placeKeptSeconds;
        pipeline.set(nameOf(key), JSON.stringify(mark), 'EX', seconds);
      }
      const results = await guarded(() => pipeline.exec());
      const failed = results?.find(([error]) => error !== null)?.[0];
      if (failed)
        throw new AppError('E_REDIS_UNAVAILABLE', `the cluster memory was not written: ${failed.message}`, {
          cause: failed,
        });
    },
    async isFilled() {
      return (await guarded(() => redis.exists(nameOf('filled')))) === 1;
    },
    async markFilled() {
      await guarded(() => redis.set(nameOf('filled'), '1'));
    },
  };
}
