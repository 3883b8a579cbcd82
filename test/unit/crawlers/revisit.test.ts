import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandParts, noDemand, planInterval, stretchFor } from '../../../crawlers/schedule/budget.js';
import {
  nextClosedVisit,
  nextFailedVisit,
  nextListVisit,
  nextThreadVisit,
  noYield,
  updateRate,
  yieldWeight,
} from '../../../crawlers/schedule/revisit.js';
import { otklik, stormCrawler, uniform } from '../../bench/revisit/policies.js';
import { simulate } from '../../bench/revisit/simulate.js';
import { makeTrace } from '../../bench/revisit/trace.js';

const day = 86_400_000;
const base = {
  nowMs: 0,
  everyMinutes: 10,
  atMostMinutes: 1_440,
  ttlMinutes: null,
  stretch: 1,
  yield: noYield,
  yieldOfAll: noYield,
  ratedDays: 30,
};

describe('revisits', () => {
  it('go with the square root of the rate, inside their bounds', () => {
    const at = (postsPerDay: number | null, given: object = {}) =>
      nextListVisit({ ...base, ...given, postsPerDay }).dueMs / 60_000;
    expect([at(null), at(480), at(48), at(12), at(0.001)]).toEqual([10, 10, 10, 20, 1_440]);
    expect([at(48, { ttlMinutes: 60 }), at(0.001, { atMostMinutes: 300 }), at(0.001, { atMostMinutes: 5 })]).toEqual([
      60, 300, 10,
    ]);
  });

  it('hold back together when the budgets are short, and say what they would like', () => {
    const held = nextListVisit({ ...base, postsPerDay: 12, stretch: 4.5 });
    expect([held.intervalMinutes, held.wantedMinutes, held.demand]).toEqual([90, 20, { ...noDemand, free: 0.05 }]);
    const busy = nextListVisit({ ...base, postsPerDay: 4_800, stretch: 4.5 });
    expect([busy.intervalMinutes, busy.wantedMinutes]).toEqual([10, 10]);
    expect(busy.demand).toEqual({ free: 0, pinned: 1, short: 0.1, long: 0 });
  });

  it('weigh a source by the complaints it brings against the average, from a quarter to four', () => {
    // One post in 500 is a complaint, as it is where people talk of everything.
    const all = { posts: 100_000, found: 200 };
    const weight = (posts: number, found: number) => yieldWeight({ posts, found }, all);
    expect([weight(0, 0), weight(500, 1), weight(9_000, 0)]).toEqual([1, 1, 0.25]);
    expect(weight(5_000, 90)).toBe(4);
    expect(weight(1_000, 4)).toBeGreaterThan(1.3);
    expect(weight(4_000, 16)).toBeGreaterThan(weight(1_000, 4));
    expect([yieldWeight(noYield, noYield), yieldWeight({ posts: 50, found: 0 }, { posts: 50, found: 0 })]).toEqual([
      1, 1,
    ]);
    const rich = { yield: { posts: 5_000, found: 90 }, yieldOfAll: all };
    expect(nextListVisit({ ...base, postsPerDay: 12, ...rich }).intervalMinutes).toBe(10);
  });

  it('learn the rate from gaps, not from the first backlog', () => {
    const first = { postsPerDay: null, ratedDays: null, lastVisitMs: null };
    expect(updateRate(first, 0, 50)).toEqual({ postsPerDay: null, ratedDays: null });
    const { postsPerDay } = updateRate({ ...first, lastVisitMs: 0 }, day, 10);
    expect(postsPerDay).toBeGreaterThan(5);
    expect(postsPerDay).toBeLessThan(10);
    expect(updateRate({ postsPerDay: 7, ratedDays: 3, lastVisitMs: day }, 0, 3).postsPerDay).toBe(7);
  });

  it('know the rate within days, whatever the intervals, follow a change, and leave a quiet page some hope', () => {
    for (const gapDays of [0.01, 0.1, 1]) {
      let memory = { postsPerDay: null as number | null, ratedDays: null as number | null, lastVisitMs: 0 };
      const watch = (perDay: number, days: number) => {
        for (let visit = 0; visit < days / gapDays; visit++) {
          const nowMs = memory.lastVisitMs + gapDays * day;
          memory = { ...updateRate(memory, nowMs, perDay * gapDays), lastVisitMs: nowMs };
        }
        return memory.postsPerDay ?? 0;
      };
      expect(watch(20, 6)).toBeGreaterThan(15);
      expect(watch(20, 12)).toBeLessThan(20.1);
      expect(watch(0, 4)).toBeLessThan(6);
      expect(watch(0, 30)).toBeGreaterThan(0.1);
    }
  });

  it('come soon while little is known of a source', () => {
    const minutes = (postsPerDay: number | null, ratedDays: number | null) =>
      nextListVisit({ ...base, postsPerDay, ratedDays }).intervalMinutes;
    expect(minutes(null, null)).toBe(10);
    expect(minutes(1, 0.1)).toBeLessThan(minutes(1, 0.5) / 2);
  });

  it('of threads grow rarer and end; after failures wait longer each time', () => {
    const thread = { ...base, quietVisits: 2, lastNewMs: 0 };
    expect(nextThreadVisit(thread)?.dueMs).toBe(2_400_000);
    expect(nextThreadVisit({ ...thread, stretch: 3 })?.dueMs).toBe(7_200_000);
    expect(nextThreadVisit({ ...thread, nowMs: 15 * 86_400_000, quietVisits: 3 })).toBeNull();
    const minutesAfter = (failures: number, retryAfterMs?: number) =>
      nextFailedVisit({ nowMs: 0, everyMinutes: 10, failures, retryAfterMs }) / 60_000;
    expect([minutesAfter(1), minutesAfter(2), minutesAfter(20), minutesAfter(1, 7_200_000)]).toEqual([
      10, 20, 360, 120,
    ]);
  });

  it('of what is closed grow rarer to once a week, and are no more frequent than the source asks for', () => {
    const days = (failures: number, everyMinutes = 10) =>
      nextClosedVisit({ nowMs: 0, everyMinutes, failures }) / 86_400_000;
    expect([1, 2, 3, 4, 50].map((failures) => days(failures))).toEqual([1, 2, 4, 7, 7]);
    expect(days(1, 20_160)).toBe(14);
  });
});

