/** Days of the year on a circle: whether they lie together, where, and when that part of the year comes next. */

const dayMs = 86_400_000;

/** A moment as years: the year, and the share of it that has passed; 29 February takes its own place in leap years. */
export function yearsOf(ms: number): number {
  const year = new Date(ms).getUTCFullYear();
  const start = Date.UTC(year, 0, 1);
  return year + (ms - start) / (Date.UTC(year + 1, 0, 1) - start);
}

/** The moment (ms) of so many years; the inverse of yearsOf. */
export function momentOf(years: number): number {
  const year = Math.floor(years);
  const start = Date.UTC(year, 0, 1);
  return start + (years - year) * (Date.UTC(year + 1, 0, 1) - start);
}

const phaseOf = (years: number): number => years - Math.floor(years);

/** Mean direction as a share of the year, and the length of the sum of the unit vectors (0 to n). */
export function sumOf(years: readonly number[]): { mean: number; length: number } {
  let x = 0;
  let y = 0;
  for (const one of years) {
    x += Math.cos(2 * Math.PI * phaseOf(one));
    y += Math.sin(2 * Math.PI * phaseOf(one));
  }
  return { mean: phaseOf(Math.atan2(y, x) / (2 * Math.PI) + 1), length: Math.min(Math.hypot(x, y), years.length) };
}

/**
 * Rayleigh's test: the chance of a sum of n unit vectors at least this long when every direction is equally likely. Approximation of
 * D. Wilkie, «Rayleigh test for randomness of circular data», Applied Statistics 32 (1983) 311-312, as in J. H. Zar, «Biostatistical
 * Analysis», 5th ed., §27.1. It sees one time of the year, not two opposite ones.
 */
export function rayleigh(n: number, length: number): number {
  if (n === 0) return 1;
  return Math.min(1, Math.exp(Math.sqrt(1 + 4 * n + 4 * (n * n - length * length)) - (1 + 2 * n)));
}

/**
 * The chance that n directions, every one equally likely, lie within one part of the circle: exact up to half of it, n·w^(n-1); beyond, 1.
 * W. L. Stevens, «Solution to a geometrical problem in probability», Annals of Eugenics 9 (1939) 315-320; the range test of K. V. Mardia,
 * P. E. Jupp, «Directional Statistics» (2000), chapter 6. Of few that lie
 * close together it says more than Rayleigh's approximation; one that lies apart spoils it.
 * @param width share of the circle
 */
export function rangeTest(n: number, width: number): number {
  return n === 0 || width >= 0.5 ? 1 : Math.min(1, n * width ** (n - 1));
}

/** The chance of days so close together if every day of the year were equally likely: the better of both tests, twice as it is chosen. */
export function chanceOf(years: readonly number[]): { mean: number; p: number } {
  const { mean, length } = sumOf(years);
  const width = shortestArc(years.map(phaseOf), years.length).length;
  return { mean, p: Math.min(1, 2 * Math.min(rayleigh(years.length, length), rangeTest(years.length, width))) };
}

/** Days within which even a burst that comes like clockwork is spread. */
const clockworkDays = 21;

/**
 * How many episodes there must be for a test to have a chance among all others. Fewer tests find more, and to choose by the number of
 * episodes is no choice by the days of the year: R. Bourgon, R. Gentleman, W. Huber, «Independent filtering increases detection power»,
 * PNAS 107 (2010) 9546-9551.
 * @param counts episodes of each that could be tested
 */
export function enoughEpisodes(counts: readonly number[], falseShare: number): number {
  const levels = [...new Set(counts)].sort((a, b) => a - b);
  const isWorthIt = (level: number): boolean => {
    const best = 2 * rangeTest(level, clockworkDays / 365.25);
    return best * counts.filter((count) => count >= level).length <= falseShare;
  };
  return levels.find(isWorthIt) ?? Number.POSITIVE_INFINITY;
}

/**
 * The largest p that still counts when so many are tested: of those that pass, a share `falseShare` is false in the long run.
 * Y. Benjamini, Y. Hochberg, «Controlling the false discovery rate», JRSS B 57 (1995) 289-300.
 * @returns the limit; with no p under it, the one that the smallest p had to keep
 */
export function benjaminiHochberg(ps: readonly number[], falseShare: number): number {
  const sorted = [...ps].sort((a, b) => a - b);
  let passed = 1;
  sorted.forEach((p, place) => {
    if (p <= (falseShare * (place + 1)) / sorted.length) passed = place + 1;
  });
  return (falseShare * passed) / Math.max(1, sorted.length);
}

export interface YearWindow {
  /** Share of the year at which it begins, 0 to 1. */
  start: number;
  /** Share of a year that it lasts. */
  length: number;
  inside: number;
}

/** The shortest part of the year with so many of the moments in it. */
function shortestArc(phases: readonly number[], wanted: number): { start: number; length: number } {
  const sorted = phases.toSorted((a, b) => a - b);
  let best = { start: sorted[0] ?? 0, length: 1 };
  sorted.forEach((start, place) => {
    const last = place + wanted - 1;
    const end = (sorted[last % sorted.length] ?? 0) + Math.floor(last / sorted.length);
    if (end - start < best.length) best = { start, length: end - start };
  });
  return best;
}

const mostOf = 0.8;
const marginDays = 7;

/** The shortest time of the year that holds four of five of the moments, with a week before and after it. */
export function windowOf(years: readonly number[]): YearWindow {
  const phases = years.map(phaseOf);
  const best = shortestArc(phases, Math.ceil(phases.length * mostOf));
  const margin = marginDays / 365.25;
  const length = Math.min(1, best.length + 2 * margin);
  const start = phaseOf(best.start - margin + 1);
  const inside = phases.filter((phase) => phaseOf(phase - start + 1) <= length).length;
  return { start, length, inside };
}

/** The first such time that has not ended at the moment, in ms. */
export function nextWindow({ start, length }: YearWindow, nowMs: number): { fromMs: number; toMs: number } {
  for (let year = new Date(nowMs).getUTCFullYear() - 1; ; year++) {
    const fromMs = momentOf(year + start);
    const toMs = momentOf(year + start + length);
    if (toMs >= nowMs) return { fromMs, toMs };
  }
}

/** In how many seasons it came, of those from the first up to now. A season is the year around the mean; one that may still bring it counts only when it did. */
export function seasonsOf(
  years: readonly number[],
  mean: number,
  window: YearWindow,
  nowMs: number,
): { came: number; of: number } {
  const seasonOf = (one: number): number => Math.floor(one - mean + 0.5);
  const seasons = new Set(years.map(seasonOf));
  const first = Math.min(...seasons);
  const now = seasonOf(yearsOf(nowMs));
  const isPending = nextWindow(window, nowMs).fromMs <= momentOf(now + mean + 0.5);
  return { came: seasons.size, of: now - first + (isPending && !seasons.has(now) ? 0 : 1) };
}

/** Whole days from one moment to another. */
export function daysBetween(fromMs: number, toMs: number): number {
  return Math.round((toMs - fromMs) / dayMs);
}
