import { describe, expect, it } from 'vitest';
import { indexAreas } from '../../../../pipelines/places/areas.js';
import { type AddressPoints, createPointer } from '../../../../pipelines/places/geocode.js';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { bareTerritory, type Place, type Territory } from '../../../../src/core/place.js';
import { samplePlace } from '../../../support/samples.js';
import { configFile } from './config-files.js';

const territories: Territory[] = [
  { ...bareTerritory, id: '02000000', level: 'region', name: 'Озёрная область', oktmo: '02000000' },
  { ...bareTerritory, id: '02701000', level: 'municipality', name: 'городской округ Озёрск', parent: '02000000' },
  {
    ...bareTerritory,
    id: '02601000',
    level: 'municipality',
    name: 'Лесной район',
    parent: '02000000',
    oktmo: '02601000',
  },
  {
    ...bareTerritory,
    ...{ id: '02701000001', level: 'settlement', name: 'Озёрск', parent: '02701000', oktmo: '02701000001' },
    ...{ population: 90_000, point: { lat: 55, lon: 40 } },
  },
  { ...bareTerritory, id: 'north', level: 'district', name: 'Северный район', parent: '02701000001' },
  {
    ...bareTerritory,
    ...{ id: 'far', level: 'settlement', name: 'Дальнее', parent: '02000000', population: 10_000 },
    point: { lat: 57, lon: 42 },
  },
];
const byId = new Map(territories.map((one) => [one.id, one]));
const tree = {
  get: (id: string) => byId.get(id),
  chain(id: string): Territory[] {
    const own = byId.get(id);
    return own === undefined ? [] : [own, ...tree.chain(own.parent ?? '')];
  },
};
const square = (lon: number, lat: number, half: number) => [
  [
    [lon - half, lat - half],
    [lon + half, lat - half],
    [lon + half, lat + half],
    [lon - half, lat + half],
    [lon - half, lat - half],
  ],
];
const boundaries = indexAreas([
  {
    level: 'municipality',
    name: 'Лесной район',
    territoryId: '02601000',
    polygons: [square(42, 57, 0.5)],
    toleranceMetres: 0,
  },
  {
    level: 'municipality',
    name: 'городской округ Озёрск',
    territoryId: '02701000',
    polygons: [square(40, 55, 0.5)],
    toleranceMetres: 0,
  },
  {
    level: 'district',
    name: 'Северный район',
    territoryId: 'north',
    polygons: [square(40, 55.2, 0.1)],
    toleranceMetres: 0,
  },
]);
const licence = '© Реестр Озёрска';
const points: AddressPoints = {
  house: (_id, street, house) =>
    street === 'Мира' && house === '15А' ? { point: { lat: 55.21, lon: 40.01 }, licence } : null,
  street: (_id, street) => (street === 'Мира' ? { point: { lat: 55.2, lon: 40 }, licence } : null),
  landmark: (_id, { name }) => (name === 'школа № 7' ? { point: { lat: 55.15, lon: 40.02 }, licence: null } : null),
};
const pointer = createPointer({ tree, territories, boundaries, points });
const place = (overrides: Partial<Place>): Place =>
  samplePlace({
    ...{ territoryId: '02701000001', region: 'Озёрная область', municipality: 'городской округ Озёрск' },
    ...{ settlement: 'Озёрск', street: null, house: null, point: null, oktmo: '02701000001', evidence: [], named: [] },
    ...overrides,
  });

