import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../../src/version.js';

/** A text of the development data. */
export interface DataText {
  id: string;
  source: string;
  text: string;
  group?: string | null;
  municipality?: string | null;
}

/** Folder of the development data: `--data FOLDER`, else ../shared/data beside the checkout. */
export function dataFolder(given: string | undefined): string {
  return given === undefined ? join(projectRoot, '..', 'shared', 'data') : resolve(given);
}

/** Names of the wanted files that are not there; the evaluation then says so instead of measuring less. */
export function missingIn(folder: string, names: readonly string[]): string[] {
  return names.map((name) => join(folder, name)).filter((file) => !existsSync(file));
}

export function readTexts(folder: string, name: string): DataText[] {
  return readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as DataText);
}

/** The same order for the same seed, whatever the order in the file. */
export function shuffled<T extends { id: string }>(rows: readonly T[], seed: string): T[] {
  const key = (row: T): string => createHash('sha256').update(`${seed}:${row.id}`).digest('hex');
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}
