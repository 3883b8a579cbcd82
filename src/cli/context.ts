import { type Analysis, buildAnalysis } from '../app/analysis.js';
import type { Env } from '../config/env.js';
import { type Config, loadConfig } from '../config/load.js';
import type { ConfigProblem } from '../core/config-file.js';
import { createLogger, type Logger } from '../log.js';
import { openCaches } from './caches.js';
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
