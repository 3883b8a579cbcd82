import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseConfigFile } from '../config/yaml-text.js';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import type { RuleSet } from '../core/rule-set.js';

/** Packs as text: what a rule set holds. */
export type PackTexts = RuleSet['files'];

/**
 * The packs of config/rules/ as they are written, in the order of their names.
 * @throws AppError E_CONFIG_INVALID when the folder cannot be read or holds none.
 */
export function readPackTexts(configDir: string): PackTexts {
  const folder = join(resolve(configDir), 'rules');
  let files: PackTexts;
  try {
    files = readdirSync(folder)
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .sort()
      .map((name) => ({
        // The same whatever the folder is called here, so that versions from several machines compare.
        path: `config/rules/${name}`,
        text: readFileSync(join(folder, name), 'utf8'),
      }));
  } catch (cause) {
    throw new AppError(
      'E_CONFIG_INVALID',
      `the rules in ${folder} cannot be read (${(cause as Error).message}): restore the folder or set OTKLIK_CONFIG_DIR`,
      { cause },
    );
  }
  if (files.length > 0) return files;
  throw new AppError(
    'E_CONFIG_INVALID',
    `there are no packs (*.yaml) in ${folder}: restore them or set OTKLIK_CONFIG_DIR`,
  );
}

/** Parses packs; what is no YAML becomes a problem. */
export function parsePackTexts(texts: PackTexts): { files: ConfigFile[]; problems: ConfigProblem[] } {
  const read = texts.map(({ path, text }) => parseConfigFile(path, text));
  return {
    files: read.flatMap(({ file }) => (file === null ? [] : [file])),
    problems: read.flatMap(({ problems }) => problems),
  };
}
