/**
 * Fits the locality head: is a text about the place that it is written from? Run after `npm run build:server`, from the checkout:
 *   node models/train/fit-locality.mjs DATA POOLED models/shipped [--pull N] [--scores FILE]
 *   DATA    texts.jsonl of read-texts.mjs
 *   POOLED  pooled.f32 (rows of texts.jsonl × 384 float32)
 *   --pull    strength of the pull towards zero (L2); 0.5, 2, 8 and 32 are tried by cross-validation when it is not given
 *   --scores  gets {text, locality} for each text that was read, of those that were fitted on from a fit without their fold
 * Then `node models/train/write-manifest.mjs`. Positives: civic appeals and invented complaints of the part «train», and what locality.jsonl says
 * of its own region; negatives: noise of the part «train» but RuSentiment (non-commercial), and the rest of locality.jsonl, which the shipped
 * encoder reads here. Each source counts as the table below says. Texts of the part «test» are dropped while reading.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fitHead } from '../../dist/models/fit/head.js';
import { applyHead, packFloats } from '../../dist/models/heads.js';
import { readManifestAlone } from '../../dist/models/manifest.js';
import { openTextModel } from '../../dist/models/open.js';
import { sigmoid } from '../../dist/models/signals.js';
import { analyse } from '../../dist/pipelines/text/analyse.js';
import { nearDuplicates } from './clusters.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { pull: { type: 'string' }, scores: { type: 'string' } },
});
const [data, pooledFolder, out] = positionals;
const WIDTH = 384;
const FOLDS = 5;
const CIVIC = new Set(['kursk', 'ryazan', 'perm', 'omsk']);
const NOISE = new Set(['telecom-tweets', 'toxic', 'news']);
/** What the texts of a source count: the posts that reach the head are complaints, so what tells a foreign complaint counts most. */
const WEIGHT = { civic: 0.5, invented: 0.3, noise: 0.5, locality: 5 };
const here = import.meta.dirname;
const root = join(here, '../..');
const read = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const all = read(join(data, 'texts.jsonl')).map((row, at) => ({ ...row, at }));
const bytes = readFileSync(join(pooledFolder, 'pooled.f32'));
const ofAll = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
if (ofAll.length !== all.length * WIDTH)
  throw new Error(`pooled.f32 has ${ofAll.length / WIDTH} rows, texts.jsonl ${all.length}: encode the texts again`);
const rows = all.flatMap(({ at, text, source, part, incident }) => {
  if (part === 'test' || source === 'rusentiment') return [];
  const kind = CIVIC.has(source) ? 'civic' : NOISE.has(source) ? 'noise' : source === 'invented' ? 'invented' : 'other';
  // Invented texts without a problem may be of anywhere.
  const isFitted = part === 'train' && kind !== 'other' && (kind === 'noise' || incident === 1);
  return [{ text, kind, isFitted, own: kind === 'noise' ? 0 : 1, pooled: ofAll.slice(at * WIDTH, (at + 1) * WIDTH) }];
});

const foreign = read(join(here, 'locality.jsonl'));
const regionOf = regionNames();
const asked = ['invented-dev', 'texts'].flatMap((name) =>
  read(join(root, `test/unit/pipelines/places/${name}.jsonl`)).map(({ text }) => ({ text, kind: 'asked' })),
);
const written = foreign.map(({ text, home, region }) => ({
  text,
  kind: 'locality',
  isFitted: true,
  own: region === regionOf(home) ? 1 : 0,
}));
const model = await openTextModel({ folder: join(root, 'models') });
const encoded = await model.encode([...written, ...asked].map(({ text }) => analyse(text)));
await model.close();
rows.push(...[...written, ...asked].map((row, at) => ({ ...row, pooled: encoded[at].pooled })));

