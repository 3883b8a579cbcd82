import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeName } from './elasticsearch-install.mjs';
import { checkElasticsearch } from './elasticsearch-probe.mjs';
import { ServiceError } from './errors.mjs';
import { makeFolder } from './folders.mjs';
import { sizeOf, startError } from './logs.mjs';
import { choosePort, PREFERRED_PORTS } from './ports.mjs';
import { commandLine, endProcess, isAlive, sleep, startDetached } from './processes.mjs';
import { giveTo } from './service-user.mjs';

const START_TIMEOUT_MS = 180_000;
const CLUSTER = 'otklik-local';

/** The address of a native instance. */
export const elasticsearchUrl = (port) => `http://127.0.0.1:${port}`;

/** The settings of the native node: loopback only, no cluster, no index made by a typing error, no stop at a full-ish disk. */
export function elasticsearchConfig({ folder, port, transportPort }) {
  return [
    `cluster.name: ${CLUSTER}`,
    `node.name: ${CLUSTER}`,
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    `transport.port: ${transportPort}`,
    `path.data: ${JSON.stringify(join(folder, 'data'))}`,
    `path.logs: ${JSON.stringify(join(folder, 'logs'))}`,
    `path.repo: [${JSON.stringify(join(folder, 'snapshots'))}]`,
    'xpack.security.enabled: false',
    'action.auto_create_index: false',
    'cluster.routing.allocation.disk.threshold_enabled: false',
    '',
  ].join('\n');
}

/** The distribution's JVM options without the garbage collector's log (up to 2 GB), with our heap and a mark that `ps` shows. */
export function jvmOptions({ original, folder, heap }) {
  const kept = original.split('\n').filter((line) => !/Xlog:gc|HeapDumpOnOutOfMemoryError|^\s*-Xm[sx]/.test(line));
  return [...kept, `-Xms${heap}`, `-Xmx${heap}`, `-Dotklik.folder=${folder}`, ''].join('\n');
}

/** The heap size, from OTKLIK_ELASTICSEARCH_HEAP or 512m. @throws {ServiceError} when it is no size */
export function chooseHeap(env = process.env) {
  const heap = env.OTKLIK_ELASTICSEARCH_HEAP || '512m';
  if (/^\d+[mg]$/.test(heap)) return heap;
  throw new ServiceError(`OTKLIK_ELASTICSEARCH_HEAP=${heap} is not a size.`, {
    remedy: 'write it as 512m or 2g, or unset it.',
  });
}

/** Finds an instance by the files that it leaves in its folder, for when the state file is lost. */
export function recoverElasticsearch(data) {
  const folder = join(data, 'elasticsearch');
  const pidFile = join(folder, 'elasticsearch.pid');
  const config = join(folder, 'config/elasticsearch.yml');
  if (!existsSync(pidFile) || !existsSync(config)) return undefined;
  const text = readFileSync(config, 'utf8');
  return {
    pid: Number.parseInt(readFileSync(pidFile, 'utf8'), 10),
    port: Number(/^http\.port: (\d+)/m.exec(text)?.[1]),
    transportPort: Number(/^transport\.port: (\d+)/m.exec(text)?.[1]),
    version: '',
  };
}

/**
 * Asks whether a remembered instance answers and is the very process that we started.
 * @returns {Promise<import('./state.mjs').Instance | null>}
 */
export async function probeElasticsearch(instance, timeoutMs = 1000) {
  if (!instance || !isAlive(instance.pid)) return null;
  const health = await checkElasticsearch(elasticsearchUrl(instance.port), { timeoutMs }).catch(() => null);
  return health?.pid === instance.pid && health.status !== 'red' ? { ...instance, version: health.version } : null;
}

/** True when the process runs and is the node of this data folder, whether it answers yet or not. */
export function isOurElasticsearch(instance, data) {
  return isAlive(instance.pid) && commandLine(instance.pid).includes(`-Dotklik.folder=${join(data, 'elasticsearch')}`);
}

/** True when the command line of a node names the home of another version or of another analysis plugin; false where it cannot be read. */
export function isOutdatedHome(line, current = homeName()) {
  const home = /-Des\.path\.home=(\S+)/.exec(line)?.[1];
  return home !== undefined && !home.endsWith(`/${current}`);
}

