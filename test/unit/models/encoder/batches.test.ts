import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertByLength, takeBatch } from '../../../../models/encoder/batches.js';

const waitingOf = (...lengths: number[]) => {
  const waiting: { length: number; turn: number }[] = [];
  for (const [turn, length] of lengths.entries()) insertByLength(waiting, { length, turn });
  return waiting;
};
const lengthsOf = (items: readonly { length: number }[]) => items.map(({ length }) => length);

describe('batches for the encoder', () => {
  it('are made of the text that waited longest and those nearest to it in length', () => {
    const waiting = waitingOf(40, 10, 41, 120, 38, 39);
    expect(lengthsOf(takeBatch(waiting, 200, 8))).toEqual([38, 39, 40, 41]);
    expect(lengthsOf(takeBatch(waiting, 200, 8))).toEqual([10]);
    expect(lengthsOf(takeBatch(waiting, 200, 8))).toEqual([120]);
    expect(takeBatch(waiting, 200, 8)).toEqual([]);
  });

  it('hold texts that are as near in length as padding is worth', () => {
    expect(lengthsOf(takeBatch(waitingOf(10, 30, 60), 500, 8))).toEqual([10]);
    expect(lengthsOf(takeBatch(waitingOf(10, 30, 60), 500, 32))).toEqual([10, 30]);
  });

  it('count the padding: all texts as long as the longest stay within the budget', () => {
    expect(lengthsOf(takeBatch(waitingOf(10, 11, 12, 13), 36, 8))).toEqual([10, 11, 12]);
  });

  it('take a text alone that is longer than the budget', () => {
    expect(lengthsOf(takeBatch(waitingOf(128, 128), 32, 8))).toEqual([128]);
  });

  it('take texts of one length in the order in which they came', () => {
    const waiting = waitingOf(20, 20, 20, 20);
    expect(takeBatch(waiting, 40, 8).map(({ turn }) => turn)).toEqual([0, 1]);
    expect(takeBatch(waiting, 40, 8).map(({ turn }) => turn)).toEqual([2, 3]);
  });

  it('lose and repeat nothing, pad little and never starve a text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 128 }), { maxLength: 80 }),
        fc.integer({ min: 16, max: 2_000 }),
        (lengths, budget) => {
          const waiting = waitingOf(...lengths);
          const seen: number[] = [];
          while (waiting.length > 0) {
            const oldest = Math.min(...waiting.map(({ turn }) => turn));
            const batch = takeBatch(waiting, budget, 8);
            const [least, most] = [Math.min(...lengthsOf(batch)), Math.max(...lengthsOf(batch))];
            expect(batch.some(({ turn }) => turn === oldest)).toBe(true);
            expect(most - least).toBeLessThanOrEqual(8);
            if (batch.length > 1) expect(most * batch.length).toBeLessThanOrEqual(budget);
            seen.push(...batch.map(({ turn }) => turn));
          }
          expect(seen.sort((a, b) => a - b)).toEqual(lengths.map((_, turn) => turn));
        },
      ),
    );
  });
});
