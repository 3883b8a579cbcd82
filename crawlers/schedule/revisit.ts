/** When to look at an address again. Pure: no clock, no chance. */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MAX_INTERVAL_MS = DAY_MS;
const FAILURE_CAP_MS = 6 * 3_600_000;
/** Memory of the posting-rate estimate. */
const RATE_MEMORY_MS = 3 * DAY_MS;
/** Rate at which a source is read at its shortest interval; slower ones less often, by the square root. */
const BUSY_POSTS_PER_DAY = 48;
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

export interface ListInput {
  nowMs: number;
  everyMinutes: number;
  postsPerDay: number | null;
  /** Floor that the page itself states (feed TTL); null when silent. */
  ttlMinutes: number | null;
}

/**
 * Next reading of a list: frequency proportional to the square root of its rate (Sia and Cho: least mean delay under a budget), never
 * sooner than `everyMinutes` or the page's own TTL, at most a day later.
 */
export function nextListVisit(input: ListInput): number {
  const shortestMs = Math.max(input.everyMinutes, input.ttlMinutes ?? 0) * MINUTE_MS;
  const rate = input.postsPerDay ?? BUSY_POSTS_PER_DAY;
  const stretch = Math.sqrt(BUSY_POSTS_PER_DAY / Math.max(rate, 0.01));
  const intervalMs = input.everyMinutes * MINUTE_MS * Math.max(1, stretch);
  return input.nowMs + Math.round(Math.max(shortestMs, Math.min(intervalMs, Math.max(MAX_INTERVAL_MS, shortestMs))));
}

export interface ThreadInput {
  nowMs: number;
  everyMinutes: number;
  quietVisits: number;
  /** When it last brought something; null when never. */
  lastNewMs: number | null;
}

/** Next reading of a thread: the interval doubles with every quiet visit, up to a day; null when it has been quiet for two weeks. */
export function nextThreadVisit(input: ThreadInput): number | null {
  const { nowMs, quietVisits, lastNewMs } = input;
  if (quietVisits > 0 && nowMs - (lastNewMs ?? nowMs) > THREAD_LIFE_MS) return null;
  if (lastNewMs === null && quietVisits > 8) return null;
  const startMs = Math.max(input.everyMinutes, 1) * MINUTE_MS;
  return nowMs + Math.round(Math.min(startMs * 2 ** Math.min(quietVisits, 20), Math.max(MAX_INTERVAL_MS, startMs)));
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
