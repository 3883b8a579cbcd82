import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHalf, encodeHalf, halfBits, halfValue, roundToHalf } from '../../../src/core/float16.js';

describe('numbers of 16 bits', () => {
  it.each([
    // What numpy's astype(float16) gives.
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [1 / 3, 0x3555],
    [65504, 0x7bff],
    [65519.996, 0x7bff],
    [65520, 0x7c00],
    [1e9, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -25, 0x0001],
    [1e-10, 0x0000],
    // Half-way cases go to the even neighbour.
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
  ])('%f is %i', (value, bits) => expect(halfBits(value)).toBe(bits));

  it('stand for themselves: all 63 488 finite patterns survive both ways', () => {
    const finite = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    expect(finite).toHaveLength(63_488);
    expect(finite.filter((bits) => halfBits(halfValue(bits)) !== bits)).toEqual([]);
  });

  it('are the nearest ones', () => {
    fc.assert(
      fc.property(fc.float({ min: -60_000, max: 60_000, noNaN: true }), (value) => {
        const bits = halfBits(value);
        const error = Math.abs(halfValue(bits) - value);
        for (const other of [bits - 1, bits + 1])
          if ((other & 0x7c00) !== 0x7c00 && other >= 0)
            expect(error).toBeLessThanOrEqual(Math.abs(halfValue(other) - value));
      }),
    );
  });

  it('keep what is no number', () => expect(halfValue(halfBits(Number.NaN))).toBeNaN());

  it('are kept as two bytes each, little-endian, and read back to the bit', () => {
    const values = roundToHalf(Float32Array.of(0.1, -3.3, 1e-6, 700.3));
    const text = encodeHalf(values);
    expect(Buffer.from(text, 'base64').toString('hex')).toBe('662e9ac211007961');
    expect(decodeHalf(text, 4)).toEqual(values);
    expect(encodeHalf(decodeHalf(text, 4))).toBe(text);
  });

  it('are refused in another number', () => {
    expect(() => decodeHalf(encodeHalf(Float32Array.of(1, 2)), 3)).toThrow('4 bytes are not 3 numbers');
  });
});
