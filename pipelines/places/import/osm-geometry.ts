import type { Point } from '../../../src/core/place.js';

/** Longitude, latitude. */
export type Position = readonly [number, number];
export type Ring = Position[];
export type Polygon = Ring[];

/** The middle of a line by its length in degrees, on the line itself; null for an empty one. */
export function middleOfLine(line: readonly Position[]): Point | null {
  const [first] = line;
  if (first === undefined) return null;
  const lengths = line.slice(1).map((to, i) => {
    const [x, y] = line[i] as Position;
    return Math.hypot((to[0] - x) * Math.cos((y * Math.PI) / 180), to[1] - y);
  });
  let left = lengths.reduce((sum, each) => sum + each, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const [x, y] = line[i] as Position;
      const [toX, toY] = line[i + 1] as Position;
      const share = left / length;
      return { lat: y + (toY - y) * share, lon: x + (toX - x) * share };
    }
    left -= length;
  }
  return { lat: first[1], lon: first[0] };
}

/** The mean of the corners of a ring, its closing point not counted twice: good enough for a building; null for an empty one. */
export function middleOfRing(ring: readonly Position[]): Point | null {
  const corners = isClosed(ring) ? ring.slice(1) : ring;
  if (corners.length === 0) return null;
  const sum = corners.reduce(([x, y], [lon, lat]) => [x + lon, y + lat] as const, [0, 0] as Position);
  return { lat: sum[1] / corners.length, lon: sum[0] / corners.length };
}

const isSame = (a: Position | undefined, b: Position | undefined): boolean =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];

export function isClosed(line: readonly Position[]): boolean {
  return line.length >= 4 && isSame(line[0], line.at(-1));
}

/** Joins lines at their ends into closed rings; null when some line finds no neighbour: the extract has only a part of the boundary. */
export function joinRings(lines: readonly (readonly Position[])[]): Ring[] | null {
  const rings: Ring[] = [];
  const rest = lines.filter((line) => line.length > 1).map((line) => [...line]);
  for (let ring = rest.shift(); ring !== undefined; ring = rest.shift()) {
    while (!isSame(ring[0], ring.at(-1))) {
      const end: Position | undefined = ring.at(-1);
      const at = rest.findIndex((line) => isSame(line[0], end) || isSame(line.at(-1), end));
      if (at === -1) return null;
      const [next = []] = rest.splice(at, 1);
      if (!isSame(next[0], end)) next.reverse();
      ring.push(...next.slice(1));
    }
    if (ring.length < 4) return null;
    rings.push(ring);
  }
  return rings;
}

/** Polygons of the outer and inner rings of a relation; a hole belongs to the first polygon whose box holds it. */
export function polygonsOf(
  outer: readonly (readonly Position[])[],
  inner: readonly (readonly Position[])[],
): Polygon[] | null {
  const rings = joinRings(outer);
  const holes = joinRings(inner);
  if (rings === null || holes === null || rings.length === 0) return null;
  const polygons: Polygon[] = rings.map((ring) => [ring]);
  for (const hole of holes) {
    const [x, y] = hole[0] as Position;
    const owner = polygons.find(([ring = []]) => {
      const xs = ring.map(([lon]) => lon);
      const ys = ring.map(([, lat]) => lat);
      return (
        least(xs) <= x && x <= -least(xs.map((one) => -one)) && least(ys) <= y && y <= -least(ys.map((one) => -one))
      );
    });
    owner?.push(hole);
  }
  return polygons;
}

/** Not Math.min(…): a ring may have more points than a call takes arguments. */
const least = (values: readonly number[]): number =>
  values.reduce((low, each) => Math.min(low, each), Number.POSITIVE_INFINITY);
