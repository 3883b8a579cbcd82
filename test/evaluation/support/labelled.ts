/** The labelled development texts outside the repository, each in its part: what rules are written on, what only shows overfitting, what is kept back. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '../../../pipelines/text/analyse.js';
import { cleanText } from '../../../pipelines/text/normalise.js';
import type { Analysis } from '../../../pipelines/text/tokens.js';

/** A1 may be read while rules are written, A2 is measured only, B is measured once when everything is done. */
export type Part = 'A1' | 'A2' | 'B';

export interface Labelled {
  id: string;
  source: string;
  text: string;
  /** The group of the source's topic; null when that topic is ambiguous, undefined for texts that are no appeals. */
  group?: string | null;
  /** Groups that are also defensible. */
  alt?: string[];
  /** A stock sentence of one sender. */
  template?: boolean;
}

export interface Sample extends Labelled {
  civic: boolean;
  part: Part;
  analysis: Analysis;
}

/** The part of a text follows from its id alone. */
export function partOf(id: string): Part {
  const [first = 0, second = 0] = createHash('sha256').update(id).digest();
  if (first % 2 === 1) return 'B';
  return second % 2 === 0 ? 'A1' : 'A2';
}

/** Texts of the wanted parts, analysed; ends the process with code 2 when the data are not there. */
export function readSamples(folder: string, wanted: readonly Part[]): Sample[] {
  const files = ['civic.jsonl', 'noise.jsonl'].map((name) => join(folder, name));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    console.error(
      `Not measured: ${missing.join(' and ')} not found. Give the folder with civic.jsonl and noise.jsonl as argument.`,
    );
    process.exit(2);
  }
  return files.flatMap((file, index) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Labelled)
      .map((row) => ({ ...row, part: partOf(row.id) }))
      .filter(({ part }) => wanted.includes(part))
      .map((row) => ({ ...row, civic: index === 0, analysis: analyse(cleanText(row.text)) })),
  );
}
