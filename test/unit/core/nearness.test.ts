import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosine, meanDirection } from '../../../src/core/nearness.js';

const vector = fc
  .array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 5, maxLength: 5 })
  .map((values) => Float32Array.from(values))
  .filter((values) => values.some((value) => Math.abs(value) > 0.01));

describe('the cosine of two vectors', () => {
  it('is 1 for the same direction, 0 for a right angle, -1 for the opposite', () => {
    const one = Float32Array.from([1, 2, 0]);
    expect(
      cosine(
        one,
        one.map((value) => value * 3),
      ),
    ).toBeCloseTo(1, 12);
    expect(cosine(one, Float32Array.from([-2, 1, 5]))).toBe(0);
    expect(
      cosine(
        one,
        one.map((value) => -value),
      ),
    ).toBeCloseTo(-1, 12);
  });
  it('is the same both ways and never beyond -1 and 1', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const value = cosine(a, b);
        expect(value).toBe(cosine(b, a));
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
    );
  });
  it('is no number for a vector that points nowhere', () => {
    expect(cosine(new Float32Array(3), Float32Array.from([1, 0, 0]))).toBeNaN();
  });
});

describe('the mean direction', () => {
  it('has unit length and lies between', () => {
    const mean = meanDirection([Float32Array.from([1, 0]), Float32Array.from([0, 1])]);
    expect(mean?.[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(mean?.[1]).toBeCloseTo(Math.SQRT1_2, 6);
  });
  it('of nothing, or of what cancels out, is none', () => {
    expect(meanDirection([])).toBeNull();
    expect(meanDirection([Float32Array.from([1, 0]), Float32Array.from([-1, 0])])).toBeNull();
  });
});
