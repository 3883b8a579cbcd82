/** The product as a user starts it: the built command line as a child process, with indices, keys, ports and folders of its own. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@elastic/elasticsearch';
import { Redis } from 'ioredis';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'dist', 'src', 'cli', 'main.js');
const START_MS = 60_000;
const STOP_MS = 30_000;
/** The demo town's sites take this many neighbouring ports. */
const DEMO_PORTS = 5;
const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function needed(name) {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The browser tests need ${name}: run «npm test -- e2e», which brings the services up, or set it.`);
}

/** Chromium of OTKLIK_CHROMIUM, else Debian's. @throws Error that says what to install when there is none. */
export async function launchChromium() {
  const executablePath = process.env.OTKLIK_CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no Chromium at ${executablePath}: install the package «chromium», or set OTKLIK_CHROMIUM to the program.`,
    );
  }
  return chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
}

function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** First of `count` neighbouring free ports. */
async function freePorts(count) {
  for (let tries = 0; tries < 200; tries++) {
    const first = 20_000 + (randomBytes(2).readUInt16BE() % 12_000);
    const free = await Promise.all(Array.from({ length: count }, (_, offset) => canListen(first + offset)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`There are no ${count} neighbouring free ports between 20000 and 32000 on 127.0.0.1.`);
}

async function removeData(environment) {
  const client = new Client({ node: environment.OTKLIK_ELASTICSEARCH_URL, requestTimeout: 30_000 });
  const found = await client.indices.get({ index: `${environment.OTKLIK_PREFIX}-*`, features: ['aliases'] });
  // By name: deleting by pattern is forbidden on most clusters.
  if (Object.keys(found).length > 0) await client.indices.delete({ index: Object.keys(found) });
  await client.close();
  const redis = new Redis(environment.OTKLIK_REDIS_URL);
  for await (const keys of redis.scanStream({ match: `*${environment.OTKLIK_PREFIX}*`, count: 1000 })) {
    if (keys.length > 0) await redis.del(...keys);
  }
  redis.disconnect();
}

/**
 * Runs `otklik up --demo` and waits until it serves.
 * @param {{ sources?: object[] }} [options] entries for the source list beside the town's
 * @returns address, the administrator's one-time password, what was printed so far, other commands on the same data, and `stop`,
 *   which ends it with SIGTERM, removes all it stored and throws when it did not end cleanly.
 */
export async function startProduct({ sources = [] } = {}) {
  if (!existsSync(program)) throw new Error(`${program} is missing: run «npm run build» first.`);
  if (!existsSync(join(root, 'dist', 'web', 'index.html')))
    throw new Error('dist/web is missing: run «npm run build».');
  const redisUrl = needed('OTKLIK_REDIS_URL');
  const elasticsearchUrl = needed('OTKLIK_ELASTICSEARCH_URL');
  const folder = mkdtempSync(join(tmpdir(), 'otklik-e2e-'));
  const config = join(folder, 'config');
  cpSync(join(root, 'config'), config, { recursive: true });
  // JSON is YAML too.
  if (sources.length > 0) writeFileSync(join(config, 'sources', 'own.yaml'), JSON.stringify({ sources }));
  const environment = {
    ...process.env,
    OTKLIK_REDIS_URL: redisUrl,
    OTKLIK_ELASTICSEARCH_URL: elasticsearchUrl,
    OTKLIK_PREFIX: `otklik-e2e-${randomBytes(5).toString('hex')}`,
    OTKLIK_CONFIG_DIR: config,
    OTKLIK_STATE_DIR: join(folder, 'state'),
    OTKLIK_PORT: String(await freePorts(1)),
    OTKLIK_DEMO_PORT: String(await freePorts(DEMO_PORTS)),
    OTKLIK_LOG_LEVEL: 'warn',
  };
  const startedAtMs = Date.now();
  const child = spawn(process.execPath, [program, 'up', '--demo'], { cwd: root, env: environment });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const cleanUp = async () => {
    await removeData(environment);
    rmSync(folder, { recursive: true, force: true });
  };
  const served = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`otklik up does not serve after ${START_MS / 1000} s`)), START_MS);
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const url = /Queue:\s+(http\S+)/.exec(output)?.[1];
      const password = /Password:\s+(\S+)/.exec(output)?.[1];
      if (url && password) {
        clearTimeout(late);
        resolve({ url, password });
      }
    });
    ended.then(({ code }) => {
      clearTimeout(late);
      reject(new Error(`otklik up ended with code ${code}`));
    });
  });
  const { url, password } = await served.catch(async (error) => {
    child.kill('SIGKILL');
    await ended;
    await cleanUp();
    throw new Error(`${error.message}; it said:\n${output}\n${errors}`);
  });

  return {
    url,
    password,
    startedAtMs,
    output: () => output,
    /** Runs another command on the same data. @returns what it printed. @throws Error when it fails. */
    async run(...words) {
      const command = spawn(process.execPath, [program, ...words], { cwd: root, env: environment });
      let said = '';
      command.stdout.on('data', (chunk) => {
        said += chunk;
      });
      command.stderr.on('data', (chunk) => {
        said += chunk;
      });
      const code = await new Promise((resolve) => command.once('close', resolve));
      if (code !== 0) throw new Error(`otklik ${words.join(' ')} ended with code ${code}:\n${said}`);
      return said;
    },
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const { code, signal } = await ended;
      clearTimeout(late);
      await cleanUp();
      if (code !== 0) {
        throw new Error(
          `otklik up did not end cleanly on SIGTERM (code ${code}, signal ${signal}); it said:\n${errors}`,
        );
      }
    },
  };
}
