import { readdirSync, readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { ConfigFile } from '../../../../src/core/config-file.js';
import { type Taxonomy, taxonomySchema } from '../../../../src/core/taxonomy.js';

/** A YAML text as the rules see it. */
export function yamlFile(path: string, text: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return {
    path,
    data: document.toJS(),
    lineAt(wanted) {
      for (let length = wanted.length; length >= 0; length--) {
        const node = length === 0 ? document.contents : document.getIn(wanted.slice(0, length), true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}

/** All shipped packs, in the order of their names. Run from the checkout. */
export function shippedPacks(): ConfigFile[] {
  return readdirSync('config/rules')
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => yamlFile(`config/rules/${name}`, readFileSync(`config/rules/${name}`, 'utf8')));
}

export function shippedTaxonomy(): Taxonomy {
  return taxonomySchema.parse(yamlFile('config/taxonomy.yaml', readFileSync('config/taxonomy.yaml', 'utf8')).data);
}
