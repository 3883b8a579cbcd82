import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { ConfigFile } from '../../../../src/core/config-file.js';

/** A YAML (or JSON, which is YAML) text as the pipeline gets it from src/config. */
export function configFile(path: string, text: string): ConfigFile {
  if (path.endsWith('.json')) return { path, data: JSON.parse(text), lineAt: () => 1 };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return {
    path,
    data: document.toJS(),
    lineAt: (keys) => {
      for (let length = keys.length; length >= 0; length--) {
        const node = document.getIn(keys.slice(0, length), true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}

/** All files of a shipped folder: «places», «routing». */
export function shippedFiles(folder: string): ConfigFile[] {
  const directory = join('config', folder);
  return readdirSync(directory)
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .sort()
    .map((name) => configFile(`${directory}/${name}`, readFileSync(join(directory, name), 'utf8')));
}
