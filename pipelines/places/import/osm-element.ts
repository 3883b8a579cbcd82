import type { Point } from '../../../src/core/place.js';
import type { Polygon, Position } from './osm-geometry.js';
import { middleOfLine, middleOfRing } from './osm-geometry.js';

export type OsmTags = Readonly<Record<string, string>>;

/** A node, way or relation that names an address, a street, a place or a boundary. */
export interface OsmElement {
  /** «way 17», «FILE:12»: how to find it again. */
  readonly place: string;
  readonly tags: OsmTags;
  /** A point in or on it; null where the extract has no geometry of it. */
  readonly point: Point | null;
  /** A way that is no area. */
  readonly line: readonly Position[] | null;
  readonly polygons: readonly Polygon[] | null;
}

/** Gives the elements of one file, in any order. */
export interface OsmFile {
  readonly path: string;
  read(onElement: (element: OsmElement) => void, onProblem: (problem: string) => void): Promise<void>;
}

/** Values of `place` that are settlements of people. */
export const settlementPlaces = /^(?:city|town|village|hamlet|isolated_dwelling)$/;
/** Parts of towns. */
export const districtPlaces = /^(?:suburb|borough|quarter)$/;

/** Highways of people: stops, crossings and road works have names too. */
const noStreets =
  /^(?:bus_stop|platform|services|rest_area|proposed|construction|razed|abandoned|elevator|crossing|traffic_signals|motorway_junction|speed_camera|milestone)$/;

export const isBoundary = (tags: OsmTags): boolean =>
  tags.boundary === 'administrative' && tags.admin_level !== undefined;
export const isHouse = (tags: OsmTags): boolean => tags['addr:housenumber'] !== undefined;
export const isStreet = (tags: OsmTags): boolean =>
  tags.highway !== undefined && tags.name !== undefined && !noStreets.test(tags.highway);
export const isPlace = (tags: OsmTags): boolean =>
  tags.place !== undefined &&
  tags.name !== undefined &&
  (settlementPlaces.test(tags.place) || districtPlaces.test(tags.place));

/** Whether the element says anything that an address pack holds. */
export function isWanted(tags: OsmTags): boolean {
  return isHouse(tags) || isStreet(tags) || isPlace(tags) || (isBoundary(tags) && tags.name !== undefined);
}

/** A way by the line of its nodes: a closed one is an area, unless it is a street. */
export function wayElement(place: string, tags: OsmTags, line: readonly Position[] | null): OsmElement {
  if (line === null || line.length === 0) return { place, tags, point: null, line: null, polygons: null };
  const isArea = line.length >= 4 && line[0]?.[0] === line.at(-1)?.[0] && line[0]?.[1] === line.at(-1)?.[1];
  if (isArea && !isStreet(tags)) return { place, tags, point: middleOfRing(line), line: null, polygons: [[[...line]]] };
  return { place, tags, point: middleOfLine(line), line, polygons: null };
}
