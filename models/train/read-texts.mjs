/**
 * Reads the labelled texts as the product does and writes what training needs, one JSON object a line; draws the split by clusters of near
 * duplicates. Run after `npm run build`: node models/train/read-texts.mjs DATA OUT
 *   DATA  the folder of development data (civic.jsonl, noise.jsonl, unlabelled.jsonl)
 *   OUT   gets texts.jsonl {id, source, part, normalised, incident, group, alt, topic, kind, urgent, sourceTopic}
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalisedText } from '../../dist/pipelines/text/normalised.js';
import { readText } from '../../dist/pipelines/text/read.js';

const [data, out] = process.argv.slice(2);
const here = import.meta.dirname;
const read = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const ownFolder = join(here, 'texts');

const topicOf = JSON.parse(readFileSync(join(here, 'source-topics.json'), 'utf8'));

const rows = [];
for (const row of read(join(data, 'civic.jsonl')))
  rows.push({
    id: row.id,
    source: row.source,
    text: row.text,
    incident: 1,
    group: row.group,
    alt: row.alt ?? [],
    topic: row.group && topicOf[row.topic]?.startsWith(`${row.group}.`) ? topicOf[row.topic] : null,
    sourceTopic: row.topic,
    template: row.template === true,
  });
for (const row of read(join(data, 'noise.jsonl')))
  rows.push({ id: row.id, source: row.source, text: row.text, incident: 0 });
for (const row of read(join(data, 'unlabelled.jsonl'))) rows.push({ id: row.id, source: row.source, text: row.text });
let own = [];
try {
  own = readdirSync(ownFolder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
for (const name of own)
  for (const row of read(join(ownFolder, name))) {
    const id = `invented-${createHash('sha1').update(row.text).digest('hex').slice(0, 10)}`;
    rows.push({
      id,
      source: 'invented',
      text: row.text,
      incident: row.incident ? 1 : 0,
      group: row.group,
      alt: row.alt ?? [],
      topic: row.topic,
      kind: row.kind,
      urgent: row.urgent ? 1 : 0,
    });
  }

const split = JSON.parse(readFileSync(join(here, 'split.json'), 'utf8'));
const partOf = new Map();
for (const part of ['calibration', 'test'])
  for (const ids of Object.values(split[part])) for (const id of ids) partOf.set(id, part);

mkdirSync(out, { recursive: true });
writeFileSync(
  join(out, 'texts.jsonl'),
  rows
    .map(({ text, ...row }) => {
      const part = partOf.get(row.id) ?? 'train';
      const { analysis, text: own } = readText(text);
      return JSON.stringify({ ...row, part, text: own, normalised: normalisedText(analysis) });
    })
    .join('\n'),
);
console.log(`${rows.length} texts`);
