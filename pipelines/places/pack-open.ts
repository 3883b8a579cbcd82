import { AppError } from '../../src/core/errors.js';
import type { Point } from '../../src/core/place.js';
import {
  houseKey,
  noCoordinate,
  type PackBoundary,
  type PackHouse,
  type PackMeta,
  packMagic,
  packMetaSchema,
  pointScale,
  streetColumns,
} from './pack-rows.js';
import { DamagedBytes, openSections, openTexts, type Sections } from './sections.js';
import { VarintReader } from './varint.js';

/** An address pack, read in place: no object stands for a street or a house until it is asked for. */
export interface Pack {
  readonly meta: PackMeta;
  /** Entries as in config/places/*.yaml, not checked yet. */
  readonly territories: readonly unknown[];
  readonly streetCount: number;
  readonly houseCount: number;
  /** Ids that `territory` of the streets takes. */
  readonly territoryIds: readonly string[];
  /** Street by its number from 0 to `streetCount` − 1; throws RangeError for another. */
  street(number: number): StreetOfPack;
  /** The house of a street, or null when the pack does not know it. Letters in any case, blanks do not count: «15 а». */
  house(street: number, number: string): PackHouse | null;
  /** Houses of a street in the order of their numbers. */
  houses(street: number): PackHouse[];
  /** Decoded anew at each call. */
  boundaries(): PackBoundary[];
}

export interface StreetOfPack {
  /** Place of `territory` in `territoryIds`. */
  readonly territoryNumber: number;
  readonly territory: string;
  readonly type: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly point: Point | null;
}

/**
 * Opens the bytes of an address pack (docs/places.md, «Address packs»).
 * @param trusted leaves the checksum out, for bytes whose hash is known
 * @throws AppError E_INPUT_INVALID saying what is wrong with the bytes and how to make the pack anew
 */
export function openPack(bytes: Uint8Array, trusted = false): Pack {
  try {
    return read(openSections(packMagic, bytes, trusted));
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error;
    const message = `the address pack cannot be used: ${error.message}; make it anew with «otklik places import»`;
    throw new AppError('E_INPUT_INVALID', message, { cause: error });
  }
}

function read(sections: Sections): Pack {
  const meta = packMetaSchema.loose().safeParse(sections.json('meta'));
  if (!meta.success) throw new DamagedBytes('its own description is incomplete');
  const { houses: houseCount, ...told } = meta.data;
  const territoryIds = sections.json('tids') as string[];
  const territories = sections.json('terr') as unknown[];
  const rows = sections.integers('strt');
  const text = openTexts(sections.bytes('text'), sections.words('toff'));
  const aliases = sections.words('alia');
  const houses = sections.bytes('hous');
  const bounds = sections.bytes('bnds');
  const streetCount = rows.length / streetColumns - 1;
  const cell = (street: number, column: number): number => rows[street * streetColumns + column] ?? 0;
  const pointOf = (street: number): Point | null => {
    const lat = cell(street, 3);
    return lat === noCoordinate ? null : { lat: lat / pointScale, lon: cell(street, 4) / pointScale };
  };
  /** Calls back with the number of the house's name and its scaled point until told to stop. */
  const walk = (
    street: number,
    visit: (name: number, lat: number, lon: number, hasPoint: boolean) => boolean,
  ): void => {
    const reader = new VarintReader(houses, cell(street, 5));
    const end = cell(street + 1, 5);
    let name = 0;
    let lat = cell(street, 3) === noCoordinate ? 0 : cell(street, 3);
    let lon = cell(street, 3) === noCoordinate ? 0 : cell(street, 4);
    while (reader.at < end) {
      const head = reader.unsigned();
      const hasPoint = head % 2 === 1;
      name += (head - (hasPoint ? 1 : 0)) / 2;
      if (hasPoint) {
        lat += reader.signed();
        lon += reader.signed();
      }
      if (!visit(name, lat, lon, hasPoint)) return;
    }
  };
  const check = (street: number): void => {
    if (!Number.isInteger(street) || street < 0 || street >= streetCount)
      throw new RangeError(`the pack has no street ${street}`);
  };
  const house = (name: number, lat: number, lon: number, hasPoint: boolean): PackHouse => ({
    number: text(name),
    point: hasPoint ? { lat: lat / pointScale, lon: lon / pointScale } : null,
  });
  return {
    meta: told as PackMeta,
    territories,
    streetCount,
    houseCount: Number(houseCount),
    territoryIds,
    street(number) {
      check(number);
      const list: string[] = [];
      for (let i = cell(number, 6); i < cell(number + 1, 6); i++) list.push(text(aliases[i] ?? 0));
      const territoryNumber = cell(number, 0);
      return {
        territoryNumber,
        territory: territoryIds[territoryNumber] ?? '',
        type: text(cell(number, 1)),
        name: text(cell(number, 2)),
        aliases: list,
        point: pointOf(number),
      };
    },
    house(street, number) {
      check(street);
      const key = houseKey(number);
      const first = Number.parseInt(key, 10);
      let found: PackHouse | null = null;
      walk(street, (name, lat, lon, hasPoint) => {
        const written = text(name);
        if (houseKey(written) === key) found = house(name, lat, lon, hasPoint);
        return found === null && !(Number.parseInt(written, 10) > first);
      });
      return found;
    },
    houses(street) {
      check(street);
      const list: PackHouse[] = [];
      walk(street, (name, lat, lon, hasPoint) => list.push(house(name, lat, lon, hasPoint)) > 0);
      return list;
    },
    boundaries: () => readBoundaries(new VarintReader(bounds)),
  };
}

function readBoundaries(reader: VarintReader): PackBoundary[] {
  const list = <T>(read: () => T): T[] => Array.from({ length: reader.unsigned() }, read);
  return list(() => {
    const territory = new TextDecoder().decode(Uint8Array.from(list(() => reader.unsigned())));
    const polygons = list(() =>
      list(() => {
        let x = 0;
        let y = 0;
        return list((): [number, number] => {
          x += reader.signed();
          y += reader.signed();
          return [x / pointScale, y / pointScale];
        });
      }),
    );
    return { territory, polygons };
  });
}
