/**
 * Measures the shipped rules on labelled development texts that are not part of the repository (../shared/data beside the checkout, or the
 * folder given as argument). Half A is what rules were written on: A1 was read, A2 was not. Half B is kept back and measured only when asked
 * for. Run: npm run evaluate -- rules [folder] [--kept-back] [--misses]
 */
import { createRuleClassifier, gateThreshold } from '../../pipelines/rules/classifier.js';
import { scoring } from '../../pipelines/rules/score.js';
import type { Verdict } from '../../src/core/verdict.js';
import { shippedPacks, shippedTaxonomy } from '../unit/pipelines/rules/yaml-file.js';
import { type Part, readSamples, type Sample } from './support/labelled.js';
import { f1, groupTable, macroF1, share, wilson } from './support/measures.js';

interface Judged extends Sample {
  verdict: Verdict;
  gate: boolean;
}

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '../shared/data';
const keptBack = process.argv.includes('--kept-back');

const started = performance.now();
const rules = createRuleClassifier({ files: shippedPacks(), taxonomy: shippedTaxonomy() });
console.log(
  `${rules.rules.length} rules, ${rules.problems.length} problems, ready in ${(performance.now() - started).toFixed(0)} ms`,
);
for (const problem of rules.problems) console.log(`  ${JSON.stringify(problem)}`);

const samples = readSamples(folder, keptBack ? ['A1', 'A2', 'B'] : ['A1', 'A2']);
const judgedAt = performance.now();
const all: Judged[] = samples.map((sample) => ({
  ...sample,
  verdict: rules.judge(sample.analysis),
  gate: rules.gate(sample.analysis).pass,
}));
console.log(
  `${all.length} texts judged in ${(performance.now() - judgedAt).toFixed(0)} ms, threshold ${scoring.threshold}, gate ${gateThreshold}`,
);

const halves: [string, Part[]][] = [
  ['A1 (read)', ['A1']],
  ['A2 (not read)', ['A2']],
  ['A', ['A1', 'A2']],
];
if (keptBack) halves.push(['B (kept back)', ['B']]);
for (const [name, parts] of halves) report(name, parts);

function report(name: string, parts: readonly Part[]): void {
  const rows = all.filter((row) => parts.includes(row.part));
  const civic = rows.filter((row) => row.civic && !row.template);
  console.log(`\n${name}: ${civic.length} civic texts (stock sentences of one sender left out)`);
  console.log(
    `  found ${bounds(civic, (row) => row.verdict.incident)}, in the queue ${share(civic, (row) => row.verdict.incident || row.verdict.unsure)}, past the gate ${share(civic, (row) => row.gate)}`,
  );
  for (const source of ['rusentiment', 'news', 'toxic', 'telecom-tweets']) {
    const noise = rows.filter((row) => row.source === source);
    console.log(
      `  false alarms on ${source} ${bounds(noise, (row) => row.verdict.incident)}, past the gate ${share(noise, (row) => row.gate)}`,
    );
  }
  const grouped = civic.filter((row) => row.group);
  const right = (row: Judged) => row.verdict.group === row.group;
  const defensible = (row: Judged) => right(row) || (row.alt ?? []).includes(row.verdict.group ?? '');
  const pairs = grouped.map((row) => ({ truth: row.group ?? '', answer: row.verdict.group }));
  console.log(
    `  group right ${bounds(grouped, right)}, or defensible ${share(grouped, defensible)}, macro-F1 ${macroF1(pairs).toFixed(3)}`,
  );
  const sure = grouped.filter((row) => (row.verdict.groups[0]?.probability ?? 0) >= 0.9);
  console.log(
    `  group with probability ≥ 0.9: ${share(grouped, (row) => sure.includes(row))}, defensible ${share(sure, defensible)}`,
  );
  const urgent = (row: Judged) => row.verdict.urgency === 'urgent';
  console.log(
    `  urgent: civic ${share(civic, urgent)}, other texts ${share(
      rows.filter((row) => !row.civic),
      urgent,
    )}`,
  );
  if (parts.length === 2 || parts[0] === 'B') details(rows, pairs);
}

function details(rows: readonly Judged[], pairs: { truth: string; answer: string | null }[]): void {
  console.log('  group           texts  precision            recall               F1');
  for (const row of groupTable(pairs))
    console.log(
      `  ${row.group.padEnd(14)} ${String(row.texts).padStart(5)}  ${wilson(row.both, row.answers).padEnd(20)} ${wilson(row.both, row.texts).padEnd(20)} ${f1(row).toFixed(2)}`,
    );
  const confused = new Map<string, number>();
  for (const { truth, answer } of pairs.filter((pair) => pair.truth !== pair.answer)) {
    const pair = `${truth} → ${answer ?? 'none'}`;
    confused.set(pair, (confused.get(pair) ?? 0) + 1);
  }
  const worst = [...confused].sort((a, b) => b[1] - a[1]).slice(0, 20);
  console.log(`  most confused: ${worst.map(([pair, count]) => `${pair} ${count}`).join(', ')}`);
  console.log('  calibration (telecom customers left out): score, texts, mean score, share of civic');
  const measured = rows.filter((row) => row.source !== 'telecom-tweets');
  const edges = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.001];
  edges.slice(1).forEach((to, index) => {
    const from = edges[index] ?? 0;
    const band = measured.filter(({ verdict }) => verdict.score >= from && verdict.score < to);
    const mean = band.reduce((sum, { verdict }) => sum + verdict.score, 0) / band.length;
    console.log(
      `    ${from}-${Math.min(to, 1)}  ${band.length}  ${mean.toFixed(3)}  ${share(band, (row) => row.civic)}`,
    );
  });
}

if (process.argv.includes('--misses')) {
  const show = (title: string, rows: Judged[]) => {
    console.log(`\n${title}`);
    for (const { text, verdict, group } of rows) {
      const why = verdict.evidence.map(({ id }) => id).join(' ');
      console.log(
        `  ${verdict.score.toFixed(2)} ${group ?? '–'} → ${verdict.group ?? 'none'} ${text.replaceAll('\n', ' ').slice(0, 300)} [${why}]`,
      );
    }
  };
  const readable = all.filter((row) => row.part === 'A1' && row.civic && !row.template);
  const byScore = (a: Judged, b: Judged) => a.verdict.score - b.verdict.score;
  show('Missed on A1', readable.filter((row) => !row.verdict.incident).sort(byScore));
  const wrong = (row: Judged) =>
    row.group && row.verdict.group !== row.group && !(row.alt ?? []).includes(row.verdict.group ?? '');
  show(
    'Wrong group on A1',
    readable.filter(wrong).sort((a, b) => (a.group ?? '').localeCompare(b.group ?? '')),
  );
  const fired = new Map<string, number>();
  for (const row of all.filter((one) => !one.civic && one.part !== 'B' && one.verdict.incident))
    for (const { id } of row.verdict.evidence) fired.set(id, (fired.get(id) ?? 0) + 1);
  console.log('\nRules in the false alarms of half A');
  for (const [id, count] of [...fired].sort((a, b) => b[1] - a[1]).slice(0, 80)) console.log(`  ${count} ${id}`);
}

function bounds(rows: readonly Judged[], test: (row: Judged) => boolean): string {
  return wilson(rows.filter(test).length, rows.length, 3);
}
