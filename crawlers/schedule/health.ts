/** What is remembered of a source's health, kept small enough for 100 000 sources. Pure. */
const MINUTE_MS = 60_000;
/** How fast the longest gap fades. */
const GAP_MEMORY_MS = 30 * 86_400_000;

/**
 * The longest time without a new post after one more gap; earlier ones fade within a month, so that a source whose habits change is
 * measured by the new ones.
 * @param longest minutes; null when no gap was met yet
 */
export function updateLongestGap(longest: number | null, gapMs: number): number {
  const faded = (longest ?? 0) * Math.exp(-gapMs / GAP_MEMORY_MS);
  return Math.max(gapMs / MINUTE_MS, faded);
}

/** Delays are counted in buckets whose bounds grow by the square root of two, from 15 s to three weeks. */
const FIRST_BOUND_S = 15;
const LAST_BUCKET = 34;
/** Delays after which all counts are halved, so that old ones fade. */
export const MOST_DELAYS = 400;

/** Bucket of a delay from publication to fetch; negative ones (clocks that go wrong) count as none. */
export function delayBucket(delayMs: number): number {
  const seconds = Math.max(delayMs, 0) / 1_000;
  if (seconds <= FIRST_BOUND_S) return 0;
  return Math.min(Math.ceil(2 * Math.log2(seconds / FIRST_BOUND_S)), LAST_BUCKET);
}

/**
 * The delay, seconds, that a share of the counted ones does not exceed: between the bounds of its bucket by proportion; off by less than the width of a bucket, a factor of √2.
 * @param counts by bucket
 * @returns null when nothing was counted
 */
export function delayQuantile(counts: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [bucket, count] of buckets) {
    if (below + count >= share * total) {
      const top = FIRST_BOUND_S * 2 ** (bucket / 2);
      const bottom = bucket === 0 ? 0 : FIRST_BOUND_S * 2 ** ((bucket - 1) / 2);
      return Math.round(bottom + ((top - bottom) * (share * total - below)) / count);
    }
    below += count;
  }
  return null;
}

/** How many of these delays fall into each bucket. */
export function countDelays(delaysMs: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const delayMs of delaysMs) counts.set(delayBucket(delayMs), (counts.get(delayBucket(delayMs)) ?? 0) + 1);
  return counts;
}
