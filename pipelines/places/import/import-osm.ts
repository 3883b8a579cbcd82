import type { Territory } from '../../../src/core/place.js';
import { foldName } from '../fold.js';
import { readHouseNumber, readStreet, streetTypeInFull } from './address-words.js';
import {
  districtPlaces,
  isBoundary,
  isHouse,
  isPlace,
  isStreet,
  type OsmElement,
  type OsmFile,
  type OsmTags,
  settlementPlaces,
} from './osm-element.js';
import { createOsmSettlements, type OsmSettlements } from './osm-settlements.js';
import type { PackCollector, StreetDraft } from './pack-collector.js';
import type { SettlementResolver } from './settlement-resolver.js';

export interface OsmImport {
  readonly files: readonly OsmFile[];
  /** Settlement of addresses that name none and lie inside no boundary. */
  readonly settlement: Territory | null;
  readonly known: readonly Territory[];
  /** Region in which municipalities are looked for, by their names; null: everywhere. */
  readonly region: string | null;
  readonly collector: PackCollector;
  readonly resolver: SettlementResolver;
  onRow(count: number): void;
}

interface Sorted {
  places: OsmElement[];
  districts: OsmElement[];
  boundaries: OsmElement[];
  streets: OsmElement[];
  houses: OsmElement[];
}

/** Levels of boundaries of OpenStreetMap in Russia; 8 are parts of municipalities, or settlements by their name. */
const knownLevels: Readonly<Record<string, Territory['level']>> = { '4': 'region', '6': 'municipality' };
const districtLevels = new Set(['9', '10']);

/**
 * Reads addresses, named streets, settlements and boundaries of an extract of OpenStreetMap.
 * @throws AppError E_INPUT_INVALID when a file cannot be read
 */
export async function importOsm(input: OsmImport): Promise<void> {
  const { collector, resolver, settlement } = input;
  const sorted: Sorted = { places: [], districts: [], boundaries: [], streets: [], houses: [] };
  for (const file of input.files) {
    await file.read(
      (element) => {
        collector.rows++;
        input.onRow(collector.rows);
        sort(element, sorted);
      },
      (problem) => collector.unreadable(problem),
    );
  }
  const outlines = sorted.boundaries.filter(({ tags }) => tags.admin_level === '8' || tags.place !== undefined);
  const settlements = createOsmSettlements(sorted.places, outlines, settlement, resolver);
  for (const element of sorted.streets) addStreet(element, collector, settlements);
  for (const element of sorted.houses) addHouse(element, collector, settlements);
  collector.settlePoints();
  for (const element of [...sorted.districts, ...sorted.boundaries]) addArea(element, input, settlements);
  for (const { id, polygons } of settlements.outlines()) collector.boundary(id, polygons);
}

function sort(element: OsmElement, sorted: Sorted): void {
  const { tags } = element;
  if (isPlace(tags) && settlementPlaces.test(tags.place ?? '')) sorted.places.push(element);
  if (isPlace(tags) && districtPlaces.test(tags.place ?? '') && !isBoundary(tags)) sorted.districts.push(element);
  if (isBoundary(tags)) sorted.boundaries.push(element);
  // There are hundreds of thousands of them: their shapes are not kept.
  if (isHouse(tags)) sorted.houses.push({ ...element, tags: addressOf(tags), line: null, polygons: null });
  else if (isStreet(tags)) sorted.streets.push({ ...element, line: null });
}

function addressOf(tags: OsmTags): OsmTags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith('addr:')));
}

const settlementNamed = (tags: OsmTags): string | null =>
  tags['addr:city'] ?? tags['addr:town'] ?? tags['addr:village'] ?? tags['addr:hamlet'] ?? null;
const nameOf = (tags: OsmTags): string => tags['name:ru'] ?? tags.name ?? '';

function addStreet({ place, tags, point }: OsmElement, collector: PackCollector, settlements: OsmSettlements): void {
  const street = readStreet(nameOf(tags));
  if (street === null) return;
  const found = settlements.at(point, settlementNamed(tags));
  if ('reason' in found) {
    collector.skip(`${place} («${nameOf(tags)}»)`, found.reason, found.remedy);
    return;
  }
  const draft = collector.street(found.id, street);
  if (point !== null) collector.stretch(draft, point);
  addAliases(draft, tags);
}

