/** Measures of a classifier over scored texts; every figure with 95 % bounds. Pure. */

import { seededRandom } from '../../src/core/seeded-random.js';
import { shareOf } from '../../src/core/share.js';
import type { Figure } from './figures.js';

/** A score and whether the text is what was looked for. */
export interface Ranked {
  score: number;
  positive: boolean;
}

/** A share with its Wilson bounds. */
export function shareFigure(hits: number, of: number): Figure {
  const { share, low, high } = shareOf(hits, of);
  return { value: share, low, high, of };
}

export function shareWhere<T>(rows: readonly T[], test: (row: T) => boolean): Figure {
  return shareFigure(rows.filter(test).length, rows.length);
}

/** A measure with the bounds of the percentile bootstrap (Efron, 1979) over rows; rounds in which it has no value do not count. */
export function bootstrapFigure<T>(
  rows: readonly T[],
  measure: (rows: readonly T[]) => number | null,
  { rounds = 400, seed = 1 }: { rounds?: number; seed?: number } = {},
): Figure {
  const value = rows.length === 0 ? null : measure(rows);
  if (value === null) return { value: null, low: null, high: null, of: rows.length };
  const dice = seededRandom(seed);
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sample = Array.from(rows, () => rows[Math.floor(dice() * rows.length)] as T);
    const found = measure(sample);
    if (found !== null) drawn.push(found);
  }
  return boundedFigure(value, drawn, rows.length);
}

function boundedFigure(value: number | null, drawn: number[], of: number): Figure {
  if (value === null) return { value, low: null, high: null, of };
  drawn.sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.round(share * (drawn.length - 1))] ?? value;
  return { value, low: at(0.025), high: at(0.975), of };
}

const byScore = (rows: readonly Ranked[]): Ranked[] => [...rows].sort((a, b) => b.score - a.score);

/**
 * Average precision: mean of the precision at each positive, ranked by falling score. Equal scores share one rank, so that the order of the
 * rows changes nothing. Null without a positive.
 */
export function averagePrecision(rows: readonly Ranked[]): number | null {
  return countedPrecision(byScore(rows), new Uint16Array(rows.length).fill(1));
}

/** Average precision with bounds of the bootstrap; the rows are sorted once, a sample only says how often each one counts. */
export function averagePrecisionFigure(rows: readonly Ranked[], rounds = 400): Figure {
  const sorted = byScore(rows);
  const dice = seededRandom(1);
  const drawn: number[] = [];
  const times = new Uint16Array(sorted.length);
  for (let round = 0; round < rounds; round++) {
    times.fill(0);
    for (let draw = 0; draw < sorted.length; draw++) {
      const at = Math.floor(dice() * sorted.length);
      times[at] = (times[at] ?? 0) + 1;
    }
    const found = countedPrecision(sorted, times);
    if (found !== null) drawn.push(found);
  }
  return boundedFigure(averagePrecision(rows), drawn, rows.length);
}

/** @param sorted by falling score; each row counts `times` */
function countedPrecision(sorted: readonly Ranked[], times: Uint16Array): number | null {
  let seen = 0;
  let hits = 0;
  let sum = 0;
  for (let from = 0; from < sorted.length; ) {
    const score = sorted[from]?.score;
    let to = from;
    let own = 0;
    for (; to < sorted.length && sorted[to]?.score === score; to++) {
      seen += times[to] as number;
      if (sorted[to]?.positive) own += times[to] as number;
    }
    hits += own;
    if (own > 0) sum += (own * hits) / seen;
    from = to;
  }
  return hits === 0 ? null : sum / hits;
}

/** Precision, recall and F1 of a decision, F1 as 2·hits / (called + positives). */
export function decisionFigures<T>(
  rows: readonly T[],
  said: (row: T) => boolean,
  truth: (row: T) => boolean,
): { precision: Figure; recall: Figure; f1: Figure } {
  const hits = rows.filter((row) => said(row) && truth(row)).length;
  const called = rows.filter(said).length;
  const positives = rows.filter(truth).length;
  const f1 = (both: number, sum: number): number | null => (sum === 0 ? null : (2 * both) / sum);
  // A sample of rows is a sample of the four outcomes: nothing else of a row counts.
  const dice = seededRandom(1);
  const drawn: number[] = [];
  for (let round = 0; round < 400; round++) {
    let [both, sum] = [0, 0];
    for (let draw = 0; draw < rows.length; draw++) {
      const at = dice() * rows.length;
      if (at < hits) [both, sum] = [both + 1, sum + 2];
      else if (at < called + positives - hits) sum++;
    }
    const found = f1(both, sum);
    if (found !== null) drawn.push(found);
  }
  return {
    precision: shareFigure(hits, called),
    recall: shareFigure(hits, positives),
    f1: boundedFigure(f1(hits, called + positives), drawn, rows.length),
  };
}

/** The highest score from which on at least this share of the positives is found. @throws RangeError without a positive */
export function thresholdAtRecall(rows: readonly Ranked[], recall: number): number {
  const scores = rows
    .filter(({ positive }) => positive)
    .map(({ score }) => score)
    .sort((a, b) => b - a);
  const found = scores[Math.ceil(recall * scores.length - 1e-9) - 1];
  if (found === undefined) throw new RangeError('no positive text to find');
  return found;
}

/** Precision where so large a part of the posts are positives: prevalence · recall against (1 − prevalence) · rate of false alarms. */
export function precisionAt(prevalence: number, recall: number, falseAlarms: number): number {
  const right = prevalence * recall;
  const wrong = (1 - prevalence) * falseAlarms;
  return right + wrong === 0 ? 1 : right / (right + wrong);
}

