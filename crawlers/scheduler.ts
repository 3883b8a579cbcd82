import { type Clock, systemClock } from '../src/core/clock.js';
import { derivedId } from '../src/core/ids.js';
import type { JobQueue, SourceStore } from '../src/core/ports.js';
import type { CrawlLog } from './log.js';
import type { CrawlJob } from './runner.js';
import { type Frontier, hostOf, type IdleInfo, type Visit } from './schedule/frontier.js';

const BATCH = 50;
/** Jobs that may wait before no more are made: a frontier that stands still is better than a long queue of stale visits. */
const MAX_WAITING_JOBS = 40;
const QUEUE_LEASE_MS = 10 * 60_000;
const RESEED_MS = 30_000;

export interface SchedulerOptions {
  frontier: Frontier;
  sources: SourceStore;
  queue: JobQueue<CrawlJob>;
  log: CrawlLog;
  clock?: Clock;
  /** Visits in one job, 20-100. */
  batchSize?: number;
  /** Most visits of one host in flight. */
  perHost?: number;
  maxWaitingJobs?: number;
  /** How long a visit may wait in the queue before it is handed out anew, ms; default 10 min. */
  queueLeaseMs?: number;
  /** For one pass: only visits due by this instant (ms) and the threads found on them; default: now, always. */
  horizonMs?: number;
}

export interface Scheduler {
  /** Puts what is due onto the queue; returns how many visits that were. Call it every second or so, in any number of processes. */
  tick(): Promise<number>;
  /** Whether anything is due or under way; with a horizon: whether the pass is over (`due` and `inFlight` 0, after a first tick). */
  idleInfo(): Promise<IdleInfo>;
}

/** Same host, same job: hosts are side by side in a job, so that each job is as short as its busiest host. */
function toJobs(visits: readonly Visit[], batchSize: number): Visit[][] {
  const byHost = new Map<string, Visit[]>();
  for (const visit of visits) {
    const host = hostOf(visit.url);
    const list = byHost.get(host);
    if (list === undefined) byHost.set(host, [visit]);
    else list.push(visit);
  }
  const jobs: Visit[][] = [];
  let job: Visit[] = [];
  for (const list of byHost.values()) {
    if (job.length > 0 && job.length + list.length > batchSize) {
      jobs.push(job);
      job = [];
    }
    job.push(...list);
  }
  if (job.length > 0) jobs.push(job);
  return jobs.flatMap((long) => {
    const parts = [];
    for (let at = 0; at < long.length; at += batchSize) parts.push(long.slice(at, at + batchSize));
    return parts;
  });
}

/** Moves due visits from the frontier to the queue; fills the frontier from the source list when it is new, changed or wiped. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { frontier, queue, log } = options;
  const clock = options.clock ?? systemClock;
  const batchSize = Math.min(Math.max(options.batchSize ?? BATCH, 1), 100);
  const perHost = options.perHost ?? 20;
  const maxWaiting = options.maxWaitingJobs ?? MAX_WAITING_JOBS;
  let seededAtMs: number | null = null;

  async function seed(nowMs: number): Promise<void> {
    const isFresh = seededAtMs !== null && nowMs - seededAtMs < RESEED_MS;
    if (isFresh && (await frontier.isSeeded())) return;
    const [sources, states] = await Promise.all([options.sources.list(), options.sources.states()]);
    // Sources that were never read belong to a pass that began before they were put in.
    await frontier.seed(sources, states, Math.min(nowMs, options.horizonMs ?? nowMs));
    if (seededAtMs === null) log.info({ sources: sources.length }, 'frontier filled');
    seededAtMs = nowMs;
  }

  return {
    async tick() {
      const nowMs = clock.now();
      await seed(nowMs);
      const { waiting } = await queue.counts();
      const room = maxWaiting - waiting;
      if (room <= 0) return 0;
      const pop = { leaseMs: options.queueLeaseMs ?? QUEUE_LEASE_MS, perHost, horizonMs: options.horizonMs ?? nowMs };
      const visits = await frontier.popDue(nowMs, room * batchSize, pop);
      if (visits.length === 0) return 0;
      const jobs = toJobs(visits, batchSize).map((batch) => ({
        id: derivedId('crawl-job', ...batch.map((visit) => `${visit.id}.${visit.dueAtMs}`)),
        data: { visits: batch },
      }));
      await queue.add(jobs);
      log.debug({ visits: visits.length, jobs: jobs.length }, 'due visits queued');
      return visits.length;
    },
    idleInfo: () => frontier.idleInfo(options.horizonMs ?? clock.now()),
  };
}
