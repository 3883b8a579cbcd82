import { isoTime } from '../../src/core/clock.js';
import type { SourceState } from '../../src/core/source.js';
import { silentFrom } from '../../src/core/source-health.js';
import { type Demand, demandParts, noDemand } from './budget.js';
import {
  FEW_HOSTS,
  type Frontier,
  hostOf,
  type NewVisit,
  seenKey,
  seenMark,
  type Visit,
  type VisitRole,
  visitId,
} from './frontier.js';
import { countDelays, delayQuantile, MOST_DELAYS } from './health.js';
import { type Argument, connectSteps } from './redis-steps.js';
import { MOST_YIELD } from './revisit.js';

const CHUNK = 500;
/** How long it is remembered which posts stood on a page that is read no more. */
const ROLL_LIFE_MS = 30 * 86_400_000;
/** Visits, slots and marks of the collector; the braces keep them in one slot of a cluster. */
const DEFAULT_PREFIX = '{otklik:crawl}:';
const DEFAULT_MAX_SEEN = 5_000;

export interface RedisFrontierOptions {
  /** Redis address, redis:// or rediss://. */
  url: string;
  prefix?: string;
  /** Most posts remembered per source. */
  maxSeenPerSource?: number;
  /** Told about connection trouble (ioredis reconnects by itself). */
  onError?: (error: Error) => void;
}

