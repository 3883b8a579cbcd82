/** A Redis of the test's own, to be wiped and killed: append-only file once a second, no eviction, its data in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from './processes.js';

export interface OwnRedis {
  url: string;
  /** FLUSHALL. */
  wipe(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again with what its append-only file holds; resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/** A port on loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Starts a Redis. @throws Error with the remedy when there is no redis-server on the PATH. */
export async function startOwnRedis(): Promise<OwnRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let failure: Error | null = null;

  async function start(): Promise<void> {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];
    child = spawn('redis-server', [...settings, ...durable], { stdio: 'ignore' });
    child.on('error', (error) => {
      failure = new Error(`redis-server cannot be started (${error.message}): «npm run services -- up» installs it.`);
    });
    await until('Redis answers', async () => (failure === null ? ask((redis) => redis.ping()) : 'failed'), {
      timeoutMs: 20_000,
      everyMs: 50,
    });
    if (failure !== null) throw failure;
  }

  async function ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | null> {
    const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on('error', () => {}); // told by the rejected question
    try {
      await redis.connect();
      return await question(redis);
    } catch {
      return null;
    } finally {
      redis.disconnect();
    }
  }

  async function kill(): Promise<void> {
    const victim = child;
    if (victim === null) return;
    const ended = new Promise((resolve) => victim.once('exit', resolve));
    if (victim.exitCode === null && victim.signalCode === null && victim.kill('SIGKILL')) await ended;
    child = null;
  }

  await start();
  return {
    url,
    async wipe() {
      if ((await ask((redis) => redis.flushall())) !== 'OK') throw new Error('Redis was not wiped');
    },
    kill,
    restart: start,
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
