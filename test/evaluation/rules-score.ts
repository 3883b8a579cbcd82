/**
 * Draws the constants of pipelines/rules/score.ts anew: logistic regression over the sums of weights of the rules that fire, civic texts of half
 * A against its other texts (telecom customers and obscene comments at half weight), for a grid of caps. Newton's method from zero, no random
 * number. Prints the coefficients and what they would give on A1 and A2; the caps are chosen by a person from this print.
 * Run: npm run evaluate -- rules-score [folder]
 */
import { createRuleClassifier } from '../../pipelines/rules/classifier.js';
import { scoring } from '../../pipelines/rules/score.js';
import { shippedPacks, shippedTaxonomy } from '../unit/pipelines/rules/yaml-file.js';
import { readSamples, type Sample } from './support/labelled.js';
import { share } from './support/measures.js';

interface Row {
  sample: Sample;
  incident: number;
  against: number;
  urgent: boolean;
  strongest: number;
  words: number;
  weight: number;
}
interface Caps {
  cap: number;
  againstCap: number;
  groupCap: number;
  bareGroupCap: number;
}

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '../shared/data';
const { judge } = createRuleClassifier({ files: shippedPacks(), taxonomy: shippedTaxonomy() });
const rows: Row[] = readSamples(folder, ['A1', 'A2'])
  .filter(({ template }) => !template)
  .map((sample) => {
    const groups = new Map<string, number>();
    const row = { sample, incident: 0, against: 0, urgent: false, strongest: 0, words: sample.analysis.tokens.length };
    for (const { target, weight } of judge(sample.analysis).evidence) {
      if (target === 'incident') row.incident += weight;
      else if (target === 'not-incident') row.against -= weight;
      else if (target === 'urgent') row.urgent = true;
      else {
        const group = target.split('.', 1)[0] ?? '';
        groups.set(group, (groups.get(group) ?? 0) + weight);
      }
    }
    row.strongest = Math.max(0, ...groups.values());
    return { ...row, weight: ['telecom-tweets', 'toxic'].includes(sample.source) ? 0.5 : 1 };
  });

const caps = [8, 10].flatMap((cap) =>
  [14].flatMap((againstCap) =>
    [8].flatMap((groupCap) => [4, 5, 6].map((bareGroupCap) => ({ cap, againstCap, groupCap, bareGroupCap }))),
  ),
);
for (const one of caps) {
  const theta = draw(one);
  const [intercept = 0, incident = 0, group = 0, against = 0, length = 0] = theta;
  console.log(
    `caps ${Object.values(one).join('/')}: intercept ${intercept.toFixed(2)} incident ${incident.toFixed(2)} group ${group.toFixed(2)} against ${against.toFixed(2)} length ${length.toFixed(2)}`,
  );
  for (const part of ['A1', 'A2'] as const)
    console.log(
      `  ${part} ${figures(
        rows.filter(({ sample }) => sample.part === part),
        one,
        theta,
      )}`,
    );
}

function featuresOf(row: Row, { cap, againstCap, groupCap, bareGroupCap }: Caps): number[] {
  const most = row.incident > 0 || row.urgent ? groupCap : bareGroupCap;
  return [
    1,
    Math.min(row.incident, cap),
    Math.min(row.strongest, most),
    Math.min(row.against, againstCap),
    Math.log2(1 + Math.min(row.words, scoring.lengthCap)),
  ];
}

function probability(features: readonly number[], theta: readonly number[]): number {
  return 1 / (1 + Math.exp(-features.reduce((sum, value, index) => sum + value * (theta[index] ?? 0), 0)));
}

function draw(one: Caps): number[] {
  let theta = [0, 0, 0, 0, 0];
  const data = rows.map((row) => ({
    features: featuresOf(row, one),
    civic: row.sample.civic ? 1 : 0,
    weight: row.weight,
  }));
  for (let step = 0; step < 25; step += 1) {
    const slope = theta.map((value) => -0.01 * value);
    const bend: number[][] = theta.map((_, index) => theta.map((__, other) => (index === other ? 0.01 : 0)));
    for (const { features, civic, weight } of data) {
      const p = probability(features, theta);
      features.forEach((value, index) => {
        slope[index] = (slope[index] ?? 0) + weight * (civic - p) * value;
        const line = bend[index] ?? [];
        features.forEach((other, at) => {
          line[at] = (line[at] ?? 0) + weight * p * (1 - p) * value * other;
        });
      });
    }
    const move = solve(bend, slope);
    theta = theta.map((value, index) => value + (move[index] ?? 0));
  }
  return theta;
}

/** Gaussian elimination; the matrix is positive definite, so no pivoting is needed. */
function solve(matrix: number[][], right: number[]): number[] {
  const a = matrix.map((line, index) => [...line, right[index] ?? 0]);
  const size = right.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    for (let line = 0; line < size; line += 1) {
      if (line === pivot) continue;
      const factor = (a[line]?.[pivot] ?? 0) / (a[pivot]?.[pivot] ?? 1);
      a[line] = (a[line] ?? []).map((value, index) => value - factor * (a[pivot]?.[index] ?? 0));
    }
  }
  return a.map((line, index) => (line[size] ?? 0) / (line[index] ?? 1));
}

function figures(some: readonly Row[], one: Caps, theta: readonly number[]): string {
  const found = (row: Row) => probability(featuresOf(row, one), theta) >= scoring.threshold;
  const of = (source: string) =>
    share(
      some.filter(({ sample }) => sample.source === source),
      found,
    );
  return `found ${share(
    some.filter(({ sample }) => sample.civic),
    found,
  )}, false alarms: rusentiment ${of('rusentiment')}, news ${of('news')}, toxic ${of('toxic')}, telecom ${of('telecom-tweets')}`;
}
