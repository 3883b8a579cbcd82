import type { Point } from './place.js';

/** What a geocoder is asked: names of an address and nothing else of the text. */
export interface AddressQuery {
  readonly region: string | null;
  readonly municipality: string | null;
  readonly settlement: string;
  /** As the finder gives it: «Мира», «проспект Ленина». */
  readonly street: string | null;
  readonly house: string | null;
  /** West, south, east, north in degrees: what lies outside is no answer. */
  readonly box: readonly [number, number, number, number] | null;
}

export interface GeocodedPoint {
  readonly point: Point;
  readonly pointOf: 'house' | 'street' | 'settlement';
  /** Must be kept and shown with the point. */
  readonly licence: string;
}

/** Finds the point of an address; slow, may be out of service. */
export interface Geocoder {
  /**
   * @returns null when it knows no such address
   * @throws AppError with `retry` when the same question may be answered later
   */
  find(query: AddressQuery): Promise<GeocodedPoint | null>;
}
