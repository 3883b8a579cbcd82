/**
 * Draws which development texts are kept back for calibration and for the test, by clusters of near duplicates (never by row): a cluster of
 * which any text belongs to half A, on which the rules were written, is trained on as a whole. Run once; split.json is committed.
 *   node models/train/draw-split.mjs DATA
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../dist/pipelines/text/read.js';
import { nearDuplicates } from './clusters.mjs';

/** Shares of the clusters that may be kept back, by kind of source: [calibration, test]. */
const SHARES = { civic: [0.25, 0.32], rusentiment: [0.5, 0.5], noise: [0.2, 0.3], unlabelled: [0, 0] };

const splitFile = join(import.meta.dirname, 'split.json');
const [data] = process.argv.slice(2);
const read = (name) =>
  readFileSync(join(data, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const rows = [
  ...read('civic.jsonl').map((row) => ({ ...row, kind: 'civic' })),
  ...read('noise.jsonl').map((row) => ({ ...row, kind: row.source === 'rusentiment' ? 'rusentiment' : 'noise' })),
  ...read('unlabelled.jsonl').map((row) => ({ ...row, kind: 'unlabelled' })),
];
const hash = (text) => createHash('sha256').update(text).digest();
const isHalfA = (id) => hash(id)[0] % 2 === 0;

const rootOf = nearDuplicates(rows.map(({ text }) => readText(text).analysis));
const clusters = new Map();
rows.forEach((row, index) => {
  clusters.set(rootOf[index], [...(clusters.get(rootOf[index]) ?? []), row]);
});

// Which invented texts are kept for calibration was drawn as they were written; that stands.
const before = JSON.parse(readFileSync(splitFile, 'utf8'));
const split = { calibration: { invented: before.calibration.invented }, test: {} };
let shared = 0;
for (const members of clusters.values()) {
  if (members.length > 1) shared += 1;
  const kinds = new Set(members.map(({ kind }) => kind));
  if (kinds.has('unlabelled')) continue;
  // Half of the civic texts, half A, is out of reach.
  if (members.some(({ kind, id }) => kind === 'civic' && isHalfA(id))) continue;
  const kind = kinds.has('civic') ? 'civic' : kinds.has('rusentiment') ? 'rusentiment' : 'noise';
  const [calibration, test] = SHARES[kind];
  const drawn = hash(`split 1 ${members.map(({ id }) => id).sort()[0]}`).readUInt32BE(0) / 2 ** 32;
  const part = drawn < calibration ? split.calibration : drawn < calibration + test ? split.test : null;
  if (part === null) continue;
  for (const { id, source } of members) part[source] = [...(part[source] ?? []), id];
}
for (const part of Object.values(split)) for (const ids of Object.values(part)) ids.sort();
writeFileSync(splitFile, `${JSON.stringify(split, null, 1)}\n`);
console.log(`${rows.length} texts in ${clusters.size} clusters, ${shared} of several texts`);
for (const [part, sources] of Object.entries(split))
  console.log(part, Object.fromEntries(Object.entries(sources).map(([source, ids]) => [source, ids.length])));
