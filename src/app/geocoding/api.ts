import type { GeocoderConfig } from '../../config/geocoder.js';
import type { AddressQuery } from '../../core/geocoder.js';
import type { GeocoderHit } from './answer.js';

/** How one kind of geocoder is asked and what its answers mean. Pure. */
export interface GeocoderApi {
  urlFor(query: AddressQuery, config: GeocoderConfig, base: URL): URL;
  /** @throws ZodError when the parsed JSON is no answer of this API. */
  read(answer: unknown, config: GeocoderConfig): GeocoderHit[];
}
