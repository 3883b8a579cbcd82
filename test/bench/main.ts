/** Measures ours against named baselines, in turn in one run. Set up and started by scripts/bench.mjs. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../src/version.js';
import { type Benchmark, benchmarks, type LaneName, lanes } from './catalogue.js';
import { type LaneSettings, type RemoteLane, startLane } from './lane.js';
import { interleave, type Result, summarise } from './measure.js';
import { type Options, readOptions } from './options.js';
import { readRedis, removeKeys } from './redis.js';
import { describeFacts, type Facts, putIntoDocs, putRevisitsIntoDocs, toTable } from './report.js';
import { revisitTables } from './revisit/run.js';
import { type HelperServer, startServer } from './servers.js';

const REDIS_LANES: readonly LaneName[] = ['crawl', 'polls', 'queue', 'bullmq'];
const PAGE_LANES: readonly LaneName[] = ['crawl', 'polls', 'unmodified', 'sax', 'cheerio'];
const INDEX_LANES: readonly LaneName[] = ['index', 'bulk'];
const LIBRARIES = [
  'undici',
  'htmlparser2',
  '@crawlee/basic',
  '@crawlee/cheerio',
  'bullmq',
  'ioredis',
  '@elastic/elasticsearch',
  '@orama/stemmers',
  'natural',
  'onnxruntime-node',
];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Benchmarks that share a program are measured in the same turns. */
function groupsOf(chosen: readonly Benchmark[]): Benchmark[][] {
  const groups: Benchmark[][] = [];
  for (const benchmark of chosen) {
    const group = groups.find((list) => list.some(({ ours }) => ours === benchmark.ours));
    if (group === undefined) groups.push([benchmark]);
    else group.push(benchmark);
  }
  return groups;
}

function lanesOf(group: readonly Benchmark[]): LaneName[] {
  return [...new Set(group.flatMap(({ ours, baseline }) => [ours, baseline]))];
}

async function runGroup(
  group: readonly Benchmark[],
  settings: Omit<LaneSettings, 'origins' | 'nullServer'>,
  options: Options,
): Promise<Result[]> {
  const names = lanesOf(group);
  const servers: HelperServer[] = [];
  const running = new Map<LaneName, RemoteLane>();
  const start = async (module: string, isWanted: boolean): Promise<string[]> => {
    if (!isWanted) return [];
    const server = await startServer(module);
    servers.push(server);
    return server.urls;
  };
  try {
    const origins = await start(
      './crawl/page-server.js',
      names.some((name) => PAGE_LANES.includes(name)),
    );
    const [nullServer = ''] = await start(
      './index/null-server.js',
      names.some((name) => INDEX_LANES.includes(name)),
    );
    for (const name of names) {
      const { module, title } = lanes[name];
      const folder = join(settings.folder, name);
      mkdirSync(folder);
      const flags =
        options.profile === null
          ? []
          : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`, `--cpu-prof-name=${name}.cpuprofile`];
      const own = { ...settings, origins, nullServer, folder };
      running.set(name, await startLane(new URL(module, import.meta.url), title, own, flags));
    }
    const readings = await interleave(names, options.rounds, async (name, round) => {
      const lane = running.get(name);
      if (lane === undefined) throw new Error(`${name} was not started`);
      const { roundSize, title } = lanes[name];
      const reading = await lane.round(roundSize);
      const rate = Math.round((reading.units * 1_000) / reading.wallMs);
      say(
        `  ${round === 0 ? 'warm-up' : `round ${round}`}  ${title}: ${reading.units} in ${(reading.wallMs / 1_000).toFixed(2)} s (${rate}/s), ${(reading.cpuMs / 1_000).toFixed(2)} s of processor time`,
      );
      return reading;
    });
    for (const lane of running.values()) await lane.close();
    running.clear();
    return group.map((benchmark) => summarise(benchmark, readings));
  } finally {
    for (const lane of running.values()) lane.kill();
    for (const server of servers) server.stop();
  }
}

/** Row 12 of the anchors: simulated, so that no machine's speed is in it. */
function simulateRevisits({ docs }: Options): void {
  const tables = revisitTables(say);
  if (!docs) return;
  const page = join(projectRoot, 'docs', 'benchmarks.md');
  writeFileSync(page, putRevisitsIntoDocs(readFileSync(page, 'utf8'), tables));
  say('\nTables written into docs/benchmarks.md');
}

function versionOf(library: string): string {
  const file = join(projectRoot, 'node_modules', library, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function run(options: Options): Promise<void> {
  const chosen = benchmarks.filter(({ id }) => options.ids.includes(id));
  const redisUrl = process.env.OTKLIK_REDIS_URL ?? '';
  const needsRedis = chosen.some((benchmark) => lanesOf([benchmark]).some((name) => REDIS_LANES.includes(name)));
  const [load = 0] = loadavg();
  const facts: Facts = {
    at: new Date().toISOString(),
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load,
    node: process.versions.node,
    redis: needsRedis ? await readRedis(redisUrl) : null,
    libraries: Object.fromEntries(LIBRARIES.map((name) => [name, versionOf(name)])),
  };
  for (const line of describeFacts(facts)) say(line);

  const prefix = `otklik-bench-${randomUUID().slice(0, 8)}`;
  const folder = mkdtempSync(join(tmpdir(), 'otklik-bench-'));
  const results: Result[] = [];
  try {
    for (const group of groupsOf(chosen)) {
      say('');
      for (const { id, name } of group) say(`${id}. ${name}`);
      results.push(...(await runGroup(group, { redisUrl, prefix, folder }, options)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (needsRedis) await removeKeys(redisUrl, prefix);
  }
  say(`\n${toTable(results)}`);
  if (options.profile !== null)
    say(`\nProfiles are in ${options.profile}; the figures above were slowed by profiling.`);
  if (options.json !== null) {
    writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
    say(`\nResults written to ${options.json}`);
  }
  if (options.docs) {
    const page = join(projectRoot, 'docs', 'benchmarks.md');
    writeFileSync(page, putIntoDocs(readFileSync(page, 'utf8'), results, facts));
    say('\nResults written into docs/benchmarks.md');
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.json !== null) options.json = resolve(options.json);
  if (options.profile !== null) options.profile = resolve(options.profile);
  if (options.list)
    for (const { id, name, target, unit } of benchmarks)
      say(`${String(id).padStart(2)}  ${name} (${unit}, target >= ${target})`);
  else if (options.revisit) simulateRevisits(options);
  else await run(options);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
