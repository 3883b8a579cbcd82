import { shareOf } from '../../src/core/share.js';
import { calibrationError } from '../fit/calibration.js';

/** What a wrong name costs against what a right one saves: looking at a list of five is cheap, so a name is worth giving early. */
export const wrongCosts = 1 / 3;

/** From when on the best body is named, and what came out on texts that the fit did not know. */
export interface Sureness {
  /** Probability from which on the best body is named; below it nobody is. */
  readonly from: number;
  readonly texts: number;
  /** Shares of texts whose body is the first, or among the first three or five. */
  readonly first: number;
  readonly firstThree: number;
  readonly firstFive: number;
  /** Share of the texts for which a body is named, and of these the share of right ones. */
  readonly named: number;
  readonly rightOfNamed: number | null;
  /** Mean gap between claimed and true (15 bins of equal mass). */
  readonly calibrationError: number;
}

export interface RankedCase {
  probabilities: readonly number[];
  right: number;
}

/** Place of the right body among all: 0 is the first. */
export function rankOf({ probabilities, right }: RankedCase): number {
  const own = probabilities[right] as number;
  return probabilities.filter((probability, body) => probability > own || (probability === own && body < right)).length;
}

/**
 * Draws the line below which nobody is named where naming pays best: one for each right name, less `wrongCosts` for each wrong one. Pure.
 */
export function sureness(cases: readonly RankedCase[]): Sureness {
  const best = cases.map((each) => ({ probability: Math.max(...each.probabilities), right: rankOf(each) === 0 }));
  const sorted = best.toSorted((a, b) => b.probability - a.probability);
  let gain = 0;
  let most = 0;
  let from = 1;
  sorted.forEach(({ probability, right }, index) => {
    gain += right ? 1 : -wrongCosts;
    if (gain < most || sorted[index + 1]?.probability === probability) return;
    most = gain;
    from = probability;
  });
  const named = best.filter(({ probability }) => probability >= from);
  const within = (places: number): number =>
    cases.filter((each) => rankOf(each) < places).length / Math.max(1, cases.length);
  return {
    from,
    texts: cases.length,
    first: within(1),
    firstThree: within(3),
    firstFive: within(5),
    named: named.length / Math.max(1, cases.length),
    rightOfNamed: shareOf(named.filter(({ right }) => right).length, named.length).share,
    calibrationError: calibrationError(best),
  };
}
