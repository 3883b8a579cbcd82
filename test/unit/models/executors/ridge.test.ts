import { describe, expect, it } from 'vitest';
import { fitRidge, gram, type Point } from '../../../../models/executors/ridge.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';

const random = seededRandom(5);
const points = Array.from(
  { length: 12 },
  (): Point => ({
    sparse: { column: Int32Array.of(0, 2), value: Float64Array.of(random(), random()) },
    dense: Float64Array.of(random(), random(), random()),
  }),
);
const outputs = 2;
const targets = Float64Array.from({ length: points.length * outputs }, () => random());
const clusters = Int32Array.from([0, 1, 2, 3, 3, 5, 6, 7, 7, 7, 10, 11]);
const pull = 0.7;

/** What a fit on the other rows says of a row, by solving the equations anew. */
function refitted(rows: readonly number[], row: number, output: number): number {
  const some = rows.map((index) => points[index] as Point);
  const { alpha } = fitRidge(
    gram(some, 3),
    Float64Array.from(rows.flatMap((index) => [...targets.subarray(index * outputs, (index + 1) * outputs)])),
    Int32Array.from(rows),
    { outputs, pull },
  );
  const all = [...some, points[row] as Point];
  const products = gram(all, 3);
  return rows.reduce(
    (sum, _, at) =>
      sum + (products[rows.length * all.length + at] as number) * (alpha[at * outputs + output] as number),
    0,
  );
}

describe('ridge regression', () => {
  it('solves its equations', () => {
    const { alpha } = fitRidge(gram(points, 3), targets, clusters, { outputs, pull });
    const products = gram(points, 3);
    const between = (a: number, b: number): number => products[Math.max(a, b) * 12 + Math.min(a, b)] as number;
    for (let row = 0; row < 12; row += 1)
      for (let output = 0; output < outputs; output += 1) {
        let sum = pull * (alpha[row * outputs + output] as number);
        for (let other = 0; other < 12; other += 1)
          sum += between(row, other) * (alpha[other * outputs + output] as number);
        expect(sum).toBeCloseTo(targets[row * outputs + output] as number, 8);
      }
  });

  it('says of each row what a fit without its cluster says', () => {
    const { leftOut } = fitRidge(gram(points, 3), targets, clusters, { outputs, pull });
    for (const row of [0, 3, 4, 8, 11]) {
      const others = [...clusters.keys()].filter((other) => clusters[other] !== clusters[row]);
      for (let output = 0; output < outputs; output += 1)
        expect(leftOut[row * outputs + output]).toBeCloseTo(refitted(others, row, output), 8);
    }
  });
});
