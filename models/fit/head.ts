import type { Matrix } from '../heads.js';
import { lossAndSlope } from './loss.js';
import { minimise } from './minimise.js';

export interface HeadFitOptions {
  /** Strength of the pull towards the prior's weights: the inverse variance of the Gaussian around them. */
  pull?: number;
  /** The same for the biases, which may move more freely. */
  biasPull?: number;
  iterations?: number;
  /** Where the search starts; at the prior without it. A fit with another pull is a good start. */
  start?: Matrix;
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
  const { pull, biasPull, iterations, start } = { ...headFitDefaults, ...options };
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
  const full = new Float64Array(size);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let index = 0; index < x.length; index += 1) {
      const strength = index < size ? pull : biasPull;
      const moved = x[index] as number;
      value += 0.5 * strength * moved * moved;
      gradient[index] = strength * moved;
    }
    for (let index = 0; index < size; index += 1) full[index] = (prior.weight[index] as number) + (x[index] as number);
    for (let at = 0; at < count; at += 1) {
      const weight = weights === undefined ? 1 : (weights[at] as number);
      if (weight === 0) continue;
      for (let index = 0; index < width; index += 1) row[index] = centred[at * width + index] as number;
      for (let output = 0; output < outputs; output += 1)
        logits[output] = (startBias[output] as number) + (x[size + output] as number);
      addProducts(logits, full, row);
      value += weight * lossAndSlope(logits, targets[at] as Float64Array);
      for (let output = 0; output < outputs; output += 1) {
        const slope = weight * (logits[output] as number);
        logits[output] = slope;
        gradient[size + output] = (gradient[size + output] as number) + slope;
      }
      addRows(gradient, logits, row);
    }
    return value;
  };
  const first = new Float64Array(size + outputs);
  if (start !== undefined) {
    for (let index = 0; index < size; index += 1)
      first[index] = (start.weight[index] as number) - (prior.weight[index] as number);
    for (let output = 0; output < outputs; output += 1)
      first[size + output] =
        (start.bias[output] as number) + product(start.weight, output * width, mean) - (startBias[output] as number);
  }
  const { x } = minimise(objective, first, { iterations, tolerance: 1e-3 });
  const weight = Float32Array.from(prior.weight, (one, index) => one + (x[index] as number));
  const bias = Float32Array.from(
    prior.bias,
    (_, output) => (startBias[output] as number) + (x[size + output] as number) - product(weight, output * width, mean),
  );
  return { weight, bias };
}

/** Adds to each sum the product of its row of weights with the numbers; four rows at once, so that none waits for its own sum. */
function addProducts(sums: Float64Array, weights: Float64Array, numbers: Float64Array): void {
  const width = numbers.length;
  let output = 0;
  for (; output + 4 <= sums.length; output += 4) {
    const from = output * width;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let index = 0; index < width; index += 1) {
      const number = numbers[index] as number;
      a += (weights[from + index] as number) * number;
      b += (weights[from + width + index] as number) * number;
      c += (weights[from + 2 * width + index] as number) * number;
      d += (weights[from + 3 * width + index] as number) * number;
    }
    sums[output] = (sums[output] as number) + a;
    sums[output + 1] = (sums[output + 1] as number) + b;
    sums[output + 2] = (sums[output + 2] as number) + c;
    sums[output + 3] = (sums[output + 3] as number) + d;
  }
  for (; output < sums.length; output += 1) {
    let sum = 0;
    for (let index = 0; index < width; index += 1)
      sum += (weights[output * width + index] as number) * (numbers[index] as number);
    sums[output] = (sums[output] as number) + sum;
  }
}

/** Adds to each row the numbers times its factor; rows whose factor is next to nothing are passed over. */
function addRows(rows: Float64Array, factors: Float64Array, numbers: Float64Array): void {
  const width = numbers.length;
  for (let output = 0; output < factors.length; output += 1) {
    const factor = factors[output] as number;
    if (Math.abs(factor) < 1e-9) continue;
    const from = output * width;
    for (let index = 0; index < width; index += 1)
      rows[from + index] = (rows[from + index] as number) + factor * (numbers[index] as number);
  }
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
