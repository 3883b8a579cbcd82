/** Random numbers that are the same on every machine, and what may be said by drawing a sample again and again (Efron, 1979). */
import { seededRandom } from '../core/seeded-random.js';

/** Bounds of 95 % between which a figure lies in the resamples. */
export interface Bounds {
  low: number;
  high: number;
}

/**
 * How often each unit was drawn, for each of `rounds` samples with replacement. The array handed out is used again for the next one.
 * @param units how many there are to draw from
 */
export function* resamples(units: number, rounds: number, seed: number): Generator<Uint16Array> {
  const random = seededRandom(seed);
  const drawn = new Uint16Array(units);
  for (let round = 0; round < rounds; round++) {
    drawn.fill(0);
    for (let draw = 0; draw < units; draw++) {
      const at = Math.floor(random() * units);
      drawn[at] = (drawn[at] ?? 0) + 1;
    }
    yield drawn;
  }
}

/** Percentile interval of 95 %; null when fewer than half of the resamples had the figure at all. */
export function boundsOf(values: readonly (number | null)[]): Bounds | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0 || known.length * 2 < values.length) return null;
  return { low: quantile(known, 0.025), high: quantile(known, 0.975) };
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996). @param sorted not empty, ascending */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Two-sided p of «no difference»: twice the share of resampled differences on the other side of zero from most, at least 1 / (rounds + 1).
 * Null when no resample had the difference.
 */
export function twoSidedP(differences: readonly (number | null)[]): number | null {
  const known = differences.filter((value) => value !== null);
  if (known.length === 0) return null;
  const atMost = known.filter((value) => value <= 0).length;
  const atLeast = known.filter((value) => value >= 0).length;
  return Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (known.length + 1));
}
