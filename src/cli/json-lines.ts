import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { z } from 'zod';
import { AppError } from '../core/errors.js';

/** One line that could not be read: «FILE:12» and what is wrong with it. */
export type OnBadLine = (problem: string) => void;

/**
 * The values of a file of JSON lines, one by one; the file may be of any length. Empty lines are passed over; a line that is no JSON or
 * not of the schema goes to `onBad` with file and line number.
 * @param path `-` for standard input
 * @throws AppError E_INPUT_INVALID when the file cannot be read.
 */
export async function* readJsonLines<T>(path: string, schema: z.ZodType<T>, onBad: OnBadLine): AsyncGenerator<T> {
  for await (const { number, text } of readLines(path)) {
    if (text.trim() === '') continue;
    const value = parseLine(text, schema);
    if ('problem' in value) onBad(`${placeOf(path, number)} ${value.problem}`);
    else yield value.data;
  }
}

/** «FILE:12» */
export function placeOf(path: string, line: number): string {
  return `${path === '-' ? 'standard input' : path}:${line}`;
}

/**
 * The lines of a file, numbered from 1; they end with a line feed only: U+2028 and the like may stand inside a JSON string.
 * @param path `-` for standard input
 * @throws AppError E_INPUT_INVALID when the file cannot be read.
 */
export async function* readLines(path: string): AsyncGenerator<{ number: number; text: string }, void> {
  let rest = '';
  let number = 0;
  for await (const chunk of readChunks(path, 'JSON lines')) {
    const parts = (rest + (number === 0 && rest === '' ? chunk.replace(/^\uFEFF/, '') : chunk)).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) yield { number: ++number, text };
  }
  if (rest !== '') yield { number: ++number, text: rest };
}

/**
 * The text of a file, piece by piece.
 * @param path `-` for standard input
 * @param what what the file should be, for the message
 * @throws AppError E_INPUT_INVALID when the file cannot be read.
 */
export async function* readChunks(path: string, what: string): AsyncGenerator<string, void> {
  const input: Readable = path === '-' ? process.stdin : createReadStream(path);
  input.setEncoding('utf8');
  const chunks = (input as AsyncIterable<string>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === undefined) throw cause;
        throw new AppError(
          'E_INPUT_INVALID',
          `cannot read ${path} (${cause.message}): name an existing file of ${what}`,
          {
            cause,
          },
        );
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // A caller that has enough ends the reading too.
    await chunks.return?.();
  }
}

/** One line as a value, or what is wrong with it. */
export function parseLine<T>(line: string, schema: z.ZodType<T>): { data: T } | { problem: string } {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch (error) {
    return { problem: `is not JSON (${(error as Error).message}): write one object a line` };
  }
  const result = schema.safeParse(data);
  if (result.success) return { data: result.data };
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`);
  return { problem: problems.join('; ') };
}

export interface JsonLinesWriter {
  /** Writes each value as one line; resolves when more may be written. */
  write(values: readonly unknown[]): Promise<void>;
  /** Resolves when all is on the disk. */
  close(): Promise<void>;
}

/**
 * A file of JSON lines to write, opened with the first line, so that a wrong `--in` does not cost an earlier result; what was in it is lost.
 * @param path `-` for standard output
 * @param from the file that is read meanwhile
 * @throws AppError E_INPUT_INVALID when it is the file that is read; `write` and `close` throw it when the file cannot be written.
 */
export function writeJsonLines(path: string, from?: string): JsonLinesWriter {
  if (path !== '-' && from !== undefined && resolve(path) === resolve(from))
    throw new AppError('E_INPUT_INVALID', `--in and --out are both ${path}: write to another file`);
  let opening: Promise<Writable> | null = null;
  const open = (): Promise<Writable> => {
    opening ??= openForWriting(path);
    return opening;
  };
  return {
    async write(values) {
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
      if (text === '') return;
      const output = await open();
      if (!output.write(text)) await once(output, 'drain');
    },
    async close() {
      const output = await open();
      if (output === process.stdout) return;
      output.end();
      await once(output, 'finish');
    },
  };
}

async function openForWriting(path: string): Promise<Writable> {
  if (path === '-') return process.stdout;
  const output = createWriteStream(path);
  await once(output, 'open').catch((cause: Error) => {
    throw new AppError(
      'E_INPUT_INVALID',
      `cannot write ${path} (${cause.message}): name a file in a folder that exists`,
      { cause },
    );
  });
  return output;
}

const shownBadLines = 20;

/** @throws AppError E_INPUT_INVALID that names the lines which were left out, when there are any. */
export function refuseBadLines(bad: readonly string[]): void {
  if (bad.length === 0) return;
  const shown = bad.slice(0, shownBadLines).map((line) => `  ${line}`);
  if (bad.length > shown.length) shown.push(`  … and ${bad.length - shown.length} more`);
  throw new AppError(
    'E_INPUT_INVALID',
    `${bad.length} line(s) were left out, the others are done:\n${shown.join('\n')}`,
  );
}
