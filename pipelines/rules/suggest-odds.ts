import { shareOf } from '../../src/core/share.js';

/** An estimated share with its 95 % bounds. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

/** Wilson's interval for `hits` of `total` (95 %); without trials nothing is known: 0 to 1. */
export function wilson(hits: number, total: number): Share {
  const { share, low, high } = shareOf(hits, total);
  return { share: share ?? 0, low: low ?? 0, high: high ?? 1 };
}

/** Occurrences that the prior counts for: as much as a few dozen texts say. */
const priorMass = 500;

/**
 * Log-odds ratio of a term between two bodies of text with an informative Dirichlet prior, and its z-score: Monroe, Colaresi and Quinn,
 * «Fightin' Words», Political Analysis 16 (2008), formulas 16-22. The prior of a term is its share in both bodies together.
 * @param a how often the first body has the term, `totalA` how many terms it has in all; the same for `b`
 */
export function logOdds(a: number, totalA: number, b: number, totalB: number): { odds: number; z: number } {
  const prior = (priorMass * (a + b)) / Math.max(1, totalA + totalB);
  if (prior === 0) return { odds: 0, z: 0 };
  const logit = (count: number, total: number): number =>
    Math.log((count + prior) / Math.max(1e-9, total + priorMass - count - prior));
  const odds = logit(a, totalA) - logit(b, totalB);
  const variance = 1 / (a + prior) + 1 / (b + prior);
  return { odds, z: odds / Math.sqrt(variance) };
}
