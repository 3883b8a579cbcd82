import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../src/core/errors.js';
import { altered, type KnownFile, missing, REMEDY, refuseHash, refuseSize } from './model-file.js';

/** What each shipped file is for. */
export const modelRoles = ['encoder', 'tokenizer', 'gate', 'linear', 'set'] as const;
export type ModelRole = (typeof modelRoles)[number];

const fileSchema = z.strictObject({
  role: z.enum(modelRoles),
  /** Path from the folder of the manifest, e.g. «shipped/encoder.onnx»; never out of it. */
  name: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.[a-z0-9]+)+$/),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** models/manifest.json: what is shipped, from what, and for what. */
export const manifestSchema = z
  .strictObject({
    id: z.string().min(1),
    /** Of the whole: twelve hexadecimal digits that change with any file. */
    revision: z.string().min(1),
    licence: z.string().min(1),
    encoder: z.strictObject({
      revision: z.string().min(1),
      /** Numbers in a vector. */
      width: z.int().positive(),
      /** Pieces of a text that are read, the marks of beginning and end included. */
      longest: z.int().min(3),
    }),
    /** The small encoder of the gate. */
    gate: z.strictObject({ revision: z.string().min(1) }).nullable(),
    linear: z.strictObject({ revision: z.string().min(1) }).nullable(),
    set: z.strictObject({ revision: z.string().min(1) }).nullable(),
    labels: z.strictObject({
      groups: z.array(z.string()),
      topics: z.array(z.string()),
      kinds: z.array(z.string()),
    }),
    files: z.array(fileSchema).min(1),
  })
  .refine(({ files }) => new Set(files.map(({ role }) => role)).size === files.length, {
    error: 'two files have the same role',
    path: ['files'],
  });

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

const MANIFEST = 'manifest.json';

/** Reads and checks `folder`/manifest.json alone, without looking at the files it names. Throws E_MODEL_MISSING or E_MODEL_ALTERED. */
export async function readManifestAlone(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw missing(path, cause);
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw altered(path, `is no manifest of a model: ${why}.`, cause);
  }
}

/**
 * Reads `folder`/manifest.json and holds every file it names against its size and SHA-256; files are read as streams.
 * @param roles look at these files only
 * @throws E_MODEL_MISSING or E_MODEL_ALTERED; the message names the file and what to do
 */
export async function readManifest(folder: string, roles: readonly ModelRole[] = modelRoles): Promise<Manifest> {
  const manifest = await readManifestAlone(folder);
  await Promise.all(
    manifest.files.filter(({ role }) => roles.includes(role)).map((file) => checkFile(join(folder, file.name), file)),
  );
  return manifest;
}

/** Path of the file with a role. Throws E_MODEL_MISSING when the manifest names none. */
export function modelFile(folder: string, manifest: Manifest, role: ModelRole): string {
  return knownFile(folder, manifest, role).path;
}

/** The same with size and hash. */
export function knownFile(folder: string, manifest: Manifest, role: ModelRole): { path: string } & KnownFile {
  const file = manifest.files.find((one) => one.role === role);
  if (file !== undefined) return { path: join(folder, file.name), bytes: file.bytes, sha256: file.sha256 };
  throw new AppError('E_MODEL_MISSING', `${join(folder, MANIFEST)} names no file for «${role}». ${REMEDY}`, {
    details: { file: join(folder, MANIFEST), role },
  });
}

async function checkFile(path: string, known: ManifestFile): Promise<void> {
  let size: number;
  try {
    size = (await stat(path)).size;
  } catch (cause) {
    throw missing(path, cause);
  }
  refuseSize(path, size, known);
  refuseHash(path, await sha256Of(path), known);
}

/** SHA-256 of a file as hexadecimal digits, read as a stream. Throws E_MODEL_MISSING when it cannot be read. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  } catch (cause) {
    throw missing(path, cause);
  }
  return hash.digest('hex');
}
