import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildAnalysis, withModel } from '../../../src/app/analysis.js';
import { openFrontier, startCrawl } from '../../../src/app/crawl.js';
import { openShippedModel } from '../../../src/app/model.js';
import { openPlatform, type Platform } from '../../../src/app/platform.js';
import { publishSources } from '../../../src/app/source-registry.js';
import { embeddedSink, openLineQueues, queueSink, startWork } from '../../../src/app/work.js';
import { readEnv } from '../../../src/config/env.js';
import { type Config, loadConfig } from '../../../src/config/load.js';
import { loadSecrets } from '../../../src/config/secrets.js';
import type { Source } from '../../../src/core/source.js';
import type { Logger } from '../../../src/log.js';
import { projectRoot } from '../../../src/version.js';

/** One entry of the log: its level, fields and message. */
export type LogEntry = { level: string; message: string } & Record<string, unknown>;

export interface LineRun {
  platform: Platform;
  config: Config;
  /** What the crawler and the line logged. */
  entries: LogEntry[];
  /** Time from the first request to the last indexed batch, ms. */
  ms: number;
  /** Removes what the run wrote into Redis and Elasticsearch. */
  close(): Promise<void>;
}

/**
 * Crawls the sources once with the product's own crawler and lets the whole line run to its end: on Redis and Elasticsearch when
 * OTKLIK_REDIS_URL and OTKLIK_ELASTICSEARCH_URL are set (under a prefix of its own), else in this process. With the shipped model, unless
 * `isRulesOnly`.
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED when there is no sound model
 * @throws Error when the line is not done within `limitMs`
 */
export async function runLine(
  sources: readonly Source[],
  { limitMs = 30 * 60_000, isRulesOnly = false }: { limitMs?: number; isRulesOnly?: boolean } = {},
): Promise<LineRun> {
  const stateDir = mkdtempSync(join(tmpdir(), 'otklik-evaluation-'));
  const read = readEnv();
  const isEmbedded = read.OTKLIK_REDIS_URL === undefined || read.OTKLIK_ELASTICSEARCH_URL === undefined;
  const prefix = `evaluation-${randomBytes(4).toString('hex')}`;
  const env = {
    ...read,
    OTKLIK_PREFIX: prefix,
    OTKLIK_STATE_DIR: stateDir,
    OTKLIK_CONFIG_DIR: join(projectRoot, 'config'),
  };
  const { config } = loadConfig(env.OTKLIK_CONFIG_DIR);
  const entries: LogEntry[] = [];
  const log = collectingLog(entries);
  const model = isRulesOnly
    ? null
    : await openShippedModel({
        env: { ...env, OTKLIK_MODELS_DIR: resolve(projectRoot, env.OTKLIK_MODELS_DIR) },
        models: config.models,
        log,
      });
  const byRules = buildAnalysis({ ...config, sources: [...sources] });
  const analysis = model === null ? byRules : withModel(byRules, model, config);
  const platform = await openPlatform(env, log, { embedded: isEmbedded });
  const close = async (): Promise<void> => {
    await wipe(platform, prefix, read.OTKLIK_ELASTICSEARCH_URL);
    await platform.close();
    await model?.close();
    rmSync(stateDir, { recursive: true, force: true });
  };
  try {
    await publishSources(platform.store.sources, sources, new Date().toISOString());
    const frontier = openFrontier(platform, env, log);
    const queues = platform.redis === null ? null : openLineQueues(platform, prefix);
    const work = queues === null ? null : await startWork(platform, config, analysis, frontier, { prefix, log });
    const sink = queues === null ? embeddedSink(platform, config, analysis, frontier) : queueSink(queues);
    const startedMs = performance.now();
    const crawl = await startCrawl(platform, {
      limits: config.collector,
      env,
      secrets: loadSecrets(env),
      log,
      sink,
      frontier,
      isOnce: true,
    });
    const countWaiting = async (): Promise<number> => {
      const counts = await Promise.all(Object.values(queues ?? {}).map((queue) => queue.counts()));
      return counts.reduce((sum, each) => sum + each.waiting + each.active + each.delayed, 0);
    };
    try {
      // Idle twice in a row: a visit that just ended may have put a batch into the line.
      for (let calm = 0; calm < 2; ) {
        await sleep(250);
        calm = (await crawl.isIdle()) && (await countWaiting()) === 0 ? calm + 1 : 0;
        if (performance.now() - startedMs > limitMs) throw new Error(`not done within ${limitMs / 1000} s`);
      }
    } finally {
      await crawl.close();
      await work?.close();
      await Promise.all(Object.values(queues ?? {}).map((queue) => queue.close()));
      await frontier.close();
    }
    await platform.store.refresh();
    return { platform, config, entries, ms: performance.now() - startedMs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Remembers everything; prints only what is an error. */
function collectingLog(entries: LogEntry[]): Logger {
  const write =
    (level: string) =>
    (fields: object | string, message?: string): void => {
      const entry = typeof fields === 'string' ? { message: fields } : { ...fields, message: message ?? '' };
      entries.push({ level, ...entry });
      if (level === 'error' || level === 'fatal') console.error(level, entry);
    };
  const log = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((at) => [at, write(at)]));
  return Object.assign(log, { child: () => log, level: 'debug' }) as unknown as Logger;
}

async function wipe(platform: Platform, prefix: string, elasticsearchUrl: string | undefined): Promise<void> {
  const { redis } = platform;
  if (redis === null || elasticsearchUrl === undefined) return;
  for await (const keys of redis.scanStream({ match: `*${prefix}*`, count: 1_000 })) {
    if (keys.length > 0) await redis.unlink(...(keys as string[]));
  }
  const base = elasticsearchUrl.replace(/\/$/, '');
  const listed = (await (await fetch(`${base}/${prefix}-*?ignore_unavailable=true`)).json()) as Record<string, unknown>;
  for (const index of Object.keys(listed)) {
    if (index.startsWith(`${prefix}-`)) await fetch(`${base}/${index}`, { method: 'DELETE' });
  }
}
