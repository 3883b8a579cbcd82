import { createHash } from 'node:crypto';
import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { Place, Territory } from '../../src/core/place.js';
import type { Locator, PlaceContext } from '../../src/core/ports.js';
import { loadBoundaries } from './boundaries.js';
import { findMentions } from './find.js';
import { createGazetteer } from './gazetteer.js';
import { createPointer, type Pointer } from './geocode.js';
import { type Home, resolveHome } from './home.js';
import { loadPlaces } from './load.js';
import { resolvePlace } from './resolve.js';
import { createScan } from './scan.js';

/** Changes when the finder itself changes what it finds. */
const finderRevision = 'places-1';

export interface LocatorParts {
  readonly locator: Locator;
  /** All territories of the files, for the routing table, filters and forms. */
  readonly territories: readonly Territory[];
  readonly problems: ConfigProblem[];
  /** Points and boundaries for places whose point comes later, from a geocoder. */
  readonly pointer: Pointer;
}

/**
 * Builds the locator from the parsed files of config/places. Bad entries are left out and reported; without any file it still finds
 * settlements and streets that stand with their type word.
 */
export function createLocator({
  files,
  boundaryFiles = [],
}: {
  files: readonly ConfigFile[];
  /** Parsed GeoJSON of config/places/boundaries. */
  boundaryFiles?: readonly ConfigFile[];
}): LocatorParts {
  const { territories, streets, problems } = loadPlaces(files);
  const gazetteer = createGazetteer(territories, streets);
  const { boundaries, problems: ofBoundaries } = loadBoundaries(boundaryFiles, gazetteer);
  const pointer = createPointer({ tree: gazetteer, territories, boundaries });
  const hash = createHash('sha256')
    .update(finderRevision)
    .update(JSON.stringify([territories, [...streets]]))
    .update(pointer.digest);
  const revision = `${finderRevision}-${hash.digest('hex').slice(0, 12)}`;
  const byId = new Map(territories.map((territory) => [territory.id, territory]));
  const homes = new Map<string, Home>();
  const homeOf = (context: PlaceContext): Home => {
    const key = JSON.stringify([context.territory, context.region, context.municipality, context.settlement]);
    const known = homes.get(key);
    if (known !== undefined) return known;
    const home = resolveHome(context, gazetteer);
    if (homes.size >= 10_000) homes.clear();
    homes.set(key, home);
    return home;
  };
  const locator: Locator = {
    revision,
    locate(text: string, context: PlaceContext): Place {
      const home = homeOf(context);
      const scan = createScan(text, gazetteer, home.id);
      return pointer.point(resolvePlace(scan, findMentions(scan), home, context));
    },
    lineage: (territoryId) => (territoryId === null ? [] : gazetteer.chain(territoryId).map(({ id }) => id)),
    territory: (id) => byId.get(id) ?? null,
  };
  return { locator, territories, problems: [...problems, ...ofBoundaries], pointer };
}
