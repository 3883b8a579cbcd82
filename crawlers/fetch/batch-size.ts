/** Batches as large as known to fit, before one more is tried again: what is too long was done in vain, and counts at the API all the same. */
const STEADY_BATCHES = 50;

/** How many requests travel together. */
export interface BatchSize {
  now(): number;
  /** So many went well. */
  fitted(count: number): void;
  /** The answer to so many would have been too long. */
  overflowed(count: number): void;
}

/** Finds out how many requests fit into one answer: all that the API takes at first, half of what did not fit, then one more at a time up to where it did not. Pure but for what it remembers. */
export function createBatchSize(limit: number): BatchSize {
  let size = limit;
  /** Most that went well since it last did not, and least that did not. */
  let best = 0;
  let tooMany = Number.POSITIVE_INFINITY;
  let steady = 0;

  return {
    now: () => size,
    fitted(count) {
      if (count >= tooMany) tooMany = Number.POSITIVE_INFINITY;
      best = Math.max(best, count);
      // What was not full says nothing of how many more would fit.
      if (count < size || size >= limit) return;
      if (size + 1 >= tooMany && ++steady < STEADY_BATCHES) return;
      size++;
      steady = 0;
    },
    overflowed(count) {
      // What went well before and was longer went well with other pages.
      if (best >= count) best = 0;
      size = Math.max(1, best, Math.floor(count / 2));
      tooMany = count;
      steady = 0;
    },
  };
}
