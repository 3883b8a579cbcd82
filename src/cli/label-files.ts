import { extname } from 'node:path';
import { z } from 'zod';
import { fromCells, labelCells, labelColumns } from '../app/label-lines.js';
import type { PlacedValue } from '../app/labels-import.js';
import { AppError } from '../core/errors.js';
import type { Label } from '../core/label.js';
import { csvLine, readCsv } from './csv.js';
import { parseLine, placeOf, readChunks, readLines } from './json-lines.js';

export type LabelFormat = 'jsonl' | 'csv';

/**
 * What a file of labels is written in: what --format says, else the end of its name, else JSON lines.
 * @throws AppError E_INPUT_INVALID for another format.
 */
export function formatOf(path: string, wanted: string | undefined): LabelFormat {
  const named = wanted ?? { '.csv': 'csv', '.tsv': 'csv' }[extname(path).toLowerCase()] ?? 'jsonl';
  if (named === 'jsonl' || named === 'csv') return named;
  throw new AppError('E_INPUT_INVALID', `--format «${named}»: use jsonl or csv`);
}

/** The values of a file of labels, each with file and line. @param path `-` for standard input */
export async function* readLabelFile(path: string, format: LabelFormat): AsyncGenerator<PlacedValue, void> {
  if (format === 'csv') yield* readCsvValues(path);
  else
    for await (const { number, text } of readLines(path)) {
      if (text.trim() === '') continue;
      const read = parseLine(text, z.unknown());
      const place = placeOf(path, number);
      if ('problem' in read) yield { place, value: null, problem: read.problem };
      else yield { place, value: read.data };
    }
}

async function* readCsvValues(path: string): AsyncGenerator<PlacedValue, void> {
  let head: string[] | null = null;
  for await (const record of readCsv(readChunks(path, 'CSV'))) {
    const place = placeOf(path, record.line);
    if ('problem' in record) {
      yield { place, value: null, problem: record.problem };
    } else if (head === null) {
      head = record.cells.map((cell) => cell.trim());
      if (head.includes('text')) continue;
      throw new AppError(
        'E_INPUT_INVALID',
        `${place}: the first line must name the columns, «text» among them and what was labelled (incident, group, …); it names «${head.slice(0, 8).join('», «')}»`,
      );
    } else if (record.cells.length !== head.length) {
      const problem = `has ${record.cells.length} cells under ${head.length} columns: put texts with commas or line ends in quotes`;
      yield { place, value: null, problem };
    } else yield { place, value: fromCells(head, record.cells) };
  }
}

/** Labels as the lines of a file, its head first where it has one. */
export async function* labelFileLines(labels: AsyncIterable<Label>, format: LabelFormat): AsyncGenerator<string, void> {
  // The mark of UTF-8 tells spreadsheets how to read the letters.
  if (format === 'csv') yield `\uFEFF${csvLine(labelColumns)}`;
  for await (const label of labels) yield format === 'csv' ? csvLine(labelCells(label)) : `${JSON.stringify(label)}\n`;
}
