import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../src/core/errors.js';
import { vectorWidth } from '../../src/core/float16.js';
import { clueCount } from './blend.js';
import { standpointSize } from './dense.js';
import { makeColumns } from './features.js';
import type { Part } from './fit.js';
import type { FittedExecutors } from './train.js';

export const modelFileName = 'executors.json';
export const weightsFileName = 'executors.bin';

const share = z.number().min(0).max(1);
const partSchema = z.strictObject({
  usesEncoder: z.boolean(),
  topics: z.array(z.string()),
  /** Sparse features. */
  columns: z
    .int()
    .min(0)
    .max(2 ** 20),
  /** Mean points of near texts. */
  anchors: z.int().min(1).max(100_000),
  blend: z.array(z.number()).length(clueCount),
  sureness: z.strictObject({
    from: share,
    texts: z.int(),
    first: share,
    firstThree: share,
    firstFive: share,
    named: share,
    rightOfNamed: share.nullable(),
    calibrationError: share,
  }),
});

/** executors.json: everything but the weights; the revision is of all of it and of the weights. */
const modelSchema = z.strictObject({
  format: z.literal('otklik-executors'),
  version: z.literal(1),
  revision: z.string(),
  /** Of the encoder whose states were learnt from; null where none was. */
  encoder: z.string().nullable(),
  texts: z.int().min(1),
  clusters: z.int().min(1),
  homeRegion: z.string().nullable(),
  executors: z.array(z.strictObject({ name: z.string().min(1), texts: z.int().min(1), thin: z.boolean() })).min(2),
  parts: z.array(partSchema).min(1).max(2),
  weights: z.strictObject({ bytes: z.int().min(1), sha256: z.string() }),
});

/** A trained folder as opened. */
export interface ExecutorsModel extends FittedExecutors {
  readonly revision: string;
  /** Revision of the encoder; null where none was used. */
  readonly encoderRevision: string | null;
}

/**
 * The two files of a trained folder. `executors.bin`, little-endian, holds for each part: u32 bucket and f32 rarity of each sparse feature, 384
 * f32 of the mean state where the encoder is used, f32 of the anchors, a f64 scale for each body, and int16 weights by feature and body in units of the scale.
 */
export function writeExecutors(fitted: FittedExecutors, encoder: string | null): { model: string; weights: Buffer } {
  const parts = fitted.encoder === null ? [fitted.plain] : [fitted.plain, fitted.encoder];
  const { names, texts } = fitted.bodies;
  const weights = Buffer.concat(parts.map((part) => writePart(part, names.length)));
  const content = {
    format: 'otklik-executors' as const,
    version: 1 as const,
    encoder,
    texts: fitted.texts,
    clusters: fitted.clusters,
    homeRegion: fitted.homeRegion,
    executors: names.map((name, body) => ({
      name,
      texts: texts[body] as number,
      thin: fitted.thin.includes(name),
    })),
    parts: parts.map(({ usesEncoder, topics, columns, anchors, blend, sureness }) => ({
      usesEncoder,
      topics: [...topics],
      columns: columns.bucket.length,
      anchors: anchors.count,
      blend: [...blend],
      sureness,
    })),
    weights: { bytes: weights.length, sha256: sha256(weights) },
  };
  const { format, version, ...rest } = content;
  return {
    model: `${JSON.stringify({ format, version, revision: revisionOf(content), ...rest }, null, 1)}\n`,
    weights,
  };
}

/**
 * Opens a trained folder's files.
 * @throws AppError E_MODEL_ALTERED that names the file, what is wrong and the remedy
 */