/** Frontier shared through Redis 6.2 or newer (or Valkey): any number of processes on any number of machines. */
export function createRedisFrontier(options: RedisFrontierOptions): Frontier {
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  const maxSeen = options.maxSeenPerSource ?? DEFAULT_MAX_SEEN;
  const { run, guard, close } = connectSteps(options.url, prefix, (error) => options.onError?.(error));

  async function add(visits: readonly NewVisit[]): Promise<number> {
    let due = 0;
    for (let at = 0; at < visits.length; at += CHUNK) {
      const chunk = visits
        .slice(at, at + CHUNK)
        .map((visit) =>
          run<number>('addVisit', [
            visitId(visit.sourceId, visit.url),
            visit.sourceId,
            visit.url,
            visit.role,
            visit.page,
            hostOf(visit.url),
            Math.round(visit.dueAtMs),
            visit.changedAt === null ? '' : Date.parse(visit.changedAt),
            visit.lastPage ?? '',
            visit.replies ?? '',
          ]),
        );
      for (const isDue of await Promise.all(chunk)) due += isDue;
    }
    return due;
  }

  return {
    add,
    async seed(sources, states, nowMs, epochMs = nowMs) {
      // After a wipe, marks that late batches of the time before have left since are taken back: a page that looks read would end the
      // way to the older ones behind it. Batches of the time before leave none from here on.
      if ((await run<number>('beginEpoch', [epochMs])) === 1) {
        for (let at = 0; at < sources.length; at += CHUNK) {
          const keys = sources.slice(at, at + CHUNK).map(({ id }) => `${prefix}seen:${id}`);
          await guard((redis) => redis.unlink(...keys));
        }
      }
      const known = new Map(states.map((state) => [state.sourceId, state]));
      const visits: NewVisit[] = [];
      let restored: Promise<number>[] = [];
      for (const source of sources) {
        if (!source.enabled) continue;
        const state = known.get(source.id);
        if (state !== undefined) restored.push(run<number>('restoreHealth', [source.id, ...fieldsOf(state).flat()]));
        if (restored.length >= CHUNK) {
          await Promise.all(restored);
          restored = [];
        }
        const next = state?.nextVisitAt == null ? nowMs : Date.parse(state.nextVisitAt);
        for (const url of source.urls) {
          visits.push({ sourceId: source.id, url, role: 'list', page: 1, dueAtMs: next, changedAt: null });
        }
      }
      await Promise.all(restored);
      await add(visits);
      await guard((redis) => redis.set(`${prefix}seeded`, isoTime(nowMs)));
    },
    isSeeded: () => guard(async (redis) => (await redis.exists(`${prefix}seeded`)) === 1),

    async popDue(nowMs, limit, { leaseMs, perHost, horizonMs, wide }) {
      const { hosts: wideHosts, perHost: perWide } = wide ?? { hosts: [], perHost };
      const flat = await run<string[]>('popDue', [
        ...[nowMs, limit, leaseMs, perHost, horizonMs ?? nowMs, FEW_HOSTS],
        ...[perWide, ...wideHosts],
      ]);
      const visits: Visit[] = [];
      for (let at = 0; at + 6 < flat.length; at += 7) {
        const [id, sourceId, url, role, page, due, last] = flat.slice(at, at + 7) as [
          string,
          string,
          string,
          string,
          string,
          string,
          string,
        ];
        const lastPage = last === '' ? null : Number(last);
        visits.push({ id, sourceId, url, role: role as VisitRole, page: Number(page), lastPage, dueAtMs: Number(due) });
      }
      return visits;
    },

    recall: () => run<void>('recallVisits', []),

    async begin(visit, nowMs, leaseMs) {
      const lines = await run<string>('beginVisit', [visit.id, visit.dueAtMs, nowMs, leaseMs]);
      if (lines === '') return null;
      const row = lines.split('\n');
      const text = (at: number): string | null => (row[at] === undefined || row[at] === '' ? null : row[at]);
      const number = (at: number): number | null => (text(at) === null ? null : Number(row[at]));
      return {
        etag: text(1),
        lastModified: text(2),
        postsPerDay: number(3),
        ratedDays: number(8),
        ttlMinutes: number(9),
        failures: number(4) ?? 0,
        quietVisits: number(5) ?? 0,
        lastVisitMs: number(6),
        lastNewMs: number(7),
        demand: demandOf(row, 10),
        hostDemand: demandOf(row, 14),
        yield: { posts: Number(row[18]), found: Number(row[19]) },
        yieldOfAll: { posts: Number(row[20]), found: Number(row[21]) },
      };
    },

    async finish(visit, _nowMs, outcome, nextDueMs, demand = noDemand) {
      const pairs: Argument[] = [
        ['rate', outcome.postsPerDay === null ? '' : outcome.postsPerDay.toPrecision(6)],
        ['days', outcome.ratedDays === null ? '' : outcome.ratedDays.toPrecision(4)],
        ['ttl', outcome.ttlMinutes ?? ''],
        ['f', outcome.failures || ''],
        ['q', outcome.quietVisits || ''],
        ['l', outcome.lastVisitMs ?? ''],
        ['n', outcome.lastNewMs ?? ''],
      ].flat();
      const due = nextDueMs === null ? '' : Math.round(nextDueMs);
      const asked = demandParts.map((part) => String(Number(demand[part].toPrecision(9))));
      await run('finishVisit', [visit.id, visit.dueAtMs, due, ...asked, ...pairs]);
    },
    grant: (nowMs, perMinute, wanted) => run<number>('grantVisits', [nowMs, perMinute, wanted]),

    acquire: (host, holder, nowMs, delayMs, leaseMs) =>
      run<number>('acquireSlot', [host, holder, nowMs, delayMs, leaseMs]),
    async release(host, holder, nowMs, restMs = 0) {
      await run('releaseSlot', [host, holder, nowMs, restMs]);
    },
    async rest(part, untilMs) {
      await run('restPart', [part, Math.round(untilMs)]);
    },
    restsUntil: (part) => run<number>('partRest', [part]),
    async spend(sourceId, nowMs, requestsPerDay) {
      return (await run<number>('spendRequest', [sourceId, isoTime(nowMs).slice(0, 10), requestsPerDay])) === 1;
    },

    async unseen(sourceId, posts) {
      if (posts.length === 0) return new Set();
      const isNew = await run<string>('findUnseen', [sourceId, marksOf(posts)]);
      return new Set(posts.filter((_, at) => isNew[at] === '1').map((post) => post.id));
    },

    async indexed(page, posts, found = 0) {
      const minute = Math.floor(Date.parse(page.fetchedAt) / 60_000).toString(36);
      const id = visitId(page.sourceId, page.url);
      const fetchedAtMs = Date.parse(page.fetchedAt);
      await run('moveCursor', [
        fetchedAtMs,
        id,
        page.sourceId,
        page.etag ?? '',
        page.lastModified ?? '',
        minute,
        maxSeen,
        found,
        MOST_YIELD.source,
        MOST_YIELD.all,
        posts.length,
        marksOf(posts),
      ]);
    },

    async roll(id) {
      const text = await run<string>('readRoll', [id]);
      if (text === '') return [];
      return text.split(' ').map((entry) => {
        const [post = '', second = '', misses = ''] = entry.split(',');
        return { id: post, publishedMs: Number.parseInt(second, 36) * 1_000, misses: Number(misses) };
      });
    },
    async putRoll(id, roll) {
      const entries = roll.map(
        (each) => `${each.id},${Math.floor(each.publishedMs / 1_000).toString(36)},${each.misses}`,
      );
      await run('writeRoll', [id, entries.join(' '), ROLL_LIFE_MS]);
    },

    async record(visit) {
      await run('recordVisit', [
        visit.sourceId,
        isoTime(visit.atMs),
        visit.newPosts,
        visit.nextVisitMs === null ? '' : isoTime(visit.nextVisitMs),
        visit.error === null ? '' : JSON.stringify(visit.error),
        visit.isList ? 1 : 0,
        Math.round(visit.atMs),
        visit.intervalMinutes === null ? '' : visit.intervalMinutes.toPrecision(4),
        visit.wantedMinutes === null ? '' : visit.wantedMinutes.toPrecision(4),
        MOST_DELAYS,
        ...[...countDelays(visit.delaysMs)].flat(),
      ]);
    },

    async health(sourceIds) {
      const rows = await Promise.all(sourceIds.map((id) => run<string[]>('readHealth', [id])));
      return sourceIds.map((id, at) => stateOf(id, rows[at] ?? []));
    },
    async idleInfo(horizonMs) {
      const [due, inFlight, next] = await run<[number, number, string]>('idleState', [horizonMs]);
      return { due, inFlight, nextDueMs: next === '' ? null : Number(next) };
    },
    async close() {
      close();
    },
  };
}

