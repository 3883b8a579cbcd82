import { createHash } from 'node:crypto';
import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import { AppError } from '../../src/core/errors.js';
import type { KeptResults } from '../../src/core/kept.js';
import type { Territory } from '../../src/core/place.js';
import type { PackFile } from '../../src/core/place-files.js';
import { loadPlaces } from './load.js';
import { openPack, type Pack } from './pack-open.js';
import { buildPlaceIndex } from './place-index-build.js';
import { mostPacks } from './place-index-values.js';
import { DamagedBytes, joinSections, jsonSection, openSections, type Sections } from './sections.js';

export interface CompiledPlaces {
  readonly territories: readonly Territory[];
  readonly sections: Sections;
  readonly packs: readonly Pack[];
  /** Hash of all that was understood: the same for files that say the same. */
  readonly content: string;
  readonly problems: ConfigProblem[];
}

/** Kind and format of the compiled index; changes with any change of its sections, of declension or of what loading understands. */
const indexMagic = 'OTKINDX1';

/** What the compiled places are called among what is kept. */
const KIND = 'places';

/**
 * Loads the files and packs of config/places and compiles the index of all names, or takes it from what is kept when nothing has changed.
 * Files without the hash of their text are compiled each time.
 */
export function compilePlaces(
  files: readonly ConfigFile[],
  packFiles: readonly PackFile[],
  cache: KeptResults | undefined,
): CompiledPlaces {
  const key = cache === undefined ? null : keyOf(files, packFiles);
  const kept = key === null ? undefined : cache?.get(KIND, key);
  if (kept instanceof Uint8Array) {
    const compiled = openCompiled(kept, packFiles);
    if (compiled !== null) return compiled;
  }
  const bytes = compile(files, packFiles);
  if (key !== null) cache?.put(KIND, key, bytes);
  const compiled = openCompiled(bytes, packFiles);
  if (compiled === null)
    throw new AppError('E_INTERNAL', 'the index of places cannot be opened that was just compiled');
  return compiled;
}

function keyOf(files: readonly ConfigFile[], packFiles: readonly PackFile[]): string | null {
  const hash = createHash('sha256').update(indexMagic);
  for (const file of files) {
    if (file.hash === undefined) return null;
    hash.update(`\n${file.path}\n${file.hash}`);
  }
  for (const { path, bytes } of packFiles) hash.update(`\n${path}\n${bytes.byteLength}\n`).update(bytes);
  return hash.digest('hex');
}

interface Head {
  content: string;
  /** Places of the packs in use among the files of packs. */
  packs: number[];
  problems: ConfigProblem[];
}

function compile(files: readonly ConfigFile[], packFiles: readonly PackFile[]): Uint8Array {
  const problems: ConfigProblem[] = [];
  const used = openPacks(packFiles, problems);
  const ofPacks = used.map(({ pack, path }) => ({ path, data: { territories: pack.territories }, lineAt: () => 1 }));
  const loaded = loadPlaces([...files, ...ofPacks]);
  const { territories, streets } = loaded;
  const ids = new Set(territories.map(({ id }) => id));
  for (const { pack, path } of used) {
    for (const id of pack.territoryIds) {
      if (ids.has(id)) continue;
      const message = `the pack has streets of the territory «${id}», which no file of config/places and no pack has: they are left out; add the territory, or make the pack anew`;
      problems.push({ file: path, line: null, field: '', message, fatal: false });
    }
  }
  const content = createHash('sha256').update(JSON.stringify([territories, [...streets]]));
  for (const { index } of used) content.update(packFiles[index]?.bytes ?? '');
  const head: Head = {
    content: content.digest('hex').slice(0, 12),
    packs: used.map(({ index }) => index),
    problems: [...loaded.problems, ...problems],
  };
  const index = buildPlaceIndex({ territories, streets, packs: used.map(({ pack }) => pack) });
  return joinSections(indexMagic, { head: jsonSection(head), terr: jsonSection(territories), ...index });
}

interface UsedPack {
  pack: Pack;
  path: string;
  index: number;
}

function openPacks(packFiles: readonly PackFile[], problems: ConfigProblem[]): UsedPack[] {
  const used: UsedPack[] = [];
  const report = (file: string, message: string): void => {
    problems.push({ file, line: null, field: '', message, fatal: false });
  };
  packFiles.forEach(({ path, bytes }, index) => {
    try {
      const pack = openPack(bytes);
      const same = used.find((other) => other.pack.meta.id === pack.meta.id);
      if (same !== undefined)
        report(path, `the pack «${pack.meta.id}» is loaded from ${same.path} already: take one of the two files away`);
      else if (used.length >= mostPacks)
        report(path, `only ${mostPacks} packs can be loaded: make one of several small ones`);
      else used.push({ pack, path, index });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      report(path, error.message);
    }
  });
  return used;
}

/** Null for bytes of another format; that they are what was put is for those to see to who keep them. */
function openCompiled(bytes: Uint8Array, packFiles: readonly PackFile[]): CompiledPlaces | null {
  try {
    const sections = openSections(indexMagic, bytes, true);
    const head = sections.json('head') as Head;
    const packs = head.packs.map((index) => openPack((packFiles[index] as PackFile).bytes, true));
    const territories = sections.json('terr') as Territory[];
    return { territories, sections, packs, content: head.content, problems: head.problems };
  } catch (error) {
    if (error instanceof DamagedBytes) return null;
    throw error;
  }
}
