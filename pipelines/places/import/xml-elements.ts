import { Parser } from 'htmlparser2';
import { AppError } from '../../../src/core/errors.js';

export interface XmlHandler {
  /** An element begins. `number` counts the elements of the file from 1, to name the place of what is wrong. */
  open(name: string, attributes: Readonly<Record<string, string>>, number: number): void;
  close?(name: string): void;
}

/**
 * Reads XML of any length, piece by piece.
 * @param roots names that the outermost element may have
 * @throws AppError E_INPUT_INVALID when the file is no such XML or is cut off
 */
export async function readXml(
  file: string,
  chunks: AsyncIterable<string>,
  roots: readonly string[],
  handler: XmlHandler,
): Promise<void> {
  let depth = 0;
  let number = 0;
  let lastName = '';
  let hasEnded = false;
  let unclosed: string | null = null;
  let isWrong: string | null = null;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (isWrong !== null) return;
        if (depth === 0 && number === 0 && !roots.includes(name)) {
          isWrong = name;
          return;
        }
        depth++;
        number++;
        lastName = name;
        handler.open(name, attributes, number);
      },
      onclosetag(name) {
        if (isWrong !== null) return;
        if (hasEnded) unclosed = name;
        depth--;
        if (!hasEnded) handler.close?.(name);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  const wanted = roots.map((root) => `<${root}>`).join(' or ');
  for await (const chunk of chunks) {
    parser.write(chunk);
    if (isWrong !== null)
      throw new AppError(
        'E_INPUT_INVALID',
        `${file} begins with <${isWrong}> and not with ${wanted}: name another file`,
      );
  }
  hasEnded = true;
  parser.end();
  if (number === 0) throw new AppError('E_INPUT_INVALID', `${file} has no element: name an XML file with ${wanted}`);
  if (unclosed !== null) {
    const message = `${file} is cut off: it ends after element ${number} (<${lastName}>) and <${unclosed}> is never closed; copy or download it anew`;
    throw new AppError('E_INPUT_INVALID', message);
  }
}
