import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from 'node:zlib';
import { AppError } from '../../src/core/errors.js';

/** Largest body that is read, both on the wire and inflated, in bytes. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

const inflaters = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
  raw: promisify(inflateRaw),
};

function tooLarge(url: string, what: string, limit: number): AppError {
  return new AppError(
    'E_FETCH_TOO_LARGE',
    `Page ${url} is larger than ${limit} bytes ${what}. Name a smaller page (a feed, a single board) as the source.`,
    { details: { url, limit } },
  );
}

/** Collects a body, stopping at `limit` bytes; `onProgress` hears how many have come. Throws E_FETCH_TOO_LARGE. */
export async function collectBody(
  body: AsyncIterable<Buffer>,
  url: string,
  limit: number,
  onProgress: (size: number) => void,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw tooLarge(url, 'as sent', limit);
    onProgress(size);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === 'ERR_BUFFER_TOO_LARGE';
}

async function inflateOnce(data: Buffer, encoding: string, url: string, limit: number): Promise<Buffer> {
  // A sync flush at the end takes cut-off streams, as browsers do.
  const options = { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip') return await inflaters.gzip(data, options);
    if (encoding === 'br') {
      return await inflaters.br(data, { maxOutputLength: limit, finishFlush: constants.BROTLI_OPERATION_FLUSH });
    }
    if (encoding === 'deflate') {
      // «deflate» is zlib by the standard and raw deflate in practice.
      return await inflaters.deflate(data, options).catch((error: unknown) => {
        if (isTooLarge(error)) throw error;
        return inflaters.raw(data, options);
      });
    }
  } catch (cause) {
    if (isTooLarge(cause)) throw tooLarge(url, 'when inflated', limit);
    throw new AppError('E_FETCH_FAILED', `Page ${url} says it is ${encoding}, but does not inflate as such.`, {
      cause,
    });
  }
  throw new AppError(
    'E_FETCH_FAILED',
    `Page ${url} came in the encoding «${encoding.slice(0, 40)}», which was not asked for.`,
    { retry: false },
  );
}

/**
 * Undoes content-encoding (gzip, br, deflate, at most two of them) without ever holding more than `limit` bytes of output.
 * Throws E_FETCH_TOO_LARGE or E_FETCH_FAILED.
 */
export async function inflateBody(data: Buffer, contentEncoding: string, url: string, limit: number): Promise<Buffer> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'identity');
  if (encodings.length > 2) {
    throw new AppError(
      'E_FETCH_FAILED',
      `Page ${url} is packed ${encodings.length} times over; at most 2 are undone.`,
      {
        retry: false,
      },
    );
  }
  let bytes = data;
  for (const encoding of encodings.reverse()) {
    if (bytes.length > 0) bytes = await inflateOnce(bytes, encoding, url, limit);
  }
  return bytes;
}
