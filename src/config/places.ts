import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { PackFile } from '../core/place-files.js';
import { type ReadOptions, readConfigFolder } from './yaml.js';

export interface PlaceFiles {
  files: ConfigFile[];
  packs: PackFile[];
  /** GeoJSON of config/places/boundaries. */
  boundaryFiles: ConfigFile[];
  problems: ConfigProblem[];
}

/**
 * Reads config/places with its address packs and boundaries; most centres have neither, and no folders for them. What cannot be read is
 * reported and left out.
 */
export function readPlaces(configDir: string, options: ReadOptions = {}): PlaceFiles {
  const { files, problems } = readConfigFolder('places', configDir, options);
  const packs = readPacks(configDir, problems);
  const folder = join('places', 'boundaries');
  if (!existsSync(join(configDir, folder))) return { files, packs, boundaryFiles: [], problems };
  const boundaries = readConfigFolder(folder, configDir, options);
  return { files, packs, boundaryFiles: boundaries.files, problems: [...problems, ...boundaries.problems] };
}

function readPacks(configDir: string, problems: ConfigProblem[]): PackFile[] {
  const folder = join(configDir, 'places', 'packs');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.pack'));
  return names.sort().flatMap((name) => {
    const path = join(basename(configDir), 'places', 'packs', name);
    try {
      return [{ path, bytes: readFileSync(join(folder, name)) }];
    } catch (error) {
      const message = `the address pack cannot be read (${(error as Error).message}): correct its access rights or take it away`;
      problems.push({ file: path, line: null, field: '', message, fatal: false });
      return [];
    }
  });
}
