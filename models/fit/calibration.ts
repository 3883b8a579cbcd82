import type { Case } from './thresholds.js';

/** One row of a reliability table: what was claimed and what was true. */
export interface ReliabilityBin {
  count: number;
  claimed: number;
  right: number;
}

/** Bins of equal mass by rising probability. */
export function reliability(cases: readonly Case[], bins = 15): ReliabilityBin[] {
  const sorted = [...cases].sort((a, b) => a.probability - b.probability);
  const made: ReliabilityBin[] = [];
  for (let bin = 0; bin < bins; bin += 1) {
    const part = sorted.slice(Math.round((bin * sorted.length) / bins), Math.round(((bin + 1) * sorted.length) / bins));
    if (part.length === 0) continue;
    made.push({
      count: part.length,
      claimed: part.reduce((sum, { probability }) => sum + probability, 0) / part.length,
      right: part.filter(({ right }) => right).length / part.length,
    });
  }
  return made;
}

/** Expected calibration error (Naeini, Cooper, Hauskrecht, 2015) over bins of equal mass: the mean gap between claimed and true. */
export function calibrationError(cases: readonly Case[], bins = 15): number {
  if (cases.length === 0) return 0;
  return reliability(cases, bins).reduce(
    (sum, { count, claimed, right }) => sum + (count / cases.length) * Math.abs(claimed - right),
    0,
  );
}
