import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortCosine, shortVector } from '../../../../pipelines/incidents/short-vector.js';
import { decodeHalf, encodeHalf, vectorWidth } from '../../../../src/core/float16.js';
import { cosine } from '../../../../src/core/nearness.js';

const vector = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: vectorWidth, maxLength: vectorWidth })
  .map((numbers) => encodeHalf(Float32Array.from(numbers)));

describe('a short vector', () => {
  it('takes 512 characters', () => {
    expect(shortVector(encodeHalf(new Float32Array(vectorWidth).fill(0.05)))).toHaveLength(512);
  });

  it('keeps the cosine to a hundredth', () => {
    fc.assert(
      fc.property(vector, vector, (one, other) => {
        const exact = cosine(decodeHalf(one, vectorWidth), decodeHalf(other, vectorWidth));
        fc.pre(!Number.isNaN(exact));
        expect(Math.abs(shortCosine(shortVector(one), shortVector(other)) - exact)).toBeLessThan(0.01);
      }),
    );
  });

  it('of nothing is near to nothing', () => {
    const zero = shortVector(encodeHalf(new Float32Array(vectorWidth)));
    expect(shortCosine(zero, zero)).toBe(0);
  });

  it('cannot be made of what is no vector', () => {
    expect(() => shortVector('AAAA')).toThrow('3 bytes are not 384 numbers');
  });
});
