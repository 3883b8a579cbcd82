import type { Point, Territory } from '../../src/core/place.js';
import type { Home } from './home.js';

const earthRadiusKm = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres (haversine formula). */
export function distanceKm(a: Point, b: Point): number {
  const lat = radians(b.lat - a.lat) / 2;
  const lon = radians(b.lon - a.lon) / 2;
  const h = Math.sin(lat) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(lon) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A degree of latitude, of a great circle. */
export const metresPerDegree = 111_195;

/** Degrees of longitude for one of latitude, so that both are as long on the ground; near the poles as at 87°. */
export const longitudesPerLatitude = (lat: number): number => 1 / Math.max(0.05, Math.cos(radians(lat)));

/** The finest point known of where the writer writes from. */
export function pointOfHome({ settlement, municipality, region }: Home): Point | null {
  return settlement?.point ?? municipality?.point ?? region?.point ?? null;
}

/** Kilometres that weigh as much as ten times the population. */
const kmPerTenfold = 400;

/**
 * How near a territory is to what a writer from home means by a bare name: the power of ten of its population, less its distance from home.
 * «Киров» is the large one from Рязани, «Троицк» the near one from Подольск. Without a point of home the population alone counts.
 */
export function nearness(territory: Territory, home: Home): number {
  const size = Math.log10(Math.max(100, territory.population ?? 100));
  const from = pointOfHome(home);
  return from === null || territory.point === null ? size : size - distanceKm(from, territory.point) / kmPerTenfold;
}
