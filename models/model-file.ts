import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { AppError } from '../src/core/errors.js';

/** A file as the manifest knows it. */
export interface KnownFile {
  bytes: number;
  sha256: string;
}

/** What helps where a model file is missing or not the one that was shipped. */
export const REMEDY =
  'Get the shipped one back (in a Git checkout: git checkout -- models) and start again, or start with --rules-only, which works without models.';

const CHUNK_BYTES = 1 << 20;

/**
 * Holds a file against its size and SHA-256, for threads that may wait: nobody else is served meanwhile.
 * @throws E_MODEL_MISSING or E_MODEL_ALTERED; the message names the file and what to do
 */
export function checkModelFile(path: string, known: KnownFile): void {
  const hash = createHash('sha256');
  try {
    refuseSize(path, statSync(path).size, known);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const file = openSync(path, 'r');
    try {
      for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
        hash.update(chunk.subarray(0, read));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : missing(path, cause);
  }
  refuseHash(path, hash.digest('hex'), known);
}

export function refuseSize(path: string, size: number, { bytes }: KnownFile): void {
  if (size !== bytes) throw altered(path, `has ${size} bytes instead of ${bytes}.`);
}

export function refuseHash(path: string, found: string, { sha256 }: KnownFile): void {
  if (found !== sha256)
    throw altered(path, `has the SHA-256 ${found.slice(0, 12)}… instead of ${sha256.slice(0, 12)}….`);
}

export function missing(path: string, cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code;
  const what = code === 'ENOENT' ? 'is not there' : `cannot be read (${code ?? String(cause)})`;
  return new AppError('E_MODEL_MISSING', `The model file ${path} ${what}. ${REMEDY}`, {
    cause,
    details: { file: path },
  });
}

export function altered(path: string, how: string, cause?: unknown): AppError {
  return new AppError(
    'E_MODEL_ALTERED',
    `The model file ${path} is not the one that was shipped: it ${how} ${REMEDY}`,
    {
      cause,
      details: { file: path },
    },
  );
}
