import { composeUrls, findCompose, probeDocker, stopCompose, upCompose } from './compose.mjs';
import { checkElasticsearch } from './elasticsearch-probe.mjs';
import { messageOf, ServiceError } from './errors.mjs';
import { chooseFolders } from './folders.mjs';
import { findNative, nativeUrls, needsUpgrade, stopNative, upNative } from './native.mjs';
import { checkRedis, hidePassword } from './redis-probe.mjs';
import { createReporter } from './report.mjs';
import { readState, rememberMode } from './state.mjs';

export { ensureChromium } from './chromium.mjs';

/**
 * @typedef {{ mode: 'external' | 'compose' | 'native' | 'embedded', redisUrl?: string, elasticsearchUrl?: string, kibanaUrl?: string,
 *   started: string[], stop(): Promise<void> }} Services `started` names what this call started; `stop` stops only that
 */

const VARIABLES = { redis: 'OTKLIK_REDIS_URL', elasticsearch: 'OTKLIK_ELASTICSEARCH_URL' };

/** What does the work; tests put their own in. */
export const ENGINES = {
  checkRedis,
  checkElasticsearch,
  findNative,
  needsUpgrade,
  probeDocker,
  upCompose,
  upNative,
  stopCompose,
  stopNative,
  readState,
  rememberMode,
  chooseFolders,
};

/**
 * The ways to try, in order.
 * @param {{ forced?: string, remembered?: 'native' | 'compose', isDockerAnswering: boolean }} options `forced` is OTKLIK_SERVICES;
 *   `remembered` is the way of last time, kept because the data lie there
 * @returns {('compose' | 'native')[]}
 * @throws {ServiceError} when OTKLIK_SERVICES is neither `compose` nor `native`
 */
export function orderModes({ forced, remembered, isDockerAnswering }) {
  if (forced) {
    if (forced === 'compose' || forced === 'native') return [forced];
    throw new ServiceError(`OTKLIK_SERVICES=${forced} is not known.`, {
      remedy: 'set it to compose or native, or unset it.',
    });
  }
  if (remembered === 'native' || !isDockerAnswering) return ['native'];
  return remembered === 'compose' ? ['compose'] : ['compose', 'native'];
}

/**
 * Makes sure that Redis and Elasticsearch answer: the ones named by OTKLIK_REDIS_URL and OTKLIK_ELASTICSEARCH_URL; else Docker; else
 * native processes. Ours survive this process; a second call finds them in less than a second.
 * @param {{ log?: import('./report.mjs').Reporter, embedded?: boolean, needs?: ('redis' | 'elasticsearch')[], isKibanaWanted?: boolean,
 *   env?: NodeJS.ProcessEnv, engines?: typeof ENGINES }} [options] `embedded`: nothing is brought up, and no address is given
 * @returns {Promise<Services>}
 * @throws {ServiceError} with what to do
 */
export async function bringUpServices({
  log = createReporter(),
  embedded = false,
  needs = ['redis', 'elasticsearch'],
  isKibanaWanted = false,
  env = process.env,
  engines = ENGINES,
} = {}) {
  if (embedded) {
    log.warn('Embedded: one process, no Redis, no Elasticsearch. NOTHING IS KEPT after the end.');
    return { mode: 'embedded', started: [], stop: async () => {} };
  }
  const urls = await checkExternal({ needs, log, env, engines });
  const open = needs.filter((name) => !urls[name]);
  if (!open.length) return toServices('external', urls, [], async () => {});
  const folders = engines.chooseFolders({ env });
  const way = await bringUpHere({ open, folders, isKibanaWanted, log, env, engines });
  const stop = async () => {
    if (!way.started.length) return;
    if (way.mode === 'native') await engines.stopNative({ data: folders.data, names: way.started, log });
    else await engines.stopCompose({ names: way.started, log, env });
  };
  return toServices(way.mode, { ...way.urls, ...urls }, way.started, stop);
}

function toServices(mode, urls, started, stop) {
  return {
    mode,
    redisUrl: urls.redis,
    elasticsearchUrl: urls.elasticsearch,
    ...(urls.kibana ? { kibanaUrl: urls.kibana } : {}),
    started,
    stop,
  };
}

async function checkExternal({ needs, log, env, engines }) {
  const urls = {};
  for (const name of needs) {
    const url = env[VARIABLES[name]];
    if (!url) continue;
    if (name === 'redis') {
      const { version, isAof, policy } = await log.run(
        `Redis at ${hidePassword(url)}`,
        () => engines.checkRedis(url, { timeoutMs: 5000 }),
        (info) => `Redis ${info.version} at ${hidePassword(url)} (${VARIABLES[name]})`,
      );
      if (!isAof)
        log.warn(
          `Redis ${version} keeps no append-only file: work in flight is lost when it ends. Set \`appendonly yes\`.`,
        );
      if (policy !== 'noeviction')
        log.warn(`Redis ${version} may drop jobs (maxmemory-policy ${policy}). Set it to noeviction.`);
    } else {
      const health = await log.run(
        `Elasticsearch at ${hidePassword(url)}`,
        () => engines.checkElasticsearch(url, { apiKey: env.OTKLIK_ELASTICSEARCH_API_KEY, timeoutMs: 10_000 }),
        (info) => `Elasticsearch ${info.version}, cluster ${info.clusterName} (${info.status}) at ${hidePassword(url)}`,
      );
      if (health.status === 'red') log.warn('The cluster is red: some data cannot be read or written.');
    }
    urls[name] = url;
  }
  return urls;
}

