import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  benjaminiHochberg,
  enoughEpisodes,
  momentOf,
  nextWindow,
  rangeTest,
  rayleigh,
  sumOf,
  windowOf,
  yearsOf,
} from '../../../../pipelines/incidents/series-season.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';

const years = (day: string) => yearsOf(Date.parse(`${day}T00:00:00Z`));
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

describe('the year as a circle', () => {
  it('has its days where they are, leap year or not', () => {
    expect(years('2023-01-01')).toBe(2023);
    expect(years('2023-07-02') - 2023).toBeCloseTo(182 / 365, 10);
    expect(years('2024-02-29') - 2024).toBeCloseTo(59 / 366, 10);
    expect(years('2023-12-31')).toBeLessThan(2024);
  });

  it('goes back from years to moments', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        expect(Math.abs(momentOf(yearsOf(ms)) - ms)).toBeLessThan(1_000);
      }),
    );
  });

  it('has the mean of December and January at the turn of the year', () => {
    const { mean, length } = sumOf([years('2023-12-22'), years('2024-01-11')]);
    expect(Math.min(mean, 1 - mean)).toBeLessThan(0.003);
    expect(length).toBeGreaterThan(1.9);
  });
});

describe('the tests', () => {
  it('by Rayleigh are near to what 100 000 drawn sums of directions do', () => {
    const random = seededRandom(7);
    let hits = 0;
    for (let draw = 0; draw < 100_000; draw++)
      if (sumOf(Array.from({ length: 6 }, () => random())).length >= 4.2) hits++;
    expect(rayleigh(6, 4.2) / (hits / 100_000)).toBeGreaterThan(0.9);
    expect(rayleigh(6, 4.2) / (hits / 100_000)).toBeLessThan(1.1);
    expect(rayleigh(5, 0)).toBe(1);
    expect(rayleigh(0, 0)).toBe(1);
  });

  it('by range are exact: of 100 000 drawn directions as many lie together as they say', () => {
    const random = seededRandom(20);
    let hits = 0;
    for (let draw = 0; draw < 100_000; draw++) {
      const drawn = Array.from({ length: 4 }, () => random()).sort((a, b) => a - b);
      const gaps = drawn.map((one, at) => (drawn[at + 1] ?? (drawn[0] ?? 0) + 1) - one);
      if (1 - Math.max(...gaps) <= 0.25) hits++;
    }
    expect(rangeTest(4, 0.25)).toBeCloseTo(0.0625, 10);
    expect(Math.abs(hits / 100_000 - 0.0625)).toBeLessThan(0.003);
  });

  it('allow for their number: the largest p that Benjamini and Hochberg let pass', () => {
    expect(benjaminiHochberg([0.04], 0.05)).toBe(0.05);
    expect(benjaminiHochberg([0.01, 0.04], 0.05)).toBe(0.05);
    expect(benjaminiHochberg([0.01, 0.02, 0.9, 0.9], 0.05)).toBeCloseTo(0.025, 10);
    expect(benjaminiHochberg([0.3, 0.4], 0.05)).toBeCloseTo(0.025, 10);
    expect(benjaminiHochberg([], 0.05)).toBeGreaterThan(0);
  });

  it('are made where there are episodes enough among so many', () => {
    expect(enoughEpisodes([3], 0.05)).toBe(3);
    expect(enoughEpisodes([3, 3, 3, 4], 0.05)).toBe(4);
    expect(enoughEpisodes([...Array.from({ length: 200 }, () => 4), 6], 0.05)).toBe(6);
    expect(enoughEpisodes([], 0.05)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the window', () => {
  const springs = ['2021-03-10', '2022-03-22', '2023-04-01', '2024-03-15', '2025-11-28'].map(years);

  it('holds four of five, with a week around', () => {
    const window = windowOf(springs);
    expect(window.inside).toBe(4);
    const { fromMs, toMs } = nextWindow(window, Date.parse('2026-01-01T00:00:00Z'));
    expect([day(fromMs), day(toMs)]).toEqual(['2026-03-03', '2026-04-07']);
  });

  it('is the running one as long as it has not ended, across the turn of the year too', () => {
    const winter = windowOf(['2020-12-28', '2022-01-04', '2022-12-30', '2024-01-08'].map(years));
    expect(day(nextWindow(winter, Date.parse('2025-01-12T00:00:00Z')).fromMs)).toBe('2024-12-20');
    expect(day(nextWindow(winter, Date.parse('2025-01-20T00:00:00Z')).fromMs)).toBe('2025-12-21');
  });
});