describe('the point of a place', () => {
  it.each<[string, Partial<Place>, Place['pointOf'], object | null]>([
    ['the house of a loaded pack', { street: 'Мира', house: '15А' }, 'house', { lat: 55.21, lon: 40.01 }],
    ['the street, where the house is unknown', { street: 'Мира', house: '99' }, 'street', { lat: 55.2, lon: 40 }],
    [
      'the first of several streets, and no house of it',
      { street: 'Мира;Лесная', house: '15А' },
      'street',
      { lat: 55.2, lon: 40 },
    ],
    [
      'a landmark before the street',
      { street: 'Мира', landmarks: [{ kind: 'school', name: 'школа № 7' }] },
      'landmark',
      { lat: 55.15, lon: 40.02 },
    ],
    [
      'the settlement, where the street is unknown',
      { street: 'Лесная', house: '1' },
      'settlement',
      { lat: 55, lon: 40 },
    ],
    ['nothing, where nothing is known', { territoryId: null, settlement: null }, null, null],
  ])('is %s', (_what, given, pointOf, point) => {
    const found = pointer.point(place(given));
    expect([found.pointOf, found.point]).toEqual([pointOf, point]);
  });

  it('of a region or municipality is the middle of its settlements by their people', () => {
    const region = pointer.point(place({ territoryId: '02000000', settlement: null, municipality: null }));
    expect(region.pointOf).toBe('region');
    expect(region.point?.lat).toBeCloseTo(55.2, 1);
    expect(region.point?.lon).toBeCloseTo(40.2, 1);
    const empty = pointer.point(place({ territoryId: '02601000', settlement: null }));
    expect(empty.pointOf).toBe('region');
  });

  it('of a region on both sides of the 180th meridian lies in it', () => {
    const sides: Territory[] = [178, -170].map((lon, i) => ({
      ...bareTerritory,
      ...{ id: `s${i}`, level: 'settlement' as const, name: `s${i}`, parent: '02000000', population: 100 },
      point: { lat: 66, lon },
    }));
    const all = new Map([...territories.slice(0, 1), ...sides].map((one) => [one.id, one]));
    const chain = (id: string): Territory[] => {
      const own = all.get(id);
      return own === undefined ? [] : [own, ...chain(own.parent ?? '')];
    };
    const both = createPointer({
      tree: { get: (id) => all.get(id), chain },
      territories: [...all.values()],
      boundaries: indexAreas([]),
    });
    expect(both.point(place({ territoryId: '02000000', settlement: null })).point?.lon).toBeCloseTo(-176, 0);
  });

  it('brings the district from its boundary with evidence, makes it the territory and keeps the code and the licence', () => {
    const found = pointer.point(place({ street: 'Мира', house: '15А' }));
    expect(found).toMatchObject({
      district: 'Северный район',
      territoryId: 'north',
      oktmo: '02701000001',
      pointLicence: licence,
    });
    expect(found.evidence).toEqual([{ field: 'district', value: 'Северный район', from: 'boundary', span: null }]);
  });

  it('brings no district where it is only the middle of a town', () => {
    const middle = createPointer({
      ...{ tree, territories },
      boundaries: indexAreas([
        { level: 'district', name: 'Центр', territoryId: null, polygons: [square(40, 55, 0.1)], toleranceMetres: 0 },
      ]),
    });
    expect(middle.point(place({})).district).toBeNull();
  });

  it('brings the municipality of a settlement whose list does not tell it', () => {
    const found = pointer.point(
      place({ territoryId: 'far', settlement: 'Дальнее', municipality: null, oktmo: '02000000' }),
    );
    expect(found).toMatchObject({ municipality: 'Лесной район', pointOf: 'settlement' });
    expect(found.evidence).toEqual([{ field: 'municipality', value: 'Лесной район', from: 'boundary', span: null }]);
    expect(found.territoryId).toBe('far');
  });
});

describe('a point from a geocoder', () => {
  const found = { point: { lat: 55.2, lon: 40 }, pointOf: 'house' as const, licence: 'ODbL' };

  it('is put with its licence and what the boundaries say', () => {
    const next = pointer.withPoint(place({ street: 'Мира', house: '7' }), found);
    expect(next).toMatchObject({ pointOf: 'house', pointLicence: 'ODbL', district: 'Северный район' });
    expect(next?.evidence).toContainEqual({ field: 'house', value: '7', from: 'geocoder', span: null });
  });

  it('is refused when it lies in another municipality than the place', () => {
    expect(pointer.withPoint(place({}), { ...found, point: { lat: 57, lon: 42 } })).toBeNull();
  });

  it('must lie in the boundary of the municipality, or near the settlement where there is none', () => {
    expect(pointer.boxOf(place({}))).toEqual([39.5, 54.5, 40.5, 55.5]);
    const [west = 0, south = 0, east = 0, north = 0] =
      createPointer({ tree, territories, boundaries: indexAreas([]) }).boxOf(place({})) ?? [];
    expect([south, north].map((lat) => Math.round(lat * 100))).toEqual([5464, 5536]);
    expect(east - west).toBeGreaterThan(1);
    expect(pointer.boxOf(place({ territoryId: null }))).toBeNull();
  });
});

describe('the locator', () => {
  const boundaryFiles = [
    {
      path: 'config/places/boundaries/own.geojson',
      data: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { territory: 'nowhere' },
            geometry: { type: 'Polygon', coordinates: square(40, 55, 1) },
          },
        ],
      },
      lineAt: () => 1,
    },
  ];

  it('reports what is wrong with the boundaries, and changes its revision with them', () => {
    const own = configFile(
      'config/places/own.yaml',
      'territories: [{ id: lake, level: region, name: Озёрная область }]',
    );
    const without = createLocator({ files: [own] });
    const broken = createLocator({ files: [own], boundaryFiles });
    expect(broken.problems.map(({ file }) => file)).toEqual(['config/places/boundaries/own.geojson']);
    const [file] = boundaryFiles;
    const text = JSON.stringify(file?.data).replace('nowhere', 'lake');
    const loaded = createLocator({
      files: [own],
      boundaryFiles: [{ path: 'x', data: JSON.parse(text), lineAt: () => 1 }],
    });
    expect(loaded.problems).toEqual([]);
    expect(loaded.locator.revision).not.toBe(without.locator.revision);
  });
});
