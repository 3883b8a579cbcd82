/**
 * How well the cosine between the vectors of two posts tells the same problem in other words from another problem, beside the two measures
 * that know words only. Run: npm run evaluate -- nearness [--folder models] [--pairs]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEncoder } from '../../models/encoder/encoder.js';
import { similarity as minHash, signature } from '../../pipelines/text/minhash.js';
import { readText } from '../../pipelines/text/read.js';
import { cosine } from '../../src/core/nearness.js';
import { projectRoot } from '../../src/version.js';
import { nearnessPairs } from './support/nearness-pairs.js';
import { rankOfRight, recallAt, type ScoredPair, separation } from './support/separation.js';
import { commonStems } from './support/word-overlap.js';

const falseShare = 0.01;
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: join(projectRoot, 'models') },
    pairs: { type: 'boolean', default: false },
  },
});
const encoder = await openEncoder({ folder: values.folder, workers: 1 });
const read = async (texts: readonly string[]) => {
  const analyses = texts.map((text) => readText(text).analysis);
  const encodings = await encoder.encode(analyses);
  return analyses.map((analysis, at) => ({ analysis, vector: encodings[at]?.vector ?? new Float32Array() }));
};
const ones = await read(nearnessPairs.map(({ one }) => one));
const others = await read(nearnessPairs.map(({ other }) => other));
await encoder.close();

type Read = (typeof ones)[number];
const measures: readonly (readonly [string, (a: Read, b: Read) => number])[] = [
  ['cosine', (a, b) => cosine(a.vector, b.vector)],
  ['MinHash', (a, b) => minHash(signature(a.analysis), signature(b.analysis))],
  ['common stems', (a, b) => commonStems(a.analysis, b.analysis)],
];
const count = nearnessPairs.filter(({ same }) => same).length;
const fixed = (value: number): string => value.toFixed(3);
console.log(
  `${count} invented pairs of one problem in other words, ${nearnessPairs.length - count} of two in the same words; encoder ${encoder.revision}`,
);
for (const [name, measure] of measures) {
  // Every first text of a pair of one problem with every second text of any pair.
  const scores = ones.slice(0, count).map((one) => others.map((other) => measure(one, other)));
  const own: ScoredPair[] = ones.map((one, at) => ({
    same: at < count,
    value: measure(one, others[at] as Read),
  }));
  const unrelated: ScoredPair[] = scores.flatMap((row, at) =>
    row.slice(0, count).map((value, column) => ({ same: at === column, value })),
  );
  const hard = separation(own);
  const plain = separation(unrelated);
  const { threshold, recall } = recallAt(unrelated, falseShare);
  const { first, three } = rankOfRight(scores);
  console.log(`${name}`);
  console.log(
    `  against other problems in other words: AUC ${fixed(plain.auc)}; with ${falseShare} of them let in, from ${fixed(threshold)}, recall ${fixed(recall)}`,
  );
  console.log(
    `  against other problems in the same words: AUC ${fixed(hard.auc)}; parted best at ${fixed(hard.threshold)}, precision ${fixed(hard.precision)}, recall ${fixed(hard.recall)}`,
  );
  console.log(`  the right one of ${others.length} first: ${fixed(first)}, among three: ${fixed(three)}`);
  if (!values.pairs) continue;
  for (const { same, one, other } of nearnessPairs
    .map((pair, at) => ({ ...pair, value: own[at]?.value ?? 0 }))
    .sort((a, b) => b.value - a.value)) {
    console.log(`    ${same ? 'same ' : 'other'}  ${one} | ${other}`);
  }
}
