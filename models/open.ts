import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Logger } from '../src/log.js';
import type { TextModel } from './classifier.js';
import type { Encoder } from './encoder/encoder.js';
import { type EncoderOptions, shareCores, startPool } from './encoder/start-pool.js';
import { prepareSet } from './judging-set.js';
import { openLinear } from './linear/model.js';
import { modelFile, readManifest } from './manifest.js';

export type ModelOptions = Pick<
  EncoderOptions,
  'workers' | 'intraOpThreads' | 'maxQueuedTexts' | 'workerUrl' | 'onLoading'
> & {
  /** Folder of manifest.json. */
  folder: string;
  log?: Logger;
};

/**
 * Opens the shipped model. All files are held against the manifest, sizes and SHA-256; the encoder is warmed up.
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED, naming the file and the remedy; E_MODEL_FAILED when the encoder does not start
 */
export async function openTextModel({ folder, log, ...options }: ModelOptions): Promise<TextModel> {
  // The encoder loads on its own thread meanwhile. Its failure is looked at below, after those of the other files.
  const opening = startEncoder({ folder, ...options, ...(log === undefined ? {} : { log }) });
  opening.catch(() => undefined);
  try {
    const manifest = await readManifest(folder, ['linear', 'set']);
    const linear = openLinear(await readFile(modelFile(folder, manifest, 'linear')));
    const revisions = {
      encoder: manifest.encoder.revision,
      linear: linear.revision,
      gate: manifest.gate?.revision ?? null,
    };
    const load = (set: unknown, version = 0) => prepareSet(set, version, revisions);
    const shipped = load(JSON.parse(await readFile(modelFile(folder, manifest, 'set'), 'utf8')), 0);
    const encoder = await opening;
    const workers = options.workers ?? shareCores(availableParallelism()).workers;
    return {
      id: manifest.id,
      revision: manifest.revision,
      revisions,
      shipped,
      encode: (analyses, how) => encoder.encode(analyses, how),
      glance: (analyses) => encoder.glance(analyses),
      gateScore: (analysis) => linear.gateScore(analysis),
      score: (analysis) => linear.scoreText(analysis),
      partsOf: (analysis, target) => linear.contributions(analysis, target),
      load,
      stats: () => ({ ...encoder.stats(), workers }),
      close: () => encoder.close(),
    };
  } catch (error) {
    // Where both failed, the altered or missing file of the encoder is what to mend first.
    const failed = await opening.then(
      (encoder) => encoder.close().then(() => null),
      (cause: unknown) => cause,
    );
    throw failed ?? error;
  }
}

/** The thread has its task before the code around it, which reads texts, is loaded. */
async function startEncoder(options: EncoderOptions): Promise<Encoder> {
  const started = await startPool(options);
  const { openEncoder } = await import('./encoder/encoder.js');
  return openEncoder(options, started);
}
