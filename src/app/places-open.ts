import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lintPlaces, type PlaceLintResult } from '../../pipelines/places/lint.js';
import { createLocator, type LocatorParts } from '../../pipelines/places/locator.js';
import { readPlaces } from '../config/places.js';
import { readConfigFolder } from '../config/yaml.js';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { KeptResults } from '../core/kept.js';

interface Read extends ReturnType<typeof readPlaces> {
  boundaryFiles: ConfigFile[];
}

const boundaryFolder = join('places', 'boundaries');

/** GeoJSON of config/places/boundaries; none where the folder is not there, and none that cannot be read. */
export function readBoundaryFiles(configDir: string): ConfigFile[] {
  return existsSync(join(configDir, boundaryFolder)) ? readConfigFolder(boundaryFolder, configDir).files : [];
}

function readAll(configDir: string): Read {
  const places = readPlaces(configDir);
  if (!existsSync(join(configDir, boundaryFolder))) return { ...places, boundaryFiles: [] };
  const { files, problems } = readConfigFolder(boundaryFolder, configDir);
  return { ...places, boundaryFiles: files, problems: [...places.problems, ...problems] };
}

/**
 * The places of a configuration alone: no rules, no routes, no services.
 * @param kept what earlier starts made of the same files
 */
export function openPlaces(configDir: string, kept: KeptResults): LocatorParts & { problems: ConfigProblem[] } {
  const { files, packs, boundaryFiles, problems } = readAll(configDir);
  const parts = createLocator({ files, packs, boundaryFiles, kept });
  return { ...parts, problems: [...problems, ...parts.problems] };
}

/** Checks the places of a configuration. */
export function lintPlacesOf(configDir: string): PlaceLintResult {
  return lintPlaces(readAll(configDir));
}
