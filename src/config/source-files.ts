import { z } from 'zod';
import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../core/config-file.js';
import { type Source, sourceSchema } from '../core/source.js';
import { parseConfigFile } from './yaml-text.js';

/** Sources of files of `sources:` lists. What is wrong with an entry is reported with its line; the others count. */
export function parseSources(files: readonly ConfigFile[], problems: ConfigProblem[]): Source[] {
  const sources = new Map<string, Source>();
  for (const file of files) {
    const outer = z.strictObject({ sources: z.array(z.unknown()) }).safeParse(file.data);
    if (!outer.success) {
      problems.push(...zodProblems(file, outer.error));
      continue;
    }
    outer.data.sources.forEach((entry, index) => {
      const base = ['sources', index];
      const result = sourceSchema.safeParse(entry);
      if (!result.success) problems.push(...zodProblems(file, result.error, base));
      else if (sources.has(result.data.id)) {
        problems.push(twice(file.path, file.lineAt(base), `sources[${index}].id`, result.data.id));
      } else sources.set(result.data.id, result.data);
    });
  }
  return [...sources.values()];
}

/** Sources of the text of one YAML or JSON file. */
export function readSourceYaml(path: string, text: string): { sources: Source[]; problems: ConfigProblem[] } {
  const { file, problems } = parseConfigFile(path, text);
  return { sources: file === null ? [] : parseSources([file], problems), problems };
}

function twice(file: string, line: number, field: string, id: string): ConfigProblem {
  const message = `source «${id}» stands twice: give each source an id of its own; the first one counts`;
  return { file, line, field, message, fatal: false };
}

/** Columns of a table of sources, in the order in which they are written. Several addresses or labels stand in one cell with spaces between. */
export const sourceColumns = [
  'id',
  'kind',
  'name',
  'urls',
  'territory',
  'timeZone',
  'language',
  'everyMinutes',
  'atMostMinutes',
  'pages',
  'topics',
  'backfill',
  'comments',
  'browser',
  'browserHosts',
  'browserWaitFor',
  'requestsPerDay',
  'allowPrivateNetwork',
  'enabled',
  'ground',
  'terms',
  'contact',
  'expires',
  'labels',
] as const;
type Column = (typeof sourceColumns)[number];
const required: readonly Column[] = [
  'id',
  'kind',
  'name',
  'urls',
  'territory',
  'ground',
  'terms',
  'contact',
  'expires',
];

/** Cells of one source in the order of `sourceColumns`. */
export function sourceCells(source: Source): string[] {
  const { passport, depth, urls, labels, browser, ...plain } = source;
  const cells: Partial<Record<Column, unknown>> = {
    ...plain,
    ...depth,
    ...passport,
    urls: urls.join(' '),
    browser: browser !== undefined,
    browserHosts: browser?.hosts.join(' '),
    browserWaitFor: browser?.waitFor,
    labels: labels.join(' '),
  };
  return sourceColumns.map((column) => String(cells[column] ?? ''));
}

/** One record of a table, or why there is none. */
export type TableRecord = { line: number; cells: string[] } | { line: number; problem: string };

/** Sources of a table whose first record names the columns; cells left empty take the default. Bad rows are reported with their line; the others count. */
export async function readSourceTable(
  path: string,
  records: AsyncIterable<TableRecord>,
): Promise<{ sources: Source[]; problems: ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const sources = new Map<string, Source>();
  let header: string[] | null = null;
  const report = (line: number, field: string, message: string): void =>
    void problems.push({ file: path, line, field, message, fatal: false });
  for await (const record of records) {
    if ('problem' in record) {
      report(record.line, '', record.problem);
      continue;
    }
    if (header === null) {
      header = record.cells.map((cell) => cell.trim());
      const unknown = header.filter((name) => name !== '' && !sourceColumns.includes(name as Column));
      const missing = required.filter((name) => !header?.includes(name));
      if (unknown.length > 0)
        report(record.line, unknown.join(', '), `no such column: use ${sourceColumns.join(', ')}; it is not read`);
      if (missing.length === 0) continue;
      report(record.line, missing.join(', '), 'the first line must name this column: no source was read');
      return { sources: [], problems };
    }
    const cells = new Map(header.map((name, at) => [name, (record.cells[at] ?? '').trim()]));
    const result = sourceSchema.safeParse(entryOf(cells));
    if (!result.success) {
      for (const issue of result.error.issues) report(record.line, columnOf(issue.path), issue.message);
    } else if (sources.has(result.data.id)) problems.push(twice(path, record.line, 'id', result.data.id));
    else sources.set(result.data.id, result.data);
  }
  if (header === null)
    report(1, '', `the file is empty: its first line names the columns (${sourceColumns.join(', ')})`);
  return { sources: [...sources.values()], problems };
}

const words = (cell: string): string[] => cell.split(/\s+/).filter((word) => word !== '');
/** Numbers and truth values as they stand in spreadsheets; what is neither is left for the schema to refuse. */
const number = (cell: string): unknown => {
  const value = Number(cell.replace(',', '.'));
  return Number.isNaN(value) ? cell : value;
};
const truths: Record<string, boolean> = {
  true: true,
  yes: true,
  да: true,
  '1': true,
  false: false,
  no: false,
  нет: false,
  '0': false,
};
const truth = (cell: string): unknown => truths[cell.toLowerCase()] ?? cell;

function entryOf(cells: ReadonlyMap<string, string>): object {
  const given = <T>(name: Column, read: (cell: string) => T): Record<string, T> => {
    const cell = cells.get(name) ?? '';
    return cell === '' ? {} : { [name]: read(cell) };
  };
  const text = (cell: string): unknown => cell;
  const depth = {
    ...given('pages', number),
    ...given('topics', number),
    ...given('backfill', number),
    ...given('comments', number),
  };
  return {
    ...given('id', text),
    ...given('kind', text),
    ...given('name', text),
    ...given('urls', words),
    ...given('territory', text),
    ...given('timeZone', text),
    ...given('language', text),
    ...given('everyMinutes', number),
    ...given('atMostMinutes', number),
    ...(Object.keys(depth).length === 0 ? {} : { depth: { pages: 3, topics: 20, ...depth } }),
    ...browserOf(cells),
    ...given('requestsPerDay', number),
    ...given('allowPrivateNetwork', truth),
    ...given('enabled', truth),
    passport: {
      ...given('ground', text),
      ...given('terms', text),
      ...given('contact', text),
      ...given('expires', text),
    },
    ...given('labels', words),
  };
}

/** A browser is used where its column says so, or where one of its own columns is filled. */
function browserOf(cells: ReadonlyMap<string, string>): { browser?: unknown } {
  const cell = cells.get('browser') ?? '';
  const hosts = words(cells.get('browserHosts') ?? '');
  const waitFor = cells.get('browserWaitFor') ?? '';
  const isWanted = cell === '' ? hosts.length > 0 || waitFor !== '' : truth(cell);
  if (typeof isWanted === 'string') return { browser: isWanted };
  return isWanted === true ? { browser: { hosts, ...(waitFor === '' ? {} : { waitFor }) } } : {};
}

/** Where the value stands in the table: `passport.ground` is the column `ground`. */
function columnOf(path: readonly PropertyKey[]): string {
  const [first] = path;
  if (first === 'browser')
    return path[1] === 'hosts' ? 'browserHosts' : path[1] === 'waitFor' ? 'browserWaitFor' : 'browser';
  return first === 'passport' || first === 'depth' ? fieldPath(path.slice(1)) : fieldPath(path);
}
