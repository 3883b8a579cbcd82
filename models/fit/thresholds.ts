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

/** A case of some class: what was chosen, how surely, and whether it was right. */
export interface ClassCase extends Case {
  best: number;
}

/** Cases that a class must have above a threshold that it shares with others. */
const fewestShared = 15;

/**
 * From which probability on each class goes on without a person. A class with cases enough proves it alone (`sureFrom`). The others may prove
 * it together: one threshold for all, above which their cases as a whole have the precision for sure, and each of them at least
 * `fewestShared` cases with that share of right ones. Which cannot do either gets null: a person decides, always.
 */
export function groupThresholds(cases: readonly ClassCase[], classes: number, precision: number): (number | null)[] {
  const of = (index: number): ClassCase[] => cases.filter(({ best }) => best === index);
  const own = Array.from({ length: classes }, (_, index) => sureFrom(of(index), precision));
  const precisionOf = (some: readonly ClassCase[]): number => some.filter(({ right }) => right).length / some.length;
  let together = Array.from({ length: classes }, (_, index) => index).filter(
    (index) => of(index).length >= fewestShared,
  );
  let shared: number | null = null;
  while (together.length > 0) {
    shared = sureFrom(
      cases.filter(({ best }) => together.includes(best)),
      precision,
    );
    const least = shared;
    // Where they prove nothing together, the class that is wrong most often leaves first.
    const worst = together.reduce((a, b) => (precisionOf(of(b)) < precisionOf(of(a)) ? b : a));
    const kept = together.filter((index) => {
      if (least === null) return index !== worst;
      const above = of(index).filter(({ probability }) => probability >= least);
      return above.length >= fewestShared && precisionOf(above) >= precision;
    });
    if (kept.length === together.length) break;
    together = kept;
  }
  return own.map((alone, index) => {
    if (shared === null || !together.includes(index)) return alone;
    return alone === null ? shared : Math.min(alone, shared);
  });
}
