import { fileURLToPath } from 'node:url';
import { ServiceError } from './errors.mjs';
import { choosePort, PREFERRED_PORTS } from './ports.mjs';
import { runCommand } from './processes.mjs';

const FILE = fileURLToPath(new URL('../../compose.yaml', import.meta.url));
const KIBANA_PORT = 5690;
const INSIDE = { redis: 6379, elasticsearch: 9200, kibana: 5601 };

/**
 * Whether a Docker engine with the compose plugin answers.
 * @returns {Promise<{ isAnswering: boolean, reason: string }>} `reason` says what is missing
 */
export async function probeDocker({ run = runCommand } = {}) {
  const info = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 5000 });
  if (info.code === 127) return { isAnswering: false, reason: 'the program `docker` is not installed' };
  if (info.code !== 0)
    return { isAnswering: false, reason: info.code === 124 ? 'no answer within 5 s' : lastLine(info.stderr) };
  const compose = await run('docker', ['compose', 'version'], { timeoutMs: 5000 });
  return compose.code === 0
    ? { isAnswering: true, reason: '' }
    : { isAnswering: false, reason: 'the engine answers, but `docker compose` is not installed' };
}

function lastLine(text) {
  return text.trim().split('\n').at(-1)?.trim() || 'no Docker engine answers';
}

/** The port in an answer of `docker compose port`, e.g. "127.0.0.1:6390"; null where the service does not run. */
export function parsePort(output) {
  const port = Number(/:(\d+)\s*$/.exec(output.trim())?.[1]);
  return port > 0 ? port : null;
}

function compose(args, { run, env, timeoutMs = 1_800_000 }) {
  // The profile is named always, so that a running Kibana is seen; only named services are ever started.
  return run('docker', ['compose', '-f', FILE, '--profile', 'kibana', ...args], { env, timeoutMs });
}

/** The ports of the services of compose.yaml that run. */
export async function findCompose({
  names = ['redis', 'elasticsearch', 'kibana'],
  run = runCommand,
  env = process.env,
} = {}) {
  const ports = {};
  await Promise.all(
    names.map(async (name) => {
      const result = await compose(['port', name, String(INSIDE[name])], { run, env, timeoutMs: 10_000 });
      const port = result.code === 0 ? parsePort(result.stdout) : null;
      if (port) ports[name] = port;
    }),
  );
  return ports;
}

/**
 * The addresses that belong to ports of services in compose.
 * @param {{ redis?: number, elasticsearch?: number, kibana?: number }} ports
 * @returns {Record<string, string>}
 */
export function composeUrls({ redis, elasticsearch, kibana }) {
  return {
    ...(redis ? { redis: `redis://127.0.0.1:${redis}` } : {}),
    ...(elasticsearch ? { elasticsearch: `http://127.0.0.1:${elasticsearch}` } : {}),
    ...(kibana ? { kibana: `http://127.0.0.1:${kibana}` } : {}),
  };
}

/**
 * Brings up services of compose.yaml and waits until they are healthy.
 * @param {{ needs: string[], isKibanaWanted?: boolean, log: import('./report.mjs').Reporter, run?: typeof runCommand, env?: NodeJS.ProcessEnv,
 *   choose?: typeof choosePort }} options
 * @returns {Promise<{ urls: Record<string, string>, started: string[] }>}
 * @throws {ServiceError} with the last line that docker wrote
 */
export async function upCompose({
  needs,
  isKibanaWanted = false,
  log,
  run = runCommand,
  env = process.env,
  choose = choosePort,
}) {
  const names = isKibanaWanted ? [...needs, 'kibana'] : needs;
  const running = await findCompose({ names: [...new Set([...names, 'kibana'])], run, env });
  const missing = names.filter((name) => !running[name]);
  if (missing.length) {
    const ports = {
      OTKLIK_REDIS_PORT: running.redis ?? (await choose({ preferred: PREFERRED_PORTS.redis })),
      OTKLIK_ELASTICSEARCH_PORT: running.elasticsearch ?? (await choose({ preferred: PREFERRED_PORTS.elasticsearch })),
      OTKLIK_KIBANA_PORT: running.kibana ?? (await choose({ preferred: KIBANA_PORT })),
    };
    const portEnv = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
    await log.run(`Docker: ${missing.join(', ')} (the first time, images are pulled)`, async () => {
      const result = await compose(['up', '-d', '--wait', ...names], { run, env: { ...env, ...portEnv } });
      if (result.code === 0) return;
      throw new ServiceError(`docker compose could not bring up ${missing.join(', ')}: ${lastLine(result.stderr)}`, {
        remedy: `see \`docker compose -f ${FILE} logs ${missing.join(' ')}\`; or set OTKLIK_SERVICES=native.`,
      });
    });
  }
  const ports = await findCompose({ run, env });
  return { urls: composeUrls(ports), started: missing };
}

/** Stops services of compose.yaml; their volumes stay. @returns {Promise<string[]>} those that ran */
export async function stopCompose({
  names = ['kibana', 'elasticsearch', 'redis'],
  log,
  run = runCommand,
  env = process.env,
}) {
  const running = Object.keys(await findCompose({ names, run, env }));
  if (!running.length) return [];
  await log.run(`Docker: stop ${running.join(', ')}`, async () => {
    const result = await compose(['stop', ...running], { run, env, timeoutMs: 120_000 });
    if (result.code !== 0) throw new ServiceError(`docker compose stop failed: ${lastLine(result.stderr)}`);
  });
  return running;
}
