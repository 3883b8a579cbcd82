import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDelays, delayBucket, delayQuantile, updateLongestGap } from '../../../crawlers/schedule/health.js';

describe('what is remembered of a source', () => {
  it('is its longest gap, which fades within a month', () => {
    const hour = 3_600_000;
    expect(updateLongestGap(null, 2 * hour)).toBe(120);
    expect(updateLongestGap(120, hour)).toBeCloseTo(120, 0);
    let longest = updateLongestGap(null, 240 * hour);
    for (let hours = 0; hours < 24 * 90; hours += 6) longest = updateLongestGap(longest, 6 * hour);
    expect(longest / 60).toBeLessThan(13);
  });

  it('is the delay of its posts, off by less than a bucket', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 16, max: 1_500_000 }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95),
        (seconds, share) => {
          const exact = seconds.toSorted((a, b) => a - b)[Math.ceil(share * seconds.length) - 1] ?? 0;
          const measured = delayQuantile(countDelays(seconds.map((each) => each * 1_000)), share) ?? 0;
          expect(measured).toBeGreaterThanOrEqual(Math.floor(exact / Math.SQRT2));
          expect(measured).toBeLessThanOrEqual(Math.ceil(exact * Math.SQRT2));
        },
      ),
    );
    expect([delayBucket(-5), delayBucket(15_000), delayBucket(1e12)]).toEqual([0, 0, 34]);
    expect(delayQuantile(new Map(), 0.5)).toBeNull();
  });
});
