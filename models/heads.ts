import { endianness } from 'node:os';
import { AppError } from '../src/core/errors.js';
import type { Head, HeadName } from './model-set.js';

/** Width of the pooled states. */
export const pooledWidth = 384;

/** A linear head, weights row by row [outputs, width]. */
export interface Matrix {
  weight: Float32Array;
  bias: Float32Array;
}

/** Logits of all heads. */
export interface HeadLogits {
  incident: number;
  group: Float64Array;
  topic: Float64Array;
  kind: Float64Array;
  urgent: number;
}

export interface Heads {
  readonly matrices: Readonly<Record<HeadName, Matrix>>;
  /** @param pooled 384 numbers */
  logits(pooled: Float32Array): HeadLogits;
}

/** Unpacks the heads of a set. Throws AppError E_INPUT_INVALID when a matrix has another size than its name asks for. */
export function openHeads(heads: Readonly<Record<HeadName, Head>>, topics: number): Heads {
  const sizes: Record<HeadName, number> = { incident: 1, group: 20, topic: topics, kind: 3, urgent: 1 };
  const take = (name: HeadName): Matrix => unpackHead(heads[name], sizes[name], name);
  const matrices = {
    incident: take('incident'),
    group: take('group'),
    topic: take('topic'),
    kind: take('kind'),
    urgent: take('urgent'),
  };
  return {
    matrices,
    logits: (pooled) => ({
      incident: applyHead(matrices.incident, pooled)[0] as number,
      group: applyHead(matrices.group, pooled),
      topic: applyHead(matrices.topic, pooled),
      kind: applyHead(matrices.kind, pooled),
      urgent: applyHead(matrices.urgent, pooled)[0] as number,
    }),
  };
}

/** Weights times pooled plus bias, summed in the order of the numbers: the same bits on every machine. */
export function applyHead({ weight, bias }: Matrix, pooled: Float32Array): Float64Array {
  const out = new Float64Array(bias.length);
  const width = pooled.length;
  for (let output = 0; output < out.length; output += 1) {
    const from = output * width;
    let sum = bias[output] as number;
    for (let index = 0; index < width; index += 1) sum += (weight[from + index] as number) * (pooled[index] as number);
    out[output] = sum;
  }
  return out;
}

/** What one word's states bring to a logit: without the bias, so that the parts of all words and signs add up to the logit. */
export function headPart({ weight }: Matrix, output: number, state: Float32Array): number {
  const from = output * state.length;
  let sum = 0;
  for (let index = 0; index < state.length; index += 1)
    sum += (weight[from + index] as number) * (state[index] as number);
  return sum;
}

export function packHead({ weight, bias }: Matrix): Head {
  return { weight: packFloats(weight), bias: packFloats(bias) };
}

function unpackHead(head: Head, outputs: number, name: string): Matrix {
  const weight = unpackFloats(head.weight);
  const bias = unpackFloats(head.bias);
  if (bias.length !== outputs || weight.length !== outputs * pooledWidth)
    throw new AppError(
      'E_INPUT_INVALID',
      `model set: head «${name}» has ${weight.length} weights and ${bias.length} biases instead of ${outputs * pooledWidth} and ${outputs}; take the set from a sound file or fit it anew`,
    );
  return { weight, bias };
}

/** Numbers as base64 of float32, little-endian. */
export function packFloats(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeFloatLE(value, index * 4);
  });
  return bytes.toString('base64');
}
export function unpackFloats(packed: string): Float32Array {
  const bytes = Buffer.from(packed, 'base64');
  const whole = Math.floor(bytes.length / 4) * 4;
  // A copy begins where numbers of 32 bits may begin.
  const copy = Buffer.from(new Uint8Array(bytes.subarray(0, whole)).buffer);
  if (endianness() === 'BE') copy.swap32();
  return new Float32Array(copy.buffer);
}