async function bringUpHere({ open, folders, isKibanaWanted, log, env, engines }) {
  const forced = env.OTKLIK_SERVICES;
  const { mode: remembered } = engines.readState(folders.data);
  if (forced !== 'compose') {
    const running = await engines.findNative(folders.data);
    const isCurrent = !open.includes('elasticsearch') || !engines.needsUpgrade(running);
    if (open.every((name) => running[name]) && isCurrent) {
      for (const name of open)
        log
          .step(`${capitalise(name)} ${running[name].version} on 127.0.0.1:${running[name].port}, already running`)
          .done();
      if (isKibanaWanted) log.warn('Kibana comes only with Docker; the native services in use have none.');
      return { mode: 'native', urls: nativeUrls(running), started: [] };
    }
  }
  const docker =
    forced === 'native' || (!forced && remembered === 'native')
      ? { isAnswering: false, reason: 'not asked, since the native services are in use' }
      : await engines.probeDocker();
  if (remembered === 'compose' && !docker.isAnswering && !forced) {
    log.warn(
      `Last time the services ran in Docker (${docker.reason}). Native ones start without those data, which stay in Docker.`,
    );
  }
  if (forced === 'compose' && !docker.isAnswering) {
    throw new ServiceError(`OTKLIK_SERVICES=compose, but Docker cannot be used: ${docker.reason}.`, {
      remedy: 'start the Docker engine, or set OTKLIK_SERVICES=native, or unset it.',
    });
  }
  const reasons = [`Docker: ${docker.reason || 'answers'}`];
  for (const mode of orderModes({ forced, remembered, isDockerAnswering: docker.isAnswering })) {
    try {
      const up = mode === 'compose' ? engines.upCompose : engines.upNative;
      const result = await up({ folders, needs: open, isKibanaWanted, log, env });
      engines.rememberMode(folders.data, mode);
      return { mode, ...result };
    } catch (error) {
      const isLast = mode === 'native' || forced || remembered;
      if (isLast && !error.isImpossible) throw error;
      reasons.push(`${mode}: ${messageOf(error)}`);
      if (!isLast) log.warn(`${messageOf(error)}\n  Trying native services instead.`);
    }
  }
  throw nothingPossible(open, reasons);
}

/** The error for a machine on which no way works; it names all ways out. */
export function nothingPossible(open, reasons) {
  return new ServiceError(
    `${open.map(capitalise).join(' and ')} cannot be brought up on this machine.\n  ${reasons.join('\n  ')}`,
    {
      remedy: [
        'one of these four:',
        '1. your own servers: set OTKLIK_REDIS_URL=redis://host:6379 and OTKLIK_ELASTICSEARCH_URL=https://user:password@host:9200;',
        '2. Docker: start a Docker engine with the compose plugin, and run this again;',
        '3. native: install redis-server, Maven and a JDK of version 21 or newer (set JAVA_HOME), and run this again;',
        '4. without services: add --embedded (npm start -- --embedded); it is for a look only, nothing is kept.',
      ].join('\n  '),
      isImpossible: true,
    },
  );
}

function capitalise(name) {
  return name === 'redis' ? 'Redis' : name === 'elasticsearch' ? 'Elasticsearch' : name;
}

/**
 * Stops the services that these scripts brought up on this machine, native or Docker; data stay.
 * @param {{ log?: import('./report.mjs').Reporter, env?: NodeJS.ProcessEnv, engines?: typeof ENGINES }} [options]
 * @returns {Promise<string[]>} names of those that were stopped
 */
export async function stopServices({ log = createReporter(), env = process.env, engines = ENGINES } = {}) {
  const { data } = engines.chooseFolders({ env });
  const stopped = await engines.stopNative({ data, log });
  const docker = await engines.probeDocker();
  return docker.isAnswering ? [...stopped, ...(await engines.stopCompose({ log, env }))] : stopped;
}

/**
 * What runs now, without changing anything. Addresses from the environment are given as they are, unchecked.
 * @returns {Promise<{ folders: { cache: string, data: string }, mode: string | null, urls: Record<string, string>,
 *   native: Record<string, import('./state.mjs').Instance> }>} `mode` null when nothing runs
 */
export async function servicesStatus({ env = process.env, engines = ENGINES } = {}) {
  const folders = engines.chooseFolders({ env });
  const native = await engines.findNative(folders.data);
  const given = Object.fromEntries(
    Object.entries(VARIABLES).flatMap(([name, variable]) => (env[variable] ? [[name, env[variable]]] : [])),
  );
  if (given.redis && given.elasticsearch) return { folders, mode: 'external', urls: given, native };
  if (native.redis || native.elasticsearch)
    return { folders, mode: 'native', urls: { ...nativeUrls(native), ...given }, native };
  const docker = await engines.probeDocker();
  const urls = docker.isAnswering ? composeUrls(await findCompose({ env })) : {};
  const mode = Object.keys(urls).length ? 'compose' : null;
  return { folders, mode, urls: { ...urls, ...given }, native };
}
