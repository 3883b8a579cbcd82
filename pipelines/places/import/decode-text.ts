import { AppError } from '../../../src/core/errors.js';

export const textEncodings = ['auto', 'utf-8', 'windows-1251'] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** Piece of a file in which no sign of another alphabet has come yet: the same in both encodings. */
function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}

/** So many bytes, from the first letter of another alphabet on, tell the encoding. */
const sampleBytes = 65_536;

/**
 * The text of a file, piece by piece. `auto` takes what an XML declaration names; else UTF-8, or Windows-1251 when the first 64 KB with
 * Russian letters are no UTF-8.
 * @throws AppError E_INPUT_INVALID when the bytes are not of the encoding
 */
export async function* decodeText(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  encoding: TextEncoding = 'auto',
): AsyncGenerator<string, void> {
  let decoder = encoding === 'auto' ? null : new TextDecoder(encoding, { fatal: true });
  let sample: Uint8Array[] = [];
  let size = 0;
  let isFirst = true;
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? (decoder?.decode() ?? '') : (decoder?.decode(bytes, { stream: true }) ?? '');
    } catch (cause) {
      const name = decoder?.encoding ?? 'utf-8';
      const other = name === 'utf-8' ? 'windows-1251' : 'utf-8';
      const message = `${file} is not written in ${name} throughout: name the encoding (--encoding ${other}), or save the file as UTF-8`;
      throw new AppError('E_INPUT_INVALID', message, { cause });
    }
  };
  const decide = (): string => {
    const bytes = joined(sample, size);
    decoder = isUtf8(bytes) ? new TextDecoder('utf-8', { fatal: true }) : new TextDecoder('windows-1251');
    sample = [];
    return decode(bytes);
  };
  for await (const bytes of chunks) {
    if (isFirst && decoder === null) {
      const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
      if (/^<\?xml[^>]*encoding=["'](?:windows-1251|cp1251)["']/i.test(head)) decoder = new TextDecoder('windows-1251');
    }
    isFirst = false;
    if (decoder !== null) yield decode(bytes);
    else if (size === 0 && isAscii(bytes)) yield new TextDecoder().decode(bytes);
    else {
      sample.push(bytes);
      size += bytes.length;
      if (size >= sampleBytes) yield decide();
    }
  }
  if (decoder === null && size > 0) yield decide();
  const rest = decode();
  if (rest !== '') yield rest;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The bytes may end in the middle of a letter. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    // That is the answer.
    return false;
  }
}
