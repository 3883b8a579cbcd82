import { AppError } from '../core/errors.js';

/**
 * All of standard input as text, without the line end that the shell adds.
 * @throws AppError E_INPUT_INVALID when nobody pipes anything in.
 */
export async function readInput(): Promise<string> {
  if (process.stdin.isTTY)
    throw new AppError(
      'E_INPUT_INVALID',
      'nothing is piped in: write the text as an argument or pipe it («… | otklik …»)',
    );
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin as AsyncIterable<string>) text += chunk;
  return text.replace(/\r?\n$/, '');
}
