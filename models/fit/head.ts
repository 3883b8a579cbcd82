import type { Matrix } from '../heads.js';
import { lossAndSlope } from './loss.js';
import { minimise } from './minimise.js';

export interface HeadFitOptions {
  /** Strength of the pull towards the prior's weights: the inverse variance of the Gaussian around them. */
  pull?: number;
  /** The same for the biases, which may move more freely. */
  biasPull?: number;
  iterations?: number;
}

export interface HeadRows {
  /** Pooled states row by row [rows, width]. */
  pooled: Float32Array;
  /** For each row the wanted probabilities: one number for a head of one output (yes or no), else one for each output, summing to 1. */
  targets: readonly Float64Array[];
  /** How much each row counts; 1 for all without it. */
  weights?: readonly number[];
}

export const headFitDefaults = { pull: 10, biasPull: 0.1, iterations: 60 } as const;

/**
 * Logistic regression (one output) or multinomial regression (several) with soft targets and row weights, under a Gaussian prior centred on
 * given weights: few labels move a head little, many move it far, and what they do not speak of stays. The states are centred inside, so
 * that the common direction of all texts does not slow the fit. Deterministic; the order of the rows changes only the last digits.
 */
export function fitHead(rows: HeadRows, prior: Matrix, options: HeadFitOptions = {}): Matrix {
  const { pull, biasPull, iterations } = { ...headFitDefaults, ...options };
  const { pooled, targets, weights } = rows;
  const count = targets.length;
  const outputs = prior.bias.length;
  const width = prior.weight.length / outputs;
  if (pooled.length !== count * width || (weights !== undefined && weights.length !== count))
    throw new RangeError(`fitHead: ${count} targets for ${pooled.length} numbers of width ${width}`);
  const { centred, mean } = centre(pooled, count, width);

  // The variables: how far the weights and the biases (at the mean of the states) are from the prior's.
  const size = outputs * width;
  const startBias = Float64Array.from(prior.bias, (bias, output) => bias + product(prior.weight, output * width, mean));
  const logits = new Float64Array(outputs);
  const row = new Float64Array(width);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let index = 0; index < x.length; index += 1) {
      const strength = index < size ? pull : biasPull;
      const moved = x[index] as number;
      value += 0.5 * strength * moved * moved;
      gradient[index] = strength * moved;
    }
    const full = Float64Array.from(prior.weight);
    for (let index = 0; index < size; index += 1) full[index] = (full[index] as number) + (x[index] as number);
    for (let at = 0; at < count; at += 1) {
      const weight = weights === undefined ? 1 : (weights[at] as number);
      if (weight === 0) continue;
      const start = at * width;
      for (let index = 0; index < width; index += 1) row[index] = centred[start + index] as number;
      for (let output = 0; output < outputs; output += 1) {
        const from = output * width;
        let sum = (startBias[output] as number) + (x[size + output] as number);
        for (let index = 0; index < width; index += 1) sum += (full[from + index] as number) * (row[index] as number);
        logits[output] = sum;
      }
      value += weight * lossAndSlope(logits, targets[at] as Float64Array);
      for (let output = 0; output < outputs; output += 1) {
        const slope = weight * (logits[output] as number);
        gradient[size + output] = (gradient[size + output] as number) + slope;
        if (Math.abs(slope) < 1e-9) continue;
        const from = output * width;
        for (let index = 0; index < width; index += 1)
          gradient[from + index] = (gradient[from + index] as number) + slope * (row[index] as number);
      }
    }
    return value;
  };
  const { x } = minimise(objective, new Float64Array(size + outputs), { iterations, tolerance: 1e-3 });
  const weight = Float32Array.from(prior.weight, (one, index) => one + (x[index] as number));
  const bias = Float32Array.from(
    prior.bias,
    (_, output) => (startBias[output] as number) + (x[size + output] as number) - product(weight, output * width, mean),
  );
  return { weight, bias };
}

function centre(pooled: Float32Array, count: number, width: number): { centred: Float32Array; mean: Float64Array } {
  const mean = new Float64Array(width);
  for (let at = 0; at < pooled.length; at += 1)
    mean[at % width] = (mean[at % width] as number) + (pooled[at] as number);
  for (let index = 0; index < width; index += 1) mean[index] = (mean[index] as number) / Math.max(1, count);
  const centred = new Float32Array(pooled.length);
  for (let at = 0; at < pooled.length; at += 1) centred[at] = (pooled[at] as number) - (mean[at % width] as number);
  return { centred, mean };
}

function product(weight: Float32Array, from: number, mean: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < mean.length; index += 1)
    sum += (weight[from + index] as number) * (mean[index] as number);
  return sum;
}
