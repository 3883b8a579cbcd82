/** What a spreadsheet takes for a formula when a cell begins so; with the apostrophes that hold an earlier one off. */
const formulaStart = /^'*[=+\-@\t\r]/;
const guardedStart = /^'+[=+\-@\t\r]/;

/** One record as a line of CSV (RFC 4180), ended by CR LF. Cells that a spreadsheet would run as a formula get an apostrophe in front. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One record of a file. */
export interface CsvRecord {
  /** Line on which it begins, 1 for the first. */
  line: number;
  cells: string[];
}
export interface CsvProblem {
  line: number;
  problem: string;
}

/**
 * Reads CSV chunk by chunk: quoted cells may hold separators, quotes (doubled) and line ends; LF, CR LF and CR end a record. The separator is what
 * the first line has most of: comma, semicolon or tab. Apostrophes put in by `csvLine` are taken out again. Empty lines are passed over.
 */
export async function* readCsv(chunks: AsyncIterable<string>): AsyncGenerator<CsvRecord | CsvProblem, void> {
  let separator = '';
  let cells: string[] = [];
  let cell = '';
  /** Whether we are before a cell, in a bare one, in quotes, or after a quote that may end the cell. */
  let at: 'start' | 'bare' | 'quoted' | 'quote' = 'start';
  let line = 1;
  let startLine = 1;
  let quoteLine = 1;
  let isAfterCr = false;
  let pending = '';
  let isFirst = true;

  const endCell = (): void => {
    cells.push(guardedStart.test(cell) ? cell.slice(1) : cell);
    cell = '';
    at = 'start';
  };
  function* endRecord(): Generator<CsvRecord> {
    endCell();
    const record = { line: startLine, cells };
    if (cells.length > 1 || cells[0] !== '') yield record;
    cells = [];
  }
  function* feed(text: string): Generator<CsvRecord> {
    for (const sign of text) {
      if (isAfterCr) {
        isAfterCr = false;
        if (sign === '\n') {
          if (at === 'quoted') cell += sign;
          continue;
        }
      }
      const endsLine = sign === '\n' || sign === '\r';
      if (endsLine) {
        line++;
        isAfterCr = sign === '\r';
      }
      if (at === 'quoted') {
        if (sign === '"') at = 'quote';
        else cell += sign;
      } else if (at === 'quote' && sign === '"') {
        cell += '"';
        at = 'quoted';
      } else if (endsLine) {
        yield* endRecord();
        startLine = line;
      } else if (sign === separator) {
        endCell();
      } else if (sign === '"' && at === 'start') {
        at = 'quoted';
        quoteLine = line;
      } else {
        cell += sign;
        if (at !== 'quote') at = 'bare';
      }
    }
  }
  for await (const chunk of chunks) {
    pending += isFirst ? chunk.replace(/^\uFEFF/, '') : chunk;
    isFirst = false;
    if (separator === '') {
      const end = pending.search(/[\r\n]/);
      if (end === -1 && pending.length < 10_000) continue;
      separator = separatorOf(end === -1 ? pending : pending.slice(0, end));
    }
    yield* feed(pending);
    pending = '';
  }
  if (separator === '') separator = separatorOf(pending);
  yield* feed(pending);
  if ((at as string) === 'quoted') {
    yield {
      line: quoteLine,
      problem: `a quote (") is opened and never closed: nothing from here to line ${line} was read`,
    };
    return;
  }
  if (cell !== '' || cells.length > 0) yield* endRecord();
}

function separatorOf(line: string): string {
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).sign;
}
