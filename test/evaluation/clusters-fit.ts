/**
 * Fits what two posts of one place are held together by when their likeliest topics differ, on the half that joining is developed by.
 *   npm run evaluate -- clusters-fit [--keep FOLDER] [--write]
 * Prints what posts that meet are joined by it, each scene left out of the fit. `--keep` as of the evaluation «clusters». `--write` writes
 * pipelines/incidents/subject-coefficients.ts.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fitFew } from '../../models/fit/fit-few.js';
import { lossAndSlope } from '../../models/fit/loss.js';
import { mayBeOne } from '../../pipelines/incidents/cluster-match.js';
import { type Meeting, meetingOf } from '../../pipelines/incidents/cluster-meeting.js';
import { type Way, ways } from '../../pipelines/incidents/cluster-sites.js';
import { shortCosine } from '../../pipelines/incidents/short-vector.js';
import { isJudged, type JudgedWay, subjectInputs } from '../../pipelines/incidents/subject-nearness.js';
import { buildAnalysis, withModel } from '../../src/app/analysis.js';
import { openShippedModel } from '../../src/app/model.js';
import { readEnv } from '../../src/config/env.js';
import { loadConfig } from '../../src/config/load.js';
import { projectRoot } from '../../src/version.js';
import { keepJudgements } from './support/clusters/keep.js';
import { runStages } from './support/clusters/line.js';
import { asRaw, type PostPair, pairsOf, readInvented } from './support/clusters/posts.js';

const { values } = parseArgs({
  options: { keep: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const judged = ways.filter(isJudged);
/** Of these a text says by itself that they are copies, or their time that they are not one. */
const copies = new Set(['repeat', 'repost', 'campaign', 'changed-number', 'month-later', 'stock-phrase', 'other-town']);
/** Pull of the coefficients towards nothing; the places are hardly held. */
const pulls = { way: 0.05, input: 0.3 };
const folds = 15;

interface Example {
  scene: string;
  way: JudgedWay;
  inputs: number[];
  isOne: boolean;
}

const env = { ...readEnv(), OTKLIK_MODELS_DIR: join(projectRoot, 'models') };
const { config } = loadConfig(join(projectRoot, 'config'));
const byRules = buildAnalysis(config);
const model = await openShippedModel({ env, models: config.models });
try {
  const keep = values.keep === undefined ? undefined : resolve(values.keep);
  const posts = readInvented('dev');
  const outcomes = await runStages(posts.map(asRaw), keepJudgements(withModel(byRules, model, config), keep));
  const meetings = new Map(
    posts.flatMap((post): [string, Meeting][] => {
      const value = outcomes.get(asRaw(post).id)?.post;
      return value ? [[post.id, meetingOf(value, byRules.locator)]] : [];
    }),
  );
  const examples = pairsOf(posts).flatMap((pair) => exampleOf(pair, meetings));
  const ones = examples.filter(({ isOne }) => isOne).length;
  console.log(`${examples.length} pairs of posts that meet, ${ones} of them about one thing`);
  printFigures(examples);
  const fitted = fitWeights(examples);
  console.log(JSON.stringify(fitted));
  if (values.write)
    writeFileSync(join(projectRoot, 'pipelines/incidents/subject-coefficients.ts'), fileOf(fitted, examples.length));
} finally {
  await model.close();
}

function exampleOf({ one, other, kind, isOne }: PostPair, meetings: ReadonlyMap<string, Meeting>): Example[] {
  const [first, second] = [meetings.get(one.id), meetings.get(other.id)];
  if (first === undefined || second === undefined || copies.has(kind)) return [];
  const met = firstMeeting(first, second);
  if (met === null || !isJudged(met.way)) return [];
  const sides = [first, second].map(({ matter, post }) => ({ matter, signature: post.signature }));
  const [a, b] = sides as [(typeof sides)[number], (typeof sides)[number]];
  if (!mayBeOne(met.way, a, b, met.place) || a.matter.vector === null || b.matter.vector === null) return [];
  const inputs = subjectInputs(a.matter, b.matter, shortCosine(a.matter.vector, b.matter.vector));
  return inputs === null ? [] : [{ scene: one.scene, way: met.way, inputs, isOne }];
}

