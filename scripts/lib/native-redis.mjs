import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folders.mjs';
import { sizeOf, startError } from './logs.mjs';
import { choosePort, PREFERRED_PORTS } from './ports.mjs';
import { commandLine, endProcess, findOnPath, isAlive, sleep, startDetached } from './processes.mjs';
import { checkRedis } from './redis-probe.mjs';
import { giveTo } from './service-user.mjs';

const START_TIMEOUT_MS = 60_000; // a large append-only file is read first
const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** The address of a native instance. */
export const redisUrl = (port) => `redis://127.0.0.1:${port}`;

/** The settings that the product relies on: nothing acknowledged is lost by a crash of Redis, nothing is evicted. */
export function redisConfig({ folder, port }) {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    'protected-mode yes',
    `dir ${JSON.stringify(folder)}`,
    `pidfile ${JSON.stringify(join(folder, 'redis.pid'))}`,
    `logfile ${JSON.stringify(join(folder, 'redis.log'))}`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    'save ""',
    '',
  ].join('\n');
}

/** Finds an instance by the files that it leaves in its folder, for when the state file is lost. */
export function recoverRedis(data) {
  const folder = join(data, 'redis');
  const pidFile = join(folder, 'redis.pid');
  const config = join(folder, 'redis.conf');
  if (!existsSync(pidFile) || !existsSync(config)) return undefined;
  const port = Number(/^port (\d+)/m.exec(readFileSync(config, 'utf8'))?.[1]);
  return { pid: Number.parseInt(readFileSync(pidFile, 'utf8'), 10), port, version: '' };
}

/**
 * Asks whether a remembered instance answers and is the very process that we started.
 * @returns {Promise<import('./state.mjs').Instance | null>}
 */
export async function probeRedis(instance, timeoutMs = 1000) {
  if (!instance || !isAlive(instance.pid)) return null;
  const info = await checkRedis(redisUrl(instance.port), { timeoutMs }).catch(() => null);
  return info?.pid === instance.pid ? { ...instance, version: info.version } : null;
}

/** True when the process runs and is a Redis on that port, whether it answers yet or not. */
export function isOurRedis(instance) {
  return isAlive(instance.pid) && commandLine(instance.pid).includes(`redis-server 127.0.0.1:${instance.port}`);
}

/**
 * Waits for an instance that runs but does not answer yet (it reads its append-only file), and ends it when it never does: two
 * processes must not write one file.
 * @returns {Promise<import('./state.mjs').Instance | null>}
 */
export async function adoptRedis(instance) {
  const until = Date.now() + START_TIMEOUT_MS;
  while (isOurRedis(instance) && Date.now() < until) {
    const found = await probeRedis(instance);
    if (found) return found;
    await sleep(100);
  }
  if (isOurRedis(instance)) await endProcess(instance.pid);
  return null;
}

/**
 * Starts Redis with its own port and folder. The caller holds the lock and has looked for a running one.
 * @param {{ data: string, user: { uid: number, gid: number } | null, lastPort?: number }} options
 * @returns {Promise<import('./state.mjs').Instance>}
 * @throws {import('./errors.mjs').ServiceError} with the telling line of its log
 */
export async function startRedis({ data, user, lastPort }) {
  const folder = makeFolder(join(data, 'redis'));
  const logFile = join(folder, 'redis.log');
  if (sizeOf(logFile) > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort({ preferred: PREFERRED_PORTS.redis, remembered: lastPort });
    const config = join(folder, 'redis.conf');
    writeFileSync(config, redisConfig({ folder, port }));
    giveTo(user, folder);
    const from = sizeOf(logFile);
    const started = startDetached({
      command: findOnPath('redis-server'),
      args: [config],
      logFile: join(folder, 'console.log'),
      cwd: folder,
      user,
    });
    const instance = await waitForRedis(started, port);
    if (instance) return instance;
    const error = startError('Redis did not start', [
      { path: logFile, from },
      { path: join(folder, 'console.log'), from: 0 },
    ]);
    if (started.pid) await endProcess(started.pid, 5000);
    if (attempt === 3 || !/Address already in use/.test(error.message)) throw error;
  }
}

async function waitForRedis({ pid, exited }, port) {
  let hasExited = false;
  exited.then(() => {
    hasExited = true;
  });
  const until = Date.now() + START_TIMEOUT_MS;
  while (!hasExited && Date.now() < until) {
    const info = await checkRedis(redisUrl(port), { timeoutMs: 1000 }).catch(() => null);
    if (info?.pid === pid) return { pid, port, version: info.version };
    await sleep(30);
  }
  return null;
}