export function readExecutors(folder: string, model: string, weights: Buffer): ExecutorsModel {
  const refuse = (file: string, why: string): never => {
    throw new AppError(
      'E_MODEL_ALTERED',
      `${folder}/${file} cannot be used: ${why}; make the folder again with «otklik executors train»`,
    );
  };
  let data: unknown;
  try {
    data = JSON.parse(model);
  } catch {
    refuse(modelFileName, 'it is no JSON');
  }
  const parsed = modelSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(
      modelFileName,
      `it is no model of executors of this version (${issue?.path.join('.')}: ${issue?.message})`,
    );
  }
  const { revision, ...content } = parsed.data;
  if (revision !== revisionOf(content)) refuse(modelFileName, 'it was altered after it was made');
  if (weights.length !== content.weights.bytes)
    refuse(weightsFileName, `it has ${weights.length} bytes instead of ${content.weights.bytes}`);
  if (sha256(weights) !== content.weights.sha256) refuse(weightsFileName, 'it was altered after it was made');
  const outputs = content.executors.length;
  const wanted = content.parts.reduce((sum, part) => sum + partBytes(part, outputs), 0);
  if (wanted !== weights.length) refuse(weightsFileName, `it has ${weights.length} bytes where ${wanted} belong`);
  let at = 0;
  const parts = content.parts.map((part) => {
    const read = readPart(part, weights.subarray(at), outputs);
    at += partBytes(part, outputs);
    return read;
  });
  const plain = parts.find(({ usesEncoder }) => !usesEncoder);
  if (plain === undefined) return refuse(modelFileName, 'the part that needs no encoder is missing');
  return {
    revision,
    encoderRevision: content.encoder,
    bodies: { names: content.executors.map(({ name }) => name), texts: content.executors.map(({ texts }) => texts) },
    thin: content.executors.flatMap(({ name, thin }) => (thin ? [name] : [])),
    homeRegion: content.homeRegion,
    texts: content.texts,
    clusters: content.clusters,
    plain,
    encoder: parts.find(({ usesEncoder }) => usesEncoder) ?? null,
  };
}

type PartHead = z.infer<typeof partSchema>;

/** Dense features. */
function widthOf(part: PartHead): number {
  return part.anchors + anchorSize(part);
}

function anchorSize({ usesEncoder, topics }: PartHead): number {
  return standpointSize({ topics, mean: usesEncoder ? new Float32Array(0) : null });
}

function partBytes(part: PartHead, outputs: number): number {
  return (
    part.columns * 8 +
    (part.usesEncoder ? vectorWidth * 4 : 0) +
    part.anchors * anchorSize(part) * 4 +
    outputs * 8 +
    (part.columns + widthOf(part)) * outputs * 2
  );
}

function writePart({ columns, mean, anchors, weights }: Part, outputs: number): Buffer {
  const scale = new Float64Array(outputs);
  weights.forEach((weight, index) => {
    scale[index % outputs] = Math.max(scale[index % outputs] as number, Math.abs(weight));
  });
  const floats = [...columns.rarity, ...(mean ?? []), ...anchors.points];
  const bytes = Buffer.alloc(columns.bucket.length * 4 + floats.length * 4 + outputs * 8 + weights.length * 2);
  let at = 0;
  for (const bucket of columns.bucket) at = bytes.writeUInt32LE(bucket, at);
  for (const value of floats) at = bytes.writeFloatLE(value, at);
  for (const each of scale) at = bytes.writeDoubleLE(unitOf(each), at);
  weights.forEach((weight, index) => {
    at = bytes.writeInt16LE(Math.round(weight / unitOf(scale[index % outputs] as number)), at);
  });
  return bytes;
}

function unitOf(largest: number): number {
  return Math.max(largest, 1e-12) / 32_767;
}

function readPart(head: PartHead, bytes: Buffer, outputs: number): Part {
  const { columns, usesEncoder, topics, blend, sureness } = head;
  let at = 0;
  const read = (size: number, one: (offset: number) => number) => (): number => {
    const value = one(at);
    at += size;
    return value;
  };
  const float = read(4, (offset) => bytes.readFloatLE(offset));
  const bucket = Int32Array.from(
    { length: columns },
    read(4, (offset) => bytes.readUInt32LE(offset)),
  );
  const rarity = Float32Array.from({ length: columns }, float);
  const mean = usesEncoder ? Float32Array.from({ length: vectorWidth }, float) : null;
  const size = anchorSize(head);
  const points = Float32Array.from({ length: head.anchors * size }, float);
  const scale = Float64Array.from(
    { length: outputs },
    read(8, (offset) => bytes.readDoubleLE(offset)),
  );
  const whole = read(2, (offset) => bytes.readInt16LE(offset));
  const weights = Float64Array.from(
    { length: (columns + widthOf(head)) * outputs },
    (_, index) => whole() * (scale[index % outputs] as number),
  );
  return {
    usesEncoder,
    topics,
    mean,
    anchors: { count: head.anchors, size, points },
    columns: makeColumns(bucket, rarity),
    weights,
    blend: Float64Array.from(blend),
    sureness,
  };
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Twelve hexadecimal digits that change with anything in the model. */
function revisionOf(content: Omit<z.infer<typeof modelSchema>, 'revision'>): string {
  return `executors-${sha256(JSON.stringify(content)).slice(0, 12)}`;
}
