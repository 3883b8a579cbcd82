import { Redis } from 'ioredis';
import { AppError } from '../../src/core/errors.js';
import type { CrawlLog } from '../log.js';

/**
 * Checks that this Redis forgets nothing it acknowledged: append-only file on, eviction off. Throws E_REDIS_UNAVAILABLE when it does not
 * answer, and E_REDIS_UNSAFE with the remedy, or only warns when `allowUnsafe`. A server that hides its settings is warned about.
 */
export async function checkRedis(options: { url: string; allowUnsafe?: boolean; log: CrawlLog }): Promise<void> {
  const redis = new Redis(options.url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 5_000,
  });
  redis.on('error', () => {}); // reported by the rejected call below
  try {
    await redis.connect();
    const problems = [];
    const aof = await readSetting(redis, 'appendonly');
    const policy = await readSetting(redis, 'maxmemory-policy');
    if (aof === null || policy === null) options.log.warn({}, 'redis hides its settings, durability not checked');
    if (aof !== null && aof !== 'yes')
      problems.push('the append-only file is off (set: appendonly yes, appendfsync everysec)');
    if (policy !== null && policy !== 'noeviction')
      problems.push(`keys may be evicted (set: maxmemory-policy noeviction, now ${policy})`);
    if (problems.length === 0) return;
    const message = `This Redis would lose work it has acknowledged: ${problems.join('; ')}.`;
    if (options.allowUnsafe !== true) throw new AppError('E_REDIS_UNSAFE', message, { details: { aof, policy } });
    options.log.warn({ problems }, 'redis is not safe against loss');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'E_REDIS_UNAVAILABLE',
      `Redis does not answer (${reason}). Start it or correct OTKLIK_REDIS_URL.`,
      { cause },
    );
  } finally {
    redis.disconnect();
  }
}

/** Managed servers refuse CONFIG: null then. */
async function readSetting(redis: Redis, name: string): Promise<string | null> {
  try {
    const answer = (await redis.config('GET', name)) as string[];
    return answer[1] ?? null;
  } catch (error) {
    if (error instanceof Error && /ERR|NOPERM|unknown command/i.test(error.message)) return null;
    throw error;
  }
}
