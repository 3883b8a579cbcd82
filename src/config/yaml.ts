import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { ParsedCache } from './parsed-cache.js';

function shownPath(file: string, configDir: string): string {
  return join(basename(configDir), file.slice(configDir.length + 1));
}

/** Parses one YAML (or JSON) file; syntax errors become problems with their line. */
export function parseConfigFile(path: string, text: string): { file: ConfigFile | null; problems: ConfigProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', uniqueKeys: true });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file: path,
      line: lines.linePos(error.pos[0]).line,
      field: '',
      message: `not valid YAML: ${error.message.split('\n')[0] ?? ''}`,
      fatal: false,
    }));
    return { file: null, problems };
  }
  const lineAt = (keys: readonly PropertyKey[]): number => {
    let node: Node | null = document.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const key of keys) {
      if (isMap(node)) {
        const pair: { key: unknown; value: unknown } | undefined = node.items.find(
          (item) => isScalar(item.key) && String(item.key.value) === String(key),
        );
        if (pair === undefined) break;
        offset = (pair.key as Node).range?.[0] ?? offset;
        node = (pair.value ?? null) as Node | null;
      } else if (isSeq(node) && typeof key === 'number') {
        node = (node.items[key] ?? null) as Node | null;
        offset = node?.range?.[0] ?? offset;
      } else break;
    }
    return lines.linePos(offset).line;
  };
  return { file: { path, data: document.toJS({ maxAliasCount: 100 }) as unknown, lineAt }, problems: [] };
}

/** The same by way of what an earlier start parsed; lines are looked up only when a problem asks for them. */
function parseThroughCache(path: string, text: string, cache: ParsedCache): ReadFile {
  const known = cache.get(text);
  if (known !== null) {
    let parsed: ConfigFile | null | undefined;
    const lineAt: ConfigFile['lineAt'] = (keys) => {
      parsed ??= parseConfigFile(path, text).file;
      return parsed?.lineAt(keys) ?? 1;
    };
    return { file: { path, data: known.data, lineAt }, problems: [] };
  }
  const read = parseConfigFile(path, text);
  if (read.file !== null && read.problems.length === 0) cache.put(text, read.file.data);
  return read;
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
  cache?: ParsedCache | undefined;
  /** True to give each file the hash of its text. */
  hashed?: boolean;
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
      : options.cache === undefined
        ? parseConfigFile(path, text)
        : parseThroughCache(path, text, options.cache);
    if (options.hashed === true && read.file !== null) {
      read.file.hash = createHash('sha256').update(text).digest('hex');
    }
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
