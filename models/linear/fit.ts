import { seededRandom } from '../../src/core/seeded-random.js';
import { groupCodes } from '../../src/core/verdict.js';
import { lossAndSlope } from '../fit/loss.js';
import { type Block, blockScale, blocks, type Features } from './features.js';
import { type LinearWeights, linearOutputs } from './file.js';

/** One text to learn from; null targets are not asked. */
export interface LinearRow {
  features: Features;
  /** Probability that it is an incident, or null. */
  incident: number | null;
  incidentWeight: number;
  /** Probabilities of the groups in the order of `groupCodes`, or null. */
  groups: Float64Array | null;
  groupWeight: number;
}

export interface LinearFitOptions {
  /** Buckets are 2^bits. */
  bits?: number;
  /** Strength of the pull of all weights to 0: the variance of the Gaussian prior is its inverse. */
  incidentPull?: number;
  groupPull?: number;
  /** Features of fewer texts are left out: they say more of one author than of a subject. */
  fewestTexts?: number;
  /** How loud each block is beside the others. */
  loudness?: Record<Block, number>;
  /** How often each text is looked at, the first step's size, and what draws the order. */
  passes?: number;
  rate?: number;
  seed?: number;
}

export const linearFitDefaults = {
  bits: 17,
  incidentPull: 0.5,
  groupPull: 0.5,
  fewestTexts: 2,
  loudness: { stem: 1, pair: 0.6, run: 1 },
  passes: 8,
  rate: 0.3,
  seed: 1,
} as const;

/** Rows as a sparse matrix over the buckets that are used, each value scaled by its block and by how rare the bucket is. */
interface Sparse {
  starts: Int32Array;
  columns: Int32Array;
  values: Float64Array;
  /** Bucket of each column, and what a weight of a column is worth for the bucket. */
  buckets: Int32Array;
  worth: Float64Array;
  /** Texts that have each column. */
  texts: Int32Array;
}

/**
 * Fits the n-gram model: logistic regression for «incident», softmax over the groups, Gaussian priors at 0. Deterministic; the order of the
 * rows changes nothing but the last digits.
 */
export function fitLinear(rows: readonly LinearRow[], options: LinearFitOptions = {}): LinearWeights {
  const { bits, incidentPull, groupPull, fewestTexts, loudness, passes, rate, seed } = {
    ...linearFitDefaults,
    ...options,
  };
  const matrix = sparse(rows, bits, fewestTexts, loudness);
  const size = matrix.buckets.length;
  const weights = Array.from({ length: linearOutputs }, () => new Float64Array(2 ** bits));
  const bias = new Float64Array(linearOutputs);

  const incident = rows.map((row) => (row.incident === null ? null : Float64Array.of(row.incident)));
  const groups = rows.map((row) => row.groups);
  const take = (
    first: number,
    outputs: number,
    targets: readonly (Float64Array | null)[],
    rowWeights: readonly number[],
    pull: number,
  ): void => {
    const fitted = fitSparse(matrix, outputs, targets, rowWeights, { pull, passes, rate, seed });
    for (let output = 0; output < outputs; output += 1) {
      bias[first + output] = fitted[size * outputs + output] as number;
      for (let column = 0; column < size; column += 1)
        (weights[first + output] as Float64Array)[matrix.buckets[column] as number] =
          (fitted[column * outputs + output] as number) * (matrix.worth[column] as number);
    }
  };
  take(
    0,
    1,
    incident,
    rows.map((row) => row.incidentWeight),
    incidentPull,
  );
  take(
    1,
    groupCodes.length,
    groups,
    rows.map((row) => row.groupWeight),
    groupPull,
  );
  return { bits, weights, bias };
}

