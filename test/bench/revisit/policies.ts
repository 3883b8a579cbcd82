import { type Demand, demandParts, noDemand, stretchFor } from '../../../crawlers/schedule/budget.js';
import { nextListVisit, noYield, updateRate } from '../../../crawlers/schedule/revisit.js';
import type { Policy } from './simulate.js';
import { DAY_MIN } from './trace.js';

const MINUTE_MS = 60_000;
/** No source is read more often, by whatever policy. */
export const SHORTEST_MIN = 5;

/** Every source as often as every other. */
export function uniform(perDay: number): Policy {
  return { name: 'uniform', next: () => DAY_MIN / perDay };
}

/**
 * AdaptiveScheduler of StormCrawler: a change moves the interval half-way to the least, no change makes it half as long again.
 * @param pace factor on all intervals by which the policy is brought to the budget; its rule knows none
 */
export function stormCrawler(sources: number, pace: number, longestMin = DAY_MIN): Policy {
  const intervals = new Float64Array(sources).fill(60);
  return {
    name: 'StormCrawler AdaptiveScheduler (0.5 / 0.5)',
    next(number, _now, newPosts) {
      const before = intervals[number] ?? 0;
      const after = newPosts > 0 ? 0.5 * before + 0.5 * SHORTEST_MIN : before * 1.5;
      intervals[number] = Math.min(Math.max(after, SHORTEST_MIN), longestMin);
      return Math.max((intervals[number] ?? 0) * pace, 1);
    },
  };
}

/** AdaptiveFetchSchedule of Nutch: a change makes the interval a fifth shorter, no change two fifths longer. `pace` as above. */
export function nutch(sources: number, pace: number): Policy {
  const intervals = new Float64Array(sources).fill(60);
  return {
    name: 'Nutch AdaptiveFetchSchedule (-0.2 / +0.4)',
    next(number, _now, newPosts) {
      const after = (intervals[number] ?? 0) * (newPosts > 0 ? 0.8 : 1.4);
      intervals[number] = Math.min(Math.max(after, 1), 365 * DAY_MIN);
      return Math.max((intervals[number] ?? 0) * pace, 1);
    },
  };
}

/** The functions of the product, with sums kept as the frontier keeps them. */
export function otklik(sources: number, perDay: number, longestMin = DAY_MIN): Policy {
  const perMinute = (perDay * sources) / DAY_MIN;
  const sum: Demand = { ...noDemand };
  const states = Array.from({ length: sources }, () => ({
    postsPerDay: null as number | null,
    ratedDays: null as number | null,
    lastVisitMs: null as number | null,
    demand: noDemand,
  }));
  return {
    name: 'Otklik: EWMA of three days, √rate, one price for all',
    next(number, nowMin, newPosts) {
      const state = states[number];
      if (state === undefined) throw new Error(`there is no source ${number}`);
      const nowMs = nowMin * MINUTE_MS;
      Object.assign(state, updateRate(state, nowMs, newPosts));
      state.lastVisitMs = nowMs;
      const { intervalMinutes, demand } = nextListVisit({
        nowMs,
        everyMinutes: SHORTEST_MIN,
        atMostMinutes: longestMin,
        postsPerDay: state.postsPerDay,
        ratedDays: state.ratedDays,
        yield: noYield,
        yieldOfAll: noYield,
        ttlMinutes: null,
        stretch: stretchFor(sum, perMinute),
      });
      for (const part of demandParts) sum[part] += demand[part] - state.demand[part];
      state.demand = demand;
      return intervalMinutes;
    },
  };
}
