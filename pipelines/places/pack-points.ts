import type { Landmark, Point } from '../../src/core/place.js';
import type { Area } from './areas.js';
import { metresPerDegree } from './distance.js';
import { foldName } from './fold.js';
import type { Gazetteer } from './gazetteer.js';
import type { AddressPoints, LicencedPoint } from './geocode.js';
import type { Pack } from './pack-open.js';

/** Houses of two streets are not farther apart than this where the streets cross, in metres. */
const crossingMetres = 150;

interface PackStreetRef {
  readonly pack: Pack;
  readonly number: number;
}

/** Points of the streets and houses of the loaded address packs. */
export function packPoints(gazetteer: Pick<Gazetteer, 'streets' | 'at' | 'get' | 'packs'>): AddressPoints {
  /**
   * The street in each pack that has it. «Мира» is the street of that title before an avenue of the same name; where several streets or several
   * settlements remain, none is taken: a wrong pin is worse than the middle of the town.
   */
  function streetsOf(territoryId: string, street: string): PackStreetRef[] {
    const level = gazetteer.get(territoryId)?.level;
    if (gazetteer.packs.length === 0 || level === undefined || level === 'region' || level === 'country') return [];
    const form = foldName(street);
    const all = gazetteer.streets(form, [territoryId]).filter(({ pack }) => pack !== null);
    const titled = all.filter(({ title }) => foldName(title) === form);
    const found = titled.length > 0 ? titled : all;
    const titles = new Set(found.map(({ title }) => title));
    const towns = new Set(found.map(({ territory }) => gazetteer.at(territory.id, 'settlement')?.id ?? territory.id));
    if (titles.size !== 1 || towns.size !== 1) return [];
    return found.flatMap(({ pack, number }) => (pack === null ? [] : [{ pack, number }]));
  }
  const licenced = (pack: Pack, point: Point): LicencedPoint => ({ point, licence: pack.meta.attribution });
  const housesOf = ({ pack, number }: PackStreetRef): Point[] =>
    pack.houses(number).flatMap(({ point }) => (point === null ? [] : [point]));

  /** An intersection lies between the nearest houses of its two streets. */
  function crossing(territoryId: string, { name }: Landmark): LicencedPoint | null {
    const [one, other, third] = name.split(' — ').map((street) => streetsOf(territoryId, street));
    const [first] = one ?? [];
    if (first === undefined || other === undefined || third !== undefined) return null;
    const near = nearestPair((one ?? []).flatMap(housesOf), other.flatMap(housesOf));
    return near === null || near.metres > crossingMetres ? null : licenced(first.pack, near.middle);
  }

  return {
    house(territoryId, street, house) {
      for (const { pack, number } of streetsOf(territoryId, street)) {
        const point = pack.house(number, house)?.point ?? null;
        if (point !== null) return licenced(pack, point);
      }
      return null;
    },
    street(territoryId, street) {
      for (const ref of streetsOf(territoryId, street)) {
        const point = ref.pack.street(ref.number).point ?? middleOf(housesOf(ref));
        if (point !== null) return licenced(ref.pack, point);
      }
      return null;
    },
    // Packs hold addresses: of schools, stops and routes they know nothing.
    landmark: (territoryId, landmark) => (landmark.kind === 'intersection' ? crossing(territoryId, landmark) : null),
  };
}

/** Boundaries that come in address packs; those of territories that nobody knows are left out, as `compilePlaces` reports. */
export function areasOfPacks(packs: readonly Pack[], tree: Pick<Gazetteer, 'get'>): Area[] {
  return packs.flatMap((pack) =>
    pack.boundaries().flatMap(({ territory, polygons }): Area[] => {
      const found = tree.get(territory);
      if (found === undefined || found.level === 'country') return [];
      return [{ level: found.level, name: found.name, territoryId: found.id, polygons, toleranceMetres: 0 }];
    }),
  );
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;

/** Mean of the points; a street is short enough for a plane. */
function middleOf(points: readonly Point[]): Point | null {
  if (points.length === 0) return null;
  const sum = points.reduce((all, { lat, lon }) => ({ lat: all.lat + lat, lon: all.lon + lon }), { lat: 0, lon: 0 });
  return { lat: round(sum.lat / points.length), lon: round(sum.lon / points.length) };
}

function nearestPair(some: readonly Point[], others: readonly Point[]): { middle: Point; metres: number } | null {
  let best: { middle: Point; metres: number } | null = null;
  for (const a of some) {
    const shrink = Math.cos((a.lat * Math.PI) / 180);
    for (const b of others) {
      const metres = Math.hypot(a.lat - b.lat, (a.lon - b.lon) * shrink) * metresPerDegree;
      if (best === null || metres < best.metres) {
        best = { middle: { lat: round((a.lat + b.lat) / 2), lon: round((a.lon + b.lon) / 2) }, metres };
      }
    }
  }
  return best;
}
