import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askElasticsearch } from '../../scripts/lib/elasticsearch-probe.mjs';
import { isPortFree, PREFERRED_PORTS } from '../../scripts/lib/ports.mjs';
import { isAlive } from '../../scripts/lib/processes.mjs';
import { askRedis } from '../../scripts/lib/redis-probe.mjs';
import { createReporter } from '../../scripts/lib/report.mjs';
import { bringUpServices, servicesStatus, stopServices } from '../../scripts/lib/services.mjs';

const SCRIPT = fileURLToPath(new URL('../../scripts/services.mjs', import.meta.url));
const START_MS = 240_000;

interface Services {
  mode: string;
  redisUrl: string;
  elasticsearchUrl: string;
  started: string[];
  stop(): Promise<void>;
}

let folder: string;
let env: NodeJS.ProcessEnv;
let blocker: Server | null = null;
let services: Services;
const lines: string[] = [];
const log = createReporter({ write: (line: string) => lines.push(line) });
const up = (): Promise<Services> => bringUpServices({ log, env });
const state = () => JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));

function runScript(command: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [SCRIPT, command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('close', (code) => resolve({ code, output }));
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-services-'));
  // Elasticsearch runs as another user when the tests run as root, and must be able to enter.
  chmodSync(folder, 0o755);
  env = { ...process.env, OTKLIK_DATA_DIR: folder, OTKLIK_SERVICES: 'native', OTKLIK_ELASTICSEARCH_HEAP: '384m' };
  delete env.OTKLIK_REDIS_URL;
  delete env.OTKLIK_ELASTICSEARCH_URL;
  if (await isPortFree(PREFERRED_PORTS.redis)) {
    blocker = createServer().listen(PREFERRED_PORTS.redis, '127.0.0.1');
  }
  services = await up();
}, START_MS);

afterAll(async () => {
  await stopServices({ log, env });
  blocker?.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('native services', () => {
  it('start beside whatever has the preferred port, with a line for each step', () => {
    expect(services.mode).toBe('native');
    expect([...services.started].sort()).toEqual(['elasticsearch', 'redis']);
    expect(new URL(services.redisUrl).port).not.toBe(String(PREFERRED_PORTS.redis));
    expect(lines.join('\n')).toMatch(/✓ Redis [\d.]+ on 127\.0\.0\.1:\d+ \([\d.]+ s\)/);
    expect(lines.join('\n')).toMatch(/✓ Elasticsearch [\d.]+ on 127\.0\.0\.1:\d+ \([\d.]+ s\)/);
  });

  it('run as an ordinary user', () => {
    for (const name of ['redis', 'elasticsearch']) expect(statSync(`/proc/${state()[name].pid}`).uid).not.toBe(0);
  });

  it('have a Redis that keeps an append-only file and evicts nothing', async () => {
    const settings = await askRedis(
      services.redisUrl,
      ['appendonly', 'appendfsync', 'maxmemory-policy', 'protected-mode', 'bind'].map((name) => [
        'CONFIG',
        'GET',
        name,
      ]),
    );
    expect(Object.fromEntries(settings)).toEqual({
      appendonly: 'yes',
      appendfsync: 'everysec',
      'maxmemory-policy': 'noeviction',
      'protected-mode': 'yes',
      bind: '127.0.0.1',
    });
  });

  it('have a Russian stemmer and the mapping of ё under their built-in names, and keep «не»', async () => {
    const url = services.elasticsearchUrl;
    const analyze = async (text: string, language = 'russian') => {
      const answer = await askElasticsearch(url, '/_analyze', {
        method: 'POST',
        body: {
          text,
          tokenizer: 'standard',
          char_filter: [{ type: 'mapping', mappings: ['ё=>е', 'Ё=>Е', '\\u2116 => N'] }],
          filter: ['lowercase', { type: 'stemmer', language }],
        },
      });
      return answer.tokens.map(({ token }: { token: string }) => token);
    };
    expect(await analyze('дорогах дорога')).toEqual(['дорог', 'дорог']);
    expect(await analyze('Ёлка')).toEqual(await analyze('елка'));
    expect(await analyze('не работает')).toContain('не');
    expect(await analyze('№5')).toEqual(['n5']);
    expect(await analyze('дорогах', 'light_russian')).toEqual(['дорог']);
    await expect(analyze('roads', 'english')).rejects.toThrow('status 400');
  });

  it('make no index because of a typing error', async () => {
    const wrong = askElasticsearch(services.elasticsearchUrl, '/no-such-index/_doc/1', {
      method: 'PUT',
      body: { a: 1 },
    });
    await expect(wrong).rejects.toThrow('status 404');
  });

  it('are found again in less than a second, and nothing is started', async () => {
    const before = state();
    const startedAt = Date.now();
    const again = await up();
    expect(Date.now() - startedAt).toBeLessThan(1000);
    expect(again).toMatchObject({
      redisUrl: services.redisUrl,
      elasticsearchUrl: services.elasticsearchUrl,
      started: [],
    });
    await again.stop();
    expect(await servicesStatus({ env })).toMatchObject({ mode: 'native', native: { redis: before.redis } });
  });

  it('are found again after their state file was lost or broken', async () => {
    const { redis, elasticsearch } = state();
    for (const text of [null, '{"redis":']) {
      if (text === null) rmSync(join(folder, 'state.json'));
      else writeFileSync(join(folder, 'state.json'), text);
      expect((await up()).started).toEqual([]);
      const { native } = await servicesStatus({ env });
      expect([native.redis.pid, native.elasticsearch.pid]).toEqual([redis.pid, elasticsearch.pid]);
    }
    writeFileSync(join(folder, 'state.json'), JSON.stringify({ mode: 'native', redis, elasticsearch }));
  });

  it('come back with their data and their address after Redis was killed, once for two calls at the same time', async () => {
    await askRedis(services.redisUrl, [['SET', 'kept', 'да']]);
    // everysec: what was acknowledged reaches the file with the next write of the process, so a kill of the process loses nothing.
    process.kill(state().redis.pid, 'SIGKILL');
    const results = await Promise.all([runScript('up'), runScript('up')]);
    for (const { code, output } of results) expect(code, output).toBe(0);
    const output = results.map((result) => result.output).join('');
    expect(output.match(/✓ Redis/g)).toHaveLength(2);
    expect(output.match(/✓ Redis.*already running/g)).toHaveLength(1);
    expect(await askRedis(services.redisUrl, [['GET', 'kept']])).toEqual(['да']);
    const env = await runScript('env');
    expect(env.output).toBe(
      `export OTKLIK_REDIS_URL='${services.redisUrl}'\nexport OTKLIK_ELASTICSEARCH_URL='${services.elasticsearchUrl}'\n`,
    );
  });

  it('end on request and leave no process', async () => {
    const { redis, elasticsearch } = state();
    const { code, output } = await runScript('down');
    expect(code, output).toBe(0);
    for (const { pid } of [redis, elasticsearch]) expect(isAlive(pid)).toBe(false);
    expect(await servicesStatus({ env })).toMatchObject({ mode: null, urls: {} });
    expect((await runScript('env')).code).toBe(1);
  });

  it('tell the reason and the log when one cannot start', async () => {
    rmSync(join(folder, 'redis/appendonlydir'), { recursive: true });
    writeFileSync(join(folder, 'redis/appendonlydir'), 'a file where a folder must be');
    await expect(bringUpServices({ log, env, needs: ['redis'] })).rejects.toThrow(
      /Redis did not start: .+[\s\S]*Log: .*redis\.log[\s\S]*What to do: /,
    );
  });
});
