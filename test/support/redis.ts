import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Redis of the test's own with the given settings; throws when the program `redis-server` is not installed. */
export async function startOwnRedis(
  settings: string[] = ['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
): Promise<TestRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'otklik-redis-'));
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings],
    { stdio: 'ignore' },
  );
  const failed = new Promise<never>((_, reject) =>
    server.once('error', (cause) => reject(new Error('redis-server cannot be started; install it', { cause }))),
  );
  const url = `redis://127.0.0.1:${port}`;
  await Promise.race([failed, waitFor(url)]);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitFor(url: string): Promise<void> {
  for (let left = 100; left > 0; left--) {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => {}); // not up yet: asked again below
    const answer = await redis.connect().then(
      () => redis.ping(),
      () => null,
    );
    redis.disconnect();
    if (answer === 'PONG') return;
    await pause(50);
  }
  throw new Error(`redis-server does not answer at ${url} within 5 s`);
}

/** The Redis of the run (OTKLIK_REDIS_URL), or one of the test's own. */
export async function useRedis(): Promise<TestRedis> {
  const url = process.env.OTKLIK_REDIS_URL;
  if (url === undefined || url === '') return startOwnRedis();
  await waitFor(url);
  return { url, stop: async () => {} };
}

/** Removes all keys under a prefix. */
export async function dropKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  const pattern = `${prefix.replace(/[[\]*?\\]/g, '\\$&')}*`;
  for await (const keys of redis.scanStream({ match: pattern, count: 1000 })) {
    if ((keys as string[]).length > 0) await redis.del(...(keys as string[]));
  }
  redis.disconnect();
}
