/**
 * What more labels would bring: n-grams, heads of «incident» and group, and the last layer, fitted anew on parts of the rows of training and
 * measured on the part «test», which nothing learns from. Run after fit-set.mjs, with the same inputs:
 *   node models/train/learning-curve.mjs DATA POOLED [--shares 0.1,0.25,0.5,1]
 *   DATA    texts.jsonl of read-texts.mjs
 *   POOLED  pooled.f32 with every row filled, set-heads.json
 * Writes learning-curve.json beside this file: numbers only.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answeredFigures, averagePrecisionFigure } from '../../dist/models/card/measures.js';
import { decide } from '../../dist/models/decide.js';
import { fitDecision } from '../../dist/models/fit/decision.js';
import { fitHead } from '../../dist/models/fit/head.js';
import { applyHead, openHeads } from '../../dist/models/heads.js';
import { ngramFeatures } from '../../dist/models/linear/features.js';
import { writeLinear } from '../../dist/models/linear/file.js';
import { fitLinear, linearFitDefaults } from '../../dist/models/linear/fit.js';
import { openLinear } from '../../dist/models/linear/model.js';
import { createRuleClassifier } from '../../dist/pipelines/rules/classifier.js';
import { analyse } from '../../dist/pipelines/text/analyse.js';
import { loadRuleConfig } from '../../dist/src/config/rule-files.js';
import { groupCodes } from '../../dist/src/core/verdict.js';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { shares: { type: 'string', default: '0.1,0.25,0.5,1' } },
});
const [data, pooledFolder] = positionals;
if (data === undefined || pooledFolder === undefined) {
  console.error('Name the folders: node models/train/learning-curve.mjs DATA POOLED');
  process.exit(2);
}
const WIDTH = 384;
const APPEALS = new Set(['kursk', 'ryazan', 'perm', 'omsk']);
/** What defensible groups share of a text's label, as in fit-set.mjs. */
const ALT = 0.15;
const TEMPLATE = 0.3;

const bytes = readFileSync(join(pooledFolder, 'pooled.f32'));
const pooled = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const trained = JSON.parse(readFileSync(join(pooledFolder, 'set-heads.json'), 'utf8'));
const shipped = openHeads(trained.heads, trained.topics.length);
const { taxonomy, files } = loadRuleConfig('config');
const rules = createRuleClassifier({ files, taxonomy });

// Rows whose vector was not made are left out: intermediate copies have some.
const rows = readFileSync(join(data, 'texts.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line, row) => ({ row, ...JSON.parse(line) }))
  .filter(({ incident, row }) => incident !== undefined && incident !== null && Number.isFinite(pooled[row * WIDTH]));
for (const row of rows) {
  row.analysis = analyse(row.text);
  row.features = ngramFeatures(row.analysis);
  row.state = Float32Array.from(pooled.subarray(row.row * WIDTH, (row.row + 1) * WIDTH));
  if (row.part === 'train') continue;
  const { score, groups, topic, urgency } = rules.judge(row.analysis);
  row.rules = { score, groups, topic, urgency };
  row.logits = shipped.logits(row.state);
}
// Drawn by hash: each part of the rows lies within the next.
const drawn = (id) => createHash('sha256').update(`curve ${id}`).digest('hex');
const train = rows
  .filter(({ part, source }) => part === 'train' && source !== 'rusentiment')
  .map((row) => ({ row, key: drawn(row.id) }))
  .sort((a, b) => (a.key < b.key ? -1 : 1))
  .map(({ row }) => row);
const calibration = rows.filter(({ part }) => part === 'calibration');
const test = rows.filter(({ part }) => part === 'test');
const appeals = test.filter(({ source, group }) => APPEALS.has(source) && group);
const against = test.filter(({ source }) => APPEALS.has(source) || source === 'rusentiment');
console.log(`${train.length} rows to learn from, ${calibration.length} to calibrate, ${test.length} to measure`);

const points = [];
for (const share of flags.shares.split(',').map(Number)) {
  const started = performance.now();
  const part = train.slice(0, Math.round(share * train.length));
  const linear = openLinear(writeLinear(fitLinear(part.map(linearRow), { ...linearFitDefaults })));
  const incident = fitHead(headRows(part, incidentTarget), zeroHead(1));
  const grouped = part.filter(({ group }) => group);
  const group = fitHead(headRows(grouped, groupTarget), zeroHead(groupCodes.length));
  const signalsOf = (row) => ({
    ...row.logits,
    incident: applyHead(incident, row.state)[0],
    group: applyHead(group, row.state),
    linear: linear.score(row.features),
    rules: row.rules,
    words: row.analysis.tokens.length,
  });
  const { decision } = fitDecision(
    calibration.map((row) => sampleOf(row, signalsOf(row))),
    trained.topics,
  );
  const verdict = (row) => decide(decision, signalsOf(row), trained.topics);
  const answers = appeals.map((row) => ({ truth: row.group, alt: row.alt ?? [], answer: verdict(row).group }));
  const { strict, macroF1 } = answeredFigures(answers);
  const point = {
    share,
    rows: part.length,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    strict,
    macroF1,
    averagePrecision: averagePrecisionFigure(
      against.map((row) => ({ score: verdict(row).score, positive: row.incident === 1 })),
    ),
    feed: null,
  };
  points.push(point);
  console.log(
    `${part.length} rows in ${point.seconds} s: group ${strict.value?.toFixed(3)}, macro-F1 ${macroF1.value?.toFixed(3)}, average precision ${point.averagePrecision.value?.toFixed(3)}`,
  );
}
const rounded = (_, value) => (typeof value === 'number' ? Math.round(value * 1e5) / 1e5 : value);
writeFileSync(
  join(import.meta.dirname, 'learning-curve.json'),
  `${JSON.stringify({ format: 1, points }, rounded, 1)}\n`,
);

function incidentTarget({ source, incident }) {
  return Float64Array.of(source === 'telecom-tweets' ? 0.1 : incident);
}
function groupTarget({ group, alt = [] }) {
  const target = new Float64Array(groupCodes.length);
  target[groupCodes.indexOf(group)] = alt.length > 0 ? 1 - ALT : 1;
  for (const other of alt) target[groupCodes.indexOf(other)] += ALT / alt.length;
  return target;
}
function weightOf({ source, template }) {
  return source === 'telecom-tweets' ? 0.5 : template ? TEMPLATE : 1;
}
function linearRow(row) {
  return {
    features: row.features,
    incident: incidentTarget(row)[0],
    incidentWeight: weightOf(row),
    groups: row.group ? groupTarget(row) : null,
    groupWeight: row.group ? weightOf(row) : 0,
  };
}
function headRows(some, target) {
  const states = new Float32Array(some.length * WIDTH);
  some.forEach(({ state }, index) => {
    states.set(state, index * WIDTH);
  });
  return { pooled: states, targets: some.map(target), weights: some.map(weightOf) };
}
/** Nothing known before: the heads as trained have seen all rows. */
function zeroHead(outputs) {
  return { weight: new Float32Array(outputs * WIDTH), bias: new Float32Array(outputs) };
}
function sampleOf(row, signals) {
  return {
    cluster: row.cluster ?? row.id,
    signals,
    incident: row.incident,
    incidentWeight: row.source === 'telecom-tweets' ? 0 : weightOf(row),
    group: row.incident ? (row.group ?? null) : null,
    groupWeight: weightOf(row),
    topic: row.incident ? (row.topic ?? null) : null,
    kind: row.incident ? (row.kind ?? null) : null,
    urgency: null,
  };
}
