import type { Result } from './measure.js';

/** What the figures were measured with. */
export interface Facts {
  /** ISO. */
  at: string;
  cores: number;
  cpu: string;
  memoryGb: number;
  /** Load average over 1 minute before the run. */
  load: number;
  node: string;
  redis: string | null;
  /** Version of each library that is measured. */
  libraries: Record<string, string>;
}

/** Three significant digits, thousands apart: 12345.6 -> «12 300», 0.6543 -> «0.654». */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(3));
  if (Math.abs(rounded) < 1_000) return String(rounded);
  return String(Math.round(rounded)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** The word for people behind a ratio. */
export function judge(result: Pick<Result, 'ratio' | 'target'>): 'reached' | 'below target' {
  return result.ratio >= result.target ? 'reached' : 'below target';
}

const HEAD = ['#', 'benchmark', 'ours', 'baseline', 'unit', 'CPU ms/unit', 'ratio (range)', 'target', ''];

function cells(result: Result): string[] {
  const [least, most] = result.ratioRange;
  return [
    String(result.id),
    result.name,
    formatNumber(result.ours),
    formatNumber(result.baseline),
    result.unit,
    `${formatNumber(result.oursCpuMs)} / ${formatNumber(result.baselineCpuMs)}`,
    `${result.ratio.toFixed(2)} (${least.toFixed(2)}-${most.toFixed(2)})`,
    `>= ${result.target}`,
    judge(result),
  ];
}

/** The results as a table for a terminal. */
export function toTable(results: readonly Result[]): string {
  const rows = [HEAD, ...results.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line about the machine and one about the versions. */
export function describeFacts(facts: Facts): string[] {
  const versions = Object.entries(facts.libraries).map(([name, version]) => `${name} ${version}`);
  const redis = facts.redis === null ? [] : [`Redis ${facts.redis} (append-only file, everysec)`];
  return [
    `${facts.at.slice(0, 10)}, ${facts.cores} cores (${facts.cpu}), ${facts.memoryGb} GB, load ${facts.load.toFixed(1)} before the run`,
    [`Node ${facts.node}`, ...redis, ...versions].join(', '),
  ];
}

const BEGIN = '<!-- results: written by npm run bench -- --docs -->';
const END = '<!-- end of results -->';

/** Puts the results between the marks of docs/benchmarks.md. Throws Error when the marks are missing. */
function between(page: string, begin: string, end: string, text: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from)
    throw new Error(`docs/benchmarks.md has lost its marks «${begin}» and «${end}»; put them back.`);
  return `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`;
}

export function putIntoDocs(page: string, results: readonly Result[], facts: Facts): string {
  const row = (list: readonly string[]) => `| ${list.join(' | ')} |`;
  const table = [row(HEAD), `|${'---|'.repeat(HEAD.length)}`, ...results.map((result) => row(cells(result)))];
  const lines = [...describeFacts(facts).map((line) => `${line}.`), '', ...table];
  return between(page, BEGIN, END, lines.join('\n'));
}

/** The page with the tables of the simulation of revisits. */
export function putRevisitsIntoDocs(page: string, tables: string): string {
  return between(
    page,
    '<!-- revisits: written by npm run bench -- --revisit --docs -->',
    '<!-- end of revisits -->',
    tables,
  );
}
