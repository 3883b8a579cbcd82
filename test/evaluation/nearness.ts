/**
 * How well the cosine between the vectors of two posts tells the same problem in other words from another problem in the same words,
 * beside the two measures that know words only. Run: npm run evaluate -- nearness [--folder models] [--pairs]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEncoder } from '../../models/encoder/encoder.js';
import { similarity as minHash, signature } from '../../pipelines/text/minhash.js';
import { readText } from '../../pipelines/text/read.js';
import { cosine } from '../../src/core/nearness.js';
import { projectRoot } from '../../src/version.js';
import { nearnessPairs } from './support/nearness-pairs.js';
import { separation } from './support/separation.js';
import { commonStems } from './support/word-overlap.js';

const { values } = parseArgs({
  options: { folder: { type: 'string', default: join(projectRoot, 'models') }, pairs: { type: 'boolean', default: false } },
});
const encoder = await openEncoder({ folder: values.folder, workers: 1 });
const texts = nearnessPairs.flatMap(({ one, other }) => [one, other]);
const analyses = texts.map((text) => readText(text).analysis);
const encodings = await encoder.encode(analyses);
await encoder.close();

const measured = nearnessPairs.map((pair, place) => {
  const [first, second] = [analyses[2 * place], analyses[2 * place + 1]];
  const [one, other] = [encodings[2 * place], encodings[2 * place + 1]];
  if (!first || !second || !one || !other) throw new Error('a pair was lost');
  return {
    ...pair,
    cosine: cosine(one.vector, other.vector),
    minHash: minHash(signature(first), signature(second)),
    stems: commonStems(first, second),
  };
});
if (values.pairs) {
  for (const { same, one, other, ...figures } of measured.toSorted((a, b) => b.cosine - a.cosine)) {
    const shown = Object.values(figures).map((value) => value.toFixed(3));
    console.log(`${same ? 'same ' : 'other'}  ${shown.join('  ')}  ${one} | ${other}`);
  }
}
console.log(`${measured.length} invented pairs, half of them of one problem; encoder ${encoder.revision}`);
console.log('measure         same (mean)  other (mean)  AUC    threshold  precision  recall');
for (const [name, label] of [['cosine', 'cosine'], ['minHash', 'MinHash'], ['stems', 'common stems']] as const) {
  const mean = (same: boolean): number => {
    const chosen = measured.filter((pair) => pair.same === same);
    return chosen.reduce((sum, pair) => sum + pair[name], 0) / chosen.length;
  };
  const { auc, threshold, precision, recall } = separation(measured.map((pair) => ({ same: pair.same, value: pair[name] })));
  const cells = [mean(true), mean(false), auc, threshold, precision, recall].map((value) => value.toFixed(3));
  console.log(
    `${label.padEnd(14)}  ${cells[0]?.padEnd(11)}  ${cells[1]?.padEnd(12)}  ${cells[2]}  ${cells[3]?.padEnd(9)}  ${cells[4]?.padEnd(9)}  ${cells[5]}`,
  );
}
