import { describe, expect, it } from 'vitest';
import { chooseHit, type GeocoderHit } from '../../../../src/app/geocoding/answer.js';
import { nominatim } from '../../../../src/app/geocoding/nominatim.js';
import { photon } from '../../../../src/app/geocoding/photon.js';
import { geocoderConfigSchema } from '../../../../src/config/geocoder.js';
import type { AddressQuery } from '../../../../src/core/geocoder.js';

const query = (overrides: Partial<AddressQuery> = {}): AddressQuery => ({
  ...{ region: 'Озёрная область', municipality: null, settlement: 'Озёрск', street: 'Мира', house: '15А', box: null },
  ...overrides,
});
const hit = (overrides: Partial<GeocoderHit> = {}): GeocoderHit => ({
  ...{ pointOf: 'house', point: { lat: 55, lon: 40 }, street: 'улица Мира', house: '15а' },
  ...{ within: ['Озёрск'], licence: 'ODbL' },
  ...overrides,
});

describe('an answer of a geocoder', () => {
  it.each<[string, Partial<GeocoderHit>, Partial<AddressQuery>, string | null]>([
    ['the same house, letters as one likes', { house: '15 А' }, {}, 'house'],
    ['the same building written out', { house: '24 корпус 1' }, { house: '24к1' }, 'house'],
    ['another house of the street', { house: '17' }, {}, null],
    ['the street, for a question without a house', { pointOf: 'street', house: null }, { house: null }, 'street'],
    ['the street, where the house is unknown', { pointOf: 'street', house: null }, {}, 'street'],
    ['another street', { street: 'улица Победы' }, {}, null],
    ['a street that only ends alike', { street: 'Малая Лесная улица' }, { street: 'Лесная' }, null],
    ['the words in another order', { street: 'Лесная улица' }, { street: 'Лесная' }, 'house'],
    ['a surname with its first name', { street: 'улица Фридриха Энгельса' }, { street: 'Энгельса' }, 'house'],
    ['the one street of the name, of another type than people say', { street: 'проспект Мира' }, {}, 'house'],
    ['another type than the text names', { street: 'улица Мира' }, { street: 'проспект Мира' }, null],
    ['another town', { within: ['Заречный'] }, {}, null],
    ['the settlement with its type', { within: ['деревня Озёрск'] }, {}, 'house'],
    ['a point outside of the box', {}, { box: [10, 10, 20, 20] }, null],
    ['a point inside of it', {}, { box: [39, 54, 41, 56] }, 'house'],
    ['a settlement', { pointOf: 'settlement', street: null, house: null }, { street: null, house: null }, 'settlement'],
    ['a house, for a question about a settlement', {}, { street: null, house: null }, null],
  ])('that is %s', (_what, given, asked, pointOf) => {
    expect(chooseHit([hit(given)], query(asked))?.pointOf ?? null).toBe(pointOf);
  });

  it('is none where two streets of the name are of other types', () => {
    const hits = [hit({ street: 'проспект Мира' }), hit({ street: 'переулок Мира' })];
    expect(chooseHit(hits, query())).toBeNull();
    expect(chooseHit([...hits, hit({ point: { lat: 55.1, lon: 40 } })], query())?.point.lat).toBe(55.1);
  });

  it('keeps the licence', () => expect(chooseHit([hit()], query())?.licence).toBe('ODbL'));
});

const config = geocoderConfigSchema.parse({});

describe('Nominatim', () => {
  it('is asked by the parts of the address, inside the box', () => {
    const url = nominatim.urlFor(query({ box: [39, 54, 41, 56] }), config, new URL('https://geo.example/base/'));
    expect(url.origin + url.pathname).toBe('https://geo.example/base/search');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ format: 'jsonv2', addressdetails: '1', limit: '5', 'accept-language': 'ru', countrycodes: 'ru' },
      ...{ city: 'Озёрск', street: '15А Мира', state: 'Озёрная область', viewbox: '39,54,41,56', bounded: '1' },
    });
  });

  it('answers with houses, streets and settlements; other things are passed over', () => {
    const row = (more: object) => ({ lat: '55.1', lon: '40.2', licence: 'Data © OSM', ...more });
    const hits = nominatim.read(
      [
        row({ category: 'building', address: { house_number: '15А', road: 'улица Мира', city: 'Озёрск' } }),
        row({ category: 'highway', addresstype: 'road', address: { road: 'улица Мира', village: 'Озёрск' } }),
        row({ category: 'boundary', addresstype: 'city', address: { city: 'Озёрск' } }),
        row({ category: 'amenity', addresstype: 'amenity', address: { road: 'улица Мира' } }),
      ],
      config,
    );
    expect(hits.map(({ pointOf, street, house, within }) => [pointOf, street, house, within])).toEqual([
      ['house', 'улица Мира', '15А', ['Озёрск']],
      ['street', 'улица Мира', null, ['Озёрск']],
      ['settlement', null, null, ['Озёрск']],
    ]);
    expect(hits[0]).toMatchObject({ point: { lat: 55.1, lon: 40.2 }, licence: 'Data © OSM' });
    expect(() => nominatim.read({ error: 'x' }, config)).toThrow();
  });
});

describe('Photon', () => {
  it('is asked in one line', () => {
    const url = photon.urlFor(query({ box: [39, 54, 41, 56] }), config, new URL('https://geo.example'));
    expect(url.pathname).toBe('/api');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      q: 'Мира 15А, Озёрск, Озёрная область',
      limit: '5',
      bbox: '39,54,41,56',
    });
  });

  it('answers with features; other countries are passed over', () => {
    const feature = (properties: object) => ({ geometry: { coordinates: [40.2, 55.1] }, properties });
    const hits = photon.read(
      {
        features: [
          feature({ type: 'house', housenumber: '15А', street: 'улица Мира', city: 'Озёрск', countrycode: 'RU' }),
          feature({ type: 'street', osm_key: 'highway', name: 'улица Мира', city: 'Озёрск', countrycode: 'RU' }),
          feature({ type: 'city', osm_key: 'place', name: 'Озёрск', countrycode: 'RU' }),
          feature({ type: 'city', osm_key: 'place', name: 'Озёрск', countrycode: 'KZ' }),
          feature({ type: 'house', osm_key: 'shop', name: 'Мир' }),
        ],
      },
      config,
    );
    expect(hits.map(({ pointOf, street, within }) => [pointOf, street, within])).toEqual([
      ['house', 'улица Мира', ['Озёрск']],
      ['street', 'улица Мира', ['Озёрск']],
      ['settlement', null, ['Озёрск']],
    ]);
    expect(hits[0]?.point).toEqual({ lat: 55.1, lon: 40.2 });
  });
});

describe('config/geocoder.yaml', () => {
  it('is off without a word, and needs an address and a contact when it is on', () => {
    expect(config.enabled).toBe(false);
    const fields = geocoderConfigSchema.safeParse({ enabled: true }).error?.issues.map(({ path }) => path[0]);
    expect(fields).toEqual(['url', 'contact']);
    const enabled = { enabled: true, url: 'https://geo.example', contact: 'duty@centre.example' };
    expect(geocoderConfigSchema.safeParse(enabled).success).toBe(true);
    expect(geocoderConfigSchema.safeParse({ ...enabled, everySeconds: 0.1 }).success).toBe(false);
  });
});
