import { join, resolve } from 'node:path';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import { type Taxonomy, taxonomySchema } from '../core/taxonomy.js';
import { configInvalid, parseOne } from './parse.js';
import { readConfigFile, readConfigFolder } from './yaml.js';

/** The part of config/ that the routing table is made of. */
export interface RoutingConfig {
  taxonomy: Taxonomy;
  files: ConfigFile[];
  /** Files that cannot be read, with file and line. */
  problems: ConfigProblem[];
}

/**
 * Reads config/routing/ and config/taxonomy.yaml alone.
 * @throws AppError E_CONFIG_INVALID when one of the two is missing or the taxonomy cannot be used.
 */
export function loadRoutingConfig(configDir: string): RoutingConfig {
  const dir = resolve(configDir);
  const problems: ConfigProblem[] = [];
  const taxonomy = parseOne(readConfigFile(join(dir, 'taxonomy.yaml'), dir), taxonomySchema, problems);
  const { files, problems: ofFiles } = readConfigFolder('routing', dir);
  problems.push(...ofFiles);
  if (taxonomy === null || problems.some((problem) => problem.fatal)) throw configInvalid(problems);
  return { taxonomy, files, problems };
}
