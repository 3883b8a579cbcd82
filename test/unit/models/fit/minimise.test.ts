import { describe, expect, it } from 'vitest';
import { lossAndSlope } from '../../../../models/fit/loss.js';
import { minimise } from '../../../../models/fit/minimise.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';

describe('the minimiser', () => {
  it('finds the bottom of a long narrow valley', () => {
    const { x, converged } = minimise(
      (at, gradient) => {
        const [a, b] = at as unknown as [number, number];
        gradient[0] = a - 3;
        gradient[1] = 10_000 * (b + 2);
        return 0.5 * (a - 3) ** 2 + 5_000 * (b + 2) ** 2;
      },
      Float64Array.of(0, 0),
    );
    expect(converged).toBe(true);
    expect(x[0]).toBeCloseTo(3, 4);
    expect(x[1]).toBeCloseTo(-2, 6);
  });

  it('stays where nothing is lower', () => {
    const start = Float64Array.of(1, 2);
    const { x, iterations } = minimise((_, gradient) => {
      gradient.fill(0);
      return 7;
    }, start);
    expect([...x]).toEqual([1, 2]);
    expect(iterations).toBe(0);
  });

  it('says when its steps ran out', () => {
    const { converged } = minimise(
      (at, gradient) => {
        let value = 0;
        at.forEach((one, index) => {
          gradient[index] = (index + 1) ** 3 * (one - 1);
          value += 0.5 * (index + 1) ** 3 * (one - 1) ** 2;
        });
        return value;
      },
      new Float64Array(20),
      { iterations: 2 },
    );
    expect(converged).toBe(false);
  });
});

describe('the loss of a soft target', () => {
  const numericSlope = (logits: Float64Array, target: Float64Array, index: number): number => {
    const moved = (by: number): number => {
      const copy = Float64Array.from(logits);
      copy[index] = (copy[index] as number) + by;
      return lossAndSlope(copy, target);
    };
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  };

  it.each([
    ['yes or no', [0.7], [0.3]],
    ['one of four', [0.2, -1, 3, 0.5], [0.7, 0.1, 0, 0.2]],
  ])('has the slope that its values show: %s', (_, logits, target) => {
    const slopes = Float64Array.from(logits);
    lossAndSlope(slopes, Float64Array.from(target));
    for (let index = 0; index < logits.length; index += 1)
      expect(slopes[index]).toBeCloseTo(numericSlope(Float64Array.from(logits), Float64Array.from(target), index), 6);
  });

  it('stays finite for logits of any size', () => {
    expect(lossAndSlope(Float64Array.of(900), Float64Array.of(0))).toBe(900);
    expect(lossAndSlope(Float64Array.of(900, -900), Float64Array.of(0, 1))).toBe(1800);
  });
});

describe('seeded numbers', () => {
  it('follow from the seed and lie between 0 and 1', () => {
    const take = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 200 }, random);
    };
    expect(take(5)).toEqual(take(5));
    expect(take(5)).not.toEqual(take(6));
    expect(take(5).every((one) => one >= 0 && one < 1)).toBe(true);
  });
});
