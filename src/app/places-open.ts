import { lintPlaces, type PlaceLintResult } from '../../pipelines/places/lint.js';
import { loadPlaces } from '../../pipelines/places/load.js';
import { createLocator, type LocatorParts } from '../../pipelines/places/locator.js';
import { openPack } from '../../pipelines/places/pack-open.js';
import { createTerritoryTree, type TerritoryTree } from '../../pipelines/places/territory-tree.js';
import { type PlaceFiles, readPlaces } from '../config/places.js';
import type { ConfigProblem } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import type { KeptResults } from '../core/kept.js';

/**
 * The places of a configuration alone: no rules, no routes, no services.
 * @param kept what earlier starts made of the same files
 */
export function openPlaces(configDir: string, kept: KeptResults): LocatorParts & { problems: ConfigProblem[] } {
  const { problems, ...read } = readPlaces(configDir);
  const parts = createLocator({ ...read, kept });
  return { ...parts, problems: [...problems, ...parts.problems] };
}

/** Checks the places of a configuration. */
export function lintPlacesOf(configDir: string): PlaceLintResult {
  return lintPlaces(readPlaces(configDir));
}

/**
 * The territories of config/places and of its packs, without what texts are looked up in: that takes a second to make.
 * @param exceptPack id of a pack that is left out
 */
export function territoriesOf({ files, packs }: PlaceFiles, exceptPack: string | null = null): TerritoryTree {
  const ofPacks = packs.flatMap(({ path, bytes }) => {
    try {
      const { meta, territories } = openPack(bytes);
      return meta.id === exceptPack ? [] : [{ path, data: { territories }, lineAt: () => 1 }];
    } catch (error) {
      // «places lint» tells of packs that cannot be used; they hinder nothing else.
      if (error instanceof AppError) return [];
      throw error;
    }
  });
  return createTerritoryTree(loadPlaces([...files, ...ofPacks]).territories);
}

/** Ids of all territories of a configuration. */
export function knownTerritories(configDir: string): Set<string> {
  return new Set(territoriesOf(readPlaces(configDir)).territories.map(({ id }) => id));
}
