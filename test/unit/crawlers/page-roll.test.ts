import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRoll, MISSES_TO_REMOVE, missAgain, type RollEntry } from '../../../crawlers/schedule/page-roll.js';

const at = (...minutes: number[]) => minutes.map((minute) => ({ id: `p${minute}`, publishedMs: minute * 60_000 }));
const read = (before: readonly RollEntry[], ...minutes: number[]) => compareRoll(before, at(...minutes));

describe('what stood on a page', () => {
  it('is missed only between posts that are still there', () => {
    const first = read([], 50, 40, 30, 20).roll;
    const pushed = read(first, 70, 60, 50, 40);
    expect([pushed.gone, pushed.roll.map(({ id }) => id)]).toEqual([[], ['p70', 'p60', 'p50', 'p40']]);
    const once = read(first, 50, 30, 20);
    expect([once.gone, once.roll.find(({ id }) => id === 'p40')?.misses]).toEqual([[], 1]);
    expect(read(once.roll, 50, 30, 20).gone).toEqual(['p40']);
    expect(read(once.roll, 50, 40, 30, 20).gone).toEqual([]);
  });

  it('is not held against a page that shows another view, or nothing', () => {
    const { roll } = read([], 50, 40, 30, 20, 10);
    expect(read(roll, 50, 10)).toEqual({ roll, gone: [], back: [] });
    expect(compareRoll(roll, [])).toEqual({ roll, gone: [], back: [] });
  });

  it('is missing once more on a page that says that it is as it was', () => {
    const once = read(read([], 50, 40, 30, 20).roll, 50, 30, 20);
    expect(missAgain(once.roll)?.gone).toEqual(['p40']);
    expect(missAgain(missAgain(once.roll)?.roll ?? [])).toBeNull();
    expect(missAgain(read([], 50, 40).roll)).toBeNull();
  });

  it('never tells twice of one removal, whatever is read', () => {
    const page = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 10 });
    fc.assert(
      fc.property(fc.array(page, { maxLength: 25 }), (readings) => {
        const isGone = new Set<string>();
        let roll: RollEntry[] = [];
        for (const minutes of readings) {
          const change = read(roll, ...minutes);
          for (const id of change.gone) {
            expect(isGone.has(id)).toBe(false);
            expect(minutes).not.toContain(Number(id.slice(1)));
            isGone.add(id);
          }
          for (const id of change.back) expect(isGone.delete(id)).toBe(true);
          roll = change.roll;
          for (const { misses } of roll) expect(misses).toBeLessThanOrEqual(MISSES_TO_REMOVE);
          // What was pushed off the page is not remembered as gone.
          for (const id of isGone) if (!roll.some((entry) => entry.id === id)) isGone.delete(id);
        }
      }),
    );
  });
});
