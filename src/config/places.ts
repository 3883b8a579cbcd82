import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { PackFile, PlaceCache } from '../core/place-files.js';
import { type ReadOptions, readConfigFolder } from './yaml.js';

export interface PlaceFiles {
  /** With the hash of their text, so that what is made of them can be kept. */
  files: ConfigFile[];
  packs: PackFile[];
  problems: ConfigProblem[];
}

/** Reads config/places and the address packs of config/places/packs, if there are any. A pack that cannot be read is reported and left out. */
export function readPlaces(configDir: string, options: ReadOptions = {}): PlaceFiles {
  const { files, problems } = readConfigFolder('places', configDir, { ...options, hashed: true });
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

const SUFFIX = '.places';
/** Files that are kept: of this version and of the one before, say. */
const MOST_FILES = 3;

/** The code that compiles: what it kept does not outlive a change of it. */
const compilerFolder = join(import.meta.dirname, '../../pipelines/places');

/**
 * Keeps compiled indexes of places in a folder. A cache: what cannot be read is not there, what cannot be written costs only time. A file
 * appears whole or not at all, so any number of processes may share the folder.
 * @param folder made when it is missing
 */
export function openPlaceCache(folder: string): PlaceCache {
  let code: string | null = null;
  const fileOf = (key: string): string => {
    code ??= hashFolder(compilerFolder);
    return join(folder, `${createHash('sha256').update(code).update(key).digest('hex')}${SUFFIX}`);
  };
  return {
    get(key) {
      try {
        return readFileSync(fileOf(key));
      } catch {
        return null;
      }
    },
    put(key, bytes) {
      const draft = join(folder, `places.${process.pid}-${randomBytes(4).toString('hex')}`);
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(draft, bytes);
        renameSync(draft, fileOf(key));
        removeOldest(folder);
      } catch {
        // A folder that cannot be written costs only time.
        removeDraft(draft);
      }
    },
  };
}

function hashFolder(folder: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  for (const name of entries.map((entry) => entry.name).sort())
    hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => join(folder, name));
  if (files.length <= MOST_FILES) return;
  const byAge = files.map((file) => ({ file, at: statSync(file).mtimeMs })).sort((a, b) => b.at - a.at);
  for (const { file } of byAge.slice(MOST_FILES)) rmSync(file, { force: true });
}

function removeDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // It was never made.
    return;
  }
}
