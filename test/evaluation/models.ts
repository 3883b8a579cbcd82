/**
 * The shipped model on texts that nothing was trained or tuned on, and on invented feed posts.
 *   npm run evaluate -- models [folder] [--models FOLDER] [--write] [--scores FILE] [--limit N] [--no-cost]
 * `folder` has the development data, by default ../shared/data beside the checkout. `--write` keeps the figures in models/figures.json and
 * writes the pages made of them. `--scores` keeps the scored texts (ids and numbers, no text); `--limit` takes every n-th text only, so that
 * about N are left: for trying.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluationPage } from '../../models/card/evaluation-page.js';
import { type ModelFigures, modelFiguresSchema } from '../../models/card/figures.js';
import { openHeads } from '../../models/heads.js';
import { modelFile, readManifest } from '../../models/manifest.js';
import { parseModelSet } from '../../models/model-set.js';
import { openTextModel } from '../../models/open.js';
import { buildAnalysis } from '../../src/app/analysis.js';
import { loadConfig } from '../../src/config/load.js';
import { AppError } from '../../src/core/errors.js';
import { projectRoot } from '../../src/version.js';
import { dataFolder, missingIn } from './support/data.js';
import { measureCost } from './support/models/cost.js';
import { measureScored } from './support/models/figures.js';
import { scoreTexts } from './support/models/score-texts.js';
import { dataNames, feedNames, readFeedPosts, readTestTexts } from './support/models/test-texts.js';
import { writePages } from './support/models/write-pages.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    models: { type: 'string', default: join(projectRoot, 'models') },
    write: { type: 'boolean', default: false },
    scores: { type: 'string' },
    limit: { type: 'string' },
    'no-cost': { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = dataFolder(positionals[0]);
const missing = missingIn(folder, dataNames);
if (missing.length > 0) {
  say(`Not measured: ${missing.join(' and ')} not found. Give the folder of the development data as argument.`);
  process.exit(2);
}
if (values.write && (values.limit !== undefined || values['no-cost'])) {
  say('--write keeps figures of all texts with all times: leave out --limit and --no-cost.');
  process.exit(2);
}

const noCost: ModelFigures['cost'] = {
  cores: 0,
  workers: 0,
  readMs: 0,
  ngramMs: 0,
  encodeAloneMs: 0,
  encodeBatchMs: 0,
  decideMs: 0,
  rulesMs: 0,
  meanPieces: null,
  loadMs: 0,
  coldMs: null,
  memoryMib: [],
};

try {
  const manifest = await readManifest(values.models);
  const set = parseModelSet(JSON.parse(readFileSync(modelFile(values.models, manifest, 'set'), 'utf8')));
  const openedMs = performance.now();
  const model = await openTextModel({ folder: values.models });
  const loadMs = performance.now() - openedMs;
  const { classifier, decision, rules } = buildAnalysis(loadConfig(join(projectRoot, 'config')).config, model);
  const scorers = { classifier, gate: decision.gate, rules, model, heads: openHeads(set.heads, set.topics.length) };

  const feed = readFeedPosts();
  if (new Set(feed.map(({ source }) => source)).size < feedNames.length)
    say(`Without some of the invented feed posts: test/evaluation/texts should have ${feedNames.join(', ')}.`);
  const all = [...readTestTexts(folder), ...feed];
  const every = values.limit === undefined ? 1 : Math.max(1, Math.floor(all.length / Number(values.limit)));
  const texts = all.filter((_, index) => index % every === 0);
  const startedMs = performance.now();
  let told = 0;
  const scored = await scoreTexts(texts, scorers, (done) => {
    if (done - told < 1_000 && done < texts.length) return;
    told = done;
    say(`${done} of ${texts.length} texts in ${Math.round((performance.now() - startedMs) / 1_000)} s`);
  });
  const measured = measureScored(scored, { prevalence: set.decision.incident.prevalence });
  const cost = values['no-cost'] ? noCost : await measureCost(texts, scorers, values.models, loadMs);
  await model.close();
  const figures = modelFiguresSchema.parse({
    format: 1,
    model: {
      id: manifest.id,
      revision: manifest.revision,
      encoder: manifest.encoder.revision,
      linear: model.revisions.linear,
      set: model.shipped.revision,
    },
    measured: {
      at: new Date().toISOString(),
      machine: cpus()[0]?.model.trim() ?? 'unknown processor',
      node: process.versions.node,
    },
    ...rounded(measured),
    cost: rounded(cost),
  });
  if (values.scores !== undefined)
    writeFileSync(values.scores, scored.map((row) => `${JSON.stringify(row)}\n`).join(''));
  if (values.write) {
    writeFileSync(join(projectRoot, 'models', 'figures.json'), `${JSON.stringify(figures, null, 1)}\n`);
    for (const path of writePages()) say(`written: ${path}`);
  }
  process.stdout.write(evaluationPage({ figures, learning: null }));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  say(`Not measured: ${error.code} ${error.message}`);
  process.exit(2);
}
process.exit(0);

/** Five decimals: what is written is what can be told apart, and a file that people can read. */
function rounded<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, one) => (typeof one === 'number' ? Math.round(one * 1e5) / 1e5 : one)),
  ) as T;
}
