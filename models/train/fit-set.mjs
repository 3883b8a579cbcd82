/**
 * Fits what stands behind the encoder and writes linear.bin and set.json. Run after `npm run build`, from the checkout:
 *   node models/train/fit-set.mjs DATA POOLED OUT [--seed N] [--linear FILE]
 *   DATA    texts.jsonl of read-texts.mjs
 *   POOLED  pooled.f32 (rows of texts.jsonl × 384 float32), set-heads.json {encoder, topics, heads: {name: {weight, bias}}} as trained
 *   OUT     gets linear.bin, set.json and figures.json
 *   --linear takes a linear.bin that is fitted already
 *   --gate   gate.onnx, the small encoder of the gate, whose logits are in POOLED/glance.f32; without it the gate has one look only
 *   --pseudo adds texts without labels to the groups' n-grams: lines {id, groups: probabilities} of pseudo_label.py
 * The n-gram model learns from the part «train», the last layer from «calibration»; texts of the part «test» are dropped while reading.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { incidentLogit } from '../../dist/models/decide.js';
import { fitDecision } from '../../dist/models/fit/decision.js';
import { fitGate, passesGate } from '../../dist/models/fit/gate.js';
import { openHeads } from '../../dist/models/heads.js';
import { ngramFeatures } from '../../dist/models/linear/features.js';
import { writeLinear } from '../../dist/models/linear/file.js';
import { fitLinear, linearFitDefaults } from '../../dist/models/linear/fit.js';
import { openLinear } from '../../dist/models/linear/model.js';
import { sealSet } from '../../dist/models/model-set.js';
import { logitOf, rounded, sigmoid } from '../../dist/models/signals.js';
import { createRuleClassifier } from '../../dist/pipelines/rules/classifier.js';
import { analyse } from '../../dist/pipelines/text/analyse.js';
import { loadRuleConfig } from '../../dist/src/config/rule-files.js';
import { groupCodes } from '../../dist/src/core/verdict.js';
import { nearDuplicates } from './clusters.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    linear: { type: 'string' },
    gate: { type: 'string' },
    pseudo: { type: 'string' },
  },
});
const [data, pooledFolder, out] = positionals;
const seed = Number(flags.seed);
const WIDTH = 384;
const CIVIC = new Set(['kursk', 'ryazan', 'perm', 'omsk']);
/** What a defensible second group gets of a text's label, and what all groups share of every label. */
const ALT = 0.15;
const SMOOTHING = 0.05;
/** Stock sentences of one sender count less. */
const TEMPLATE = 0.3;
const PSEUDO = 0.3;
/** Quarrels stand for all chatter that may not be trained on. */
const TOXIC = 2;
/** Groups are as rare among real complaints as the sources say, not as in invented texts, which were written for the rare ones. */
const INVENTED = 0.5;
/** Shares of what the whole accepts that must pass the first look of the gate, and both. */
const GATE_KEEPS = { firstKeeps: 0.999, keeps: 0.998 };
/** What a queue's posts that are no incidents are like: the fit weighs the sources so. Private operators' customers say nothing of it. */
const CHATTER_MIX = { rusentiment: 0.6, toxic: 0.1, news: 0.05, invented: 0.25, 'telecom-tweets': 0 };

