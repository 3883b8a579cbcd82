/** How well a number tells pairs of one problem from pairs of two. */
export interface ScoredPair {
  same: boolean;
  value: number;
}

export interface Separation {
  /** Chance that a pair of one problem has a higher value than a pair of two; equal values count half. */
  auc: number;
  /** The value that parts them best: the share of «same» at or above it less the share of «other» there is the largest. */
  threshold: number;
  /** Of the pairs at or above the threshold, how many are of one problem. */
  precision: number;
  /** Of the pairs of one problem, how many are at or above the threshold. */
  recall: number;
}

/** @throws RangeError when one of the two kinds is missing */
export function separation(pairs: readonly ScoredPair[]): Separation {
  const same = pairs.filter((pair) => pair.same).map(({ value }) => value);
  const other = pairs.filter((pair) => !pair.same).map(({ value }) => value);
  if (same.length === 0 || other.length === 0) throw new RangeError('pairs of both kinds are needed');
  let wins = 0;
  for (const high of same) for (const low of other) wins += high > low ? 1 : high === low ? 0.5 : 0;
  const reach = (values: readonly number[], threshold: number) => values.filter((value) => value >= threshold).length;
  let best = { gain: Number.NEGATIVE_INFINITY, threshold: Number.NaN };
  for (const threshold of [...new Set(same)].sort((a, b) => b - a)) {
    const gain = reach(same, threshold) / same.length - reach(other, threshold) / other.length;
    if (gain > best.gain) best = { gain, threshold };
  }
  const { threshold } = best;
  const hits = reach(same, threshold);
  return {
    auc: wins / (same.length * other.length),
    threshold,
    precision: hits / (hits + reach(other, threshold)),
    recall: hits / same.length,
  };
}
