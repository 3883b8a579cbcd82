import Flatbush from 'flatbush';
import type { Point, Territory } from '../../../src/core/place.js';
import { indexAreas } from '../areas.js';
import { distanceKm, longitudesPerLatitude, metresPerDegree } from '../distance.js';
import { foldName } from '../fold.js';
import { readSettlement, settlementTypeInFull } from './address-words.js';
import type { OsmElement, OsmTags } from './osm-element.js';
import type { Polygon } from './osm-geometry.js';
import type { SettlementResolver, SettlementRow } from './settlement-resolver.js';

interface Settlement extends SettlementRow {
  readonly point: Point;
  readonly place: string;
  /** How far from its middle an address without a settlement is taken for its own, in kilometres. */
  readonly reachKm: number;
  polygons: readonly Polygon[] | null;
}

/** Radii of what OpenStreetMap calls a city, a town, a village, a hamlet. */
const reach: Readonly<Record<string, number>> = {
  city: 12,
  town: 5,
  village: 2.5,
  hamlet: 1.5,
  isolated_dwelling: 0.7,
};
const widestKm = 12;
/** An address names its settlement: so far away it may lie. */
const namedWithinKm = 60;

/** Tells in which settlement a point of the extract lies. */
export interface OsmSettlements {
  /** @param name as the address names it, null where it does not */
  at(point: Point | null, name: string | null): { id: string } | { reason: string; remedy: string };
  /** Settlements whose boundary is known, as far as their ids have been asked for. */
  outlines(): { id: string; polygons: readonly Polygon[] }[];
}

/**
 * @param places elements that are settlements, as points or areas
 * @param boundaries administrative boundaries: one that bears the name of a settlement and holds it is its boundary
 * @param home the settlement of addresses that name none and lie inside no boundary
 */
export function createOsmSettlements(
  places: readonly OsmElement[],
  boundaries: readonly OsmElement[],
  home: Territory | null,
  resolver: SettlementResolver,
): OsmSettlements {
  const settlements = gather(places);
  addOutlines(settlements, boundaries);
  const byName = new Map<string, Settlement[]>();
  for (const one of settlements) {
    const key = foldName(one.name);
    byName.set(key, [...(byName.get(key) ?? []), one]);
  }
  const index = settlements.length === 0 ? null : new Flatbush(settlements.length);
  for (const { point } of settlements) index?.add(point.lon, point.lat, point.lon, point.lat);
  index?.finish();
  const areas = indexAreas(
    settlements.flatMap(({ name, polygons }, i) =>
      polygons === null
        ? []
        : [{ level: 'settlement' as const, name, territoryId: String(i), polygons, toleranceMetres: 0 }],
    ),
  );
  const ids = new Map<Settlement, { id: string } | { reason: string; remedy: string }>();
  const idOf = (one: Settlement): { id: string } | { reason: string; remedy: string } => {
    let answer = ids.get(one);
    if (answer === undefined) {
      const { place, polygons: _, reachKm: __, ...row } = one;
      const resolved = resolver.settlement(row);
      answer =
        'id' in resolved
          ? resolved
          : { reason: 'lies in a settlement that nobody knows', remedy: `${resolved.problem} (${place})` };
      ids.set(one, answer);
    }
    return answer;
  };
  const nearest = (
    candidates: readonly Settlement[],
    point: Point,
    far: (one: Settlement) => number,
  ): Settlement | null => {
    let best: Settlement | null = null;
    let least = 1;
    for (const one of candidates) {
      const share = distanceKm(one.point, point) / far(one);
      if (share > least) continue;
      least = share;
      best = one;
    }
    return best;
  };
  const around = (point: Point): Settlement[] => {
    const lat = (widestKm * 1_000) / metresPerDegree;
    const lon = lat * longitudesPerLatitude(point.lat);
    const found = index?.search(point.lon - lon, point.lat - lat, point.lon + lon, point.lat + lat) ?? [];
    return found.map((i) => settlements[i] as Settlement);
  };
  return {
    at(point, written) {
      const named = written === null ? null : readSettlement(written);
      if (named !== null) {
        if (home !== null && foldName(named.name) === foldName(home.name)) return { id: home.id };
        const alike = byName.get(foldName(named.name)) ?? [];
        const one = point === null ? (alike[0] ?? null) : nearest(alike, point, () => namedWithinKm);
        if (one !== null) return idOf(one);
        const resolved = resolver.settlement({ ...named, oktmo: null, point: null, near: point });
        return 'id' in resolved
          ? resolved
          : { reason: `names a settlement that nobody knows («${named.name}»)`, remedy: resolved.problem };
      }
      if (point !== null) {
        const inside = areas.at(point)[0];
        if (inside !== undefined) return idOf(settlements[Number(inside.territoryId)] as Settlement);
      }
      if (home !== null) return { id: home.id };
      const near = point === null ? null : nearest(around(point), point, (one) => one.reachKm);
      if (near !== null) return idOf(near);
      return {
        reason: 'lies in no settlement of the extract',
        remedy: 'add place=city|town|village|hamlet to the extract, or name the one settlement with --settlement',
      };
    },
    outlines: () =>
      settlements.flatMap((one) => {
        const answer = ids.get(one);
        return answer !== undefined && 'id' in answer && one.polygons !== null
          ? [{ id: answer.id, polygons: one.polygons }]
          : [];
      }),
  };
}

function gather(places: readonly OsmElement[]): Settlement[] {
  const settlements: Settlement[] = [];
  for (const { place, tags, point, polygons } of places) {
    const named = point === null ? null : readSettlement(tags['name:ru'] ?? tags.name ?? '');
    if (named === null || point === null) continue;
    // A village drawn as a point and as an area is one village.
    const same = settlements.find(
      (one) => foldName(one.name) === foldName(named.name) && distanceKm(one.point, point) < one.reachKm,
    );
    if (same !== undefined) {
      same.polygons ??= polygons;
      continue;
    }
    settlements.push({
      name: named.name,
      type: named.type ?? typeOf(tags),
      oktmo:
        [tags.oktmo, tags['oktmo:user'], tags['ref:oktmo']].find((code) => /^\d{8}(?:\d{3})?$/.test(code ?? '')) ??
        null,
      point,
      population: /^\d+$/.test(tags.population ?? '') ? Number(tags.population) : null,
      place,
      reachKm: reach[tags.place ?? ''] ?? 1,
      polygons,
    });
  }
  return settlements;
}

/** «ru:деревня», «пгт»; a city is a «город» whatever the rest says. Null: not told. */
function typeOf(tags: OsmTags): string | null {
  const told = (tags.official_status ?? tags['name:prefix'] ?? tags['addr:type'] ?? '').replace(/^ru:/, '').trim();
  if (told !== '') return settlementTypeInFull(told.split(' ').at(-1) ?? '') ?? told;
  return tags.place === 'city' || tags.place === 'town' ? 'город' : null;
}

function addOutlines(settlements: readonly Settlement[], boundaries: readonly OsmElement[]): void {
  for (const { tags, polygons } of boundaries) {
    const named = readSettlement(tags['name:ru'] ?? tags.name ?? '');
    if (named === null || polygons === null) continue;
    const area = indexAreas([
      { level: 'settlement', name: named.name, territoryId: null, polygons, toleranceMetres: 0 },
    ]);
    for (const one of settlements)
      if (one.polygons === null && foldName(one.name) === foldName(named.name) && area.at(one.point).length > 0)
        one.polygons = polygons;
  }
}