/** The surest way in which two posts meet; null when they do not. */
function firstMeeting(first: Meeting, second: Meeting): { way: Way; place: string | null } | null {
  const keys = new Map(first.sites.map((site) => [site.key, site]));
  const shared = second.sites.filter(({ key, isProbe }) => {
    const site = keys.get(key);
    return site !== undefined && !(isProbe && site.isProbe);
  });
  return shared.toSorted((a, b) => ways.indexOf(a.way) - ways.indexOf(b.way))[0] ?? null;
}

function fitWeights(examples: readonly Example[]): { ways: number[]; weights: number[] } {
  const width = examples[0]?.inputs.length ?? 0;
  const start = Array.from({ length: judged.length + width }, () => 0);
  const logits = new Float64Array(1);
  const target = new Float64Array(1);
  const x = fitFew(
    start,
    start.map((_, at) => (at < judged.length ? pulls.way : pulls.input)),
    (values, gradient) => {
      let loss = 0;
      for (const { way, inputs, isOne } of examples) {
        const at = judged.indexOf(way);
        logits[0] = inputs.reduce(
          (sum, input, index) => sum + input * (values[judged.length + index] as number),
          values[at] as number,
        );
        target[0] = isOne ? 1 : 0;
        loss += lossAndSlope(logits, target);
        gradient[at] = (gradient[at] as number) + (logits[0] as number);
        inputs.forEach((input, index) => {
          const place = judged.length + index;
          gradient[place] = (gradient[place] as number) + (logits[0] as number) * input;
        });
      }
      return loss;
    },
  );
  const rounded = Array.from(x, (value) => Math.round(value * 1_000) / 1_000);
  return { ways: rounded.slice(0, judged.length), weights: rounded.slice(judged.length) };
}

/** What would be joined from each chance on, by fits that the scene had no part in. */
function printFigures(examples: readonly Example[]): void {
  const scenes = [...new Set(examples.map(({ scene }) => scene))];
  const chances = new Map<Example, number>();
  for (let fold = 0; fold < folds; fold++) {
    const isLeftOut = ({ scene }: Example): boolean => scenes.indexOf(scene) % folds === fold;
    const { ways: bases, weights } = fitWeights(examples.filter((example) => !isLeftOut(example)));
    for (const example of examples.filter(isLeftOut)) {
      const base = bases[judged.indexOf(example.way)] as number;
      const logit = example.inputs.reduce((sum, input, at) => sum + input * (weights[at] as number), base);
      chances.set(example, 1 / (1 + Math.exp(-logit)));
    }
  }
  for (const from of [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95]) {
    const joined = examples.filter((example) => (chances.get(example) ?? 0) >= from);
    const right = joined.filter(({ isOne }) => isOne).length;
    const ones = examples.filter(({ isOne }) => isOne).length;
    console.log(`from ${from}: precision ${(right / joined.length).toFixed(3)}, recall ${(right / ones).toFixed(3)}`);
  }
}

function fileOf({ ways: bases, weights }: { ways: number[]; weights: number[] }, pairs: number): string {
  const named = judged.map((way, at) => `${way}: ${bases[at]}`).join(', ');
  return `import type { JudgedWay } from './subject-nearness.js';

/**
 * Written by \`npm run evaluate -- clusters-fit --write\`; do not edit. Fitted on ${pairs} pairs of invented posts that meet; order of the weights: subjectInputs in
 * subject-nearness.ts.
 */
export const subjectCoefficients: { ways: Readonly<Record<JudgedWay, number>>; weights: readonly number[] } = {
  ways: { ${named} },
  weights: [${weights.join(', ')}],
};
`;
}
