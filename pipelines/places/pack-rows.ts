import { z } from 'zod';
import { type Point, pointSchema } from '../../src/core/place.js';

const text = z.string().trim().min(1);

/** What a pack says of itself. The licence and the attribution are shown wherever its data are. */
export const packMetaSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-z][0-9a-z-]*$/, 'use lower-case Latin letters, digits and hyphens'),
  title: text,
  /** Where the data come from, with their date. */
  origin: text,
  licence: text,
  attribution: text,
  createdBy: text,
});
export type PackMeta = z.infer<typeof packMetaSchema>;

export interface PackHouse {
  /** As the finder tells it: «15А», «24к1», «7/2». */
  readonly number: string;
  readonly point: Point | null;
}

export interface PackStreet {
  /** Settlement or district, of this pack or of config/places. */
  readonly territory: string;
  /** Type word in full, nominative: «улица», «проспект». */
  readonly type: string;
  /** Nominative, without the type. */
  readonly name: string;
  readonly aliases?: readonly string[] | undefined;
  readonly point?: Point | null | undefined;
  readonly houses?: readonly PackHouse[] | undefined;
}

/** Coordinates of a GeoJSON MultiPolygon: polygons of rings of [longitude, latitude]. */
export type Polygons = readonly (readonly (readonly (readonly [number, number])[])[])[];

export interface PackBoundary {
  readonly territory: string;
  readonly polygons: Polygons;
}

/** What an importer gives; `territories` are entries as in config/places/*.yaml, checked when the pack is loaded. */
export interface PackRows {
  readonly meta: PackMeta;
  readonly territories?: readonly Readonly<Record<string, unknown>>[];
  readonly streets: Iterable<PackStreet>;
  readonly boundaries?: readonly PackBoundary[];
}

const houseSchema = z.object({ number: text, point: pointSchema.nullable() });
/** One street as an importer gives it; for its own checks of what it read. */
export const packStreetSchema = z.object({
  territory: text,
  type: text,
  name: text,
  aliases: z.array(text).optional(),
  point: pointSchema.nullable().optional(),
  houses: z.array(houseSchema).optional(),
}) satisfies z.ZodType<PackStreet>;

/** Magic of the file: kind and format. */
export const packMagic = 'OTKPACK1';
/** Degrees are kept with five decimals, about a metre. */
export const pointScale = 100_000;
/** In place of a coordinate that is not known. */
export const noCoordinate = -0x8000_0000;
/** Integers of four bytes for each street. */
export const streetColumns = 7;

/** The same house however it is written: «15 а» and «15А». */
export function houseKey(number: string): string {
  return number.toLowerCase().replaceAll('ё', 'е').replaceAll('\\', '/').replace(/\s+/g, '');
}

/** Order of house numbers: by their first number, then by what follows. */
export function compareHouses(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : a > b ? 1 : 0);
}
