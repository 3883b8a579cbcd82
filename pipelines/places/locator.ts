import { createHash } from 'node:crypto';
import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { KeptResults } from '../../src/core/kept.js';
import type { Place, Territory } from '../../src/core/place.js';
import type { Locator, PlaceContext } from '../../src/core/ports.js';
import { findMentions } from './find.js';
import { createGazetteer } from './gazetteer.js';
import { type Home, resolveHome } from './home.js';
import { loadPlaces, type PlacesData } from './load.js';
import { indexNames, type NameIndex } from './name-index.js';
import { resolvePlace } from './resolve.js';
import { createScan } from './scan.js';

/** Changes when the finder itself changes what it finds. */
const finderRevision = 'places-1';

export interface LocatorParts {
  readonly locator: Locator;
  /** All territories of the files, for the routing table, filters and forms. */
  readonly territories: readonly Territory[];
  readonly problems: ConfigProblem[];
}

export interface LocatorOptions {
  /** The parsed files of config/places. */
  files: readonly ConfigFile[];
  /** What earlier starts made of the same files. */
  kept?: KeptResults;
}

/**
 * Builds the locator. Bad entries are left out and reported; without any file it still finds settlements and streets that stand with their
 * type word.
 */
export function createLocator({ files, kept }: LocatorOptions): LocatorParts {
  const { territories, streets, problems, revision, index } = indexedPlaces(files, kept);
  const gazetteer = createGazetteer(territories, streets, index);
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
      return resolvePlace(scan, findMentions(scan), home, context);
    },
    lineage: (territoryId) => (territoryId === null ? [] : gazetteer.chain(territoryId).map(({ id }) => id)),
    territory: (id) => byId.get(id) ?? null,
  };
  return { locator, territories, problems };
}

/** Places as they are kept between starts. */
interface IndexedPlaces extends PlacesData {
  revision: string;
  index: NameIndex;
}

function indexedPlaces(files: readonly ConfigFile[], kept: KeptResults | undefined): IndexedPlaces {
  const hashes = files.map(({ hash }) => hash);
  const key = kept === undefined || hashes.includes(undefined) ? null : JSON.stringify(hashes);
  const known = key === null ? undefined : kept?.get('places', key);
  if (known !== undefined) return known as IndexedPlaces;
  const places = loadPlaces(files);
  const { territories, streets } = places;
  const hash = createHash('sha256')
    .update(finderRevision)
    .update(JSON.stringify([territories, [...streets]]));
  const revision = `${finderRevision}-${hash.digest('hex').slice(0, 12)}`;
  const made = { ...places, revision, index: indexNames(territories, streets) };
  if (key !== null) kept?.put('places', key, made);
  return made;
}
