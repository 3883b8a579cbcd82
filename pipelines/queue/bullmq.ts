import { type ConnectionOptions, type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Clock } from '../../src/core/clock.js';
import { isoTime } from '../../src/core/clock.js';
import { AppError, toAppError } from '../../src/core/errors.js';
import { derivedId } from '../../src/core/ids.js';
import type { DeadLetterStore, JobQueue } from '../../src/core/ports.js';
import type { Logger } from '../../src/log.js';
import { deadLetterInput } from '../dead-letter-input.js';

/** Tries of a job that fails for a passing reason; with the back-off below that is more than a day of a store that does not answer. */
const attempts = 2_000;
const maxBackOffMs = 60_000;
/** How often the worker of a job may die before the job itself is held to be the reason. */
const maxStalledCount = 50;

/** 0.5 s, 1 s, 2 s … 60 s, each with up to 50 % jitter. */
export function backOffMs(attemptsMade: number, random: () => number = Math.random): number {
  const base = Math.min(maxBackOffMs, 500 * 2 ** Math.min(attemptsMade - 1, 10));
  return Math.round(base * (1 + random() / 2));
}

/**
 * A connection for queues and workers: reconnects for ever.
 * @param failFast for callers that rather get an error than wait (the API)
 */
export function connectRedis(url: string, log: Logger, options: { failFast?: boolean } = {}): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: options.failFast === true ? 1 : null,
    enableOfflineQueue: options.failFast !== true,
    retryStrategy: (times) => Math.min(2_000, 50 * 2 ** Math.min(times, 6)),
  });
  let isDown = false;
  redis.on('error', (error: Error) => {
    if (!isDown) log.warn({ err: { message: error.message } }, 'redis does not answer, trying again');
    isDown = true;
  });
  redis.on('ready', () => {
    if (isDown) log.info('redis answers again');
    isDown = false;
  });
  return redis;
}

/**
 * What Redis or its client throws (connection lost in the middle, still loading, out of memory) passes: said as E_REDIS_UNAVAILABLE, so
 * that the job is tried again instead of being taken for a bad one.
 */
export async function guardRedis<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      'E_REDIS_UNAVAILABLE',
      `Redis failed while ${doing} (${reason}): see that it runs and has memory left`,
      {
        cause,
      },
    );
  }
}

/** A durable queue on BullMQ. Completed jobs go at once, except a few for the eye. */
export function openQueue<T>(
  name: string,
  options: { redis: Redis; prefix: string },
): JobQueue<T> & { close(): Promise<void> } {
  const queue = new Queue(name, {
    connection: options.redis as ConnectionOptions,
    prefix: options.prefix,
    defaultJobOptions: {
      attempts,
      backoff: { type: 'custom' },
      removeOnComplete: { count: 100 },
    },
  });
  queue.on('error', () => {}); // the connection reports its own errors
  return {
    name,
    async add(jobs) {
      const bulk = jobs.map(({ id, data }) => ({ name, data, opts: { jobId: id } }));
      await guardRedis(`adding jobs to «${name}»`, () => queue.addBulk(bulk));
    },
    async counts() {
      const counts = await guardRedis(`counting the jobs of «${name}»`, () =>
        queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'prioritized'),
      );
      return {
        waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
        active: counts.active ?? 0,
        delayed: counts.delayed ?? 0,
        failed: counts.failed ?? 0,
      };
    },
    async close() {
      await queue.close();
    },
  };
}

export interface WorkerOptions {
  redis: Redis;
  prefix: string;
  concurrency: number;
  deadLetters: DeadLetterStore;
  clock: Clock;
  log: Logger;
  /** How long a lock of a job lives without renewal; a killed worker's jobs start again after about this. */
  lockMs?: number;
  /** Processes that may die over one job before it is put aside; default 50. */
  mostDeaths?: number;
}

/**
 * Runs jobs of a queue. Temporary errors are tried again with back-off; anything else goes to the dead letters with its input, and the
 * queue goes on.
 */
