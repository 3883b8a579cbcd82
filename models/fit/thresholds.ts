import { shareOf } from '../../src/core/share.js';

/** One decided case: how sure, and whether it was right. */
export interface Case {
  probability: number;
  right: boolean;
}

/**
 * The lowest probability from which on the share of right ones is at least `precision` for sure: the Wilson lower bound (95 %) over all cases
 * at or above it. Null when no threshold does it: with less than 73 right ones in a row none can reach 0.95, and a person keeps deciding.
 */
export function sureFrom(cases: readonly Case[], precision: number): number | null {
  const sorted = [...cases].sort((a, b) => b.probability - a.probability);
  let hits = 0;
  let found: number | null = null;
  sorted.forEach((one, index) => {
    if (one.right) hits += 1;
    const lastOfItsKind = sorted[index + 1]?.probability !== one.probability;
    if (lastOfItsKind && (shareOf(hits, index + 1).low ?? 0) >= precision) found = one.probability;
  });
  return found;
}

/** The highest threshold that keeps at least this share of the given scores; 0 when there are none. */
export function keeping(scores: readonly number[], share: number): number {
  if (scores.length === 0) return 0;
  const sorted = [...scores].sort((a, b) => b - a);
  return sorted[Math.min(sorted.length, Math.ceil(share * sorted.length)) - 1] as number;
}
