/**
 * Makes pipelines/incidents/common-stems.ts anew: stems of the words that the rules of config/rules and their examples write in small letters.
 * Run: npm run evaluate -- common-stems
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { analyse } from '../../pipelines/text/analyse.js';
import { projectRoot } from '../../src/version.js';

const widest = 140;
const shortest = 4;
const folder = join(projectRoot, 'config/rules');
const stems = new Set<string>();
for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
  addFrom(parse(readFileSync(join(folder, name), 'utf8')));
}

const lines = [''];
for (const stem of [...stems].sort()) {
  const line = lines.at(-1) ?? '';
  if (line.length + stem.length + 1 > widest) lines.push(stem);
  else lines[lines.length - 1] = line === '' ? stem : `${line} ${stem}`;
}
const file = join(projectRoot, 'pipelines/incidents/common-stems.ts');
writeFileSync(
  file,
  `/** Made by «npm run evaluate -- common-stems» from the words that config/rules writes in small letters: words that name no place. */
const words = \`
${lines.join('\n')}
\`;

export const commonStems: ReadonlySet<string> = new Set(words.trim().split(/\\s+/));
`,
);
console.log(`${stems.size} stems written: ${file}`);

function addFrom(value: unknown): void {
  if (typeof value === 'string') addWords(value);
  else if (Array.isArray(value)) value.forEach(addFrom);
  else if (value !== null && typeof value === 'object') Object.values(value).forEach(addFrom);
}

function addWords(text: string): void {
  for (const { kind, stem, start } of analyse(text).tokens) {
    if (kind === 'word' && stem.length >= shortest && /^[а-яё-]+$/u.test(stem) && /[а-яё]/u.test(text.charAt(start)))
      stems.add(stem);
  }
}
