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

/** Of the pairs of one problem, how many lie above all but a share of the pairs of two, and the value from which they do. */
export function recallAt(pairs: readonly ScoredPair[], falseShare: number): { threshold: number; recall: number } {
  const other = pairs
    .filter((pair) => !pair.same)
    .map(({ value }) => value)
    .sort((a, b) => b - a);
  const same = pairs.filter((pair) => pair.same).map(({ value }) => value);
  // The first of the others that may not pass any more.
  const limit = other[Math.floor(falseShare * other.length)] ?? Number.NEGATIVE_INFINITY;
  const passing = same.filter((value) => value > limit);
  return { threshold: passing.length === 0 ? Number.NaN : Math.min(...passing), recall: passing.length / same.length };
}

/** How often the right answer stands first, and among the first three; `scores[i][j]`: question i, answer j, right where i = j. */
export function rankOfRight(scores: readonly (readonly number[])[]): { first: number; three: number } {
  const ranks = scores.map(
    (row, right) => row.filter((value, at) => at !== right && value >= (row[right] as number)).length,
  );
  const share = (most: number) => ranks.filter((rank) => rank < most).length / ranks.length;
  return { first: share(1), three: share(3) };
}
