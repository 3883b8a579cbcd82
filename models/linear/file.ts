import { createHash } from 'node:crypto';
import { AppError } from '../../src/core/errors.js';
import { groupCodes } from '../../src/core/verdict.js';

/** «Incident», then the groups in the order of `groupCodes`. */
export const linearOutputs = 1 + groupCodes.length;

/** The n-gram model as fitted: a weight for each output and bucket. */
export interface LinearWeights {
  /** Buckets are 2^bits. */
  bits: number;
  /** By output. */
  weights: readonly Float64Array[];
  bias: Float64Array;
}

const MAGIC = 'OTLN';
const VERSION = 1;
/** magic (4), version, bits, outputs (u32 each), then per output f64 bias and f64 scale. */
const HEADER = 16;
const PER_OUTPUT = 16;

/**
 * `linear.bin`, little-endian: «OTLN», u32 version 1, u32 bits, u32 outputs; for each output f64 bias and f64 scale; then for each output
 * 2^bits int8 weights, in units of the output's scale.
 */
export function writeLinear({ bits, weights, bias }: LinearWeights): Buffer {
  const buckets = 2 ** bits;
  const bytes = Buffer.alloc(HEADER + linearOutputs * (PER_OUTPUT + buckets));
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt32LE(VERSION, 4);
  bytes.writeUInt32LE(bits, 8);
  bytes.writeUInt32LE(linearOutputs, 12);
  weights.forEach((column, output) => {
    const scale = column.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 127;
    bytes.writeDoubleLE(bias[output] as number, HEADER + output * PER_OUTPUT);
    bytes.writeDoubleLE(scale, HEADER + output * PER_OUTPUT + 8);
    const from = HEADER + linearOutputs * PER_OUTPUT + output * buckets;
    column.forEach((weight, bucket) => {
      bytes.writeInt8(Math.round(weight / scale), from + bucket);
    });
  });
  return bytes;
}

/** What the file says, weights by output as int8 with their scales. Throws AppError E_INPUT_INVALID for any other file. */
export function readLinear(bytes: Uint8Array): {
  revision: string;
  bits: number;
  bias: Float64Array;
  scale: Float64Array;
  weights: Int8Array[];
} {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (why: string): never => {
    throw new AppError('E_INPUT_INVALID', `linear.bin cannot be used: ${why}; fetch the file again or fit it anew`);
  };
  if (view.length < HEADER || view.toString('latin1', 0, 4) !== MAGIC) refuse('it is no n-gram model');
  if (view.readUInt32LE(4) !== VERSION) refuse(`its format is ${view.readUInt32LE(4)}, this program reads ${VERSION}`);
  const bits = view.readUInt32LE(8);
  if (bits < 4 || bits > 24) refuse(`it claims 2^${bits} buckets`);
  if (view.readUInt32LE(12) !== linearOutputs)
    refuse(`it has ${view.readUInt32LE(12)} outputs, this program wants ${linearOutputs}`);
  const wanted = HEADER + linearOutputs * (PER_OUTPUT + 2 ** bits);
  if (view.length !== wanted) refuse(`it has ${view.length} bytes instead of ${wanted}`);
  const from = HEADER + linearOutputs * PER_OUTPUT;
  const number = (offset: number) => (_: unknown, output: number) =>
    view.readDoubleLE(HEADER + output * PER_OUTPUT + offset);
  return {
    revision: createHash('sha256').update(view).digest('hex').slice(0, 12),
    bits,
    bias: Float64Array.from({ length: linearOutputs }, number(0)),
    scale: Float64Array.from({ length: linearOutputs }, number(8)),
    weights: Array.from(
      { length: linearOutputs },
      (_, output) => new Int8Array(view.buffer, view.byteOffset + from + output * 2 ** bits, 2 ** bits),
    ),
  };
}
