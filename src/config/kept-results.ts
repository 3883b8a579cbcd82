import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { KeptResults } from '../core/kept.js';
import { removeOldest, writeWhole } from './kept-files.js';

const HASH_BYTES = 32;

/** Folders of the program whose code makes what is kept. */
const MAKERS = ['.', '../core', '../../pipelines/text', '../../pipelines/rules', '../../pipelines/places'];

/**
 * Keeps results between starts, one file each, named by the hash of kind, key and program. A file that is torn or altered does not count:
 * it begins with the SHA-256 of the rest.
 * @param folder made when it is missing; one that cannot be written costs only time
 * @param most files that are kept; the oldest go first
 * @param program as `programRevision` gives it: another program knows nothing of these
 */
export function openKeptResults(folder: string, most: number, program: string): KeptResults {
  const fileOf = (kind: string, key: string): string => join(folder, `${kind}-${sha256(program, kind, key)}.bin`);
  return {
    has: (kind, key) => existsSync(fileOf(kind, key)),
    get(kind, key) {
      try {
        const bytes = readFileSync(fileOf(kind, key));
        const body = bytes.subarray(HASH_BYTES);
        if (!createHash('sha256').update(body).digest().equals(bytes.subarray(0, HASH_BYTES))) return undefined;
        return deserialize(body) as unknown;
      } catch {
        // Not there yet, or not readable for this Node: it is made anew.
        return undefined;
      }
    },
    put(kind, key, result) {
      const body = serialize(result);
      try {
        mkdirSync(folder, { recursive: true });
        writeWhole(fileOf(kind, key), Buffer.concat([createHash('sha256').update(body).digest(), body]));
        removeOldest(folder, most);
      } catch {
        // A folder that cannot be written costs only time.
        return;
      }
    },
  };
}

function sha256(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\n${part}\n`);
  return hash.digest('hex');
}

/**
 * Of the code that makes what is kept, its packages and Node: the content decides, so that an edit counts at once.
 * @param packages text of package.json, which names the packages with their versions
 */
export function programRevision(packages: string): string {
  const hash = createHash('sha256').update(process.version).update(packages);
  for (const maker of MAKERS) {
    const folder = fileURLToPath(new URL(`${maker}/`, import.meta.url));
    for (const name of readdirSync(folder).sort())
      if (/\.(js|ts)$/.test(name)) hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}
