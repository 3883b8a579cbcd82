import { resolve } from 'node:path';
import { type Analysis, buildAnalysis } from '../app/analysis.js';
import { type Env, readEnv } from '../config/env.js';
import { type Config, loadConfig } from '../config/load.js';
import { type ConfigProblem, formatProblem } from '../core/config-file.js';
import { createLogger, type Logger } from '../log.js';
import { projectRoot } from '../version.js';

/** What every command starts from. */
export interface CommandContext {
  env: Env;
  log: Logger;
}

/** Environment and logger; relative folders are meant from the project's root, wherever the command was called. */
export function openContext(options: { role?: string; quiet?: boolean } = {}): CommandContext {
  const read = readEnv();
  const env = Object.freeze({
    ...read,
    OTKLIK_CONFIG_DIR: resolve(projectRoot, read.OTKLIK_CONFIG_DIR),
    OTKLIK_STATE_DIR: resolve(projectRoot, read.OTKLIK_STATE_DIR),
  });
  const level = options.quiet === true && env.OTKLIK_LOG_LEVEL === 'info' ? 'warn' : env.OTKLIK_LOG_LEVEL;
  const log = createLogger({
    level,
    format: env.OTKLIK_LOG_FORMAT,
    ...(options.role === undefined ? {} : { role: options.role }),
  });
  return { env, log };
}

/** Config and analysis; what is wrong in config/ is printed to standard error once, all together. */
export function openConfig(env: Env): { config: Config; analysis: Analysis; problems: ConfigProblem[] } {
  const { config, problems } = loadConfig(env.OTKLIK_CONFIG_DIR);
  const analysis = buildAnalysis(config);
  const all = [...problems, ...analysis.problems];
  if (all.length > 0) {
    process.stderr.write(`config: ${all.length} entr${all.length === 1 ? 'y is' : 'ies are'} left out until mended:\n`);
    for (const problem of all) process.stderr.write(`  ${formatProblem(problem)}\n`);
  }
  return { config, analysis, problems: all };
}