function sparse(
  rows: readonly LinearRow[],
  bits: number,
  fewestTexts: number,
  loudness: Record<Block, number>,
): Sparse {
  const mask = 2 ** bits - 1;
  const texts = new Int32Array(2 ** bits);
  const lastSeen = new Int32Array(2 ** bits).fill(-1);
  rows.forEach(({ features }, row) => {
    for (const block of blocks)
      for (const hash of features[block]) {
        const bucket = hash & mask;
        if (lastSeen[bucket] === row) continue;
        lastSeen[bucket] = row;
        texts[bucket] = (texts[bucket] as number) + 1;
      }
  });
  const columnOf = new Int32Array(2 ** bits).fill(-1);
  const buckets: number[] = [];
  const worth: number[] = [];
  texts.forEach((count, bucket) => {
    if (count < fewestTexts) return;
    columnOf[bucket] = buckets.length;
    buckets.push(bucket);
    worth.push(Math.log((1 + rows.length) / (1 + count)) / 4);
  });
  const starts = new Int32Array(rows.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  rows.forEach(({ features }, row) => {
    const sums = new Map<number, number>();
    for (const block of blocks) {
      const scale = blockScale(features[block].length) * loudness[block];
      for (const hash of features[block]) {
        const column = columnOf[hash & mask] as number;
        if (column !== -1) sums.set(column, (sums.get(column) ?? 0) + scale * (worth[column] as number));
      }
    }
    for (const [column, value] of sums) {
      columns.push(column);
      values.push(value);
    }
    starts[row + 1] = columns.length;
  });
  return {
    starts,
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
    buckets: Int32Array.from(buckets),
    worth: Float64Array.from(worth),
    texts: Int32Array.from(buckets, (bucket) => texts[bucket] as number),
  };
}

/**
 * Weights by column and output, then the biases. One output: logistic; several: softmax. AdaGrad (Duchi, Hazan, Singer, 2011) row by row in
 * a seeded order; the pull of a weight is shared out among the texts that have its feature, so that a step touches only what its text has.
 */
function fitSparse(
  { starts, columns, values, buckets, texts }: Sparse,
  outputs: number,
  targets: readonly (Float64Array | null)[],
  rowWeights: readonly number[],
  { pull, passes, rate, seed }: { pull: number; passes: number; rate: number; seed: number },
): Float32Array {
  const size = buckets.length;
  const weights = new Float32Array((size + 1) * outputs);
  const travelled = new Float32Array((size + 1) * outputs).fill(1e-6);
  const logits = new Float64Array(outputs);
  const order = Int32Array.from(
    targets.flatMap((target, row) => (target === null || (rowWeights[row] as number) === 0 ? [] : [row])),
  );
  const random = seededRandom(seed);
  const last = size * outputs;
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order, random);
    const speed = rate * (1 - pass / passes);
    for (const row of order) {
      const from = starts[row] as number;
      const to = starts[row + 1] as number;
      for (let output = 0; output < outputs; output += 1) logits[output] = weights[last + output] as number;
      for (let entry = from; entry < to; entry += 1) {
        const base = (columns[entry] as number) * outputs;
        const times = values[entry] as number;
        for (let output = 0; output < outputs; output += 1)
          logits[output] = (logits[output] as number) + times * (weights[base + output] as number);
      }
      lossAndSlope(logits, targets[row] as Float64Array);
      const rowWeight = rowWeights[row] as number;
      for (let output = 0; output < outputs; output += 1) {
        const slope = rowWeight * (logits[output] as number);
        logits[output] = slope;
        const sum = (travelled[last + output] as number) + slope * slope;
        travelled[last + output] = sum;
        weights[last + output] = (weights[last + output] as number) - (speed * slope) / Math.sqrt(sum);
      }
      for (let entry = from; entry < to; entry += 1) {
        const column = columns[entry] as number;
        const base = column * outputs;
        const times = values[entry] as number;
        const ownPull = pull / (texts[column] as number);
        for (let output = 0; output < outputs; output += 1) {
          const weight = weights[base + output] as number;
          const slope = times * (logits[output] as number) + ownPull * weight;
          const sum = (travelled[base + output] as number) + slope * slope;
          travelled[base + output] = sum;
          weights[base + output] = weight - (speed * slope) / Math.sqrt(sum);
        }
      }
    }
  }
  return weights;
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const kept = order[index] as number;
    order[index] = order[other] as number;
    order[other] = kept;
  }
}
