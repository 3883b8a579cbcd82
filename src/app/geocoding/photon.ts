import { z } from 'zod';
import type { GeocoderConfig } from '../../config/geocoder.js';
import type { AddressQuery } from '../../core/geocoder.js';
import type { GeocoderHit } from './answer.js';
import type { GeocoderApi } from './api.js';

const text = z.string().max(500).optional();
/** The parts of the answer that are read; https://github.com/komoot/photon, «API v1». */
const answerSchema = z.object({
  features: z.array(
    z.object({
      geometry: z.object({ coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]) }),
      properties: z.object({
        type: text,
        osm_key: text,
        housenumber: text,
        street: text,
        name: text,
        city: text,
        district: text,
        locality: text,
        countrycode: text,
      }),
    }),
  ),
});

type Properties = z.infer<typeof answerSchema>['features'][number]['properties'];

function pointOf({ type, osm_key, housenumber }: Properties): GeocoderHit['pointOf'] | null {
  if (housenumber !== undefined) return 'house';
  if (type === 'street' || osm_key === 'highway') return 'street';
  return osm_key === 'place' && (type === 'city' || type === 'locality' || type === 'district') ? 'settlement' : null;
}

/** The API of Photon, which takes one line; its answers are loose, so that all of them are compared with the question. */
export const photon: GeocoderApi = {
  urlFor(query: AddressQuery, _config: GeocoderConfig, base: URL) {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/\/$/, '')}/api`;
    const address = [query.street, query.house].filter((part) => part !== null).join(' ');
    const line = [address, query.settlement, query.region].filter((part) => part !== null && part !== '');
    url.searchParams.set('q', line.join(', '));
    url.searchParams.set('limit', '5');
    if (query.box !== null) url.searchParams.set('bbox', query.box.join(','));
    return url;
  },
  read(answer, config) {
    return answerSchema.parse(answer).features.flatMap(({ geometry, properties }): GeocoderHit[] => {
      const kind = pointOf(properties);
      const { name, street, city, district, locality, countrycode } = properties;
      if (kind === null) return [];
      if (countrycode !== undefined && !config.countryCodes.includes(countrycode.toLowerCase())) return [];
      const [lon, lat] = geometry.coordinates;
      return [
        {
          pointOf: kind,
          point: { lat, lon },
          street: street ?? (kind === 'street' ? (name ?? null) : null),
          house: properties.housenumber ?? null,
          within: [city, district, locality, kind === 'settlement' ? name : undefined].filter(
            (one) => one !== undefined,
          ),
          licence: '© OpenStreetMap contributors, ODbL 1.0',
        },
      ];
    });
  },
};
