import { createRequire } from 'node:module';
import type { Node } from 'yaml';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { Source } from '../core/source.js';
import { type LineTree, lineIn } from './line-tree.js';

/** The parser takes a tenth of a second to load: starts that find everything parsed already do without. */
const loadParser = (): typeof import('yaml') => createRequire(import.meta.url)('yaml') as typeof import('yaml');

/** What a YAML text says, with the line of each value. */
export interface ParsedText {
  data: unknown;
  lines: LineTree;
}

/** Parses one YAML (or JSON) text; syntax errors become problems with their line. */
export function parseYaml(path: string, text: string): { parsed: ParsedText | null; problems: ConfigProblem[] } {
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = loadParser();
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, schema: 'core', uniqueKeys: true });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      file: path,
      line: counter.linePos(error.pos[0]).line,
      field: '',
      message: `not valid YAML: ${error.message.split('\n')[0] ?? ''}`,
      fatal: false,
    }));
    return { parsed: null, problems };
  }
  const lineOf = (node: Node | null, otherwise: number): number =>
    node?.range ? counter.linePos(node.range[0]).line : otherwise;
  const treeOf = (node: Node | null, line: number): LineTree => {
    if (isMap(node)) {
      const entries = node.items.flatMap((item): [string, LineTree][] => {
        if (!isScalar(item.key)) return [];
        return [[String(item.key.value), treeOf((item.value ?? null) as Node | null, lineOf(item.key, line))]];
      });
      return [line, Object.fromEntries(entries)];
    }
    if (!isSeq(node)) return line;
    return [line, node.items.map((item) => treeOf(item as Node, lineOf(item as Node, line)))];
  };
  const { contents } = document;
  const lines = treeOf(contents, lineOf(contents, counter.linePos(0).line));
  return { parsed: { data: document.toJS({ maxAliasCount: 100 }) as unknown, lines }, problems: [] };
}

/** The same as a file of the configuration. */
export function parseConfigFile(path: string, text: string): { file: ConfigFile | null; problems: ConfigProblem[] } {
  const { parsed, problems } = parseYaml(path, text);
  return { file: parsed && fileOf(path, parsed), problems };
}

export function fileOf(path: string, { data, lines }: ParsedText): ConfigFile {
  return { path, data, lineAt: (keys) => lineIn(lines, keys) };
}

/** Sources as a file of config/sources holds them. */
export function sourceYaml(sources: readonly Source[]): string {
  const { stringify } = loadParser();
  return stringify({ sources }, { lineWidth: 0 });
}
