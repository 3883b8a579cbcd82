import { type GroupCode, groupCodes } from '../../src/core/verdict.js';
import { groupInputs } from '../decide.js';
import type { Decision } from '../decision.js';
import type { DecisionSample } from './decision.js';
import { fitFew } from './fit-few.js';
import { lossAndSlope } from './loss.js';

/** Strengths of the pull towards the prior: of the common coefficients, of what a group adds to them, of its scale and of its bias. */
export interface GroupPulls {
  pull: number;
  ownPull: number;
  scalePull: number;
  biasPull: number;
}

/** What weighs the readers' log-probabilities of the groups, fitted to these texts; the thresholds are not among it. */
export function fitGroup(
  samples: readonly DecisionSample[],
  { group }: Decision,
  { pull, ownPull, scalePull, biasPull }: GroupPulls,
): Omit<Decision['group'], 'thresholds'> {
  const count = groupCodes.length;
  const asked = samples.filter((one) => one.group !== null && one.groupWeight > 0);
  const inputs = asked.map(({ signals }) => groupInputs(signals));
  const targets = asked.map((one) => {
    const target = new Float64Array(count);
    target[groupCodes.indexOf(one.group as GroupCode)] = 1;
    return target;
  });
  const none = groupCodes.map(() => 0);
  const { transformer, linear, rules } = group.own ?? { transformer: none, linear: none, rules: none };
  // The numbers in a row: three common ones, scales, biases, and what each group adds to each of the three.
  const scales = 3;
  const biases = scales + count;
  const owns = biases + count;
  const start = [
    ...[group.transformer, group.linear, group.rules],
    ...group.scale,
    ...group.bias,
    ...[...transformer, ...linear, ...rules],
  ];
  const pulls = start.map((_, at) => (at < scales ? pull : at < biases ? scalePull : at < owns ? biasPull : ownPull));
  const logits = new Float64Array(count);
  const sums = new Float64Array(count);
  const readers = 3;
  const x = fitFew(start, pulls, (values, gradient) => {
    let loss = 0;
    asked.forEach((one, row) => {
      const said = inputs[row] as [Float64Array, Float64Array, Float64Array];
      for (let index = 0; index < count; index += 1) {
        let sum = 0;
        for (let reader = 0; reader < readers; reader += 1) {
          const weight = (values[reader] as number) + (values[owns + reader * count + index] as number);
          sum += weight * ((said[reader] as Float64Array)[index] as number);
        }
        sums[index] = sum;
        logits[index] = (values[scales + index] as number) * sum + (values[biases + index] as number);
      }
      loss += one.groupWeight * lossAndSlope(logits, targets[row] as Float64Array);
      for (let index = 0; index < count; index += 1) {
        const slope = one.groupWeight * (logits[index] as number);
        const scaled = slope * (values[scales + index] as number);
        for (let reader = 0; reader < readers; reader += 1) {
          const steep = scaled * ((said[reader] as Float64Array)[index] as number);
          const own = owns + reader * count + index;
          gradient[reader] = (gradient[reader] as number) + steep;
          gradient[own] = (gradient[own] as number) + steep;
        }
        gradient[scales + index] = (gradient[scales + index] as number) + slope * (sums[index] as number);
        gradient[biases + index] = (gradient[biases + index] as number) + slope;
      }
    });
    return loss;
  });
  const part = (from: number): number[] => Array.from(x.subarray(from, from + count));
  return {
    transformer: x[0] as number,
    linear: x[1] as number,
    rules: x[2] as number,
    own: { transformer: part(owns), linear: part(owns + count), rules: part(owns + 2 * count) },
    scale: part(scales),
    bias: part(biases),
  };
}
