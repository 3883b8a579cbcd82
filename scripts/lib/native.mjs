import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureElasticsearch } from './elasticsearch-install.mjs';
import { ServiceError } from './errors.mjs';
import { makeFolder } from './folders.mjs';
import { ensureJdk } from './jdk.mjs';
import { withLock } from './lock.mjs';
import {
  adoptElasticsearch,
  elasticsearchUrl,
  isOurElasticsearch,
  isOutdated,
  probeElasticsearch,
  recoverElasticsearch,
  startElasticsearch,
} from './native-elasticsearch.mjs';
import { adoptRedis, isOurRedis, probeRedis, recoverRedis, redisUrl, startRedis } from './native-redis.mjs';
import { installPackages } from './packages.mjs';
import { endProcess, findOnPath, isAlive } from './processes.mjs';
import { askRedis } from './redis-probe.mjs';
import { findServiceUser } from './service-user.mjs';
import { healState, readState, writeState } from './state.mjs';

/**
 * The native services that run and answer, without starting or changing anything.
 * @param {string} data
 * @returns {Promise<{ redis?: import('./state.mjs').Instance, elasticsearch?: import('./state.mjs').Instance }>}
 */
export async function findNative(data) {
  const state = healState(readState(data), isAlive);
  const [redis, elasticsearch] = await Promise.all([
    probeRedis(state.redis ?? recoverRedis(data)),
    probeElasticsearch(state.elasticsearch ?? recoverElasticsearch(data)),
  ]);
  return { ...(redis ? { redis } : {}), ...(elasticsearch ? { elasticsearch } : {}) };
}

/**
 * True when Elasticsearch runs from an earlier installation: bringing it up starts it anew, on the same port and with the same data.
 * @param {{ elasticsearch?: import('./state.mjs').Instance }} running
 */
export function needsUpgrade({ elasticsearch }) {
  return elasticsearch !== undefined && isOutdated(elasticsearch);
}

/**
 * The address of each native instance that is given.
 * @param {{ redis?: import('./state.mjs').Instance, elasticsearch?: import('./state.mjs').Instance }} running
 * @returns {Record<string, string>}
 */
export function nativeUrls({ redis, elasticsearch }) {
  return {
    ...(redis ? { redis: redisUrl(redis.port) } : {}),
    ...(elasticsearch ? { elasticsearch: elasticsearchUrl(elasticsearch.port) } : {}),
  };
}

/**
 * Brings up what is needed on this machine itself. Running instances of ours are used again.
 * @param {{ folders: { cache: string, data: string }, needs: string[], log: import('./report.mjs').Reporter, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ urls: Record<string, string>, started: string[] }>}
 * @throws {ServiceError} `isImpossible` where this machine lacks something, else with the telling line of a log
 */
export async function upNative({ folders, needs, log, env = process.env }) {
  if (process.platform === 'win32') {
    throw new ServiceError('The native services need Linux or macOS.', {
      remedy: 'use Docker or WSL.',
      isImpossible: true,
    });
  }
  makeFolder(folders.data);
  return withLock(
    join(folders.data, 'lock'),
    () => upLocked({ folders, needs, log, env }),
    (pid) => log.info(`Another process (${pid}) is bringing up the services; waiting for it`),
  );
}

async function upLocked({ folders: { cache, data }, needs, log, env }) {
  const running = await findNative(data);
  const known = healState(readState(data), isAlive);
  /** @type {import('./state.mjs').State} */
  const state = { ...known, ...running };
  await adoptSlow({ known, running, state, needs, data, log });
  if (needs.includes('elasticsearch') && needsUpgrade(running)) await endOutdated({ running, state, log });
  for (const name of needs.filter((need) => running[need]))
    log.step(`${describe(name, running[name])}, already running`).done();
  const missing = needs.filter((name) => !running[name]);
  // What is missing is installed one after the other, since apt serves one caller at a time; then both start side by side.
  if (missing.includes('redis') && !findOnPath('redis-server', env)) await installPackages(['redis-server'], log);
  const isElasticsearchMissing = missing.includes('elasticsearch');
  const jdk = isElasticsearchMissing ? await ensureJdk(log) : null;
  const home = isElasticsearchMissing ? await ensureElasticsearch({ cache, jdk, log }) : null;
  const user = missing.length ? await findServiceUser() : null;
  const starters = {
    redis: () => startRedis({ data, user, lastPort: state.lastPorts?.redis }),
    elasticsearch: () => startElasticsearch({ data, home, jdk, user, lastPorts: state.lastPorts, env }),
  };
  const started = [];
  const outcomes = await Promise.allSettled(
    missing.map(async (name) => {
      state[name] = await log.run(`${title(name)} starts`, starters[name], (value) => describe(name, value));
      started.push(name);
      state.mode = 'native';
      writeState(data, state);
    }),
  );
  writeState(data, state);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return { urls: nativeUrls(state), started };
}

// Its ports are remembered, so that whoever uses it finds the new one at the same address a few seconds later.
async function endOutdated({ running, state, log }) {
  const { pid, port, transportPort } = running.elasticsearch;
  await log.run('Elasticsearch runs from an earlier installation: it stops to be upgraded, its data stay', () =>
    endProcess(pid),
  );
  state.lastPorts = { ...state.lastPorts, elasticsearch: port, ...(transportPort ? { transport: transportPort } : {}) };
  delete running.elasticsearch;
  delete state.elasticsearch;
}

// A call that was broken off may have left a service that still starts: it is waited for, not started a second time.
async function adoptSlow({ known, running, state, needs, data, log }) {
  for (const name of needs.filter((need) => !running[need])) {
    const left = known[name] ?? recover(name, data);
    delete state[name];
    if (!left || !isOurs(name, left, data)) continue;
    const adopt = name === 'redis' ? adoptRedis : adoptElasticsearch;
    const adopted = await log.run(`${title(name)} is already starting`, () => adopt(left, data));
    if (!adopted) continue;
    running[name] = adopted;
    state[name] = adopted;
  }
}

/**
 * Stops native services: Redis and Elasticsearch write what they hold and end.
 * @returns {Promise<string[]>} those that ran
 */
export async function stopNative({ data, names = ['elasticsearch', 'redis'], log }) {
  if (!existsSync(data)) return [];
  return withLock(join(data, 'lock'), async () => {
    const running = await findNative(data);
    const state = { ...healState(readState(data), isAlive), ...running };
    for (const name of names) {
      const left = state[name] ?? recover(name, data);
      if (!running[name] && left && isOurs(name, left, data)) running[name] = left;
    }
    const stopped = [];
    await Promise.all(
      names
        .filter((name) => running[name])
        .map((name) =>
          log.run(
            `${title(name)} stops`,
            async () => {
              const { pid, port } = running[name];
              // SHUTDOWN waits for the append-only file; the connection ends without an answer.
              if (name === 'redis') await askRedis(redisUrl(port), [['SHUTDOWN']]).catch(() => undefined);
              await endProcess(pid);
              stopped.push(name);
              return pid;
            },
            () => `${title(name)} stopped`,
          ),
        ),
    );
    writeState(data, healState(state, isAlive));
    return stopped;
  });
}

function recover(name, data) {
  return name === 'redis' ? recoverRedis(data) : recoverElasticsearch(data);
}

function isOurs(name, instance, data) {
  return name === 'redis' ? isOurRedis(instance) : isOurElasticsearch(instance, data);
}

function title(name) {
  return name === 'redis' ? 'Redis' : 'Elasticsearch';
}

function describe(name, instance) {
  return `${title(name)} ${instance.version} on 127.0.0.1:${instance.port}`;
}