/** «К. Маркса» of `short_name`, an old name that people still use. */
function addAliases(draft: StreetDraft, tags: OsmTags): void {
  for (const key of ['alt_name', 'short_name', 'loc_name', 'old_name']) {
    for (const written of tags[key]?.split(';') ?? []) {
      const alias = readStreet(written);
      if (alias !== null && alias.name !== draft.name && /\p{Script=Cyrillic}/u.test(alias.name))
        draft.aliases.add(alias.name);
    }
  }
}

function addHouse({ place, tags, point }: OsmElement, collector: PackCollector, settlements: OsmSettlements): void {
  const written = tags['addr:housenumber'] ?? '';
  const where = `${place} («${[tags['addr:street'] ?? tags['addr:place'] ?? '', written].join(' ').trim()}»)`;
  // «addr:place» is a village without streets, or a quarter whose houses have numbers of its own.
  const quarter = tags['addr:street'] === undefined ? quarterOf(tags['addr:place']) : null;
  const street = tags['addr:street'] === undefined ? quarter : readStreet(tags['addr:street']);
  const isVillage = tags['addr:street'] === undefined && quarter === null;
  const found = settlements.at(point, settlementNamed(tags) ?? (isVillage ? (tags['addr:place'] ?? null) : null));
  if ('reason' in found) {
    collector.skip(where, found.reason, found.remedy);
    return;
  }
  if (street === null) {
    collector.skip(
      where,
      'has a house without a street',
      'add addr:street in OpenStreetMap; a pack holds houses of streets',
    );
    return;
  }
  // «5;7» are two houses of one building.
  for (const part of written.split(';')) {
    const number = readHouseNumber(part);
    if (number === null)
      collector.skip(where, 'has a house without a number', `«${part}»: correct addr:housenumber in OpenStreetMap`);
    else collector.house(collector.street(found.id, street), number, point);
  }
}

function quarterOf(text: string | undefined): ReturnType<typeof readStreet> {
  const hasType = text?.split(/\s+/).some((word) => streetTypeInFull(word) !== null) ?? false;
  return text === undefined || !hasType ? null : readStreet(text);
}

/** Boundaries of regions and municipalities that are known, and the districts of the settlements. */
function addArea(element: OsmElement, input: OsmImport, settlements: OsmSettlements): void {
  const { place, tags, point, polygons } = element;
  const { collector, resolver, known } = input;
  const name = nameOf(tags);
  const level = knownLevels[tags.admin_level ?? ''];
  if (!isBoundary(tags) || districtLevels.has(tags.admin_level ?? '')) {
    const found = settlements.at(point, null);
    if ('reason' in found || name === '') return;
    const id = resolver.district(name, found.id);
    if (polygons !== null) collector.boundary(id, polygons);
    else if (isBoundary(tags)) tellOpen();
    return;
  }
  if (level === undefined) return;
  const territory = known.filter(
    (one) =>
      one.level === level && isNamed(one, name) && (input.region === null || level === 'region' || inRegion(one)),
  );
  if (territory.length !== 1) {
    collector.note(
      `${place} (the boundary «${name}») is of no ${level} of config/places: it is left out; add the ${level} or its alias`,
    );
    return;
  }
  if (polygons === null) tellOpen();
  else collector.boundary((territory[0] as Territory).id, polygons);

  function tellOpen(): void {
    collector.note(
      `${place} (the boundary «${name}») is not closed: the extract has only a part of it; it is left out`,
    );
  }
  function inRegion(one: Territory): boolean {
    return one.parent === input.region;
  }
}

function isNamed({ name, aliases }: Territory, wanted: string): boolean {
  const folded = foldName(wanted);
  const bare = folded.replace(/ (?:муниципальный|городской) (район|округ)$/, ' $1');
  return [name, ...aliases].some((one) => {
    const own = foldName(one);
    return (
      own === folded ||
      own === bare ||
      own.replace(/^городской округ /, '') === folded.replace(/^(?:городской округ|город) /, '')
    );
  });
}
