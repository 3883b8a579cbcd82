import { AppError } from '../../src/core/errors.js';
import type { Point } from '../../src/core/place.js';
import {
  compareHouses,
  houseKey,
  noCoordinate,
  type PackBoundary,
  type PackHouse,
  type PackRows,
  type PackStreet,
  packMagic,
  packMetaSchema,
  packStreetSchema,
  pointScale,
  streetColumns,
} from './pack-rows.js';
import { joinSections, joinTexts, jsonSection } from './sections.js';
import { VarintWriter } from './varint.js';

interface Joined {
  territory: string;
  type: string;
  name: string;
  aliases: Set<string>;
  point: Point | null;
  /** By key. */
  houses: Map<string, PackHouse>;
}

/**
 * Makes an address pack (docs/places.md, «Address packs»). Streets of one territory, type and name are joined; of houses of one number the
 * first with a point stays. The same rows in any order of streets give the same streets, in the order of territory, name, type.
 * @throws AppError E_INPUT_INVALID naming the street or field that cannot be used
 */
export function buildPack(rows: PackRows): Uint8Array {
  const meta = packMetaSchema.safeParse(rows.meta);
  if (!meta.success) {
    const issue = meta.error.issues[0];
    throw invalid(`meta.${issue?.path.join('.') ?? ''} of the pack: ${issue?.message ?? ''}`);
  }
  const streets = joinStreets(rows.streets);
  const houseCount = streets.reduce((sum, street) => sum + street.houses.size, 0);
  const texts = new Set<string>();
  for (const street of streets) {
    texts.add(street.type).add(street.name);
    for (const alias of street.aliases) texts.add(alias);
    for (const house of street.houses.values()) texts.add(house.number);
  }
  const sorted = [...texts].sort(compareTexts);
  const numberOf = new Map(sorted.map((text, i) => [text, i]));
  const number = (text: string): number => numberOf.get(text) ?? 0;
  const territoryIds = [...new Set(streets.map(({ territory }) => territory))];
  const idNumber = new Map(territoryIds.map((id, i) => [id, i]));

  const rowsOut = new Int32Array((streets.length + 1) * streetColumns);
  const aliases: number[] = [];
  const houses = new VarintWriter();
  streets.forEach((street, i) => {
    const point = scaled(street.point);
    rowsOut.set(
      [
        idNumber.get(street.territory) ?? 0,
        number(street.type),
        number(street.name),
        point?.lat ?? noCoordinate,
        point?.lon ?? noCoordinate,
        houses.length,
        aliases.length,
      ],
      i * streetColumns,
    );
    for (const alias of street.aliases) aliases.push(number(alias));
    writeHouses(houses, [...street.houses.values()], number, point);
  });
  // One row more, for the ends of the last street.
  rowsOut.set([0, 0, 0, noCoordinate, noCoordinate, houses.length, aliases.length], streets.length * streetColumns);

  const { pool, ends } = joinTexts(sorted);
  return joinSections(packMagic, {
    meta: jsonSection({ ...meta.data, houses: houseCount }),
    terr: jsonSection(rows.territories ?? []),
    tids: jsonSection(territoryIds),
    text: pool,
    toff: ends,
    strt: rowsOut,
    alia: Uint32Array.from(aliases),
    hous: houses.finish(),
    bnds: writeBoundaries(rows.boundaries ?? []),
  });
}

const invalid = (message: string): AppError => new AppError('E_INPUT_INVALID', message);

function joinStreets(rows: Iterable<PackStreet>): Joined[] {
  const joined = new Map<string, Joined>();
  let row = 0;
  for (const given of rows) {
    row++;
    const {
      territory,
      type,
      name,
      aliases = [],
      point = null,
      houses = [],
    } = isPlain(given) ? given : check(given, row);
    const key = `${territory}\n${type}\n${name}`;
    let street = joined.get(key);
    if (street === undefined) {
      street = { territory, type, name, aliases: new Set(), point, houses: new Map() };
      joined.set(key, street);
    }
    street.point ??= point;
    for (const alias of aliases) if (alias !== name) street.aliases.add(alias);
    for (const house of houses) {
      const key = houseKey(house.number);
      const known = street.houses.get(key);
      if (known === undefined || (known.point === null && house.point !== null)) street.houses.set(key, house);
    }
  }
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...joined.values()].sort(
    (a, b) => order(a.territory, b.territory) || order(a.name, b.name) || order(a.type, b.type),
  );
}

/** Sound as it stands: spares the schema, which is slow on half a million houses. */
function isPlain({ territory, type, name, aliases, point, houses }: PackStreet): boolean {
  return (
    isText(territory) &&
    isText(type) &&
    isText(name) &&
    (aliases === undefined || aliases.every(isText)) &&
    (point === undefined || isPoint(point)) &&
    (houses === undefined || houses.every((house) => isText(house.number) && isPoint(house.point)))
  );
}

const isText = (text: unknown): boolean => typeof text === 'string' && text !== '' && text === text.trim();
const isPoint = (point: Point | null): boolean =>
  point === null || (Math.abs(point?.lat) <= 90 && Math.abs(point?.lon) <= 180);

function check(given: PackStreet, row: number): PackStreet {
  const parsed = packStreetSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String((given as Partial<PackStreet> | null)?.name);
  throw invalid(`street ${row} of the pack («${name}»), ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/** House numbers in their own order, so that their steps within a street are small; names after them. */
function compareTexts(a: string, b: string): number {
  const isNumber = (text: string): boolean => text.charCodeAt(0) >= 0x30 && text.charCodeAt(0) <= 0x39;
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return isNumber(a) ? compareHouses(a, b) : a < b ? -1 : a > b ? 1 : 0;
}

interface Scaled {
  lat: number;
  lon: number;
}

function scaled(point: Point | null): Scaled | null {
  return point === null ? null : { lat: Math.round(point.lat * pointScale), lon: Math.round(point.lon * pointScale) };
}

function writeHouses(
  out: VarintWriter,
  houses: readonly PackHouse[],
  number: (text: string) => number,
  from: Scaled | null,
): void {
  const ordered = houses
    .map((house) => ({ number: number(house.number), point: scaled(house.point) }))
    .sort((a, b) => a.number - b.number);
  let before = 0;
  let { lat, lon } = from ?? { lat: 0, lon: 0 };
  for (const house of ordered) {
    out.unsigned((house.number - before) * 2 + (house.point === null ? 0 : 1));
    before = house.number;
    if (house.point === null) continue;
    out.signed(house.point.lat - lat);
    out.signed(house.point.lon - lon);
    ({ lat, lon } = house.point);
  }
}

function writeBoundaries(boundaries: readonly PackBoundary[]): Uint8Array {
  const out = new VarintWriter();
  const encoder = new TextEncoder();
  out.unsigned(boundaries.length);
  for (const { territory, polygons } of boundaries) {
    const id = encoder.encode(territory);
    out.unsigned(id.length);
    for (const byte of id) out.unsigned(byte);
    out.unsigned(polygons.length);
    for (const rings of polygons) {
      out.unsigned(rings.length);
      for (const ring of rings) {
        out.unsigned(ring.length);
        let x = 0;
        let y = 0;
        for (const [lon, lat] of ring) {
          const nextX = Math.round(lon * pointScale);
          const nextY = Math.round(lat * pointScale);
          out.signed(nextX - x);
          out.signed(nextY - y);
          x = nextX;
          y = nextY;
        }
      }
    }
  }
  return out.finish();
}