describe('a budget', () => {
  const address = fc.record({
    wanted: fc.double({ min: 0.5, max: 50_000, noNaN: true }),
    shortestMinutes: fc.double({ min: 0.5, max: 600, noNaN: true }),
    longestMinutes: fc.double({ min: 60, max: 3_000, noNaN: true }),
  });

  it('is kept to, once each address was visited some times, whenever the longest intervals allow it', () => {
    fc.assert(
      fc.property(
        fc.array(address, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        (addresses, budget) => {
          const sum = { ...noDemand };
          const demands = addresses.map(() => noDemand);
          let intervals: number[] = [];
          for (let round = 0; round < 60; round++) {
            intervals = addresses.map((each, number) => {
              const { intervalMinutes, demand } = planInterval(each.wanted, stretchFor(sum, budget), each);
              const before = demands[number] ?? noDemand;
              for (const part of demandParts) sum[part] = Math.max(sum[part] + demand[part] - before[part], 0);
              demands[number] = demand;
              return intervalMinutes;
            });
          }
          const spent = intervals.reduce((total, minutes) => total + 1 / minutes, 0);
          const least = addresses.reduce(
            (total, each) => total + 1 / Math.max(each.longestMinutes, each.shortestMinutes),
            0,
          );
          const slack = addresses.reduce((total, each) => Math.max(total, 1 / each.shortestMinutes), 0);
          expect(spent).toBeLessThanOrEqual(Math.max(budget, least) + slack);
          for (const [number, minutes] of intervals.entries()) {
            const { shortestMinutes, longestMinutes } = addresses[number] as (typeof addresses)[number];
            expect(minutes).toBeGreaterThanOrEqual(shortestMinutes - 1e-9);
            expect(minutes).toBeLessThanOrEqual(Math.max(longestMinutes, shortestMinutes) + 1e-9);
          }
        },
      ),
    );
  });

  it('without a limit holds nobody back, and a hopeless one leaves the longest intervals', () => {
    expect(stretchFor({ ...noDemand, free: 5, long: 5 }, null)).toBe(1);
    expect(stretchFor({ ...noDemand, free: 5, long: 5 }, 100)).toBe(1);
    expect(stretchFor({ ...noDemand, free: 5, long: 5 }, 7)).toBe(2.5);
    // All at their shortest intervals, and still too much: all must follow.
    expect(stretchFor({ ...noDemand, pinned: 8, short: 4 }, 2)).toBe(4);
    expect(stretchFor({ ...noDemand, pinned: 8, short: 4 }, 5)).toBe(1);
    expect(
      planInterval(10, stretchFor({ ...noDemand, free: 5, long: 5 }, 4), { shortestMinutes: 1, longestMinutes: 600 })
        .intervalMinutes,
    ).toBe(600);
  });

  it('is spent better than by equal visits or by the rule of StormCrawler: posts are met sooner', () => {
    const sources = 300;
    const trace = makeTrace({ sources, days: 8, medianPerDay: 5, exponent: 1, seed: 3 });
    const even = simulate(trace, uniform(15.9), 3);
    const ours = simulate(trace, otklik(sources, 15.9), 3);
    const storm = simulate(trace, stormCrawler(sources, 1), 3);
    expect(ours.perDay).toBeLessThan(16.2);
    expect(ours.mean / even.mean).toBeLessThan(0.65);
    expect(ours.p95 / even.p95).toBeLessThan(1.1);
    // The rule spends what it likes; it is far more here.
    expect(storm.perDay).toBeGreaterThan(ours.perDay);
  });
});
