import Flatbush from 'flatbush';
import pointInPolygon from 'point-in-polygon-hao';
import type { Point, Territory } from '../../src/core/place.js';
import { longitudesPerLatitude, metresPerDegree } from './distance.js';

/** Longitude and latitude, as GeoJSON has them. */
export type Position = readonly number[];
/** Outer ring and holes, each closed. */
export type Polygon = readonly (readonly Position[])[];
/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];
export type AreaLevel = Exclude<Territory['level'], 'country'>;

/** A territory with its boundary; a district may be one that stands in no list. */
export interface Area {
  readonly level: AreaLevel;
  readonly name: string;
  readonly territoryId: string | null;
  readonly polygons: readonly Polygon[];
  /** The border is true to so many metres: a point nearer to it is not told. 0 for borders drawn in full. */
  readonly toleranceMetres: number;
}

/** The boundaries that are loaded; answers in microseconds. */
export interface Boundaries {
  readonly count: number;
  /** Areas that hold the point, finest level first, one of each level: the smallest. */
  at(point: Point): readonly Area[];
  boxOf(territoryId: string): Box | null;
  /** Changes when an area does. */
  readonly digest: string;
}

const order: Record<AreaLevel, number> = { district: 0, settlement: 1, municipality: 2, region: 3 };
/** Directions in which the surroundings of a point are looked at. */
const directions = Array.from(
  { length: 8 },
  (_, i) => [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)] as const,
);

function boxOf([outer = []]: Polygon): Box {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const position of outer) {
    const [x = 0, y = 0] = position;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return [west, south, east, north];
}

const around = (a: Box, b: Box): Box => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

function verticesOf({ polygons }: Area): number {
  let count = 0;
  for (const polygon of polygons) for (const ring of polygon) count += ring.length;
  return count;
}

/** Indexes areas by the boxes of their polygons. Points on a border belong to both sides. */
export function indexAreas(areas: readonly Area[]): Boundaries {
  const pieces = areas.flatMap((area) => area.polygons.map((polygon) => ({ area, polygon, box: boxOf(polygon) })));
  const boxes = new Map<Area, Box>();
  const byTerritory = new Map<string, Box>();
  const index = pieces.length === 0 ? null : new Flatbush(pieces.length);
  for (const { area, box } of pieces) {
    index?.add(...box);
    boxes.set(area, around(boxes.get(area) ?? box, box));
  }
  index?.finish();
  for (const [{ territoryId }, box] of boxes) {
    if (territoryId !== null) byTerritory.set(territoryId, around(byTerritory.get(territoryId) ?? box, box));
  }
  const sizeOf = (area: Area): number => {
    const [west, south, east, north] = boxes.get(area) ?? [0, 0, 0, 0];
    return (east - west) * (north - south);
  };

  function holding(lon: number, lat: number): Set<Area> {
    const found = new Set<Area>();
    for (const i of index?.search(lon, lat, lon, lat) ?? []) {
      const piece = pieces[i];
      // The library reads and does not write; its types do not say so.
      if (piece !== undefined && pointInPolygon([lon, lat], piece.polygon as number[][][]) !== false)
        found.add(piece.area);
    }
    return found;
  }

  /** Areas with a rough border, looked at with a margin: two of one level near the point tell none of them, one near it tells itself. */
  function roughly({ lat, lon }: Point, metres: number): Area[] {
    const near = holding(lon, lat);
    for (const [x, y] of directions) {
      const shift = metres / metresPerDegree;
      const east = shift * x * longitudesPerLatitude(lat);
      for (const area of holding(lon + east, lat + shift * y)) near.add(area);
    }
    return [...near].filter((area) => area.toleranceMetres === metres);
  }
  const tolerances = [...new Set(areas.map(({ toleranceMetres }) => toleranceMetres))].filter((metres) => metres > 0);

  return {
    count: areas.length,
    at(point) {
      const exact = [...holding(point.lon, point.lat)].filter(({ toleranceMetres }) => toleranceMetres === 0);
      const best = new Map<AreaLevel, Area>();
      for (const area of exact.sort((a, b) => sizeOf(a) - sizeOf(b))) {
        if (!best.has(area.level)) best.set(area.level, area);
      }
      for (const metres of tolerances) {
        const rough = roughly(point, metres);
        for (const area of rough) {
          const isOnly = rough.every((other) => other === area || other.level !== area.level);
          if (isOnly && !best.has(area.level)) best.set(area.level, area);
        }
      }
      return [...best.values()].sort((a, b) => order[a.level] - order[b.level]);
    },
    boxOf: (territoryId) => byTerritory.get(territoryId) ?? null,
    digest: [...boxes]
      .map(([area, box]) => `${area.territoryId ?? area.name} ${box.join(' ')} ${verticesOf(area)}`)
      .join('\n'),
  };
}
