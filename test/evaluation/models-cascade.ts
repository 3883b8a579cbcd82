/**
 * What the gate is worth in speed (row 10 of the benchmarks): the chatter of the test part with 0.2 % and with 2 % of its appeals, once through
 * the gate and the classifier as the line does it, once all through the classifier. The two take turns; what the gate loses of the incidents that the
 * classifier finds stands beside the ratio. Run: npm run evaluate -- models-cascade [folder] [--texts N]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openTextModel } from '../../models/open.js';
import { analysisOf, cleanAndMask } from '../../pipelines/text/read.js';
import { buildAnalysis, withModel } from '../../src/app/analysis.js';
import { loadConfig } from '../../src/config/load.js';
import type { Judgement } from '../../src/core/ports.js';
import { projectRoot } from '../../src/version.js';
import { readTestTexts } from './support/models/test-texts.js';

/** The real prevalence, and ten times as many. */
const SHARES = [0.002, 0.02];
const ROUNDS = 5;
const BATCH = 200;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { texts: { type: 'string' } } });
const folder = positionals[0] ?? '../shared/data';

function fail(error: unknown): never {
  console.error(`Not measured: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}

const all = await Promise.resolve()
  .then(() => readTestTexts(folder))
  .catch(fail);
const { config } = loadConfig(join(projectRoot, 'config'));
const model = await openTextModel({ folder: join(projectRoot, 'models') }).catch(fail);
const { decision } = withModel(buildAnalysis(config), model, config);

const chatter = all.filter(({ source }) => source === 'rusentiment').slice(0, Number(values.texts ?? 1_500));
const appeals = all.filter(({ incident }) => incident);

/** The chatter with so large a share of appeals, evenly spread. */
function mixOf(share: number) {
  const some = appeals.slice(0, Math.max(1, Math.round((chatter.length * share) / (1 - share))));
  const step = Math.floor(chatter.length / some.length);
  return chatter
    .flatMap((row, index) => [row, ...(index % step === 0 ? some.slice(index / step, index / step + 1) : [])])
    .map(({ id, text }) => ({ id, raw: text }));
}

async function classify(some: readonly { id: string; text: string }[]): Promise<Judgement[]> {
  const judged: Judgement[] = [];
  for (let from = 0; from < some.length; from += BATCH)
    judged.push(...(await decision.classifier.classify(some.slice(from, from + BATCH), { explain: 'queued' })));
  return judged;
}
const read = (texts: readonly { id: string; raw: string }[]) =>
  texts.map(({ id, raw }) => ({ id, text: analysisOf(cleanAndMask(raw).masked).text }));
async function admitted(some: readonly { id: string; text: string }[]): Promise<{ id: string; text: string }[]> {
  const open: { id: string; text: string }[] = [];
  for (let from = 0; from < some.length; from += BATCH) {
    const batch = some.slice(from, from + BATCH);
    const answers = await decision.gate.admit(batch);
    open.push(...batch.filter((_, index) => answers[index]?.pass === true));
  }
  return open;
}
const found = (some: readonly { id: string }[], judged: readonly Judgement[]): Set<string> =>
  new Set(some.filter((_, index) => judged[index]?.verdict.incident === true).map(({ id }) => id));

const median = (some: readonly number[]): number => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;

for (const share of SHARES) {
  const texts = mixOf(share);
  const times: Record<'cascade' | 'whole', number[]> = { cascade: [], whole: [] };
  let passed = 0;
  let kept = 0;
  let total = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const cascadeFrom = performance.now();
    const open = await admitted(read(texts));
    const byCascade = found(open, await classify(open));
    const wholeFrom = performance.now();
    const every = read(texts);
    const byWhole = found(every, await classify(every));
    const end = performance.now();
    // The first round warms up.
    if (round === 0) continue;
    times.cascade.push(wholeFrom - cascadeFrom);
    times.whole.push(end - wholeFrom);
    passed = open.length;
    total = byWhole.size;
    kept = [...byWhole].filter((id) => byCascade.has(id)).length;
  }
  const rate = (ms: number): string => (texts.length / (ms / 1_000)).toFixed(0);
  const ratios = times.whole.map((ms, index) => ms / (times.cascade[index] ?? 1));
  console.log(
    `${share * 100} % appeals: ${texts.length} texts, ${texts.length - chatter.length} of them appeals; ${passed} pass the gate`,
  );
  console.log(
    `  all through the classifier ${rate(median(times.whole))} posts/s, with the gate ${rate(median(times.cascade))}: ` +
      `ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}), wanted 10`,
  );
  console.log(`  ${kept} of ${total} incidents found by the whole are found with the gate`);
}
await model.close();