console.time('read');
const all = readFileSync(join(data, 'texts.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line, row) => ({ row, ...JSON.parse(line) }));
const pooledBytes = readFileSync(join(pooledFolder, 'pooled.f32'));
const pooled = new Float32Array(pooledBytes.buffer, pooledBytes.byteOffset, pooledBytes.length / 4);
if (pooled.length !== all.length * WIDTH)
  throw new Error(`pooled.f32 has ${pooled.length / WIDTH} rows, texts.jsonl ${all.length}`);
const trained = JSON.parse(readFileSync(join(pooledFolder, 'set-heads.json'), 'utf8'));
const rows = all.filter(({ part, incident }) => part !== 'test' && incident !== undefined && incident !== null);
for (const row of rows) {
  row.analysis = analyse(row.text);
  row.features = ngramFeatures(row.analysis);
}
console.timeEnd('read');

const train = rows.filter(({ part, source }) => part === 'train' && source !== 'rusentiment');
const linearBytes = flags.linear ? readFileSync(flags.linear) : writeLinear(fitNgrams(train));
const linear = openLinear(linearBytes);
const heads = openHeads(trained.heads, trained.topics.length);

const { taxonomy, files } = loadRuleConfig('config');
const rules = createRuleClassifier({ files, taxonomy });
// A row that was not encoded is NaN: intermediate copies leave some out.
const calibration = rows.filter(({ part, row }) => part === 'calibration' && Number.isFinite(pooled[row * WIDTH]));
const clusters = nearDuplicates(calibration.map(({ analysis }) => analysis));
const negatives = {};
for (const { source, incident } of calibration) if (!incident) negatives[source] = (negatives[source] ?? 0) + 1;
console.time('signals');
const samples = calibration.map((row, at) => {
  const logits = heads.logits(Float32Array.from(pooled.subarray(row.row * WIDTH, (row.row + 1) * WIDTH)));
  const { score, groups, topic, urgency } = rules.judge(row.analysis);
  const { isUrgent } = rules.gate(row.analysis);
  return {
    cluster: calibration[clusters[at]].id,
    source: row.source,
    isUrgent,
    signals: {
      ...logits,
      linear: linear.score(row.features),
      rules: { score, groups, topic, urgency },
      words: row.analysis.tokens.length,
    },
    incident: row.incident,
    incidentWeight: row.incident
      ? row.template
        ? TEMPLATE
        : 1
      : ((CHATTER_MIX[row.source] ?? 0) * calibration.length) / negatives[row.source],
    group: row.incident ? (row.group ?? null) : null,
    alt: row.alt ?? [],
    groupWeight: row.template ? TEMPLATE : row.source === 'invented' ? INVENTED : 1,
    isInvented: row.source === 'invented',
    topic: row.incident ? (row.topic ?? null) : null,
    kind: row.incident ? (row.kind ?? null) : null,
    urgency:
      row.incident && row.urgent !== undefined && row.urgent !== null ? (row.urgent ? 'urgent' : 'ordinary') : null,
  };
});
console.timeEnd('signals');
console.time('decision');
const { decision, figures } = fitDecision(samples, trained.topics);
console.timeEnd('decision');

// The gate must keep the incidents that the whole accepts. Invented texts are half as many here as the sources' own, as in the fit.
const glances = flags.gate ? readGlances() : null;
const gateSamples = samples.map((one, at) => ({
  seen: {
    glance: glances === null ? null : glances[calibration[at].row],
    linear: one.signals.linear.incident,
    rules: one.signals.rules.score,
  },
  isUrgent: one.isUrgent,
  beyond: incidentLogit(decision, one.signals) - logitOf(decision.incident.threshold, 10),
  isWanted: one.incident === 1 && isAccepted(one),
  weight: one.source === 'invented' ? 1 : 2,
  isTaught: one.source !== 'rusentiment',
}));
decision.gate = fitGate(gateSamples, decision.gate, GATE_KEEPS);
const gateOf = new Map(samples.map((one, at) => [one, gateSamples[at]]));
const accepted = samples.filter(isAccepted);
const wanted = samples.filter((one) => gateOf.get(one).isWanted);
const passes = (one) => passesGate(decision.gate, gateOf.get(one));
const share = (some, test) =>
  some.length === 0 ? null : Math.round((some.filter(test).length / some.length) * 1e4) / 1e4;

const set = sealSet({
  topics: trained.topics,
  heads: trained.heads,
  decision,
  provenance: {
    encoder: trained.encoder ?? 'unknown',
    linear: linear.revision,
    ...(flags.gate ? { gate: createHash('sha256').update(readFileSync(flags.gate)).digest('hex').slice(0, 12) } : {}),
    base: null,
    counts: { linearTexts: train.length, decisionTexts: samples.length },
    seed,
    figures,
  },
});
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'linear.bin'), linearBytes);
writeFileSync(join(out, 'set.json'), `${JSON.stringify(set)}\n`);

