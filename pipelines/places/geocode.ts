import { createHash } from 'node:crypto';
import {
  finestOktmo,
  type Landmark,
  type Place,
  type Point,
  type PointOf,
  type Territory,
} from '../../src/core/place.js';
import type { Area, AreaLevel, Boundaries, Box } from './areas.js';
import { longitudesPerLatitude } from './distance.js';
import type { Gazetteer } from './gazetteer.js';

/** A point with the line that must be shown with it, where its register asks for one. */
export interface LicencedPoint {
  readonly point: Point;
  readonly licence: string | null;
}

/** Points of addresses: address packs. Names as the finder gives them; the territory is the finest known one. */
export interface AddressPoints {
  house(territoryId: string, street: string, house: string): LicencedPoint | null;
  /** The street's own point, or the middle of its houses. */
  street(territoryId: string, street: string): LicencedPoint | null;
  landmark(territoryId: string, landmark: Landmark): LicencedPoint | null;
}

export interface FoundPoint extends LicencedPoint {
  readonly pointOf: PointOf;
}

/** Gives places their point, and what boundaries say of it. Pure. */
export interface Pointer {
  /** The finest point known for a place that the text and the source told. */
  point(place: Place): Place;
  /** The place with a point of a geocoder; null when the boundaries say that it lies in another region or municipality than the place. */
  withPoint(place: Place, found: FoundPoint): Place | null;
  /** Where an address of this place must lie; null when that is not known. */
  boxOf(place: Place): Box | null;
  readonly digest: string;
}

export interface PointerOptions {
  tree: Pick<Gazetteer, 'get' | 'chain'>;
  territories: readonly Territory[];
  boundaries: Boundaries;
  points?: AddressPoints;
}

/** Half a side of the box around a settlement whose boundary is not loaded, in degrees of latitude: some 40 km. */
const halfSide = 0.36;
/** Weight of a settlement whose population is not known. */
const someResidents = 100;