export function startWorker(
  name: string,
  run: (data: unknown, job: { id: string; attempt: number }) => Promise<void>,
  options: WorkerOptions,
): { close(): Promise<void> } {
  const { redis, prefix, concurrency, deadLetters, clock, log } = options;
  const lockMs = options.lockMs ?? 30_000;
  const mostDeaths = options.mostDeaths ?? maxStalledCount;

  async function bury(job: Job, error: AppError): Promise<void> {
    await deadLetters.put([
      {
        id: derivedId('dead', name, job.id ?? ''),
        at: isoTime(clock.now()),
        where: name,
        code: error.code,
        message: error.message,
        sourceId: null,
        url: null,
        input: deadLetterInput(job.data),
        attempts: job.attemptsMade + 1,
      },
    ]);
  }

  const worker = new Worker(
    name,
    async (job) => {
      const startedMs = clock.now();
      try {
        await run(job.data, { id: job.id ?? '', attempt: job.attemptsMade + 1 });
        log.debug({ queue: name, jobId: job.id, ms: clock.now() - startedMs }, 'job done');
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.retry && job.attemptsMade + 1 < attempts) {
          log.warn(
            { queue: name, jobId: job.id, code: error.code, message: error.message, attempt: job.attemptsMade + 1 },
            'job will be tried again',
          );
          throw error;
        }
        log.error(
          { queue: name, jobId: job.id, code: error.code, message: error.message, err: error.cause },
          'job failed, kept as a dead letter',
        );
        await bury(job, error);
        await job.updateData({ buried: true });
        throw new UnrecoverableError(error.message);
      }
    },
    {
      connection: redis as ConnectionOptions,
      prefix,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      // After an outage of Redis the line goes on within a second or two.
      runRetryDelay: 1_000,
      // A worker may be killed any number of times; a job that kills its worker is caught by the deadline of the stage itself.
      maxStalledCount: mostDeaths,
      removeOnFail: { age: 24 * 3_600, count: 1_000 },
      settings: { backoffStrategy: (made: number) => backOffMs(made) },
    },
  );
  worker.on('error', () => {}); // the connection reports its own errors
  worker.on('failed', (job, failure) => {
    if (job === undefined || !failure.message.startsWith('job stalled more than')) return;
    const reason = `the job's process died ${mostDeaths} times while working on it: look for the cause, then replay it`;
    bury(job, new AppError('E_JOB_INVALID', reason, { cause: failure })).catch((error: unknown) =>
      log.error({ queue: name, jobId: job.id, err: error }, 'dead letter not written, the job stays in the failed set'),
    );
  });
  return { close: () => worker.close() };
}

/**
 * Refuses a Redis that could lose jobs silently.
 * @throws AppError E_REDIS_UNAVAILABLE when it does not answer, E_REDIS_UNSAFE when it evicts keys or keeps no append-only file.
 */
export async function checkRedis(redis: Redis): Promise<{ version: string }> {
  let info: string;
  let policy: string | undefined;
  let appendOnly: string | undefined;
  try {
    info = await redis.info();
    policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
    appendOnly = /aof_enabled:(\d)/.exec(info)?.[1];
  } catch (cause) {
    throw new AppError(
      'E_REDIS_UNAVAILABLE',
      'Redis does not answer: start it (npm run services -- up) or mend OTKLIK_REDIS_URL',
      { cause },
    );
  }
  if (policy !== 'noeviction') {
    throw new AppError(
      'E_REDIS_UNSAFE',
      `Redis may evict jobs (maxmemory-policy ${policy ?? 'unknown'}): set «maxmemory-policy noeviction», or give Otklik a Redis of its own`,
    );
  }
  if (appendOnly !== '1') {
    throw new AppError(
      'E_REDIS_UNSAFE',
      'Redis keeps no append-only file and would lose jobs on a crash: set «appendonly yes» and «appendfsync everysec»',
    );
  }
  return { version: /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown' };
}
