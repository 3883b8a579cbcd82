/** Measures of a classifier over scored texts; every figure with 95 % bounds. Pure. */
import type { Figure } from '../../../../models/card/figures.js';
import { shareOf } from '../../../../pipelines/rules/wilson.js';

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

/** mulberry32: the same seed gives the same samples on every machine. */
function seededDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A measure with the bounds of the percentile bootstrap (Efron, 1979) over rows; rounds in which it has no value do not count. */
export function bootstrapFigure<T>(
  rows: readonly T[],
  measure: (rows: readonly T[]) => number | null,
  { rounds = 400, seed = 1 }: { rounds?: number; seed?: number } = {},
): Figure {
  const value = rows.length === 0 ? null : measure(rows);
  if (value === null) return { value: null, low: null, high: null, of: rows.length };
  const dice = seededDice(seed);
  const drawn: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sample = Array.from(rows, () => rows[Math.floor(dice() * rows.length)] as T);
    const found = measure(sample);
    if (found !== null) drawn.push(found);
  }
  drawn.sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.round(share * (drawn.length - 1))] ?? value;
  return { value, low: at(0.025), high: at(0.975), of: rows.length };
}

const byScore = (rows: readonly Ranked[]): Ranked[] => [...rows].sort((a, b) => b.score - a.score);

/**
 * Average precision: mean of the precision at each positive, ranked by falling score. Equal scores share one rank, so that the order of the
 * rows changes nothing. Null without a positive.
 */
export function averagePrecision(rows: readonly Ranked[]): number | null {
  let seen = 0;
  let hits = 0;
  let sum = 0;
  const sorted = byScore(rows);
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let own = 0;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) own += sorted[to++]?.positive ? 1 : 0;
    seen += to - from;
    hits += own;
    sum += (own * hits) / seen;
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
  const count = (some: readonly T[], test: (row: T) => boolean): number => some.reduce((n, row) => n + (test(row) ? 1 : 0), 0);
  const hits = count(rows, (row) => said(row) && truth(row));
  const f1 = (some: readonly T[]): number | null => {
    const both = count(some, said) + count(some, truth);
    return both === 0 ? null : (2 * count(some, (row) => said(row) && truth(row))) / both;
  };
  return {
    precision: shareFigure(hits, count(rows, said)),
    recall: shareFigure(hits, count(rows, truth)),
    f1: bootstrapFigure(rows, f1),
  };
}

/** The highest score from which on at least this share of the positives is found. @throws RangeError without a positive */
export function thresholdAtRecall(rows: readonly Ranked[], recall: number): number {
  const scores = rows.filter(({ positive }) => positive).map(({ score }) => score).sort((a, b) => b - a);
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
export function precisionCurve(rows: readonly Ranked[], prevalence: number, grid: readonly number[]): [number, number][] {
  return grid.map((recall) => [recall, prevalencePrecision(rows, recall, prevalence).value ?? 0]);
}

/** A probability that was said, and whether it was so. */
export interface Said {
  probability: number;
  so: boolean;
}

/** Bins of equal width that hold something: how many, mean probability, share that was so. */
export function calibrationBins(rows: readonly Said[], bins = 10): { texts: number; said: number; so: number }[] {
  const held = Array.from({ length: bins }, () => ({ texts: 0, said: 0, so: 0 }));
  for (const { probability, so } of rows) {
    const bin = held[Math.min(bins - 1, Math.floor(probability * bins))] as (typeof held)[number];
    bin.texts++;
    bin.said += probability;
    bin.so += so ? 1 : 0;
  }
  return held.filter(({ texts }) => texts > 0).map(({ texts, said, so }) => ({ texts, said: said / texts, so: so / texts }));
}

/** Expected calibration error (Guo et al., 2017): distance of said from so, bins weighted by their texts. */
export function calibrationError(rows: readonly Said[], bins = 10): number | null {
  if (rows.length === 0) return null;
  return calibrationBins(rows, bins).reduce((sum, { texts, said, so }) => sum + (texts / rows.length) * Math.abs(said - so), 0);
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
  return abstentionCurve(rows).reduce((most, [coverage, found]) => (found >= precision && coverage > most ? coverage : most), 0);
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
    withAlt: shareWhere(rows, ({ truth, alt, answer }) => answer !== null && (answer === truth || alt.includes(answer))),
    macroF1: bootstrapFigure(rows, macroF1),
  };
}
