import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Manifest, type ManifestFile, type ModelRole, manifestSchema, sha256Of } from './manifest.js';

/** Where each file of a model stands, seen from the folder of the manifest. */
const NAMES: Readonly<Record<ModelRole, string>> = {
  encoder: 'shipped/encoder.onnx',
  tokenizer: 'shipped/tokenizer.json',
  gate: 'shipped/gate.onnx',
  linear: 'shipped/linear.bin',
  set: 'shipped/set.json',
};

const setSchema = z.looseObject({ revision: z.string().optional() });

export interface ModelFacts {
  id: string;
  licence: string;
  /** Numbers in a vector. */
  width: number;
  /** Pieces of a text that are read. */
  longest: number;
  labels: Manifest['labels'];
}

/**
 * Makes the manifest of the model files in `folder`: sizes, SHA-256 and revisions, which depend on the files' content alone. The gate's small
 * encoder, the linear model and the model set may be missing, the encoder and its vocabulary may not.
 * @throws E_MODEL_MISSING when a file cannot be read
 */
export async function describeModel(folder: string, facts: ModelFacts): Promise<Manifest> {
  const roles = (Object.keys(NAMES) as ModelRole[]).filter(
    (role) => role === 'encoder' || role === 'tokenizer' || existsSync(join(folder, NAMES[role])),
  );
  const files: ManifestFile[] = [];
  for (const role of roles) {
    const path = join(folder, NAMES[role]);
    const sha256 = await sha256Of(path);
    files.push({ role, name: NAMES[role], bytes: (await stat(path)).size, sha256 });
  }
  const short = (...wanted: ModelRole[]): string => {
    const own = files.filter(({ role }) => wanted.includes(role)).map(({ sha256 }) => sha256);
    // Of one file the beginning of its own sum, which anybody can check.
    return (own.length === 1 ? (own[0] as string) : createHash('sha256').update(own.join()).digest('hex')).slice(0, 12);
  };
  // The shipped set is version 0 of its kind; its own revision, where it has one, is that of its content.
  const set = roles.includes('set')
    ? setSchema.parse(JSON.parse(await readFile(join(folder, NAMES.set), 'utf8')))
    : null;
  return manifestSchema.parse({
    id: facts.id,
    revision: short(...roles),
    licence: facts.licence,
    encoder: { revision: short('encoder', 'tokenizer'), width: facts.width, longest: facts.longest },
    gate: roles.includes('gate') ? { revision: short('gate') } : null,
    linear: roles.includes('linear') ? { revision: short('linear') } : null,
    set: set === null ? null : { revision: `v0-${set.revision ?? short('set')}` },
    labels: facts.labels,
    files,
  });
}
