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
 * `fewestShared` cases with that share of right ones; of such thresholds the one above which most cases lie. A class that cannot do either
 * gets null: a person decides, always.
 */
export function groupThresholds(cases: readonly ClassCase[], classes: number, precision: number): (number | null)[] {
  const of = (index: number): ClassCase[] => cases.filter(({ best }) => best === index);
  const own = Array.from({ length: classes }, (_, index) => sureFrom(of(index), precision));
  const { threshold, members } = sharedThreshold(cases, classes, precision);
  return own.map((alone, index) => {
    if (threshold === null || !members.includes(index)) return alone;
    return alone === null ? threshold : Math.min(alone, threshold);
  });
}

function sharedThreshold(
  cases: readonly ClassCase[],
  classes: number,
  precision: number,
): { threshold: number | null; members: readonly number[] } {
  const sorted = [...cases].sort((a, b) => b.probability - a.probability);
  const above = new Array<number>(classes).fill(0);
  const right = new Array<number>(classes).fill(0);
  const found = { threshold: null as number | null, members: [] as number[], cases: 0 };
  sorted.forEach((one, at) => {
    above[one.best] = (above[one.best] as number) + 1;
    if (one.right) right[one.best] = (right[one.best] as number) + 1;
    if (sorted[at + 1]?.probability === one.probability) return;
    const members = above.flatMap((count, index) =>
      count >= fewestShared && (right[index] as number) >= precision * count ? [index] : [],
    );
    const sum = (counts: readonly number[]): number =>
      members.reduce((total, index) => total + (counts[index] as number), 0);
    if (sum(above) <= found.cases || (shareOf(sum(right), sum(above)).low ?? 0) < precision) return;
    Object.assign(found, { threshold: one.probability, members, cases: sum(above) });
  });
  return found;
}
