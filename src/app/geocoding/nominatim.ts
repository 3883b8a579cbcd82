import { z } from 'zod';
import type { GeocoderConfig } from '../../config/geocoder.js';
import type { AddressQuery } from '../../core/geocoder.js';
import type { GeocoderHit } from './answer.js';
import type { GeocoderApi } from './api.js';

const text = z.string().max(500);
/** The parts of format=jsonv2 with addressdetails=1 that are read; https://nominatim.org/release-docs/latest/api/Output/. */
const answerSchema = z.array(
  z.object({
    lat: z.coerce.number().min(-90).max(90),
    lon: z.coerce.number().min(-180).max(180),
    category: text.optional(),
    addresstype: text.optional(),
    licence: z.string().max(300).optional(),
    address: z.record(z.string(), z.unknown()).default({}),
  }),
);

const places = ['city', 'town', 'village', 'hamlet', 'isolated_dwelling', 'municipality', 'city_district', 'suburb'];
const settlements = new Set(['city', 'town', 'village', 'hamlet', 'isolated_dwelling']);

function pointOf(row: z.infer<typeof answerSchema>[number]): GeocoderHit['pointOf'] | null {
  if (typeof row.address.house_number === 'string') return 'house';
  if (row.category === 'highway' || row.addresstype === 'road') return 'street';
  return settlements.has(row.addresstype ?? '') ? 'settlement' : null;
}

/** The API of Nominatim, asked by the parts of the address (structured query). */
export const nominatim: GeocoderApi = {
  urlFor(query: AddressQuery, config: GeocoderConfig, base: URL) {
    const url = new URL(base);
    url.pathname = `${base.pathname.replace(/\/$/, '')}/search`;
    const { searchParams } = url;
    searchParams.set('format', 'jsonv2');
    searchParams.set('addressdetails', '1');
    searchParams.set('limit', '5');
    searchParams.set('accept-language', 'ru');
    searchParams.set('countrycodes', config.countryCodes.join(','));
    searchParams.set('city', query.settlement);
    if (query.street !== null) {
      searchParams.set('street', query.house === null ? query.street : `${query.house} ${query.street}`);
    }
    if (query.region !== null) searchParams.set('state', query.region);
    if (query.box !== null) {
      searchParams.set('viewbox', query.box.join(','));
      searchParams.set('bounded', '1');
    }
    return url;
  },
  read(answer) {
    return answerSchema.parse(answer).flatMap((row): GeocoderHit[] => {
      const kind = pointOf(row);
      if (kind === null) return [];
      const part = (name: string): string | null => {
        const value = row.address[name];
        return typeof value === 'string' ? value : null;
      };
      return [
        {
          pointOf: kind,
          point: { lat: row.lat, lon: row.lon },
          street: part('road') ?? part('pedestrian') ?? part('square'),
          house: part('house_number'),
          within: places.flatMap((name) => part(name) ?? []),
          licence: row.licence ?? 'Data © OpenStreetMap contributors, ODbL 1.0',
        },
      ];
    });
  },
};
