import type { z } from 'zod';
import { type ConfigProblem, formatProblem, zodProblems } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import type { readConfigFile } from './yaml.js';

/** The checked contents of a file that the product cannot run without; null, with fatal problems added, when it cannot be used. */
export function parseOne<T>(
  read: ReturnType<typeof readConfigFile>,
  schema: z.ZodType<T>,
  problems: ConfigProblem[],
): T | null {
  problems.push(...read.problems.map((problem) => ({ ...problem, fatal: true })));
  if (read.file === null) return null;
  const result = schema.safeParse(read.file.data);
  if (result.success) return result.data;
  problems.push(...zodProblems(read.file, result.error, [], true));
  return null;
}

/** The error of a configuration that cannot be started from; it names all problems, one a line. */
export function configInvalid(problems: readonly ConfigProblem[]): AppError {
  const lines = problems.map((problem) => `  ${formatProblem(problem)}`).join('\n');
  return new AppError(
    'E_CONFIG_INVALID',
    `the configuration has ${problems.length} problem(s), mend and start again:\n${lines}`,
  );
}
