import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import { type Taxonomy, taxonomySchema } from '../core/taxonomy.js';
import { configInvalid, parseOne } from './parse.js';
import { type ReadOptions, readConfigFile, readConfigFolder } from './yaml.js';

/** The files of config/answers; a configuration of an earlier version has none. */
export function readAnswers(
  dir: string,
  options: ReadOptions = {},
): { files: ConfigFile[]; problems: ConfigProblem[] } {
  return existsSync(join(dir, 'answers')) ? readConfigFolder('answers', dir, options) : { files: [], problems: [] };
}

/** The part of config/ that drafts of answers are made of. */
export interface AnswersConfig {
  taxonomy: Taxonomy;
  files: ConfigFile[];
  /** Files that cannot be read, with file and line. */
  problems: ConfigProblem[];
}

/**
 * Reads config/answers/ and config/taxonomy.yaml alone.
 * @throws AppError E_CONFIG_INVALID when the taxonomy cannot be used
 */
export function loadAnswersConfig(configDir: string): AnswersConfig {
  const dir = resolve(configDir);
  const problems: ConfigProblem[] = [];
  const taxonomy = parseOne(readConfigFile(join(dir, 'taxonomy.yaml'), dir), taxonomySchema, problems);
  if (taxonomy === null) throw configInvalid(problems);
  const { files, problems: ofFiles } = readAnswers(dir);
  return { taxonomy, files, problems: [...problems, ...ofFiles] };
}
