import { setMaxListeners } from 'node:events';
import { BasicCrawler, Configuration, EventManager, Log, LogLevel, RequestList } from '@crawlee/basic';
import { z } from 'zod';
import { type Clock, systemClock } from '../src/core/clock.js';
import { AppError } from '../src/core/errors.js';
import type { DeadLetterStore, PostSink, PostStore } from '../src/core/ports.js';
import type { Source } from '../src/core/source.js';
import type { RawPageStore, SourceStore } from '../src/core/source-ports.js';
import { type ApiKeys, withApis } from './fetch/api-pages.js';
import { createRenderer } from './fetch/browser.js';
import { createFetcher, type Fetcher } from './fetch/fetcher.js';
import { createHostGate, spendRequest } from './fetch/host-gate.js';
import { createMethodRests } from './fetch/method-rests.js';
import type { CrawlLog } from './log.js';
import { createPageParser, type PageParser } from './page-parser.js';
import type { Registry } from './registry.js';
import type { Frontier, Visit } from './schedule/frontier.js';
import { type Budgets, createVisitor, type VisitResult } from './visitor.js';

/** How long a source's entry is trusted before it is read again, ms. */
const SOURCE_CACHE_MS = 10_000;
/** Crawlee's own clock over a whole request; ours are far shorter and always end first. */
const HANDLER_TIMEOUT_S = 3_600;
/** Visits in one request to Crawlee. A request costs it as much processor time as a poll costs all others together; the visits in it start side by side. */
const HANDFUL = 10;

const crawlJobSchema = z.strictObject({
  visits: z
    .array(
      z.strictObject({
        id: z.string().min(2),
        sourceId: z.string().min(1),
        url: z.url({ protocol: /^https?$/ }),
        role: z.enum(['list', 'older', 'thread']),
        page: z.number().int().min(1),
        lastPage: z.number().int().min(1).nullable().default(null),
        dueAtMs: z.number(),
      }),
    )
    .max(100),
});
/** A batch of due visits, as the scheduler makes them. */
export type CrawlJob = z.infer<typeof crawlJobSchema>;

/** Checks what came over the queue. Throws E_JOB_INVALID when it is no batch of visits. */
export function parseCrawlJob(data: unknown): CrawlJob {
  const result = crawlJobSchema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError(
    'E_JOB_INVALID',
    `queue «fetch» got a job that is no batch of visits (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}): only Otklik may write to its queues; the pages are visited when they are due`,
  );
}

export interface CrawlerOptions {
  frontier: Frontier;
  registry: Registry;
  sink: PostSink;
  sources: Pick<SourceStore, 'byIds' | 'putStates'>;
  deadLetters: DeadLetterStore;
  rawPages: Pick<RawPageStore, 'put'>;
  posts: Pick<PostStore, 'markRemoved'>;
  /** Key under which authors are hashed (HMAC-SHA-256); secret of the deployment. */
  authorKey: string;
  log: CrawlLog;
  clock?: Clock;
  /** Masks personal data in pages and posts kept as dead letters. */
  maskText: (text: string) => string;
  /** Pause between requests to a host, ms; default 1 000 for all. */
  hostDelayMs?: number | ((host: string) => number);
  budgets?: Budgets;
  /** HTTP proxy for all requests. */
  proxy?: string;
  /** Program of Chromium or Chrome; sources that need a browser cannot be read without. */
  chromium?: string;
  /** The operator's keys of the APIs that are asked in place of pages. */
  apiKeys?: ApiKeys;
  /** Contact in the user agent; the source's own when not given. */
  userAgentContact?: string;
  version?: string;
  /** Time a page may take on the wire, ms; default 20 000. */
  deadlineMs?: number;
  /** How long a visit and a host slot outlive a crawler that died, ms; defaults 15 min and 45 s. */
  visitLeaseMs?: number;
  slotLeaseMs?: number;
  /** Own fetcher and parser, for tests; closed by their owner. */
  fetcher?: Fetcher;
  parser?: PageParser;
  /** Compiled parse-worker.js, when it is not where the build puts it. */
  workerUrl?: URL;
}

export interface Crawler {
  /**
   * Makes the visits of one job: different hosts side by side, one host's pages one after another. Failures of pages and hosts end in
   * the source's health and in dead letters; only trouble of our own (Redis, store) rejects, and the visits come back later.
   */
  visit(job: CrawlJob): Promise<VisitResult[]>;
  /**
   * Requests on the wire are brought to their end, no further one is made; jobs under way then reject with a temporary error, and the
   * visits that were not made come back with the job.
   */
  stop(): void;
  close(): Promise<void>;
}

/** Measures nothing, since concurrency is fixed: Crawlee's own starts the program `ps` for each job and once a second. */
class QuietEvents extends EventManager {}

const quietLog = new Log({ level: LogLevel.OFF });

