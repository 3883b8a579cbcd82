import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { AppError } from '../core/errors.js';

/**
 * Writes pieces of text to a file, piece by piece; resolves when all is written.
 * @param path `-` for standard output
 * @throws AppError E_INPUT_INVALID when the file cannot be written.
 */
export async function writeText(path: string, pieces: AsyncIterable<string>): Promise<void> {
  if (path === '-') {
    for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    return;
  }
  const output = createWriteStream(path);
  await once(output, 'open').catch((cause: Error) => {
    throw new AppError(
      'E_INPUT_INVALID',
      `cannot write ${path} (${cause.message}): name a file in a folder that exists`,
      { cause },
    );
  });
  for await (const piece of pieces) if (!output.write(piece)) await once(output, 'drain');
  output.end();
  await once(output, 'finish');
}