const bySource = {};
for (const source of [...new Set(samples.map((one) => `${one.source} ${one.incident}`))].sort()) {
  const some = samples.filter((one) => `${one.source} ${one.incident}` === source);
  bySource[source] = {
    texts: some.length,
    passGate: share(some, passes),
    accepted: share(some, (one) => accepted.includes(one)),
    acceptedOrUnsure: share(
      some,
      ({ signals }) => rounded(sigmoid(incidentLogit(decision, signals))) >= decision.incident.unsureFrom,
    ),
  };
}
const report = {
  revision: set.revision,
  linear: linear.revision,
  figures,
  gateKeeps: share(wanted, passes),
  bySource,
  decision: {
    incident: decision.incident,
    group: decision.group,
    topic: decision.topic,
    kind: decision.kind,
    urgent: decision.urgent,
    gate: decision.gate,
  },
};
writeFileSync(join(out, 'figures.json'), `${JSON.stringify(report, null, 1)}\n`);
console.log(JSON.stringify(report, null, 1));

function isAccepted({ signals }) {
  return rounded(sigmoid(incidentLogit(decision, signals))) >= decision.incident.threshold;
}

function readGlances() {
  const bytes = readFileSync(join(pooledFolder, 'glance.f32'));
  if (bytes.length !== all.length * 4)
    throw new Error(
      `glance.f32 has ${bytes.length / 4} numbers, texts.jsonl ${all.length} texts: run encode_texts.py --gate again`,
    );
  return new Float32Array(bytes.buffer, bytes.byteOffset, all.length);
}

function fitNgrams(texts) {
  console.time('n-grams');
  const counts = Object.fromEntries(groupCodes.map((group) => [group, 1]));
  for (const { group } of texts) if (group) counts[group] += 1;
  const mean = groupCodes.reduce((sum, group) => sum + counts[group], 0) / groupCodes.length;
  const labelled = texts.map(({ features, source, incident, group, alt, template }) => {
    const civic = CIVIC.has(source);
    return {
      features,
      incident: source === 'telecom-tweets' ? 0.1 : civic ? 0.98 : incident,
      incidentWeight: source === 'telecom-tweets' ? 0.5 : source === 'toxic' ? TOXIC : template ? TEMPLATE : 1,
      groups: group ? softGroups(group, alt ?? []) : null,
      groupWeight: group ? Math.min(3, Math.max(0.5, Math.sqrt(mean / counts[group]))) * (template ? TEMPLATE : 1) : 0,
    };
  });
  const weights = fitLinear([...labelled, ...pseudoLabelled()], { ...linearFitDefaults, seed });
  console.timeEnd('n-grams');
  return weights;
}

/** Texts without labels, as the models themselves would file them: their words, not their weight. */
function pseudoLabelled() {
  if (!flags.pseudo) return [];
  const byId = new Map(all.filter(({ part }) => part === 'train').map((row) => [row.id, row]));
  return readFileSync(flags.pseudo, 'utf8')
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const { id, groups } = JSON.parse(line);
      const row = byId.get(id);
      if (!row || !groups) return [];
      return [
        {
          features: ngramFeatures(analyse(row.text)),
          incident: null,
          incidentWeight: 0,
          groups: Float64Array.from(groups),
          groupWeight: PSEUDO,
        },
      ];
    });
}

function softGroups(group, alt) {
  const others = alt.filter((code) => code !== group && groupCodes.includes(code));
  const target = new Float64Array(groupCodes.length).fill(SMOOTHING / groupCodes.length);
  target[groupCodes.indexOf(group)] += (1 - SMOOTHING) * (others.length > 0 ? 1 - ALT : 1);
  for (const code of others) target[groupCodes.indexOf(code)] += ((1 - SMOOTHING) * ALT) / others.length;
  return target;
}
