import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { KeptResults } from '../../src/core/kept.js';
import type { PackFile } from '../../src/core/place-files.js';
import type { Boundaries } from './areas.js';
import { loadBoundaries } from './boundaries.js';
import { type CompiledPlaces, compilePlaces } from './compile.js';
import { type Gazetteer, openGazetteer } from './gazetteer.js';
import { areasOfPacks } from './pack-points.js';

export interface PlacesInput {
  /** Parsed files of config/places. */
  readonly files: readonly ConfigFile[];
  /** Address packs of config/places/packs. */
  readonly packs?: readonly PackFile[];
  /** Parsed GeoJSON of config/places/boundaries. */
  readonly boundaryFiles?: readonly ConfigFile[];
  /** Keeps the compiled index of names for the next start. */
  readonly kept?: KeptResults | undefined;
}

export interface OpenedPlaces {
  readonly compiled: CompiledPlaces;
  readonly gazetteer: Gazetteer;
  readonly boundaries: Boundaries;
  /** What was left out of files, packs and boundaries. */
  readonly problems: ConfigProblem[];
}

/** Makes of the files of config/places what texts are looked up in. Bad entries, packs and boundaries are left out and reported. */
export function openPlaces({ files, packs = [], boundaryFiles = [], kept }: PlacesInput): OpenedPlaces {
  const compiled = compilePlaces(files, packs, kept);
  const gazetteer = openGazetteer(compiled.territories, compiled.sections, compiled.packs);
  const ofPacks = areasOfPacks(compiled.packs, gazetteer);
  const { boundaries, problems } = loadBoundaries(boundaryFiles, gazetteer, ofPacks);
  return { compiled, gazetteer, boundaries, problems: [...compiled.problems, ...problems] };
}
