/** When to look at an address again. Pure: no clock, no chance. */
import { type Demand, planInterval } from './budget.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FAILURE_CAP_MS = 6 * 3_600_000;
const MOST_CLOSED_DAYS = 7;
/** Memory of the posting-rate estimate. */
const RATE_MEMORY_DAYS = 3;
/**
 * What is known of any page before it is watched, as posts in days of watching (a gamma prior that is never forgotten): a page that had no post in three
 * days may still have one tomorrow. A day of watching outweighs it.
 */
const PRIOR_RATE_POSTS = 0.8;
const PRIOR_RATE_DAYS = 0.5;
/** Days of watching within which a new source is still read as one that may be busy. */
const NOVELTY_DAYS = 0.25;
/** Rate at which a source asks to be read at its shortest interval; slower ones ask for less, by the square root. */
const BUSY_POSTS_PER_DAY = 48;
/** A thread without anything new for this long is forgotten; its list shows it again when it wakes. */
const THREAD_LIFE_MS = 14 * DAY_MS;

export interface Rate {
  /** New posts per day; null before the second visit. */
  postsPerDay: number | null;
  /** Days of watching that this rests on, at most the memory's length; null before the second visit. */
  ratedDays: number | null;
}
export interface RateInput extends Rate {
  lastVisitMs: number | null;
}

/**
 * EWMA of new posts per day with a memory of three days. Posts and days of watching are forgotten alike, then divided together with the prior: the mean
 * of the gamma posterior of a Poisson rate that may drift. So the estimate is not drawn to where it began, and a quiet page keeps a rate above
 * nothing. The first visit finds a backlog of unknown age and says nothing about the rate.
 */
export function updateRate(memory: RateInput, nowMs: number, newPosts: number): Rate {
  const { postsPerDay, ratedDays, lastVisitMs } = memory;
  if (lastVisitMs === null || nowMs <= lastVisitMs) return { postsPerDay, ratedDays };
  // A rate of an earlier version does not say what it rests on.
  const oldDays = postsPerDay === null ? 0 : (ratedDays ?? RATE_MEMORY_DAYS);
  const oldPosts = Math.max(0, (postsPerDay ?? 0) * (oldDays + PRIOR_RATE_DAYS) - PRIOR_RATE_POSTS);
  const gapDays = (nowMs - lastVisitMs) / DAY_MS;
  const kept = Math.exp(-gapDays / RATE_MEMORY_DAYS);
  // A gap counts as the days within it that are still remembered.
  const gained = RATE_MEMORY_DAYS * (1 - kept);
  const days = oldDays * kept + gained;
  const posts = oldPosts * kept + (newPosts / gapDays) * gained;
  return { postsPerDay: (posts + PRIOR_RATE_POSTS) / (days + PRIOR_RATE_DAYS), ratedDays: days };
}

/** The rate for which a source is read: while it is new, as if it were busy. */
function rateToReadFor({ postsPerDay, ratedDays }: Rate): number {
  if (postsPerDay === null) return BUSY_POSTS_PER_DAY;
  const novelty = Math.exp(-(ratedDays ?? RATE_MEMORY_DAYS) / NOVELTY_DAYS);
  return Math.max(postsPerDay, postsPerDay + (BUSY_POSTS_PER_DAY - postsPerDay) * novelty);
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

export interface ListInput extends Bounds, Rate {
  nowMs: number;
  /** Posts read of the source and those of them that became incidents; then of all sources. */
  yield: Yield;
  yieldOfAll: Yield;
}

/**
 * Next reading of a list: frequency in proportion to the square root of rate × yield (least mean delay of complaints under a budget), never
 * sooner than `everyMinutes` or the page's own floor, at most `atMostMinutes` later.
 */
export function nextListVisit(input: ListInput): NextVisit {
  const wanted =
    input.everyMinutes *
    Math.sqrt(BUSY_POSTS_PER_DAY / (rateToReadFor(input) * yieldWeight(input.yield, input.yieldOfAll)));
  return plan(input.nowMs, wanted, input);
}

export interface Yield {
  posts: number;
  found: number;
}
export const noYield: Yield = { posts: 0, found: 0 };
/** Posts after which both counts are halved, so that old ones fade: of one source, and of all. */
export const MOST_YIELD = { source: 10_000, all: 1_000_000 } as const;

/** The counts with one more batch of posts. The Lua step does the same. */
export function addYield({ posts, found }: Yield, batch: Yield, of: keyof typeof MOST_YIELD): Yield {
  const share = posts > MOST_YIELD[of] ? 0.5 : 1;
  return { posts: Math.floor(posts * share) + batch.posts, found: Math.floor(found * share) + batch.found };
}

/** Complaints that an average source would have brought before what a source brought counts as much as the average. */
const PRIOR_FOUND = 3;

/**
 * How much more (or less) than the average source one is worth reading: its share of complaints over that of all posts, from a quarter to four. Complaints are
 * one post in some hundreds, so shares are drawn towards the average by complaints expected, not by posts seen (mean of a gamma posterior whose prior is the
 * average). 1 while nothing was found anywhere.
 */
export function yieldWeight(own: Yield, all: Yield): number {
  if (all.posts === 0 || all.found === 0) return 1;
  const expected = (own.posts * all.found) / all.posts;
  return Math.min(Math.max((own.found + PRIOR_FOUND) / (expected + PRIOR_FOUND), 0.25), 4);
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

/** Next look at what its owner keeps closed: a day later, then two, four, once a week in the end; it may be opened again. */
export function nextClosedVisit({ nowMs, everyMinutes, failures }: Omit<FailureInput, 'retryAfterMs'>): number {
  const waitMs = Math.min(2 ** Math.max(failures - 1, 0), MOST_CLOSED_DAYS) * DAY_MS;
  return nowMs + Math.max(waitMs, everyMinutes * MINUTE_MS);
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
