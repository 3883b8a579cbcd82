import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { PackFile } from '../core/place-files.js';
import { type ReadOptions, readConfigFolder } from './yaml.js';

export interface PlaceFiles {
  files: ConfigFile[];
  packs: PackFile[];
  problems: ConfigProblem[];
}

/** Reads config/places and the address packs of config/places/packs, if there are any. A pack that cannot be read is reported and left out. */
export function readPlaces(configDir: string, options: ReadOptions = {}): PlaceFiles {
  const { files, problems } = readConfigFolder('places', configDir, options);
  const folder = join(configDir, 'places', 'packs');
  const packs: PackFile[] = [];
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.pack'));
  } catch {
    // Most centres have no packs, and no folder for them.
    return { files, packs, problems };
  }
  for (const name of names.sort()) {
    const path = join(basename(configDir), 'places', 'packs', name);
    try {
      packs.push({ path, bytes: readFileSync(join(folder, name)) });
    } catch (error) {
      const message = `the address pack cannot be read (${(error as Error).message}): correct its access rights or take it away`;
      problems.push({ file: path, line: null, field: '', message, fatal: false });
    }
  }
  return { files, packs, problems };
}
