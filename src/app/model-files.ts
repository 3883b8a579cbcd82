import { readManifest } from '../../models/manifest.js';
import type { Env } from '../config/env.js';

/**
 * Holds the model's files against their manifest without opening them.
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED with the remedy
 */
export async function checkModelFiles(env: Pick<Env, 'OTKLIK_MODELS_DIR'>): Promise<void> {
  await readManifest(env.OTKLIK_MODELS_DIR);
}
