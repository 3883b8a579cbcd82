import { resolve } from 'node:path';
import type { Analysis } from '../app/analysis.js';
import type { TextModel } from '../app/model.js';
import type { Env } from '../config/env.js';
import { type Config, loadConfig } from '../config/load.js';
import type { ConfigProblem } from '../core/config-file.js';
import type { ExecutorSuggester } from '../core/executor-suggestion.js';
import type { Logger } from '../log.js';
import { projectRoot } from '../version.js';
import { openCaches } from './caches.js';
import { printProblems } from './environment.js';
import { isRulesOnly } from './rules-only.js';

export interface ReadingContext {
  config: Config;
  analysis: Analysis;
  problems: ConfigProblem[];
  /** Ends the model's threads. */
  close(): Promise<void>;
}

/**
 * Config, model and analysis; what is wrong in config/ is printed to standard error once, all together.
 * @param options.suggests whether the model of executors that config/models.yaml names is opened too
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED, unless rules decide alone; also when the model of executors that config/models.yaml names cannot be opened
 */
export async function openReading(
  env: Env,
  options: { rulesOnly?: unknown; log?: Logger; suggests?: boolean } = {},
): Promise<ReadingContext> {
  const { parsed, compiled } = openCaches(env);
  const { config, problems } = loadConfig(env.OTKLIK_CONFIG_DIR, parsed);
  const isAlone = isRulesOnly(env, options.rulesOnly);
  const opening = isAlone ? null : await startModel(env, config, options.log);
  // The encoder loads on its own thread while this one loads the code of the analysis and compiles the rules.
  const { buildAnalysis, withModel } = await import('../app/analysis.js');
  const rules = buildAnalysis(config, compiled);
  const all = [...problems, ...rules.problems];
  printProblems(all);
  const model = opening === null ? null : await opening.model;
  const read = model === null ? rules : withModel(rules, model, config);
  const suggester = options.suggests === true ? await openConfiguredSuggester(config, read) : null;
  const analysis = { ...read, suggester };
  return { config, analysis, problems: all, close: async () => model?.close() };
}

/** Begins to open the model; resolves when its threads have begun to load, or have failed to. */
async function startModel(env: Env, { models }: Config, log?: Logger): Promise<{ model: Promise<TextModel> }> {
  // Only who reads texts pays for loading this code.
  const { openShippedModel } = await import('../app/model.js');
  let loads = (): void => undefined;
  const loading = new Promise<void>((resolve) => {
    loads = resolve;
  });
  const model = openShippedModel({ env, models, onLoading: loads, ...(log === undefined ? {} : { log }) });
  await Promise.race([loading, model.catch(() => undefined)]);
  return { model };
}

/** The model of executors that config/models.yaml names; ends the model's threads when it cannot be opened. */
async function openConfiguredSuggester({ models }: Config, analysis: Analysis): Promise<ExecutorSuggester | null> {
  if (models.executors === undefined) return null;
  const { openSuggester } = await import('../app/executors.js');
  const folder = resolve(projectRoot, models.executors);
  try {
    return await openSuggester(folder, analysis, (line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    await analysis.model?.close();
    throw error;
  }
}
