import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { KeptResults } from '../core/kept.js';
import { lineIn } from './line-tree.js';
import { fileOf, type ParsedText, parseConfigFile, parseYaml } from './yaml-text.js';

function shownPath(file: string, configDir: string): string {
  return join(basename(configDir), file.slice(configDir.length + 1));
}

/** The same by way of what an earlier start parsed, which is read when somebody asks for it. */
function parseThroughCache(path: string, text: string, kept: KeptResults): ReadFile {
  if (kept.has('yaml', text)) {
    let known: ParsedText | undefined;
    const parsed = (): ParsedText => {
      // A text that is kept had no errors; where its file is torn, it is parsed again.
      known ??= (kept.get('yaml', text) as ParsedText | undefined) ?? (parseYaml(path, text).parsed as ParsedText);
      return known;
    };
    const file: ConfigFile = {
      path,
      get data() {
        return parsed().data;
      },
      lineAt: (keys) => lineIn(parsed().lines, keys),
    };
    return { file, problems: [] };
  }
  const { parsed, problems } = parseYaml(path, text);
  if (parsed === null) return { file: null, problems };
  if (problems.length === 0) kept.put('yaml', text, parsed);
  return { file: fileOf(path, parsed), problems };
}

interface ReadFile {
  file: ConfigFile | null;
  problems: ConfigProblem[];
}

export interface ReadOptions {
  /** False for texts that are not of interest: they are not parsed. */
  wanted?: (text: string) => boolean;
  /** What was parsed before, by path: a file whose text has not changed is not parsed again. */
  parsed?: Map<string, { text: string; read: ReadFile }>;
  /** What earlier starts parsed. */
  kept?: KeptResults | undefined;
}

/** Reads one file of the config folder; a missing file is a fatal problem. JSON data files skip the YAML parser (they are large). */
export function readConfigFile(file: string, configDir: string, options: ReadOptions = {}): ReadFile {
  const path = shownPath(file, configDir);
  try {
    const text = readFileSync(file, 'utf8');
    if (options.wanted?.(text) === false) return { file: null, problems: [] };
    const known = options.parsed?.get(file);
    if (known?.text === text) return known.read;
    const read: ReadFile = /json$/.test(file)
      ? { file: { path, data: JSON.parse(text) as unknown, lineAt: () => 1 }, problems: [] }
      : options.kept === undefined
        ? parseConfigFile(path, text)
        : parseThroughCache(path, text, options.kept);
    if (read.file !== null) read.file.hash = hash('sha256', `${path}\n${text}`);
    options.parsed?.set(file, { text, read });
    return read;
  } catch (error) {
    const message = `cannot be read (${(error as Error).message}): restore it from the repository or set OTKLIK_CONFIG_DIR`;
    return { file: null, problems: [{ file: path, line: null, field: '', message, fatal: true }] };
  }
}

/** Reads all .yaml, .yml, .json and .geojson files of one folder of the config, in the order of their names. */
export function readConfigFolder(
  folder: string,
  configDir: string,
  options: ReadOptions = {},
): { files: ConfigFile[]; problems: ConfigProblem[] } {
  const files: ConfigFile[] = [];
  const problems: ConfigProblem[] = [];
  let names: string[];
  try {
    names = readdirSync(join(configDir, folder)).filter((name) => /\.(ya?ml|json|geojson)$/.test(name));
  } catch {
    const path = join(basename(configDir), folder);
    problems.push({
      file: path,
      line: null,
      field: '',
      message: `the folder is missing in ${dirname(join(configDir, folder))}: restore it from the repository or set OTKLIK_CONFIG_DIR`,
      fatal: true,
    });
    return { files, problems };
  }
  for (const name of names.sort()) {
    const read = readConfigFile(join(configDir, folder, name), configDir, options);
    if (read.file !== null) files.push(read.file);
    problems.push(...read.problems.map((problem) => ({ ...problem, fatal: false })));
  }
  return { files, problems };
}