/** The collector's worker: hand it jobs of the scheduler. */
export function createCrawler(options: CrawlerOptions): Crawler {
  const clock = options.clock ?? systemClock;
  const { frontier, registry, log } = options;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // one for every visit that waits for its host
  const renderer =
    options.chromium === undefined
      ? null
      : createRenderer({
          executablePath: options.chromium,
          log,
          version: options.version ?? '0.1.0',
          ...pick(options, 'userAgentContact'),
        });
  const fetcher =
    options.fetcher ??
    createFetcher({
      ...(renderer === null ? {} : { renderer }),
      gate: createHostGate({ frontier, clock, signal: stopping.signal, ...pick(options, 'slotLeaseMs') }),
      log,
      clock,
      ...pick(options, 'hostDelayMs', 'userAgentContact', 'version', 'deadlineMs', 'proxy'),
    });
  const parser = options.parser ?? createPageParser({ registry, ...pick(options, 'workerUrl') });
  const cache = new Map<string, { untilMs: number; source: Promise<Source | null> }>();

  /** Asks the store for sources that are not known or not trusted any more, all at once. */
  function loadSources(ids: readonly string[]): void {
    const nowMs = clock.now();
    const missing = [...new Set(ids)].filter((id) => (cache.get(id)?.untilMs ?? 0) <= nowMs);
    if (missing.length === 0) return;
    if (cache.size + missing.length > 10_000) cache.clear();
    const found = options.sources.byIds(missing).then((sources) => new Map(sources.map((each) => [each.id, each])));
    for (const id of missing) {
      const source = found.then((sources) => sources.get(id) ?? null);
      cache.set(id, { untilMs: nowMs + SOURCE_CACHE_MS, source });
      source.catch(() => cache.delete(id)); // who waits for it hears of it; the next one asks again
    }
  }

  async function getSource(id: string): Promise<Source | null> {
    loadSources([id]);
    return (await cache.get(id)?.source) ?? null;
  }

  const { deadLetters, rawPages, posts, sink, authorKey, maskText } = options;
  const visitor = createVisitor({
    frontier,
    fetcher: withApis(fetcher, {
      registry,
      keys: options.apiKeys ?? {},
      clock,
      spend: (source) => spendRequest(frontier, source, clock.now()),
      rests: createMethodRests(frontier, clock),
    }),
    parser,
    sink,
    deadLetters,
    rawPages,
    posts,
    getSource,
    authorKey,
    maskText,
    clock,
    log,
    ...pick(options, 'visitLeaseMs', 'budgets'),
  });

  return {
    async visit({ visits }) {
      if (visits.length === 0) return [];
      loadSources(visits.map(({ sourceId }) => sourceId));
      const results: VisitResult[] = [];
      const troubles: unknown[] = [];
      const underWay: Promise<void>[] = [];
      const unique = [...new Map(visits.map((visit) => [`${visit.id}.${visit.dueAtMs}`, visit])).values()];
      const handfuls: Visit[][] = [];
      for (let at = 0; at < unique.length; at += HANDFUL) handfuls.push(unique.slice(at, at + HANDFUL));
      // Own configuration and list for every job: shared ones remember addresses, and a second poll would silently do nothing.
      const config = new Configuration({
        persistStorage: false,
        purgeOnStart: false,
        memoryMbytes: 1_024,
        eventManager: new QuietEvents(),
      });
      const requestList = await RequestList.open(
        null,
        handfuls.map(([first], at) => ({ url: first?.url ?? '', uniqueKey: String(at), userData: { at } })),
        { keepDuplicateUrls: false },
      );
      const crawler = new BasicCrawler(
        {
          requestList,
          log: quietLog,
          maxRequestRetries: 0,
          requestHandlerTimeoutSecs: HANDLER_TIMEOUT_S,
          // All visits start at once; those of one host stand in line at its gate.
          minConcurrency: handfuls.length,
          maxConcurrency: handfuls.length,
          useSessionPool: false,
          retryOnBlocked: false,
          statusMessageLoggingInterval: 3_600,
          requestHandler: async ({ request }) => {
            const work = (handfuls[Number(request.userData.at)] ?? []).map((visit) =>
              visitor.visit(visit).then(
                (result) => void results.push(result),
                (trouble: unknown) => void troubles.push(trouble),
              ),
            );
            underWay.push(...work);
            await Promise.all(work);
          },
        },
        config,
      );
      await crawler.run();
      // Crawlee stops waiting when the process is interrupted; a visit that was begun is brought to its end all the same.
      await Promise.all(underWay);
      // As it stands now: another job may have finished later visits of the same source in the meantime.
      const touched = new Set(results.flatMap(({ visit, outcome }) => (outcome === 'skipped' ? [] : [visit.sourceId])));
      if (touched.size > 0) await options.sources.putStates(await frontier.health([...touched]));
      if (troubles.length > 0) throw troubles[0];
      return results;
    },
    stop: () => stopping.abort(),
    async close() {
      await renderer?.close();
      if (options.fetcher === undefined) await fetcher.close();
      if (options.parser === undefined) await parser.close();
    },
  };
}

/** The named options that were given, so that absent ones keep their defaults. */
function pick<T extends object, K extends keyof T>(from: T, ...names: K[]): { [P in K]?: Exclude<T[P], undefined> } {
  const picked: { [P in K]?: Exclude<T[P], undefined> } = {};
  for (const name of names) if (from[name] !== undefined) picked[name] = from[name] as Exclude<T[K], undefined>;
  return picked;
}