const fitted = rows.filter(({ isFitted }) => isFitted);
const clusters = nearDuplicates(fitted.map(({ text }) => analyse(text)));
fitted.forEach((row, at) => {
  row.fold = clusters[at] % FOLDS;
});
const zero = () => ({ weight: new Float32Array(WIDTH), bias: new Float32Array(1) });
const fitOn = (some, pull) => {
  const pooled = new Float32Array(some.length * WIDTH);
  some.forEach((row, at) => void pooled.set(row.pooled, at * WIDTH));
  const targets = some.map(({ own }) => Float64Array.of(own));
  return fitHead({ pooled, targets, weights: some.map(({ kind }) => WEIGHT[kind]) }, zero(), { pull, iterations: 200 });
};
const scoreOf = (head, row) => sigmoid(applyHead(head, row.pooled)[0]);
const crossed = (pull) => {
  const scores = new Map();
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const head = fitOn(
      fitted.filter((row) => row.fold !== fold),
      pull,
    );
    for (const row of fitted) if (row.fold === fold) scores.set(row, scoreOf(head, row));
  }
  return scores;
};
const measure = (scores, kinds) => {
  const some = [...scores].filter(([{ kind }]) => kinds.includes(kind));
  let total = 0;
  let loss = 0;
  for (const [{ own, kind }, p] of some) {
    total += WEIGHT[kind];
    loss -= WEIGHT[kind] * Math.log(Math.max(1e-9, own === 1 ? p : 1 - p));
  }
  const sorted = some.toSorted((a, b) => a[1] - b[1]);
  let below = 0;
  let pairs = 0;
  for (const [{ own }] of sorted) {
    if (own === 1) pairs += below;
    else below += 1;
  }
  const positives = some.length - below;
  const bins = Array.from({ length: 10 }, () => ({ count: 0, p: 0, own: 0 }));
  for (const [{ own, kind }, p] of some) {
    const bin = bins[Math.min(9, Math.floor(p * 10))];
    bin.count += WEIGHT[kind];
    bin.p += WEIGHT[kind] * p;
    bin.own += WEIGHT[kind] * own;
  }
  const ece = bins.reduce((sum, bin) => sum + Math.abs(bin.p - bin.own), 0) / total;
  return {
    texts: some.length,
    positives,
    loss: round(loss / total),
    auc: round(pairs / (below * positives)),
    ece: round(ece),
  };
};
const round = (value) => Math.round(value * 10_000) / 10_000;

let best = null;
for (const pull of flags.pull === undefined ? [0.5, 2, 8, 32] : [Number(flags.pull)]) {
  const scores = crossed(pull);
  const measured = {
    all: measure(scores, ['civic', 'invented', 'noise', 'locality']),
    locality: measure(scores, ['locality']),
  };
  console.log(`pull ${pull}`, JSON.stringify(measured));
  if (best === null || measured.all.loss < best.measured.all.loss) best = { pull, scores, measured };
}
const head = fitOn(fitted, best.pull);
const { encoder } = await readManifestAlone(join(root, 'models'));
const counts = Object.fromEntries(
  Object.keys(WEIGHT).map((kind) => [kind, fitted.filter((row) => row.kind === kind).length]),
);
writeFileSync(
  join(out, 'locality.json'),
  `${JSON.stringify(
    {
      encoder: encoder.revision,
      fit: { pull: best.pull, folds: FOLDS, texts: counts, crossValidated: best.measured },
      head: { weight: packFloats(head.weight), bias: packFloats(head.bias) },
    },
    null,
    2,
  )}\n`,
);
if (flags.scores !== undefined) {
  const lines = rows.map((row) =>
    JSON.stringify({ text: row.text, locality: round(best.scores.get(row) ?? scoreOf(head, row)) }),
  );
  writeFileSync(flags.scores, `${lines.join('\n')}\n`);
}

/** Name of the region that a settlement lies in, by OKTMO: its first two digits are the region's. */
function regionNames() {
  const { regions } = JSON.parse(readFileSync(join(root, 'config/places/russia.json'), 'utf8'));
  const byCode = new Map(regions.map(([id, name]) => [id.slice(0, 2), name]));
  return (home) => byCode.get(home.slice(0, 2));
}
