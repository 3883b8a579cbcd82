/**
 * Draws the weights of the group rules anew: a softmax regression over the rules that fire, on half A of the labelled development texts, held
 * by a penalty to the weights that stand in the packs (the prior of whoever wrote the rule). Full-batch gradient descent from those weights,
 * no random number: the same packs and texts give the same weights. Prints «rule old new» for what changes, and the figures on A2 of a fit
 * on A1, by which the penalty was chosen. Half B is not read.
 * Run: npm run evaluate -- rules-fit [folder] [--penalty 3] [--balance 0.5] [--write]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRuleClassifier } from '../../pipelines/rules/classifier.js';
import { loadRules } from '../../pipelines/rules/load.js';
import { scoring } from '../../pipelines/rules/score.js';
import { type GroupCode, groupCodes } from '../../src/core/verdict.js';
import { shippedPacks, shippedTaxonomy } from '../unit/pipelines/rules/yaml-file.js';
import { readSamples, type Sample } from './support/labelled.js';
import { macroF1 } from './support/measures.js';

const args = process.argv.slice(2);
const folder =
  args.find((argument) => !argument.startsWith('--') && Number.isNaN(Number(argument))) ?? '../shared/data';
const option = (name: string, otherwise: number): number => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args[at + 1]);
};
/** How strongly a weight is held to its prior: one text more or less against (w - prior)². */
const penalty = option('penalty', 0.5);
/** 0: every text counts the same; 1: every group counts the same. */
const balance = option('balance', 0.5);
const steps = option('steps', 400);

const taxonomy = shippedTaxonomy();
const { rules } = loadRules(shippedPacks(), taxonomy);
const groupRules = rules.filter(({ target }) => !['incident', 'not-incident', 'urgent'].includes(target));
const indexOf = new Map(groupRules.map((rule, index) => [rule.id, index]));
const classOf = groupRules.map(({ target }) => groupCodes.findIndex((code) => code === target.split('.', 1)[0]));
const prior = Float64Array.from(groupRules, ({ weight }) => weight);

interface Row {
  sample: Sample;
  truth: number;
  fired: number[];
}
const classifier = createRuleClassifier({ files: shippedPacks(), taxonomy });
const rows: Row[] = readSamples(folder, ['A1', 'A2'])
  .filter((sample) => sample.civic && !sample.template && sample.group)
  .map((sample) => ({
    sample,
    truth: groupCodes.indexOf(sample.group as GroupCode),
    fired: classifier.judge(sample.analysis).evidence.flatMap(({ id }) => indexOf.get(id) ?? []),
  }));

const before = measure(rows.filter(inA2), prior);
const onA1 = draw(rows.filter((row) => !inA2(row)));
console.log(`A2 with the weights as they stand: ${before}`);
console.log(`A2 with weights fitted on A1:      ${measure(rows.filter(inA2), onA1)}`);
const fitted = draw(rows);
console.log(`A with the weights as they stand:  ${measure(rows, prior)}`);
console.log(`A with weights fitted on A:        ${measure(rows, fitted)}`);

const changed = new Map<string, number>();
groupRules.forEach((rule, index) => {
  const weight = fitted[index] ?? 0;
  if (weight !== rule.weight) changed.set(rule.id, weight);
});
for (const [id, weight] of changed) console.log(`  ${id} ${prior[indexOf.get(id) ?? 0]} ${weight}`);
if (args.includes('--write')) writeWeights(changed);

function inA2({ sample }: Row): boolean {
  return sample.part === 'A2';
}

/** Weights by gradient descent; they keep the sign of the prior and are rounded to halves. */
function draw(texts: readonly Row[]): Float64Array {
  const weights = prior.slice();
  const speed = new Float64Array(weights.length);
  const sizes = groupCodes.map((_, index) => texts.filter(({ truth }) => truth === index).length);
  const importance = sizes.map((size) => (size === 0 ? 0 : (texts.length / groupCodes.length / size) ** balance));
  for (let step = 0; step < steps; step += 1) {
    const slope = Float64Array.from(weights, (weight, index) => penalty * (weight - (prior[index] ?? 0)));
    for (const { truth, fired } of texts) {
      const sums = new Float64Array(groupCodes.length);
      for (const rule of fired) sums[classOf[rule] ?? 0] = (sums[classOf[rule] ?? 0] ?? 0) + (weights[rule] ?? 0);
      const highest = Math.max(...sums);
      const odds = sums.map((sum) => Math.exp((sum - highest) / scoring.temperature));
      const total = odds.reduce((all, one) => all + one, 0);
      for (const rule of fired) {
        const own = classOf[rule] ?? 0;
        const error = (odds[own] ?? 0) / total - (own === truth ? 1 : 0);
        slope[rule] = (slope[rule] ?? 0) + ((importance[truth] ?? 0) * error) / scoring.temperature;
      }
    }
    for (let index = 0; index < weights.length; index += 1) {
      speed[index] = 0.9 * (speed[index] ?? 0) - 0.01 * (slope[index] ?? 0);
      weights[index] = (weights[index] ?? 0) + (speed[index] ?? 0);
    }
  }
  return weights.map((weight, index) => {
    const rounded = Math.round(weight * 2) / 2;
    return (prior[index] ?? 0) > 0 ? Math.max(0.5, rounded) : Math.min(-0.5, rounded);
  });
}

function measure(texts: readonly Row[], weights: Float64Array): string {
  const pairs = texts.map(({ truth, fired }) => {
    const sums = new Float64Array(groupCodes.length);
    for (const rule of fired) sums[classOf[rule] ?? 0] = (sums[classOf[rule] ?? 0] ?? 0) + (weights[rule] ?? 0);
    const highest = Math.max(...sums);
    return {
      truth: groupCodes[truth] ?? '',
      answer: highest > 0 ? (groupCodes[sums.indexOf(highest)] ?? null) : null,
    };
  });
  const right = pairs.filter(({ truth, answer }) => truth === answer).length / pairs.length;
  const defensible =
    pairs.filter(
      ({ truth, answer }, index) =>
        truth === answer || (texts[index]?.sample.alt ?? []).includes((answer ?? '') as never),
    ).length / pairs.length;
  return `right ${right.toFixed(3)}, or defensible ${defensible.toFixed(3)}, macro-F1 ${macroF1(pairs).toFixed(3)}`;
}

/** Puts the new weights into the packs, touching nothing else. */
function writeWeights(weights: ReadonlyMap<string, number>): void {
  for (const name of readdirSync('config/rules')) {
    const path = join('config/rules', name);
    const lines = readFileSync(path, 'utf8').split('\n');
    let id = '';
    const out = lines.map((line) => {
      id = /^ {2}- id: (\S+)/.exec(line)?.[1] ?? id;
      const weight = weights.get(id);
      return weight === undefined ? line : line.replace(/^ {4}weight: .*/, `    weight: ${weight}`);
    });
    writeFileSync(path, out.join('\n'));
  }
}
