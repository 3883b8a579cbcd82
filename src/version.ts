import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string };
      if (name === 'otklik') return folder;
    } catch {
      // no package.json here: one folder up
    }
    if (dirname(folder) === folder) throw new Error('the folder of Otklik was not found above the running file');
  }
}

/** Folder that holds package.json, config/ and dist/. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Text of package.json: version, packages and theirs. */
export const packageText = readFileSync(join(projectRoot, 'package.json'), 'utf8');

export const version = (JSON.parse(packageText) as { version: string }).version;
