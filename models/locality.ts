import { z } from 'zod';
import { AppError } from '../src/core/errors.js';
import { applyHead, type Matrix, pooledWidth, unpackFloats } from './heads.js';
import { rounded, sigmoid } from './signals.js';

const localitySchema = z.looseObject({
  /** Revision of the encoder whose states it was fitted on. */
  encoder: z.string(),
  head: z.strictObject({ weight: z.string(), bias: z.string() }),
});

/**
 * Opens the locality head: the probability that a text is about the place it is written from, of the encoder's mean state.
 * @param file parsed shipped/locality.json
 * @throws AppError E_INPUT_INVALID when it is none, or was fitted for another encoder
 */
export function openLocality(file: unknown, encoder: string): (pooled: Float32Array) => number {
  const parsed = localitySchema.safeParse(file);
  if (!parsed.success)
    throw new AppError(
      'E_INPUT_INVALID',
      `locality.json is no locality head: ${z.prettifyError(parsed.error)}. Fit it anew with models/train/fit-locality.mjs`,
    );
  const { data } = parsed;
  if (data.encoder !== encoder)
    throw new AppError(
      'E_INPUT_INVALID',
      `locality.json was fitted for the encoder ${data.encoder}, not for ${encoder}: fit it anew with models/train/fit-locality.mjs`,
    );
  const head: Matrix = { weight: unpackFloats(data.head.weight), bias: unpackFloats(data.head.bias) };
  if (head.weight.length !== pooledWidth || head.bias.length !== 1)
    throw new AppError(
      'E_INPUT_INVALID',
      `locality.json has ${head.weight.length} weights and ${head.bias.length} biases instead of ${pooledWidth} and 1: fit it anew with models/train/fit-locality.mjs`,
    );
  return (pooled) => rounded(sigmoid(applyHead(head, pooled)[0] as number));
}
