/** When to look at an address again. Pure: no clock, no chance. */
import { type Demand, planInterval } from './budget.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FAILURE_CAP_MS = 6 * 3_600_000;
/** Memory of the posting-rate estimate. */
const RATE_MEMORY_MS = 3 * DAY_MS;
/** Rate at which a source asks to be read at its shortest interval; slower ones ask for less, by the square root. */
const BUSY_POSTS_PER_DAY = 48;
/** The rate of sources that have been silent for long: they are still looked at. */
const LEAST_POSTS_PER_DAY = 0.01;
/** A thread without anything new for this long is forgotten; its list shows it again when it wakes. */
const THREAD_LIFE_MS = 14 * DAY_MS;

export interface RateInput {
  postsPerDay: number | null;
  lastVisitMs: number | null;
}

/**
 * EWMA of new posts per day with a memory of three days. The first visit finds a backlog of unknown age and says nothing about the rate.
 */
export function updateRate(memory: RateInput, nowMs: number, newPosts: number): number | null {
  if (memory.lastVisitMs === null || nowMs <= memory.lastVisitMs) return memory.postsPerDay;
  const gapMs = nowMs - memory.lastVisitMs;
  const seen = (newPosts * DAY_MS) / gapMs;
  if (memory.postsPerDay === null) {
    // One short gap is weak evidence: shrink toward «busy» so that a new source is read often until more is known.
    const weight = 1 - Math.exp(-gapMs / RATE_MEMORY_MS);
    return BUSY_POSTS_PER_DAY * (1 - weight) + seen * weight;
  }
  const weight = 1 - Math.exp(-gapMs / RATE_MEMORY_MS);
  return memory.postsPerDay * (1 - weight) + seen * weight;
}

/** What a visit leads to: when the next one is due, how often that is, how often it should be, and what it takes of the budgets. */
export interface NextVisit {
  dueMs: number;
  intervalMinutes: number;
  /** Without the budgets, within the bounds of the source. */
  wantedMinutes: number;
  demand: Demand;
}

interface Bounds {
  everyMinutes: number;
  atMostMinutes: number;
  /** By how much all intervals are stretched: the greater of the installation's and the host's. */
  stretch: number;
  /** Floors that the page states: feed TTL, freshness by its HTTP headers; null when silent. Minutes. */
  ttlMinutes: number | null;
}

function plan(nowMs: number, wanted: number, { everyMinutes, atMostMinutes, stretch, ttlMinutes }: Bounds): NextVisit {
  const shortestMinutes = Math.max(everyMinutes, ttlMinutes ?? 0);
  const bounds = { shortestMinutes, longestMinutes: atMostMinutes };
  const { intervalMinutes, demand } = planInterval(wanted, stretch, bounds);
  const unstretched = planInterval(wanted, 1, bounds).intervalMinutes;
  return {
    dueMs: nowMs + Math.round(intervalMinutes * MINUTE_MS),
    intervalMinutes,
    wantedMinutes: unstretched,
    demand,
  };
}

export interface ListInput extends Bounds {
  nowMs: number;
  postsPerDay: number | null;
  /** Posts read of the source and those of them that may be incidents. */
  yield: Yield;
}

/**
 * Next reading of a list: frequency in proportion to the square root of rate × yield (least mean delay of complaints under a budget), never
 * sooner than `everyMinutes` or the page's own floor, at most `atMostMinutes` later.
 */
export function nextListVisit(input: ListInput): NextVisit {
  const rate = Math.max(input.postsPerDay ?? BUSY_POSTS_PER_DAY, LEAST_POSTS_PER_DAY);
  const wanted = input.everyMinutes * Math.sqrt(BUSY_POSTS_PER_DAY / (rate * yieldWeight(input.yield)));
  return plan(input.nowMs, wanted, input);
}

export interface Yield {
  posts: number;
  found: number;
}
export const noYield: Yield = { posts: 0, found: 0 };
/** Posts after which both counts are halved, so that old ones fade. */
export const MOST_YIELD = 2_000;

/** Share of posts that may be incidents, expected of a source of which nothing is known, and how many posts that expectation weighs. */
const PRIOR_YIELD = 0.05;
const PRIOR_POSTS = 100;

/** How much more (or less) than an unknown source one is worth reading, by the complaints it brought; from a quarter to four. */
export function yieldWeight({ posts, found }: Yield): number {
  const expected = (found + PRIOR_YIELD * PRIOR_POSTS) / (posts + PRIOR_POSTS);
  return Math.min(Math.max(expected / PRIOR_YIELD, 0.25), 4);
}

export interface ThreadInput extends Bounds {
  nowMs: number;
  quietVisits: number;
  /** When it last brought something; null when never. */
  lastNewMs: number | null;
}

/** Next reading of a thread: the interval doubles with every quiet visit, up to `atMostMinutes`; null when it has been quiet for two weeks. */
export function nextThreadVisit(input: ThreadInput): NextVisit | null {
  const { nowMs, quietVisits, lastNewMs } = input;
  if (quietVisits > 0 && nowMs - (lastNewMs ?? nowMs) > THREAD_LIFE_MS) return null;
  if (lastNewMs === null && quietVisits > 8) return null;
  const wanted = Math.max(input.everyMinutes, 1) * 2 ** Math.min(quietVisits, 20);
  return plan(nowMs, Math.min(wanted, Math.max(input.atMostMinutes, input.everyMinutes)), input);
}

export interface FailureInput {
  nowMs: number;
  everyMinutes: number;
  /** Failures in a row, this one included. */
  failures: number;
  /** What the host asked for; undefined when nothing. */
  retryAfterMs: number | undefined;
}

/** Next try after a failure: exponential from `everyMinutes` up to 6 h, never before Retry-After has passed. */
export function nextFailedVisit(input: FailureInput): number {
  const startMs = Math.max(input.everyMinutes, 1) * MINUTE_MS;
  const backOffMs = Math.min(startMs * 2 ** Math.min(input.failures - 1, 20), Math.max(FAILURE_CAP_MS, startMs));
  return input.nowMs + Math.round(Math.max(backOffMs, input.retryAfterMs ?? 0));
}
