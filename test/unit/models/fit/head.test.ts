import { describe, expect, it } from 'vitest';
import { fitHead, type HeadRows } from '../../../../models/fit/head.js';
import { applyHead, type Matrix } from '../../../../models/heads.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';

const width = 6;
const flat = (outputs: number): Matrix => ({
  weight: new Float32Array(outputs * width),
  bias: new Float32Array(outputs),
});

/** States around one point for each class, with a large direction that all share. */
function cases(count: number, outputs: number, seed = 3): HeadRows & { classes: number[] } {
  const random = seededRandom(seed);
  const pooled = new Float32Array(count * width);
  const classes = Array.from({ length: count }, (_, row) => {
    const one = Math.floor(random() * Math.max(2, outputs));
    for (let index = 0; index < width; index += 1)
      pooled[row * width + index] = 5 + (random() - 0.5) + (index === one ? 2 : 0);
    return one;
  });
  const targets = classes.map((one) =>
    outputs === 1 ? Float64Array.of(one) : Float64Array.from({ length: outputs }, (_, index) => Number(index === one)),
  );
  return { pooled, targets, classes };
}
const rowOf = (rows: HeadRows, at: number): Float32Array => rows.pooled.slice(at * width, (at + 1) * width);
const furthest = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, one, index) => Math.max(most, Math.abs(one - (b[index] as number))), 0);

describe('fitting a head', () => {
  it('learns which of several classes a state belongs to', () => {
    const rows = cases(300, 3);
    const head = fitHead(rows, flat(3), { pull: 0.1 });
    const right = rows.classes.filter((one, at) => {
      const logits = applyHead(head, rowOf(rows, at));
      return logits.indexOf(Math.max(...logits)) === one;
    });
    expect(right.length).toBeGreaterThan(295);
  });

  it('learns yes or no', () => {
    const rows = cases(300, 1);
    const head = fitHead(rows, flat(1), { pull: 0.1 });
    const right = rows.classes.filter((one, at) => Number((applyHead(head, rowOf(rows, at))[0] as number) > 0) === one);
    expect(right.length).toBeGreaterThan(295);
  });

  it('claims as much as soft targets claim', () => {
    const rows = cases(400, 1);
    const soft = rows.targets.map(() => Float64Array.of(0.3));
    const head = fitHead({ ...rows, targets: soft }, flat(1), { pull: 1 });
    const chance = 1 / (1 + Math.exp(-(applyHead(head, rowOf(rows, 0))[0] as number)));
    expect(chance).toBeCloseTo(0.3, 2);
  });

  it('stays with the given weights where the pull is strong, and leaves them where it is weak', () => {
    const rows = cases(200, 2);
    const prior: Matrix = {
      weight: Float32Array.from({ length: 2 * width }, (_, at) => at / 10),
      bias: Float32Array.of(0.5, -0.5),
    };
    const held = fitHead(rows, prior, { pull: 1e9, biasPull: 1e9 });
    const free = fitHead(rows, prior, { pull: 0.01 });
    expect(furthest(held.weight, prior.weight)).toBeLessThan(1e-4);
    expect(furthest(free.weight, prior.weight)).toBeGreaterThan(0.5);
  });

  it('keeps the given weights where there are no labels', () => {
    const prior: Matrix = { weight: Float32Array.from({ length: width }, (_, at) => at), bias: Float32Array.of(0.5) };
    const head = fitHead({ pooled: new Float32Array(0), targets: [] }, prior);
    expect(head).toEqual(prior);
  });

  it('moves further with more labels', () => {
    const few = fitHead(cases(20, 2), flat(2));
    const many = fitHead(cases(2_000, 2), flat(2));
    expect(furthest(many.weight, flat(2).weight)).toBeGreaterThan(furthest(few.weight, flat(2).weight));
  });

  it('gives the same for the rows in another order', () => {
    const rows = cases(100, 3);
    const order = Array.from({ length: 100 }, (_, at) => (at * 37) % 100);
    const mixed = {
      pooled: Float32Array.from(order.flatMap((at) => [...rowOf(rows, at)])),
      targets: order.map((at) => rows.targets[at] as Float64Array),
    };
    const [a, b] = [fitHead(rows, flat(3), { iterations: 500 }), fitHead(mixed, flat(3), { iterations: 500 })];
    expect(furthest(a.weight, b.weight)).toBeLessThan(1e-3);
  });

  it('counts a row of weight two as two rows', () => {
    const rows = cases(60, 2);
    const twice = {
      pooled: Float32Array.from([...rows.pooled, ...rows.pooled.slice(0, width * 30)]),
      targets: [...rows.targets, ...rows.targets.slice(0, 30)],
    };
    const weights = rows.targets.map((_, at) => (at < 30 ? 2 : 1));
    const [a, b] = [fitHead({ ...rows, weights }, flat(2)), fitHead(twice, flat(2))];
    // The two are centred at different means; what they say of a state is the same.
    for (let at = 0; at < 10; at += 1) {
      const [x, y] = [applyHead(a, rowOf(rows, at)), applyHead(b, rowOf(rows, at))];
      expect((x[0] as number) - (x[1] as number)).toBeCloseTo((y[0] as number) - (y[1] as number), 1);
    }
  });

  it('refuses rows that do not fit together', () => {
    expect(() => fitHead({ pooled: new Float32Array(5), targets: [Float64Array.of(1)] }, flat(1))).toThrow(RangeError);
  });
});
