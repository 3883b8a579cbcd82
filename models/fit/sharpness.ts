import type { Decision } from '../decision.js';
import { softmax } from '../signals.js';
import { minimise } from './minimise.js';

/** A text whose first group was right or not, with the logits of all groups by a fit that did not see it. */
export interface FirstChoice {
  logits: Float64Array;
  right: boolean;
  weight: number;
}

/** Strength of the pull towards 1: few texts change nothing much. */
const pull = 5;
/** Odds are never more than squared, nor less than their square root. */
const least = 0.5;
const most = 2;

/**
 * The factor by which logits are multiplied so that the probability of the first group comes true (temperature scaling, Guo et al., 2017, with
 * the loss of «is the first one right»). Coefficients claim more than they keep on texts that they were not fitted on, and readers that learnt
 * from the same texts err together. 1 without texts; between 0.5 and 2.
 */
export function fitSharpness(choices: readonly FirstChoice[]): number {
  const asked = choices.filter(({ weight }) => weight > 0);
  const { x } = minimise(
    (at, gradient) => {
      const factor = at[0] as number;
      let value = 0.5 * pull * (factor - 1) ** 2;
      let slope = pull * (factor - 1);
      for (const { logits, right, weight } of asked) {
        const chances = softmax(logits.map((logit) => factor * logit));
        let best = 0;
        let mean = 0;
        for (let index = 0; index < logits.length; index += 1) {
          if ((logits[index] as number) > (logits[best] as number)) best = index;
          mean += (chances[index] as number) * (logits[index] as number);
        }
        const chance = Math.min(1 - 1e-12, Math.max(1e-12, chances[best] as number));
        value -= weight * Math.log(right ? chance : 1 - chance);
        const rise = (logits[best] as number) - mean;
        slope -= weight * (right ? rise : (-chance / (1 - chance)) * rise);
      }
      gradient[0] = slope;
      return value;
    },
    Float64Array.of(1),
    { iterations: 50 },
  );
  return Math.min(most, Math.max(least, x[0] as number));
}

/** The coefficients of the groups with all logits multiplied; which group comes first stays. */
export function sharpened(group: Decision['group'], factor: number): Decision['group'] {
  const times = (numbers: readonly number[]): number[] => numbers.map((number) => factor * number);
  const { own } = group;
  return {
    ...group,
    transformer: factor * group.transformer,
    linear: factor * group.linear,
    rules: factor * group.rules,
    ...(own && {
      own: { transformer: times(own.transformer), linear: times(own.linear), rules: times(own.rules) },
    }),
    bias: times(group.bias),
  };
}