/**
 * Precision at a recall and prevalence. Its bounds come from the Wilson bounds of the rate of false alarms: with none seen the lower bound
 * still tells how many may have been missed.
 */
export function prevalencePrecision(rows: readonly Ranked[], recall: number, prevalence: number): Figure {
  const threshold = thresholdAtRecall(rows, recall);
  const positives = rows.filter(({ positive }) => positive);
  const negatives = rows.filter(({ positive }) => !positive);
  const found = positives.filter(({ score }) => score >= threshold).length / positives.length;
  const alarms = shareWhere(negatives, ({ score }) => score >= threshold);
  if (alarms.value === null) return { value: null, low: null, high: null, of: 0 };
  const at = (rate: number): number => precisionAt(prevalence, found, rate);
  return { value: at(alarms.value), low: at(alarms.high ?? 1), high: at(alarms.low ?? 0), of: negatives.length };
}

/** [recall, precision] at each recall of the grid, for a prevalence. */
export function precisionCurve(
  rows: readonly Ranked[],
  prevalence: number,
  grid: readonly number[],
): [number, number][] {
  return grid.map((recall) => [recall, prevalencePrecision(rows, recall, prevalence).value ?? 0]);
}

/** A probability that was said, and whether it was so. */
export interface Said {
  probability: number;
  so: boolean;
  /** What it counts in calibration; 1 without it. */
  weight?: number;
}

/** Bins of equal width that hold something: how many, weighted mean of the probability, weighted share that was so. */
export function calibrationBins(rows: readonly Said[], bins = 10): { texts: number; said: number; so: number }[] {
  return filledBins(rows, bins).map(({ texts, weight, said, so }) => ({ texts, said: said / weight, so: so / weight }));
}

function filledBins(
  rows: readonly Said[],
  bins: number,
): { texts: number; weight: number; said: number; so: number }[] {
  const held = Array.from({ length: bins }, () => ({ texts: 0, weight: 0, said: 0, so: 0 }));
  for (const { probability, so, weight = 1 } of rows) {
    const bin = held[Math.min(bins - 1, Math.floor(probability * bins))] as (typeof held)[number];
    bin.texts++;
    bin.weight += weight;
    bin.said += weight * probability;
    bin.so += so ? weight : 0;
  }
  return held.filter(({ weight }) => weight > 0);
}

/** Expected calibration error (Guo et al., 2017): distance of said from so, bins weighted by what they hold. */
export function calibrationError(rows: readonly Said[], bins = 10): number | null {
  const held = filledBins(rows, bins);
  const all = held.reduce((sum, { weight }) => sum + weight, 0);
  return all === 0 ? null : held.reduce((sum, { said, so }) => sum + Math.abs(said - so), 0) / all;
}

/** The same rows, weighted as if this share of them were so: what a probability that is meant for such a world is held against. */
export function asIfPrevalent(rows: readonly Said[], prevalence: number): Said[] {
  const positives = rows.filter(({ so }) => so).length;
  const negatives = rows.length - positives;
  return rows.map((row) => ({
    ...row,
    weight: row.so ? (prevalence * rows.length) / positives : ((1 - prevalence) * rows.length) / negatives,
  }));
}

/** [coverage, precision] when only what is surest is answered, at each change of the confidence. */
export function abstentionCurve(rows: readonly Said[]): [number, number][] {
  const sorted = [...rows].sort((a, b) => b.probability - a.probability);
  const points: [number, number][] = [];
  let right = 0;
  sorted.forEach(({ probability, so }, index) => {
    right += so ? 1 : 0;
    if (sorted[index + 1]?.probability !== probability) points.push([(index + 1) / sorted.length, right / (index + 1)]);
  });
  return points;
}

/** The largest coverage with at least this precision; 0 where none has it. */
export function coverageAt(rows: readonly Said[], precision: number): number {
  return abstentionCurve(rows).reduce(
    (most, [coverage, found]) => (found >= precision && coverage > most ? coverage : most),
    0,
  );
}

export interface Answered {
  truth: string;
  alt: readonly string[];
  answer: string | null;
}

/** Mean F1 over the classes that occur as truth. Null without a row. */
export function macroF1(rows: readonly Answered[]): number | null {
  const classes = new Map<string, { truth: number; answers: number; both: number }>();
  const at = (name: string): { truth: number; answers: number; both: number } => {
    const found = classes.get(name) ?? { truth: 0, answers: 0, both: 0 };
    classes.set(name, found);
    return found;
  };
  for (const { truth, answer } of rows) {
    at(truth).truth++;
    if (answer !== null) at(answer).answers++;
    if (answer === truth) at(truth).both++;
  }
  const seen = [...classes.values()].filter(({ truth }) => truth > 0);
  if (seen.length === 0) return null;
  return seen.reduce((sum, { truth, answers, both }) => sum + (2 * both) / (truth + answers), 0) / seen.length;
}

/** Accuracy (strict and with defensible groups) and macro-F1. */
export function answeredFigures(rows: readonly Answered[]): { strict: Figure; withAlt: Figure; macroF1: Figure } {
  return {
    strict: shareWhere(rows, ({ truth, answer }) => answer === truth),
    withAlt: shareWhere(
      rows,
      ({ truth, alt, answer }) => answer !== null && (answer === truth || alt.includes(answer)),
    ),
    macroF1: bootstrapFigure(rows, macroF1),
  };
}
