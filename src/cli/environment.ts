import { resolve } from 'node:path';
import { type Env, readEnv } from '../config/env.js';
import { type ConfigProblem, formatProblem } from '../core/config-file.js';
import { projectRoot } from '../version.js';

/** The environment; relative folders are meant from the project's root, wherever the command was called. */
export function openEnv(): Env {
  const read = readEnv();
  return Object.freeze({
    ...read,
    OTKLIK_CONFIG_DIR: resolve(projectRoot, read.OTKLIK_CONFIG_DIR),
    OTKLIK_STATE_DIR: resolve(projectRoot, read.OTKLIK_STATE_DIR),
    OTKLIK_MODELS_DIR: resolve(projectRoot, read.OTKLIK_MODELS_DIR),
  });
}

/** Prints what is wrong in config/ to standard error, all together. */
export function printProblems(problems: readonly ConfigProblem[]): void {
  if (problems.length === 0) return;
  const entries = problems.length === 1 ? '1 entry is' : `${problems.length} entries are`;
  process.stderr.write(`config: ${entries} left out until mended:\n`);
  for (const problem of problems) process.stderr.write(`  ${formatProblem(problem)}\n`);
}