/** Keys and marks of posts as one argument, a line each. */
function marksOf(posts: readonly { id: string; fingerprint: string }[]): string {
  let lines = '';
  for (const { id, fingerprint } of posts) lines += `${seenKey(id)} ${seenMark(fingerprint)}\n`;
  return lines;
}

/** Sums of the row from this place on; below nothing by rounding counts as nothing. */
function demandOf(row: readonly string[], at: number): Demand {
  const part = (place: number) => Math.max(Number(row[at + place]), 0);
  return { free: part(0), pinned: part(1), short: part(2), long: part(3) };
}

function fieldsOf(state: SourceState): [string, string | number][] {
  const { sourceId: _, lastError, silentAt: __, ...rest } = state;
  const pairs = Object.entries(rest).filter(([, value]) => value !== null) as [string, string | number][];
  if (lastError !== null) pairs.push(['lastError', JSON.stringify(lastError)]);
  if (state.lastNewPostAt !== null) pairs.push(['newMs', Date.parse(state.lastNewPostAt)]);
  return pairs;
}

/** @param flat names and values in turn */
function stateOf(sourceId: string, flat: readonly string[]): SourceState {
  const fields = new Map<string, string>();
  const delays = new Map<number, number>();
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [name, value] = [flat[at] as string, flat[at + 1] as string];
    if (/^d\d+$/.test(name)) delays.set(Number(name.slice(1)), Number(value));
    else fields.set(name, value);
  }
  const text = (name: string) => fields.get(name) ?? null;
  const number = (name: string) => Number(fields.get(name) ?? 0);
  const perhaps = (name: string) => (fields.has(name) ? Number(fields.get(name)) : null);
  const error = text('lastError');
  const lastNewPostAt = text('lastNewPostAt');
  const gapMinutes = perhaps('longestGapMinutes');
  const gapMs = gapMinutes === null ? null : gapMinutes * 60_000;
  return {
    sourceId,
    lastVisitAt: text('lastVisitAt'),
    lastSuccessAt: text('lastSuccessAt'),
    lastNewPostAt,
    nextVisitAt: text('nextVisitAt'),
    failuresInRow: number('failuresInRow'),
    lastError: error === null ? null : (JSON.parse(error) as SourceState['lastError']),
    postsSeen: number('postsSeen'),
    requests: number('requests'),
    longestGapMinutes: gapMinutes,
    silentAt: lastNewPostAt === null ? null : isoTime(silentFrom(Date.parse(lastNewPostAt), gapMs)),
    // After a wipe the stored figures hold until there are new ones.
    delayP50Seconds: delayQuantile(delays, 0.5) ?? perhaps('delayP50Seconds'),
    delayP95Seconds: delayQuantile(delays, 0.95) ?? perhaps('delayP95Seconds'),
    intervalMinutes: perhaps('intervalMinutes'),
    wantedMinutes: perhaps('wantedMinutes'),
  };
}
