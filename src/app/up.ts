import type { Env } from '../config/env.js';
import type { Config } from '../config/load.js';
import { loadSecrets } from '../config/secrets.js';
import { isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { Incident } from '../core/incident.js';
import type { Source } from '../core/source.js';
import type { Logger } from '../log.js';
import type { Analysis } from './analysis.js';
import { openFrontier, startCrawl } from './crawl.js';
import { demoLabel, startDemo } from './demo.js';
import { openPlatform } from './platform.js';
import { openSearchVectors } from './search-vectors.js';
import { ensureAdministrator, startServe } from './serve.js';
import { publishSources } from './source-registry.js';
import { noTextVectors } from './text-vectors.js';
import { embeddedSink, openLineQueues, queueSink, startWork } from './work.js';

export interface UpOptions {
  env: Env;
  log: Logger;
  config: Config;
  analysis: Analysis;
  /** With the demo town and its sources. */
  hasDemo: boolean;
  isEmbedded: boolean;
  /** One pass over all that is due, without the API. */
  isOnce: boolean;
  /** Shortest pause between two requests to a host, ms; for tests. */
  hostDelayMs?: number;
  /** Told of every step and every new incident. */
  say(line: string): void;
  onIncident(incident: Incident): void;
}

export interface RunningUp {
  /** Address of the queue; null in a single pass. */
  url: string | null;
  /** One-time password of the administrator, on the first start only. */
  password: string | null;
  /** With `isOnce`: resolves when the pass is over and all of it is indexed. */
  passed(): Promise<void>;
  /** The queue, newest first. */
  queue(limit: number): Promise<{ incidents: Incident[]; total: number }>;
  /** Stops collecting, lets the batches at hand end, closes everything. */
  close(): Promise<void>;
}

/** Everything on one machine: crawl, work and serve in this process, with or without the demo town. */
export async function startUp(options: UpOptions): Promise<RunningUp> {
  const { env, log, config, analysis, say, hasDemo, isOnce } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    while (closers.length > 0) await closers.pop()?.();
  };
  try {
    const platform = await openPlatform(env, log, { embedded: options.isEmbedded });
    closers.push(() => platform.close());
    if (options.isEmbedded) say('EMBEDDED: everything is in this process and nothing is kept after its end');
    const secrets = loadSecrets(env);
    const own = config.sources.filter((source) => !source.labels.includes(demoLabel));
    let sources: Source[] = own;
    if (hasDemo) {
      const demo = await startDemo(env, platform.clock.now());
      closers.push(() => demo.stop());
      sources = [...own, ...demo.sources];
      say(`Demo town: ${demo.sources.length} sources on loopback`);
    }
    if (sources.length === 0) {
      throw new AppError(
        'E_CONFIG_INVALID',
        'there is no source to read: add one to config/sources/, or start with the demo town',
      );
    }
    await publishSources(platform.store.sources, sources, isoTime(platform.clock.now()));

    const frontier = openFrontier(platform, env, log);
    closers.push(() => frontier.close());
    const stopWatching = platform.feed.subscribe((notice) => {
      if (notice.type !== 'opened' && notice.version !== 1) return;
      platform.store.incidents.get(notice.incidentId).then(
        (incident) => incident !== null && options.onIncident(incident),
        (error: Error) => log.debug({ message: error.message }, 'new incident not shown'),
      );
    });
    closers.push(async () => stopWatching());

    let password: string | null = null;
    let url: string | null = null;
    if (!isOnce) {
      password = await ensureAdministrator(platform.store, platform.clock.now());
      const { model } = analysis;
      const vectors = model === null ? noTextVectors : openSearchVectors(log, { folder: env.OTKLIK_MODELS_DIR, model });
      const server = await startServe(platform, config, analysis, { env, log, vectors });
      closers.push(() => server.close());
      url = server.url;
    }

    const queues = platform.redis === null ? null : openLineQueues(platform, env.OTKLIK_PREFIX);
    if (queues !== null) {
      closers.push(async () => void (await Promise.all(Object.values(queues).map((queue) => queue.close()))));
      const work = await startWork(platform, config, analysis, frontier, {
        prefix: env.OTKLIK_PREFIX,
        log,
        frontier,
        lockMs: env.OTKLIK_JOB_LOCK_MS,
        say,
      });
      closers.push(() => work.close());
      say(work.rules.describe());
      say(work.describeModel());
    }
    const countWaiting = async (): Promise<number> => {
      const counts = await Promise.all(Object.values(queues ?? {}).map((queue) => queue.counts()));
      return counts.reduce((sum, each) => sum + each.waiting + each.active + each.delayed, 0);
    };
    const sink = queues === null ? embeddedSink(platform, config, analysis, frontier) : queueSink(queues);
    const crawl = await startCrawl(platform, {
      env,
      secrets,
      log,
      sink,
      frontier,
      limits: config.collector,
      isOnce,
      countWaiting,
      lockMs: env.OTKLIK_JOB_LOCK_MS,
      ...(options.hostDelayMs === undefined ? {} : { hostDelayMs: options.hostDelayMs }),
    });
    closers.push(() => crawl.close());

    return {
      url,
      password,
      async passed() {
        // Idle twice in a row: a visit that just ended may have put a batch into the line.
        for (let calm = 0; calm < 2; ) {
          await new Promise((resolve) => setTimeout(resolve, 250));
          const isIdle = (await crawl.isIdle()) && (await countWaiting()) === 0;
          calm = isIdle ? calm + 1 : 0;
        }
        await platform.store.refresh();
      },
      async queue(limit) {
        await platform.store.refresh();
        const page = await platform.store.incidents.search({ limit, sort: 'newest' });
        return { incidents: page.items, total: page.total };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
