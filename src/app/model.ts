import type { JudgingSet, TextModel } from '../../models/classifier.js';
import { openTextModel } from '../../models/open.js';
import type { Env } from '../config/env.js';
import type { ModelsConfig } from '../config/models.js';
import type { Store } from '../core/ports.js';
import type { Logger } from '../log.js';
import type { ModelInLine } from './decision.js';
import { followModels, type ModelsInForce } from './models-in-force.js';

export type { TextModel };

/** Where the model is and how it runs. */
export interface ModelPlace {
  env: Env;
  models: ModelsConfig;
  log?: Logger;
  /** Called when the encoder's threads have begun to load: a good moment for work on this one. */
  onLoading?: () => void;
}

/**
 * Opens the shipped model with its threads.
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED with the remedy
 */
export function openShippedModel({ env, models, log, onLoading }: ModelPlace): Promise<TextModel> {
  const { workers, threads, maxQueuedTexts } = models;
  return openTextModel({
    folder: env.OTKLIK_MODELS_DIR,
    workers,
    intraOpThreads: threads,
    maxQueuedTexts,
    ...(log === undefined ? {} : { log }),
    ...(onLoading === undefined ? {} : { onLoading }),
  });
}

/** A model whose set follows what people put in force. */
export interface FollowedModel extends ModelInLine {
  sets: ModelsInForce<JudgingSet>;
}

/**
 * Follows the versions of the model set that are in force and that look on.
 * @throws AppError E_STORE_UNAVAILABLE when the store does not answer at the start
 */
export async function followModelSets(
  model: TextModel,
  options: { store: Pick<Store, 'modelSets'>; gateSample: number; log: Logger; say?: (line: string) => void },
): Promise<FollowedModel> {
  const { store, gateSample, log, say } = options;
  const sets = await followModels({
    store,
    shipped: model.shipped,
    encoder: model.revisions.encoder,
    load: ({ set, version }) => model.load(set, version),
    log,
    ...(say === undefined ? {} : { say }),
  });
  return { model, source: sets, sets, gateSample };
}

/** One line for people: which model runs, from which files, and how. */
export function describeModel(model: TextModel): string {
  const { id, revision, revisions, shipped } = model;
  const { workers } = model.stats();
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  return [
    `${id} ${revision}, all files as shipped`,
    `encoder ${revisions.encoder}`,
    `n-grams ${revisions.linear}`,
    `shipped set ${shipped.revision}`,
    `${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    `${memory} MB in this process`,
  ].join(', ');
}
