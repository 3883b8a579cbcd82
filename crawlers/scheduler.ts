import { type Clock, isoTime, systemClock } from '../src/core/clock.js';
import { derivedId } from '../src/core/ids.js';
import type { JobQueue } from '../src/core/ports.js';
import type { SourceStore } from '../src/core/source-ports.js';
import type { CrawlLog } from './log.js';
import type { CrawlJob } from './runner.js';
import { type Frontier, hostOf, type IdleInfo, type Visit } from './schedule/frontier.js';

/** Larger jobs are cheaper by the visit, but fewer visits get done: docs/benchmarks.md. */
const BATCH = 50;
/** Jobs that may wait before no more are made: a frontier that stands still is better than a long queue of stale visits. */
const MAX_WAITING_JOBS = 40;
/** Visits of a host whose pages travel together: a few seconds of work for each of several processes. */
const PER_WIDE_HOST = 4 * BATCH;
const QUEUE_LEASE_MS = 10 * 60_000;
/** How often the registry is asked what changed. */
const RESEED_MS = 10_000;
/** Changes of the last minute are taken again: the index shows them late and clocks differ. */
const OVERLAP_MS = 60_000;
/** How long visits may be under way while no job is, before their jobs are held to be lost. */
const ORPHANED_MS = 5_000;

export interface SchedulerOptions {
  frontier: Frontier;
  sources: Pick<SourceStore, 'list' | 'changedSince' | 'states'>;
  queue: JobQueue<CrawlJob>;
  log: CrawlLog;
  clock?: Clock;
  /** Visits in one job, 20-100. */
  batchSize?: number;
  /** Most visits of one host in flight. */
  perHost?: number;
  /** Hosts whose pages are asked for many at once: more of their visits are in flight, so that there is something to put together. */
  wideHosts?: readonly string[];
  maxWaitingJobs?: number;
  /** How long a visit may wait in the queue before it is handed out anew, ms; default 10 min. */
  queueLeaseMs?: number;
  /** Visits a minute of all processes together; default: no limit. */
  perMinute?: number;
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
  let orphanedSinceMs: number | null = null;

  async function seed(nowMs: number): Promise<void> {
    const isSeeded = await frontier.isSeeded();
    if (seededAtMs !== null && isSeeded && nowMs - seededAtMs < RESEED_MS) return;
    const isWhole = seededAtMs === null || !isSeeded;
    const sources = isWhole
      ? await options.sources.list()
      : await options.sources.changedSince(isoTime((seededAtMs ?? nowMs) - OVERLAP_MS));
    if (isWhole || sources.length > 0) {
      const states = await options.sources.states(isWhole ? undefined : sources.map(({ id }) => id));
      // Sources that were never read belong to a pass that began before they were put in.
      await frontier.seed(sources, states, Math.min(nowMs, options.horizonMs ?? nowMs), nowMs);
    }
    if (isWhole) log.info({ sources: sources.length, ms: clock.now() - nowMs }, 'frontier filled');
    seededAtMs = nowMs;
  }

  /**
   * True when visits have been handed out for a while although no job exists: a process or Redis died between the two. Their leases
   * would end by themselves, but minutes later.
   */
  async function areVisitsOrphaned(nowMs: number, jobs: number): Promise<boolean> {
    const isOrphaned = jobs === 0 && (await frontier.idleInfo(nowMs)).inFlight > 0;
    orphanedSinceMs = isOrphaned ? (orphanedSinceMs ?? nowMs) : null;
    return orphanedSinceMs !== null && nowMs - orphanedSinceMs >= ORPHANED_MS;
  }

  return {
    async tick() {
      const nowMs = clock.now();
      await seed(nowMs);
      const { waiting, active, delayed } = await queue.counts();
      if (await areVisitsOrphaned(nowMs, waiting + active + delayed)) {
        await frontier.recall();
        orphanedSinceMs = null;
        log.warn({}, 'visits without a job are handed out anew');
      }
      const room = maxWaiting - waiting;
      if (room <= 0) return 0;
      const pop = {
        leaseMs: options.queueLeaseMs ?? QUEUE_LEASE_MS,
        perHost,
        horizonMs: options.horizonMs ?? nowMs,
        wide: { hosts: options.wideHosts ?? [], perHost: Math.max(PER_WIDE_HOST, perHost) },
      };
      const { perMinute } = options;
      const wanted = room * batchSize;
      const limit = perMinute === undefined ? wanted : await frontier.grant(nowMs, perMinute, wanted);
      if (limit === 0) return 0;
      const visits = await frontier.popDue(nowMs, limit, pop);
      // What was granted and is not due goes back.
      if (perMinute !== undefined && visits.length < limit)
        await frontier.grant(nowMs, perMinute, visits.length - limit);
      if (visits.length === 0) return 0;
      const jobs = toJobs(visits, batchSize).map((batch) => ({
        // With the time: visits whose job was lost are handed out anew, and an id that BullMQ still remembers would be ignored.
        id: derivedId('crawl-job', String(nowMs), ...batch.map((visit) => `${visit.id}.${visit.dueAtMs}`)),
        data: { visits: batch },
      }));
      await queue.add(jobs);
      log.debug({ visits: visits.length, jobs: jobs.length }, 'due visits queued');
      return visits.length;
    },
    idleInfo: () => frontier.idleInfo(options.horizonMs ?? clock.now()),
  };
}
