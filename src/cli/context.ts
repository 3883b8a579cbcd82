import { join } from 'node:path';
import { type Analysis, buildAnalysis, withModel } from '../app/analysis.js';
import type { TextModel } from '../app/model.js';
import type { Env } from '../config/env.js';
import { openKeptResults, programRevision } from '../config/kept-results.js';
import { type Config, loadConfig } from '../config/load.js';
import type { ConfigProblem } from '../core/config-file.js';
import type { KeptResults } from '../core/kept.js';
import { createLogger, type Logger } from '../log.js';
import { packageText } from '../version.js';
import { openEnv, printProblems } from './environment.js';

/** What every command that runs or talks to the services starts from. */
export interface CommandContext {
  env: Env;
  log: Logger;
}

/** Environment and logger. */
export function openContext(options: { role?: string; quiet?: boolean } = {}): CommandContext {
  const env = openEnv();
  const level = options.quiet === true && env.OTKLIK_LOG_LEVEL === 'info' ? 'warn' : env.OTKLIK_LOG_LEVEL;
  const log = createLogger({
    level,
    format: env.OTKLIK_LOG_FORMAT,
    ...(options.role === undefined ? {} : { role: options.role }),
  });
  return { env, log };
}

/** What is kept between starts: the parsed files of the configuration, and what was made of them, which is large. */
function openCaches({ OTKLIK_STATE_DIR }: Env): { parsed: KeptResults; compiled: KeptResults } {
  const folder = (name: string): string => join(OTKLIK_STATE_DIR, 'cache', name);
  const program = programRevision(packageText);
  return {
    parsed: openKeptResults(folder('config'), 300, program),
    compiled: openKeptResults(folder('compiled'), 20, program),
  };
}

/** Config alone, for roles that decide nothing; what is wrong in it is printed to standard error once, all together. */
export function openConfigOnly(env: Env): { config: Config; problems: ConfigProblem[] } {
  const read = loadConfig(env.OTKLIK_CONFIG_DIR, openCaches(env).parsed);
  printProblems(read.problems);
  return read;
}

/** Config and analysis; what is wrong in config/ is printed to standard error once, all together. */
export function openConfig(env: Env): { config: Config; analysis: Analysis; problems: ConfigProblem[] } {
  const { parsed, compiled } = openCaches(env);
  const { config, problems } = loadConfig(env.OTKLIK_CONFIG_DIR, parsed);
  const analysis = buildAnalysis(config, compiled);
  const all = [...problems, ...analysis.problems];
  printProblems(all);
  return { config, analysis, problems: all };
}

/** The option of every command that reads texts. */
export const rulesOnlyOption = {
  type: 'boolean',
  default: false,
  description: 'without the model: the rules decide alone, no model file is needed (also OTKLIK_RULES_ONLY=1)',
} as const;

/** Whether the rules decide alone: by the option of a command, or by the environment. */
export function isRulesOnly(env: Env, option: unknown): boolean {
  return option === true || env.OTKLIK_RULES_ONLY;
}

export interface ReadingContext {
  config: Config;
  analysis: Analysis;
  problems: ConfigProblem[];
  /** Ends the model's threads. */
  close(): Promise<void>;
}

/**
 * Config, model and analysis; what is wrong in config/ is printed to standard error once, all together.
 * @throws AppError E_MODEL_MISSING or E_MODEL_ALTERED, unless rules decide alone
 */
export async function openReading(
  env: Env,
  options: { rulesOnly?: unknown; log?: Logger } = {},
): Promise<ReadingContext> {
  const { parsed, compiled } = openCaches(env);
  const { config, problems } = loadConfig(env.OTKLIK_CONFIG_DIR, parsed);
  const isAlone = isRulesOnly(env, options.rulesOnly);
  const opening = isAlone ? null : await startModel(env, config, options.log);
  // The encoder loads on its own thread while the rules are compiled on this one.
  const rules = buildAnalysis(config, compiled);
  const all = [...problems, ...rules.problems];
  printProblems(all);
  const model = opening === null ? null : await opening.model;
  const analysis = model === null ? rules : withModel(rules, model, config);
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
