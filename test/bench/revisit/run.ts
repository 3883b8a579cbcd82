/** The revisit policy against others on invented traces, at equal budgets: `npm run bench -- --revisit`. */
import { nutch, otklik, stormCrawler, uniform } from './policies.js';
import { type Outcome, type Policy, simulate } from './simulate.js';
import { DAY_MIN, makeTrace, type Trace } from './trace.js';

/** Days in which the policies learn. */
const WARM_UP_DAYS = 4;

interface Scene {
  title: string;
  sources: number;
  days: number;
  medianPerDay: number;
  exponent: number;
  /** Readings a source and day. */
  budget: number;
  longestMin: number;
}

const scenes: readonly Scene[] = [
  {
    title: 'busy sources, 800',
    sources: 800,
    days: 14,
    medianPerDay: 5,
    exponent: 1,
    budget: 15.9,
    longestMin: DAY_MIN,
  },
  {
    title: 'busy sources, larger budget',
    sources: 800,
    days: 14,
    medianPerDay: 5,
    exponent: 1,
    budget: 24,
    longestMin: DAY_MIN,
  },
  {
    title: 'rates less unequal (exponent 0.86)',
    sources: 800,
    days: 14,
    medianPerDay: 5,
    exponent: 0.86,
    budget: 15.9,
    longestMin: DAY_MIN,
  },
  {
    title: 'rates more unequal (exponent 1.2)',
    sources: 800,
    days: 14,
    medianPerDay: 5,
    exponent: 1.2,
    budget: 15.9,
    longestMin: DAY_MIN,
  },
  {
    title: 'sparse sources, at most four days apart',
    sources: 800,
    days: 28,
    medianPerDay: 0.09,
    exponent: 1,
    budget: 1.4,
    longestMin: 4 * DAY_MIN,
  },
  {
    title: 'many sources, 20 000',
    sources: 20_000,
    days: 8,
    medianPerDay: 1,
    exponent: 1,
    budget: 15.9,
    longestMin: DAY_MIN,
  },
];

/**
 * A policy without a budget of its own, with all its intervals stretched or shrunk so that it spends no more than the budget. Nutch's rule cannot spend
 * more by this than it does, since shorter intervals show it fewer changes, which make them longer: then it is compared as it is.
 */
function paced(trace: Trace, budget: number, make: (pace: number) => Policy): Outcome {
  let [low, high] = [0.05, 20];
  for (let step = 0; step < 14; step++) {
    const middle = Math.sqrt(low * high);
    if (simulate(trace, make(middle), WARM_UP_DAYS).perDay > budget) low = middle;
    else high = middle;
  }
  return simulate(trace, make(high), WARM_UP_DAYS);
}

/** All policies on one scene; the first is the baseline. */
export function runScene({ sources, budget, longestMin, ...scene }: Scene): Outcome[] {
  const trace = makeTrace({ sources, ...scene, seed: 7 });
  return [
    simulate(trace, uniform(budget), WARM_UP_DAYS),
    paced(trace, budget, (pace) => stormCrawler(sources, pace, longestMin)),
    paced(trace, budget, (pace) => nutch(sources, pace)),
    simulate(trace, otklik(sources, budget, longestMin), WARM_UP_DAYS),
  ];
}

/** The tables as Markdown, one a scene. */
export function revisitTables(say: (line: string) => void): string {
  const parts: string[] = [];
  for (const scene of scenes) {
    const outcomes = runScene(scene);
    const [base] = outcomes;
    if (base === undefined) continue;
    const ratio = (value: number, of: number) => (value / of).toFixed(2);
    const rows = outcomes.map(
      ({ name, perDay, mean, p50, p95 }) =>
        `| ${name} | ${perDay.toFixed(1)} | ${mean.toFixed(0)} (${ratio(mean, base.mean)}) | ${p50.toFixed(0)} | ${p95.toFixed(0)} (${ratio(p95, base.p95)}) |`,
    );
    const { title, days, medianPerDay, exponent } = scene;
    const table = [
      `**${title}**: the middle source has ${medianPerDay} posts a day, exponent ${exponent}, ${days} days of which ${WARM_UP_DAYS} to learn`,
      '',
      '| policy | readings a source and day | mean delay, min | median | 95th percentile |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
    say(`\n${table}`);
    parts.push(table);
  }
  return parts.join('\n\n');
}
