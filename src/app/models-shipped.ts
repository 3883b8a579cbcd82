import { readManifestAlone } from '../../models/manifest.js';
import type { Env } from '../config/env.js';

/** What is shipped, as the manifest says it. */
export async function shippedModel(env: Pick<Env, 'OTKLIK_MODELS_DIR'>): Promise<{
  id: string;
  revision: string;
  licence: string;
  encoder: string;
  /** Name of the set: «v0-1a2b3c4d5e6f». */
  set: string | null;
  files: { role: string; name: string; bytes: number; sha256: string }[];
}> {
  const { id, revision, licence, encoder, set, files } = await readManifestAlone(env.OTKLIK_MODELS_DIR);
  return {
    id,
    revision,
    licence,
    encoder: encoder.revision,
    // The manifest has the full name already.
    set: set === null ? null : set.revision,
    files,
  };
}

/** Name of a version of the model set: «v3-1a2b3c4d5e6f». */
export function nameOf(revision: string, version: number): string {
  return `v${version}-${revision}`;
}
