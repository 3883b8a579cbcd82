/**
 * Measures the shipped rules on labelled development texts that are not part of the repository (../shared/data beside the checkout, or the
 * folder given as argument): half A is what rules were written on, half B is kept back. Run:
 *   npx tsc -p tsconfig.json --outDir .eval && node .eval/test/evaluation/rules.js [folder] [--misses]
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRuleClassifier, gateThreshold } from '../../pipelines/rules/classifier.js';
import { scoring } from '../../pipelines/rules/score.js';
import { analyse } from '../../pipelines/text/analyse.js';
import { cleanText } from '../../pipelines/text/normalise.js';
import type { Verdict } from '../../src/core/verdict.js';
import { shippedPacks, shippedTaxonomy } from '../unit/pipelines/rules/yaml-file.js';

interface Row {
  id: string;
  source: string;
  text: string;
  group?: string | null;
  alt?: string[];
  template?: boolean;
}
interface Judged extends Row {
  civic: boolean;
  half: 'A' | 'B';
  verdict: Verdict;
  gate: boolean;
}

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '../shared/data';
const files = ['civic.jsonl', 'noise.jsonl'].map((name) => join(folder, name));
const missing = files.filter((file) => !existsSync(file));
if (missing.length > 0) {
  console.error(
    `Not measured: ${missing.join(' and ')} not found. Give the folder with civic.jsonl and noise.jsonl as argument.`,
  );
  process.exit(2);
}

const started = performance.now();
const rules = createRuleClassifier({ files: shippedPacks(), taxonomy: shippedTaxonomy() });
console.log(`${rules.rules.length} rules, ${rules.problems.length} problems, ready in ${ms(started)} ms`);

const judgedAt = performance.now();
const all: Judged[] = files.flatMap((file, index) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line) as Row;
      const analysis = analyse(cleanText(row.text));
      const half = (createHash('sha256').update(row.id).digest()[0] ?? 0) % 2 === 0 ? 'A' : 'B';
      return { ...row, civic: index === 0, half, verdict: rules.judge(analysis), gate: rules.gate(analysis).pass };
    }),
);
console.log(`${all.length} texts in ${ms(judgedAt)} ms, threshold ${scoring.threshold}, gate ${gateThreshold}`);

for (const half of ['A', 'B'] as const) {
  const rows = all.filter((row) => row.half === half);
  const civic = rows.filter((row) => row.civic && !row.template);
  console.log(`\nHalf ${half}: ${civic.length} civic texts (stock sentences of one sender left out)`);
  console.log(
    `  found ${share(civic, (row) => row.verdict.incident)}, past the gate ${share(civic, (row) => row.gate)}`,
  );
  for (const source of ['rusentiment', 'news', 'toxic', 'telecom-tweets']) {
    const noise = rows.filter((row) => row.source === source);
    const gate = share(noise, (row) => row.gate);
    console.log(`  false alarms on ${source} ${share(noise, (row) => row.verdict.incident)}, past the gate ${gate}`);
  }
  const grouped = civic.filter((row) => row.group);
  const right = (row: Judged) => row.verdict.group === row.group;
  const defensible = (row: Judged) => right(row) || (row.alt ?? []).includes(row.verdict.group ?? '');
  console.log(
    `  group right ${share(grouped, right)}, or defensible ${share(grouped, defensible)}, macro-F1 ${macroF1(grouped)}`,
  );
  const sure = grouped.filter((row) => (row.verdict.groups[0]?.probability ?? 0) >= 0.9);
  console.log(
    `  group with probability ≥ 0.9: ${share(grouped, (row) => sure.includes(row))}, defensible ${share(sure, defensible)}`,
  );
}

console.log('\nCalibration on half B (civic, rusentiment, news, toxic): score band, texts, mean score, share of civic');
const measured = all.filter((row) => row.half === 'B' && row.source !== 'telecom-tweets');
const edges = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.001];
edges.slice(1).forEach((to, index) => {
  const from = edges[index] ?? 0;
  const band = measured.filter(({ verdict }) => verdict.score >= from && verdict.score < to);
  const mean = band.reduce((sum, { verdict }) => sum + verdict.score, 0) / band.length;
  console.log(`  ${from}-${Math.min(to, 1)}  ${band.length}  ${mean.toFixed(3)}  ${share(band, (row) => row.civic)}`);
});

const confused = new Map<string, number>();
for (const row of all.filter((one) => one.civic && one.half === 'A' && one.group && one.verdict.group !== one.group)) {
  const pair = `${row.group} → ${row.verdict.group ?? 'none'}`;
  confused.set(pair, (confused.get(pair) ?? 0) + 1);
}
const worst = [...confused].sort((a, b) => b[1] - a[1]).slice(0, 15);
console.log(`\nMost confused on half A: ${worst.map(([pair, count]) => `${pair} ${count}`).join(', ')}`);

if (process.argv.includes('--misses')) {
  const show = (title: string, rows: Judged[]) => {
    console.log(`\n${title}`);
    for (const { text, verdict } of rows.slice(0, 40)) {
      const why = verdict.evidence.map(({ id }) => id).join(' ');
      console.log(`  ${verdict.score.toFixed(2)} ${text.replaceAll('\n', ' ').slice(0, 140)} [${why}]`);
    }
  };
  const half = all.filter((row) => row.half === 'A' && !row.template && row.source !== 'telecom-tweets');
  const byScore = (a: Judged, b: Judged) => a.verdict.score - b.verdict.score;
  show('Missed on half A', half.filter((row) => row.civic && !row.verdict.incident).sort(byScore));
  show(
    'False alarms on half A',
    half
      .filter((row) => !row.civic && row.verdict.incident)
      .sort(byScore)
      .reverse(),
  );
}

function ms(since: number): string {
  return (performance.now() - since).toFixed(0);
}
function share(rows: readonly Judged[], test: (row: Judged) => boolean): string {
  return rows.length === 0 ? '–' : (rows.filter(test).length / rows.length).toFixed(3);
}
function macroF1(rows: readonly Judged[]): string {
  const groups = [...new Set(rows.map((row) => row.group))];
  const scores = groups.map((group) => {
    const both = rows.filter((row) => row.group === group && row.verdict.group === group).length;
    const either =
      rows.filter((row) => row.group === group).length + rows.filter((row) => row.verdict.group === group).length;
    return (2 * both) / either;
  });
  return (scores.reduce((sum, score) => sum + score, 0) / scores.length).toFixed(3);
}
