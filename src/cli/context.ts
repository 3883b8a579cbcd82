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

/** Config alone, for roles that decide nothing; what is wrong in it is printed to standard error once, all together. */
export function openConfigOnly(env: Env): { config: Config; problems: ConfigProblem[] } {
  const read = loadConfig(env.OTKLIK_CONFIG_DIR);
  printProblems(read.problems);
  return read;
}

/** Config and analysis; what is wrong in config/ is printed to standard error once, all together. */
export function openConfig(env: Env): { config: Config; analysis: Analysis; problems: ConfigProblem[] } {
  const { config, problems } = loadConfig(env.OTKLIK_CONFIG_DIR);
  const analysis = buildAnalysis(config);
  const all = [...problems, ...analysis.problems];
  printProblems(all);
  return { config, analysis, problems: all };
}

function printProblems(problems: readonly ConfigProblem[]): void {
  if (problems.length === 0) return;
  const entries = problems.length === 1 ? '1 entry is' : `${problems.length} entries are`;
  process.stderr.write(`config: ${entries} left out until mended:\n`);
  for (const problem of problems) process.stderr.write(`  ${formatProblem(problem)}\n`);
}
