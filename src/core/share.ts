/** A share that was counted, with the bounds between which the true share lies with 95 % confidence. All null when nothing was counted. */
export interface Share {
  hits: number;
  of: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

/** Standard normal quantile of 97.5 %. */
const z = 1.959963984540054;

/**
 * A share with its Wilson score interval (E. B. Wilson, 1927), without continuity correction: unlike p ± 1.96 σ it stays between 0 and 1
 * and tells something of few cases too.
 */
export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { hits, of, share: null, low: null, high: null };
  const share = hits / of;
  const denominator = 1 + (z * z) / of;
  const centre = (share + (z * z) / (2 * of)) / denominator;
  const reach = (z / denominator) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { hits, of, share, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}

/** Harmonic mean of precision and recall; null when one of them is unknown. */
export function f1Of(precision: Share, recall: Share): number | null {
  if (precision.share === null || recall.share === null) return null;
  const sum = precision.share + recall.share;
  return sum === 0 ? 0 : (2 * precision.share * recall.share) / sum;
}
