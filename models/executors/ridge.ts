import type { SparseRow } from './features.js';

/** A training text in numbers. */
export interface Point {
  readonly sparse: SparseRow;
  readonly dense: Float64Array;
}

export interface RidgeFit {
  /** By row and output [rows, outputs]: how much each row speaks for each output. */
  readonly alpha: Float64Array;
  /** By row and output: what a fit without the row and its near duplicates says of it. */
  readonly leftOut: Float64Array;
}

/** Products of all rows with each other [rows, rows], the lower half. */
export function gram(points: readonly Point[], columns: number): Float64Array {
  const count = points.length;
  const made = new Float64Array(count * count);
  const spread = new Float64Array(columns);
  points.forEach(({ sparse, dense }, row) => {
    sparse.column.forEach((column, index) => {
      spread[column] = sparse.value[index] as number;
    });
    for (let other = 0; other <= row; other += 1) {
      const { sparse: theirs, dense: numbers } = points[other] as Point;
      let sum = dot(dense, 0, numbers, 0, dense.length);
      for (let index = 0; index < theirs.column.length; index += 1)
        sum += (spread[theirs.column[index] as number] as number) * (theirs.value[index] as number);
      made[row * count + other] = sum;
    }
    for (const column of sparse.column) spread[column] = 0;
  });
  return made;
}

/**
 * Ridge regression of the targets on the rows, through their products, and what it says of each row when the row's cluster is left out. Both
 * come in closed form from the inverse of the Cholesky factor: for a cluster I with the block G of (K + pull)⁻¹, the left-out residual is
 * G⁻¹ α (Pahikkala, Boberg and Salakoski, 2006). Time grows with the cube of the rows: 2 000 take a few seconds.
 * @param products lower half of K, [rows, rows]; overwritten
 * @param targets [rows, outputs]
 */
export function fitRidge(
  products: Float64Array,
  targets: Float64Array,
  clusters: Int32Array,
  options: { outputs: number; pull: number },
): RidgeFit {
  const { outputs, pull } = options;
  const count = clusters.length;
  for (let row = 0; row < count; row += 1) products[row * count + row] = (products[row * count + row] as number) + pull;
  const inverse = invertLower(choleskyInPlace(products, count), count);
  const alpha = applyTransposed(inverse, applyLower(inverse, targets, count, outputs), count, outputs);
  const leftOut = new Float64Array(count * outputs);
  // Columns of the inverse factor as rows: G of two rows is the product of their columns.
  const flipped = transpose(inverse, count);
  const members = new Map<number, number[]>();
  clusters.forEach((cluster, row) => {
    members.set(cluster, [...(members.get(cluster) ?? []), row]);
  });
  for (const rows of members.values()) {
    const size = rows.length;
    const block = new Float64Array(size * size);
    rows.forEach((a, at) => {
      for (let to = 0; to <= at; to += 1) {
        const b = rows[to] as number;
        const from = Math.max(a, b);
        block[at * size + to] = dot(flipped, a * count + from, flipped, b * count + from, count - from);
      }
    });
    const inner = invertLower(choleskyInPlace(block, size), size);
    const own = new Float64Array(size * outputs);
    rows.forEach((row, at) => {
      own.set(alpha.subarray(row * outputs, (row + 1) * outputs), at * outputs);
    });
    const residual = applyTransposed(inner, applyLower(inner, own, size, outputs), size, outputs);
    rows.forEach((row, at) => {
      for (let output = 0; output < outputs; output += 1)
        leftOut[row * outputs + output] =
          (targets[row * outputs + output] as number) - (residual[at * outputs + output] as number);
    });
  }
  return { alpha, leftOut };
}

/** The lower Cholesky factor, in the place of the lower half. */
export function choleskyInPlace(matrix: Float64Array, count: number): Float64Array {
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const rest = (matrix[row * count + column] as number) - dot(matrix, row * count, matrix, column * count, column);
      matrix[row * count + column] =
        column === row ? Math.sqrt(Math.max(rest, 1e-12)) : rest / (matrix[column * count + column] as number);
    }
  }
  return matrix;
}

/** Inverse of a lower triangle. */
export function invertLower(lower: Float64Array, count: number): Float64Array {
  const inverse = new Float64Array(count * count);
  for (let row = 0; row < count; row += 1) {
    const at = row * count;
    for (let column = 0; column < row; column += 1)
      addTimes(inverse, at, inverse, column * count, column + 1, -(lower[at + column] as number));
    const scale = 1 / (lower[at + row] as number);
    for (let column = 0; column < row; column += 1) inverse[at + column] = (inverse[at + column] as number) * scale;
    inverse[at + row] = scale;
  }
  return inverse;
}

function applyLower(lower: Float64Array, values: Float64Array, count: number, width: number): Float64Array {
  const made = new Float64Array(count * width);
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column <= row; column += 1)
      addTimes(made, row * width, values, column * width, width, lower[row * count + column] as number);
  return made;
}

function applyTransposed(lower: Float64Array, values: Float64Array, count: number, width: number): Float64Array {
  const made = new Float64Array(count * width);
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column <= row; column += 1)
      addTimes(made, column * width, values, row * width, width, lower[row * count + column] as number);
  return made;
}

function transpose(matrix: Float64Array, count: number): Float64Array {
  const made = new Float64Array(count * count);
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column <= row; column += 1)
      made[column * count + row] = matrix[row * count + column] as number;
  return made;
}

/** Four sums at once, so that none waits for its own. */
function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    first += (a[fromA + index] as number) * (b[fromB + index] as number);
    second += (a[fromA + index + 1] as number) * (b[fromB + index + 1] as number);
    third += (a[fromA + index + 2] as number) * (b[fromB + index + 2] as number);
    fourth += (a[fromA + index + 3] as number) * (b[fromB + index + 3] as number);
  }
  for (; index < length; index += 1) first += (a[fromA + index] as number) * (b[fromB + index] as number);
  return first + second + third + fourth;
}

function addTimes(
  sums: Float64Array,
  at: number,
  values: Float64Array,
  from: number,
  length: number,
  times: number,
): void {
  if (times === 0) return;
  for (let index = 0; index < length; index += 1)
    sums[at + index] = (sums[at + index] as number) + times * (values[from + index] as number);
}
