import { isoTime } from '../../src/core/clock.js';
import { emptyState, type SourceState } from '../../src/core/source.js';
import { silentFrom } from '../../src/core/source-health.js';
import { type Demand, demandParts, noDemand } from './budget.js';
import {
  emptyMemory,
  FEW_HOSTS,
  type Frontier,
  hostOf,
  type NewVisit,
  seenKey,
  seenMark,
  type Visit,
  type VisitMemory,
  visitId,
} from './frontier.js';
import { countDelays, delayQuantile, MOST_DELAYS, updateLongestGap } from './health.js';
import type { RollEntry } from './page-roll.js';
import { addYield, noYield, type Yield } from './revisit.js';

interface Known {
  visit: Visit;
  host: string;
  memory: VisitMemory;
  changedAtMs: number;
  replies: number | null;
  /** End of the lease while handed out, ms. */
  leaseMs: number | null;
  /** Due time asked for while handed out. */
  againMs: number | null;
  /** What it adds to the sums. */
  demand: Demand;
}

interface Slot {
  holder: string | null;
  untilMs: number;
  lastMs: number | null;
  restMs: number;
  /** Pause that the last holder kept. */
  delayMs: number;
}

/** The same frontier inside one process, for the embedded mode and unit tests. Nothing outlives the process. */
export function createMemoryFrontier(options: { maxSeenPerSource?: number } = {}): Frontier {
  const maxSeen = options.maxSeenPerSource ?? 5_000;
  const known = new Map<string, Known>();
  const slots = new Map<string, Slot>();
  const rests = new Map<string, number>();
  const seen = new Map<string, Map<string, string>>();
  const spent = new Map<string, number>();
  const states = new Map<string, SourceState>();
  const yields = new Map<string, Yield>();
  let yieldOfAll = noYield;
  let tokens = { atMs: Number.NEGATIVE_INFINITY, count: 0 };
  const rolls = new Map<string, RollEntry[]>();
  const delays = new Map<string, Map<number, number>>();
  let seeded = false;

  function stateFor(sourceId: string): SourceState {
    let state = states.get(sourceId);
    if (state === undefined) {
      state = emptyState(sourceId);
      states.set(sourceId, state);
    }
    return state;
  }

  function sumOf(entries: Iterable<Known>): Demand {
    const sum = { ...noDemand };
    for (const { demand } of entries) for (const part of demandParts) sum[part] += demand[part];
    return sum;
  }

  function addOne(visit: NewVisit): boolean {
    const id = visitId(visit.sourceId, visit.url);
    const changedAtMs = visit.changedAt === null ? 0 : Date.parse(visit.changedAt);
    const dueAtMs = Math.round(visit.dueAtMs);
    const entry = known.get(id);
    const replies = visit.replies ?? null;
    if (entry === undefined) {
      const { sourceId, url, role, page, lastPage = null } = visit;
      known.set(id, {
        visit: { id, sourceId, url, role, page, lastPage, dueAtMs },
        host: hostOf(url),
        memory: { ...emptyMemory },
        changedAtMs,
        replies,
        leaseMs: null,
        againMs: null,
        demand: noDemand,
      });
      return true;
    }
    const hasReplied = replies !== null && entry.replies !== null && replies !== entry.replies;
    if (replies !== null) entry.replies = replies;
    if (changedAtMs <= entry.changedAtMs && !hasReplied) return false;
    entry.changedAtMs = Math.max(changedAtMs, entry.changedAtMs);
    if (entry.leaseMs !== null) entry.againMs = dueAtMs;
    else if (dueAtMs < entry.visit.dueAtMs) entry.visit = { ...entry.visit, dueAtMs };
    return true;
  }

  /** The entry when exactly this reading of it is under way. */
  function underWay(visit: Visit): Known | null {
    const entry = known.get(visit.id);
    return entry !== undefined && entry.leaseMs !== null && entry.visit.dueAtMs === visit.dueAtMs ? entry : null;
  }

  async function add(visits: readonly NewVisit[]): Promise<number> {
    return visits.filter(addOne).length;
  }

  return {
    add,
    async seed(sources, oldStates, nowMs) {
      const old = new Map(oldStates.map((state) => [state.sourceId, state]));
      for (const source of sources) {
        if (!source.enabled) continue;
        const state = old.get(source.id);
        if (state !== undefined && !states.has(source.id)) states.set(source.id, { ...state });
        const dueAtMs = state?.nextVisitAt == null ? nowMs : Date.parse(state.nextVisitAt);
        for (const url of source.urls) {
          addOne({ sourceId: source.id, url, role: 'list', page: 1, dueAtMs, changedAt: null });
        }
      }
      seeded = true;
    },
    async isSeeded() {
      return seeded;
    },

    async popDue(nowMs, limit, { leaseMs, perHost, horizonMs = nowMs, wide }) {
      const busy = new Map<string, number>();
      for (const entry of known.values()) {
        if (entry.leaseMs !== null && entry.leaseMs <= nowMs) entry.leaseMs = null;
        if (entry.leaseMs !== null) busy.set(entry.host, (busy.get(entry.host) ?? 0) + 1);
      }
      const due = [...known.values()]
        .filter((entry) => entry.leaseMs === null && entry.visit.dueAtMs <= horizonMs)
        .sort((a, b) => a.visit.dueAtMs - b.visit.dueAtMs || (a.visit.id < b.visit.id ? -1 : 1));
      const out: Visit[] = [];
      // Many hosts side by side: visits of one host are made one after another, and would hold a place each meanwhile.
      const few = Math.min(2, perHost);
      const capOf = (host: string, cap: number) => (wide?.hosts.includes(host) ? wide.perHost : cap);
      const isFew = new Set(due.map(({ host }) => host)).size <= FEW_HOSTS;
      for (const cap of isFew ? [few, perHost] : [few]) {
        for (const entry of due) {
          if (out.length >= limit) break;
          const count = busy.get(entry.host) ?? 0;
          if (count >= capOf(entry.host, cap) || entry.leaseMs !== null) continue;
          busy.set(entry.host, count + 1);
          entry.leaseMs = nowMs + leaseMs;
          out.push({ ...entry.visit });
        }
      }
      return out;
    },
    async recall() {
      for (const entry of known.values()) if (entry.leaseMs !== null) entry.leaseMs = 0;
    },
    async begin(visit, nowMs, leaseMs) {
      const entry = underWay(visit);
      if (entry === null) return null;
      entry.leaseMs = nowMs + leaseMs;
      const hostDemand = sumOf([...known.values()].filter(({ host }) => host === entry.host));
      const found = yields.get(visit.sourceId) ?? noYield;
      return { ...entry.memory, demand: sumOf(known.values()), hostDemand, yield: { ...found }, yieldOfAll };
    },
    async finish(visit, _nowMs, outcome, nextDueMs, demand = noDemand) {
      const entry = underWay(visit);
      if (entry === null) return;
      let dueAtMs = nextDueMs === null ? null : Math.round(nextDueMs);
      if (entry.againMs !== null) dueAtMs = Math.min(dueAtMs ?? entry.againMs, entry.againMs);
      entry.againMs = null;
      entry.leaseMs = null;
      if (dueAtMs === null) {
        known.delete(visit.id);
        rolls.delete(visit.id);
        return;
      }
      if (dueAtMs === visit.dueAtMs) dueAtMs++;
      entry.visit = { ...entry.visit, dueAtMs };
      entry.memory = { ...entry.memory, ...outcome };
      entry.demand = demand;
    },
    async grant(nowMs, perMinute, wanted) {
      const gainedMs = Math.min(Math.max(nowMs - tokens.atMs, 0), 60_000);
      const saved = Math.min(tokens.count + (gainedMs * perMinute) / 60_000, perMinute);
      const granted = Math.min(Math.floor(saved), wanted);
      tokens = { atMs: nowMs, count: Math.min(saved - granted, perMinute) };
      return granted;
    },

    async acquire(host, holder, nowMs, delayMs, leaseMs) {
      const slot = slots.get(host) ?? { holder: null, untilMs: 0, lastMs: null, restMs: 0, delayMs: 0 };
      if (slot.holder !== null && slot.untilMs > nowMs) return Math.min(slot.untilMs - nowMs, 250);
      // A holder that died spoke to the host until its lease ended at the latest.
      const lastMs = slot.holder === null ? slot.lastMs : Math.max(slot.lastMs ?? 0, slot.untilMs);
      if (lastMs !== null) {
        const freeMs = Math.max(lastMs + Math.max(delayMs, slot.delayMs), slot.restMs);
        if (freeMs > nowMs) return freeMs - nowMs;
      }
      slots.set(host, { ...slot, holder, untilMs: nowMs + leaseMs, delayMs });
      return 0;
    },
    async release(host, holder, nowMs, restMs = 0) {
      const slot = slots.get(host);
      if (slot === undefined || slot.holder !== holder) return;
      slots.set(host, {
        ...slot,
        holder: null,
        untilMs: 0,
        lastMs: nowMs,
        restMs: restMs > 0 ? nowMs + restMs : slot.restMs,
      });
    },
    async rest(part, untilMs) {
      rests.set(part, Math.max(rests.get(part) ?? 0, untilMs));
    },
    async restsUntil(part) {
      return rests.get(part) ?? 0;
    },
    async spend(sourceId, nowMs, requestsPerDay) {
      const key = `${isoTime(nowMs).slice(0, 10)} ${sourceId}`;
      const count = spent.get(key) ?? 0;
      if (count >= requestsPerDay) return false;
      spent.set(key, count + 1);
      stateFor(sourceId).requests++;
      return true;
    },

    async unseen(sourceId, posts) {
      const marks = seen.get(sourceId);
      const isSeen = (post: { id: string; fingerprint: string }) =>
        marks?.get(seenKey(post.id)) === seenMark(post.fingerprint);
      return new Set(posts.filter((post) => !isSeen(post)).map((post) => post.id));
    },
    async indexed(page, posts, found = 0) {
      if (posts.length > 0) {
        const batch = { posts: posts.length, found };
        yields.set(page.sourceId, addYield(yields.get(page.sourceId) ?? noYield, batch, 'source'));
        yieldOfAll = addYield(yieldOfAll, batch, 'all');
      }
      const entry = known.get(visitId(page.sourceId, page.url));
      if (entry !== undefined) {
        const { etag, lastModified } = entry.memory;
        entry.memory = { ...entry.memory, etag: page.etag ?? etag, lastModified: page.lastModified ?? lastModified };
      }
      const marks = seen.get(page.sourceId) ?? new Map<string, string>();
      seen.set(page.sourceId, marks);
      for (const post of posts) {
        marks.delete(seenKey(post.id));
        marks.set(seenKey(post.id), seenMark(post.fingerprint));
      }
      if (marks.size > maxSeen) {
        const surplus = marks.size - Math.floor(maxSeen * 0.8);
        for (const key of [...marks.keys()].slice(0, surplus)) marks.delete(key);
      }
    },

    roll: async (id) => rolls.get(id) ?? [],
    async putRoll(id, roll) {
      rolls.set(id, [...roll]);
    },

    async record(visit) {
      const state = stateFor(visit.sourceId);
      state.lastVisitAt = isoTime(visit.atMs);
      if (visit.nextVisitMs !== null) state.nextVisitAt = isoTime(visit.nextVisitMs);
      if (visit.error === null) state.lastSuccessAt = state.lastVisitAt;
      if (visit.error !== null || visit.isList) state.lastError = visit.error;
      if (visit.isList) state.failuresInRow = visit.error === null ? 0 : state.failuresInRow + 1;
      if (visit.intervalMinutes !== null) state.intervalMinutes = visit.intervalMinutes;
      if (visit.wantedMinutes !== null) state.wantedMinutes = visit.wantedMinutes;
      if (visit.newPosts > 0) {
        if (state.lastNewPostAt !== null)
          state.longestGapMinutes = updateLongestGap(
            state.longestGapMinutes,
            Math.max(visit.atMs - Date.parse(state.lastNewPostAt), 0),
          );
        state.lastNewPostAt = state.lastVisitAt;
        state.postsSeen += visit.newPosts;
        const gapMs = state.longestGapMinutes === null ? null : state.longestGapMinutes * 60_000;
        state.silentAt = isoTime(silentFrom(visit.atMs, gapMs));
      }
      if (visit.delaysMs.length > 0) {
        const counts = delays.get(visit.sourceId) ?? new Map<number, number>();
        delays.set(visit.sourceId, counts);
        for (const [bucket, count] of countDelays(visit.delaysMs))
          counts.set(bucket, (counts.get(bucket) ?? 0) + count);
        if ([...counts.values()].reduce((sum, count) => sum + count, 0) > MOST_DELAYS)
          for (const [bucket, count] of counts) counts.set(bucket, Math.floor(count / 2));
        state.delayP50Seconds = delayQuantile(counts, 0.5);
        state.delayP95Seconds = delayQuantile(counts, 0.95);
      }
    },
    async health(sourceIds) {
      return sourceIds.map((id) => ({ ...stateFor(id) }));
    },
    async idleInfo(horizonMs) {
      let due = 0;
      let inFlight = 0;
      let nextDueMs: number | null = null;
      for (const entry of known.values()) {
        if (entry.leaseMs !== null) {
          inFlight++;
          continue;
        }
        if (entry.visit.dueAtMs <= horizonMs) due++;
        nextDueMs = Math.min(nextDueMs ?? entry.visit.dueAtMs, entry.visit.dueAtMs);
      }
      return { due, inFlight, nextDueMs };
    },
    async close() {},
  };
}
