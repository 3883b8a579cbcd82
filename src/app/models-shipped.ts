import { readManifestAlone } from '../../models/manifest.js';
import type { Env } from '../config/env.js';

/** What is shipped, as the manifest says it. */
export async function shippedModel(env: Pick<Env, 'OTKLIK_MODELS_DIR'>): Promise<{
  id: string;
  revision: string;
  licence: string;
  encoder: string;
  set: string | null;
  files: { role: string; name: string; bytes: number; sha256: string }[];
}> {
  const { id, revision, licence, encoder, set, files } = await readManifestAlone(env.OTKLIK_MODELS_DIR);
  return {
    id,
    revision,
    licence,
    encoder: encoder.revision,
    set: set === null ? null : nameOf(set.revision, 0),
    files,
  };
}

/** Name of a version of the model set: «v3-1a2b3c4d5e6f». */
export function nameOf(revision: string, version: number): string {
  return `v${version}-${revision}`;
}