export function createPointer({ tree, territories, boundaries, points }: PointerOptions): Pointer {
  let centres: ReadonlyMap<string, Point> | null = null;
  const centreOf = (territory: Territory): Point | null => {
    if (territory.point !== null) return territory.point;
    if (territory.level !== 'municipality' && territory.level !== 'region') return null;
    // Only places that name no settlement need them: made when the first comes.
    centres ??= middlesOf(territories, tree);
    return centres.get(territory.id) ?? null;
  };

  function ofAddress(place: Place): FoundPoint | null {
    const { territoryId } = place;
    if (points === undefined || territoryId === null) return null;
    const [street, another] = place.street?.split(';') ?? [];
    const [house] = place.house?.split(';') ?? [];
    const as = (pointOf: PointOf, found: LicencedPoint | null): FoundPoint | null => found && { ...found, pointOf };
    // Of several streets it is not told which house belongs to which.
    if (street !== undefined && another === undefined && house !== undefined) {
      const found = as('house', points.house(territoryId, street, house));
      if (found !== null) return found;
    }
    for (const landmark of place.landmarks) {
      const found = as('landmark', points.landmark(territoryId, landmark));
      if (found !== null) return found;
    }
    return street === undefined ? null : as('street', points.street(territoryId, street));
  }

  /** The finest territory of the place that has a point. */
  function ofTerritory(place: Place): { point: Point; pointOf: PointOf; territoryId: string } | null {
    for (const territory of tree.chain(place.territoryId ?? '')) {
      const point = territory.level === 'country' ? null : centreOf(territory);
      if (point !== null) return { point, pointOf: territory.level as AreaLevel, territoryId: territory.id };
    }
    return null;
  }

  const around = new Map<string, readonly Area[]>();
  /** Municipality and region around a settlement whose list does not tell them; its middle says nothing of its districts. */
  function areasAround(territoryId: string, point: Point): readonly Area[] {
    const known = around.get(territoryId);
    if (known !== undefined) return known;
    const found = boundaries.at(point).filter(({ level }) => level === 'municipality' || level === 'region');
    around.set(territoryId, found);
    return found;
  }

  /** What the boundaries say of the point and the place does not know yet; the place itself where they know nothing more. */
  function withAreas(place: Place, areas: readonly Area[]): Place {
    const next = { ...place, evidence: [...place.evidence] };
    for (const area of areas) {
      const { level, name, territoryId } = area;
      if (level === 'settlement' || next[level] !== null) continue;
      next[level] = name;
      next.evidence.push({ field: level, value: name, from: 'boundary', span: null });
      if (territoryId !== null && isFiner(territoryId, next.territoryId)) next.territoryId = territoryId;
    }
    return { ...next, oktmo: finestOktmo(tree.chain(next.territoryId ?? '')) ?? next.oktmo };
  }

  const isFiner = (id: string, than: string | null): boolean =>
    than === null || (id !== than && tree.chain(id).some((node) => node.id === than));

  /** Whether a boundary of this level stands against what the place says. */
  function contradicts(place: Place, areas: readonly Area[], level: AreaLevel): boolean {
    const area = areas.find((one) => one.level === level);
    const own = tree.chain(place.territoryId ?? '').find((node) => node.level === level);
    return area !== undefined && area.territoryId !== null && own !== undefined && own.id !== area.territoryId;
  }

  const put = (place: Place, { point, pointOf, licence }: FoundPoint): Place => ({
    ...place,
    point: { lat: point.lat, lon: point.lon },
    pointOf,
    ...(licence === null ? {} : { pointLicence: licence }),
  });

  return {
    point(place) {
      const address = ofAddress(place);
      if (address !== null) return withAreas(put(place, address), boundaries.at(address.point));
      const found = ofTerritory(place);
      if (found === null) return place;
      const pointed: Place = { ...place, point: { ...found.point }, pointOf: found.pointOf };
      if (found.pointOf !== 'settlement' || place.municipality !== null) return pointed;
      return withAreas(pointed, areasAround(found.territoryId, found.point));
    },
    withPoint(place, found) {
      const areas = boundaries.at(found.point);
      if (contradicts(place, areas, 'region') || contradicts(place, areas, 'municipality')) return null;
      const field = found.pointOf === 'house' || found.pointOf === 'street' ? found.pointOf : 'settlement';
      const value = place[field] ?? '';
      const told: Place['evidence'][number] = { field, value, from: 'geocoder', span: null };
      return withAreas(put({ ...place, evidence: [...place.evidence, told] }, found), areas);
    },
    boxOf(place) {
      const chain = tree.chain(place.territoryId ?? '');
      const own = chain.find(({ level }) => level === 'settlement');
      const area = chain.find(
        ({ id, level }) => level !== 'region' && level !== 'country' && boundaries.boxOf(id) !== null,
      );
      if (area !== undefined) return boundaries.boxOf(area.id);
      if (own?.point != null) {
        const { lat, lon } = own.point;
        const wide = halfSide * longitudesPerLatitude(lat);
        return [lon - wide, lat - halfSide, lon + wide, lat + halfSide];
      }
      const region = chain.find(({ level }) => level === 'region');
      return region === undefined ? null : boundaries.boxOf(region.id);
    },
    digest: createHash('sha256').update(boundaries.digest).digest('hex').slice(0, 12),
  };
}

/**
 * Middle of the settlements of each municipality and region, weighted by population: the mean of their unit vectors, so that a region on
 * both sides of the 180th meridian has its middle in itself.
 */
function middlesOf(territories: readonly Territory[], tree: Pick<Gazetteer, 'chain'>): Map<string, Point> {
  const sums = new Map<string, [number, number, number]>();
  for (const { id, level, point, population } of territories) {
    if (level !== 'settlement' || point === null) continue;
    const weight = population ?? someResidents;
    const [lat, lon] = [(point.lat * Math.PI) / 180, (point.lon * Math.PI) / 180];
    const vector = [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)] as const;
    for (const node of tree.chain(id)) {
      if (node.level !== 'municipality' && node.level !== 'region') continue;
      const sum = sums.get(node.id) ?? [0, 0, 0];
      sums.set(node.id, [sum[0] + weight * vector[0], sum[1] + weight * vector[1], sum[2] + weight * vector[2]]);
    }
  }
  const degrees = (radians: number): number => Math.round((radians * 180 * 1e5) / Math.PI) / 1e5;
  return new Map(
    [...sums]
      .filter(([, [x, y, z]]) => x !== 0 || y !== 0 || z !== 0)
      .map(([id, [x, y, z]]) => [
        id,
        { lat: degrees(Math.atan2(z, Math.hypot(x, y))), lon: degrees(Math.atan2(y, x)) },
      ]),
  );
}
