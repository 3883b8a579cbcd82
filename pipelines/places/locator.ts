import type { ConfigProblem } from '../../src/core/config-file.js';
import type { Place, Territory } from '../../src/core/place.js';
import type { PlaceExplanation } from '../../src/core/place-explanation.js';
import type { Locator, PlaceContext } from '../../src/core/ports.js';
import { explainPlace } from './explain.js';
import { findMentions, noMentions } from './find.js';
import { createPointer, type Pointer } from './geocode.js';
import { type Home, resolveHome } from './home.js';
import { openPlaces, type PlacesInput } from './open-places.js';
import { packPoints } from './pack-points.js';
import { resolvePlace } from './resolve.js';
import { createScan } from './scan.js';
import { territoryByText } from './territory-by-text.js';
import { namesArea, placeOfThread, withinThread } from './thread-place.js';
import { createGates } from './word-gates.js';
import { createWordTable } from './word-table.js';

/** Changes when the finder itself changes what it finds. */
const finderRevision = 'places-8';

/** Homes that are remembered: one for each source and territory. */
const mostHomes = 10_000;
interface KnownHome {
  readonly home: Home;
  /** The place of any text from there that names none; made when the first comes. */
  place: Place | null;
}

export interface LocatorParts {
  readonly locator: Locator;
  /** All territories of the files, for the routing table, filters and forms. */
  readonly territories: readonly Territory[];
  readonly problems: ConfigProblem[];
  /** Points and boundaries for places whose point comes later, from a geocoder. */
  readonly pointer: Pointer;
  /** Why a text gets its place: slow beside `locate`, for people who ask. */
  explain(text: string, context: PlaceContext): PlaceExplanation;
  /**
   * The territory that a person names by OKTMO code, id or name.
   * @param what the option or field that names it, for the message
   * @throws AppError E_INPUT_INVALID when there is none, or when several bear the name
   */
  territoryNamed(text: string, what: string): Territory;
}

/** What `resolveHome` and `resolvePlace` read of the context, as one string. Names hold no NUL. */
function keyOf({ territory, region, municipality, settlement }: PlaceContext): string {
  if (!region && !municipality && !settlement) return territory ?? noTerritory;
  return `${territory ?? noTerritory}\0${region ?? ''}\0${municipality ?? ''}\0${settlement ?? ''}`;
}
const noTerritory = '\0';

/**
 * Builds the locator from the files of config/places. Bad entries and packs are left out and reported; without any file it still finds
 * settlements and streets that stand with their type word.
 */
export function createLocator(input: PlacesInput): LocatorParts {
  const { compiled, gazetteer, boundaries, problems } = openPlaces(input);
  const { territories } = compiled;
  const pointer = createPointer({ tree: gazetteer, territories, boundaries, points: packPoints(gazetteer) });
  const revision = `${finderRevision}-${compiled.content}${boundaries.count === 0 ? '' : `-${pointer.digest}`}`;
  const words = createWordTable(createGates(gazetteer.opens));
  const homes = new Map<string, KnownHome>();
  const homeOf = (context: PlaceContext): KnownHome => {
    const key = keyOf(context);
    const known = homes.get(key);
    if (known !== undefined) return known;
    const made = { home: resolveHome(context, gazetteer), place: null };
    if (homes.size >= mostHomes) homes.clear();
    homes.set(key, made);
    return made;
  };
  const locateText = (text: string, context: PlaceContext): Place => {
    const known = homeOf(context);
    const scan = createScan(text, gazetteer, known.home.id, words);
    const mentions = findMentions(scan);
    // A text that names no place has its home's, but for what the model says of it.
    if (mentions !== noMentions || typeof context.locality === 'number')
      return resolvePlace(scan, mentions, known.home, context);
    known.place ??= resolvePlace(scan, mentions, known.home, context);
    return known.place;
  };
  const locator: Locator = {
    revision,
    locate(text: string, context: PlaceContext): Place {
      const place = locateText(text, context);
      if (!context.thread || namesArea(place)) return place;
      // The score speaks of the answer, not of what it answers.
      const opener = locateText(context.thread, { ...context, locality: null });
      if (opener.named.length === 0) return place;
      if (place.named.length === 0) return placeOfThread(opener);
      const { region, municipality, settlement } = opener;
      return namesArea(opener) ? withinThread(locateText(text, { region, municipality, settlement })) : place;
    },
    lineage: (territoryId) => (territoryId === null ? [] : gazetteer.chain(territoryId).map(({ id }) => id)),
    territory: (id) => gazetteer.get(id) ?? null,
  };
  const pointed: Locator = { ...locator, locate: (text, context) => pointer.point(locator.locate(text, context)) };
  return {
    locator: pointed,
    territories,
    problems,
    pointer,
    explain: (text, context) =>
      explainPlace({ text, gazetteer, home: homeOf(context).home, place: pointed.locate(text, context) }),
    territoryNamed: (text, what) => territoryByText({ territories, chain: gazetteer.chain }, text, what),
  };
}
