/**
 * How well posts about one problem join: on invented pairs, through the stages of the line, with the model and by the rules alone.
 *   npm run evaluate -- clusters [folder] [--half dev|held|fresh] [--missed] [--read N] [--keep FOLDER] [--write]
 * `--missed` lists the wrong pairs of the half that joining is developed by. `--read` makes clusters of real texts and prints the N largest;
 * `folder` has them, by default ../shared/data beside the checkout. `--keep` keeps judgements of texts in a folder for the next run. `--write`
 * writes docs/clustering-evaluation.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Located } from '../../pipelines/values.js';
import { type Analysis, buildAnalysis, withModel } from '../../src/app/analysis.js';
import { openShippedModel } from '../../src/app/model.js';
import { readEnv } from '../../src/config/env.js';
import { loadConfig } from '../../src/config/load.js';
import { projectRoot } from '../../src/version.js';
import { costOf, type JoiningCost } from './support/clusters/cost.js';
import { keepJudgements } from './support/clusters/keep.js';
import { contextOf, runStages } from './support/clusters/line.js';
import { listLargest, listMistakes } from './support/clusters/list.js';
import { judge } from './support/clusters/measure.js';
import { type ClusterFigures, clustersPage } from './support/clusters/page.js';
import { asRaw, type Half, halves, readInvented } from './support/clusters/posts.js';
import { readingFiles, readingPosts } from './support/clusters/reading.js';
import { dataFolder, missingIn } from './support/data.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    half: { type: 'string' },
    missed: { type: 'boolean', default: false },
    read: { type: 'string' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const costSteps = [1_000, 10_000];
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const wanted = halves.filter((half) => values.half === undefined || values.half === half);
if (wanted.length === 0) fail(`No half named ${values.half}: there are ${halves.join(', ')}.`);
if (values.write && wanted.length < halves.length) fail('--write keeps figures of all sets: leave out --half.');
const folder = dataFolder(positionals[0]);
const absent = missingIn(folder, readingFiles);
if (values.read !== undefined && absent.length > 0) {
  fail(
    `Nothing to read: ${absent.join(' and ')} not found (the folder of the development data is the first argument).`,
  );
}

const env = { ...readEnv(), OTKLIK_MODELS_DIR: join(projectRoot, 'models') };
const { config } = loadConfig(join(projectRoot, 'config'));
const byRules = buildAnalysis(config);
const model = await openShippedModel({ env, models: config.models });
const keep = values.keep === undefined ? undefined : resolve(values.keep);
const withBoth = keepJudgements(withModel(byRules, model, config), keep);
try {
  if (values.read !== undefined) {
    const posts = readingPosts(folder);
    const outcomes = await runStages(posts, withBoth);
    for (const line of listLargest(posts, outcomes, Number(values.read))) console.log(line);
  } else {
    const runs: ClusterFigures['runs'][number][] = [];
    for (const half of wanted) runs.push(await measure(half, 'model', withBoth), await measure(half, 'rules', byRules));
    const [first] = runs;
    if (values.missed && first?.half === 'dev') for (const line of listMistakes(first.judged)) say(line);
    const text = clustersPage({
      measured: {
        day: new Date().toISOString().slice(0, 10),
        processor: cpus()[0]?.model ?? 'unknown processor',
        node: process.versions.node,
        model: model.revision,
        places: byRules.locator.revision,
      },
      runs,
      costs: first === undefined ? [] : await costs(first.judged),
    });
    console.log(text);
    if (values.write) writeFileSync(join(projectRoot, 'docs/clustering-evaluation.md'), text);
  }
} finally {
  await model.close();
}

async function measure(half: Half, by: 'model' | 'rules', analysis: Analysis): Promise<ClusterFigures['runs'][number]> {
  const posts = readInvented(half);
  return { half, by, judged: judge(posts, await runStages(posts.map(asRaw), analysis)) };
}

async function costs({ posts, outcomeOf }: ClusterFigures['runs'][number]['judged']): Promise<JoiningCost[]> {
  const located = posts.flatMap((post): Located[] => {
    const value = outcomeOf(post)?.post;
    return value ? [value] : [];
  });
  const found: JoiningCost[] = [];
  for (const step of costSteps) found.push(await costOf(located, step, contextOf(byRules)));
  return found;
}

function fail(message: string): never {
  say(message);
  process.exit(2);
}