/** True when a running instance must be started anew: our mappings would ask for analysis parts that it lacks. */
export function isOutdated(instance) {
  return isOutdatedHome(commandLine(instance.pid));
}

/**
 * Waits for an instance that runs but does not answer yet (it was started by a call that was broken off), and ends it when it never does.
 * @returns {Promise<import('./state.mjs').Instance | null>}
 */
export async function adoptElasticsearch(instance, data) {
  const isOurs = () => isOurElasticsearch(instance, data);
  const until = Date.now() + START_TIMEOUT_MS;
  while (isOurs() && Date.now() < until) {
    const found = await probeElasticsearch(instance);
    if (found) return found;
    await sleep(200);
  }
  if (isOurs()) await endProcess(instance.pid);
  return null;
}

/**
 * Starts the node. The caller holds the lock and has looked for a running one.
 * @param {{ data: string, home: string, jdk: { home: string }, user: { uid: number, gid: number } | null,
 *   lastPorts?: { elasticsearch?: number, transport?: number }, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<import('./state.mjs').Instance>}
 * @throws {ServiceError} with the telling line of its log
 */
export async function startElasticsearch({ data, home, jdk, user, lastPorts = {}, env = process.env }) {
  const folder = makeFolder(join(data, 'elasticsearch'));
  for (const name of ['data', 'logs', 'tmp', 'snapshots', 'config']) makeFolder(join(folder, name));
  const logs = [join(folder, 'console.log'), join(folder, `logs/${CLUSTER}.log`)];
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort({ preferred: PREFERRED_PORTS.elasticsearch, remembered: lastPorts.elasticsearch });
    const transportPort = await choosePort({
      preferred: PREFERRED_PORTS.elasticsearchTransport,
      remembered: lastPorts.transport,
      except: [port],
    });
    writeConfig({ folder, home, port, transportPort, heap: chooseHeap(env) });
    rmSync(join(folder, 'elasticsearch.pid'), { force: true });
    giveTo(user, folder);
    const from = logs.map((path) => ({ path, from: sizeOf(path) }));
    const started = startDetached({
      command: join(home, 'bin/elasticsearch'),
      args: ['-d', '-p', join(folder, 'elasticsearch.pid')],
      logFile: logs[0],
      cwd: folder,
      env: {
        PATH: env.PATH,
        LANG: 'C.UTF-8',
        HOME: folder,
        ES_JAVA_HOME: jdk.home,
        ES_PATH_CONF: join(folder, 'config'),
        ES_TMPDIR: join(folder, 'tmp'),
      },
      user,
    });
    const instance = await waitForElasticsearch(started, { data, port, transportPort });
    if (instance) return instance;
    const error = startError('Elasticsearch did not start', from);
    const left = recoverElasticsearch(data);
    if (left) await endProcess(left.pid);
    if (started.pid) await endProcess(started.pid, 5000);
    if (attempt === 3 || !/already in use|BindException|BindHttp|BindTransport/.test(error.message)) throw error;
  }
}

function writeConfig({ folder, home, port, transportPort, heap }) {
  const config = join(folder, 'config');
  for (const name of ['log4j2.properties', 'roles.yml', 'role_mapping.yml', 'users', 'users_roles']) {
    cpSync(join(home, 'config', name), join(config, name));
  }
  const original = readFileSync(join(home, 'config/jvm.options'), 'utf8');
  writeFileSync(join(config, 'jvm.options'), jvmOptions({ original, folder, heap }));
  makeFolder(join(config, 'jvm.options.d'));
  writeFileSync(join(config, 'elasticsearch.yml'), elasticsearchConfig({ folder, port, transportPort }));
}

// With -d the started program is only the launcher: it ends with 0 once the node is up, and with another code when the node failed.
async function waitForElasticsearch({ exited }, { data, port, transportPort }) {
  let code;
  exited.then((value) => {
    code = value;
  });
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    if (code) return null;
    const recovered = recoverElasticsearch(data);
    if (code === 0 && recovered && !isAlive(recovered.pid)) return null;
    const found = recovered && (await probeElasticsearch({ ...recovered, port, transportPort }));
    if (found) return found;
    await sleep(100);
  }
  return null;
}
