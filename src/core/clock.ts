/** Time comes in as an argument everywhere; this is the only source of it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock for tests: stands still until told to move. */
export function manualClock(startMs: number): Clock & { advance(ms: number): void; set(ms: number): void } {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    set: (ms) => {
      nowMs = ms;
    },
  };
}

/** ISO 8601 in UTC with milliseconds, the form in which every instant is stored. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
