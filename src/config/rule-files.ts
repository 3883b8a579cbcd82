import { join, resolve } from 'node:path';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import { type Taxonomy, taxonomySchema } from '../core/taxonomy.js';
import { configInvalid, parseOne } from './parse.js';
import { type ReadOptions, readConfigFile, readConfigFolder } from './yaml.js';

/** The part of config/ that the rules are made of. */
export interface RuleConfig {
  taxonomy: Taxonomy;
  files: ConfigFile[];
  /** Packs that cannot be read, with file and line. */
  problems: ConfigProblem[];
}

/**
 * Reads config/rules/ and config/taxonomy.yaml alone: what works on rules starts at once, whatever else stands in the folder.
 * @param parsed keeps what was parsed, for reading again after an edit
 * @throws AppError E_CONFIG_INVALID when one of the two is missing or the taxonomy cannot be used.
 */
export function loadRuleConfig(configDir: string, parsed?: ReadOptions['parsed']): RuleConfig {
  const dir = resolve(configDir);
  const options: ReadOptions = parsed === undefined ? {} : { parsed };
  const problems: ConfigProblem[] = [];
  const taxonomy = parseOne(readConfigFile(join(dir, 'taxonomy.yaml'), dir, options), taxonomySchema, problems);
  const packs = readConfigFolder('rules', dir, options);
  problems.push(...packs.problems);
  if (taxonomy === null || problems.some((problem) => problem.fatal)) throw configInvalid(problems);
  return { taxonomy, files: packs.files, problems };
}

/** The packs that have word lists alone, so that a single query need not wait for all rules to be read. */
export function loadListFiles(configDir: string): { files: ConfigFile[]; problems: ConfigProblem[] } {
  return readConfigFolder('rules', resolve(configDir), { wanted: (text) => /^["']?lists["']?\s*:/m.test(text) });
}
