import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { buildPack } from '../../../../pipelines/places/pack-build.js';
import type { Polygons } from '../../../../pipelines/places/pack-rows.js';
import { configFile } from './config-files.js';

const own = configFile(
  'config/places/own.yaml',
  `territories:
  - { id: lake, level: region, name: Озёрная область, oktmo: "02000000" }
  - { id: okrug, level: municipality, name: городской округ Озёрск, parent: lake, oktmo: "02701000" }
  - { id: ozersk, level: settlement, name: Озёрск, type: город, parent: okrug, population: 90000, point: { lat: 55, lon: 40 }, oktmo: "02701000001" }
  - { id: rayon, level: municipality, name: Лесной район, parent: lake, oktmo: "02601000" }
  - { id: village, level: settlement, name: Малая Слобода, type: деревня, parent: rayon, population: 100, point: { lat: 55.4, lon: 40.4 } }
  - { id: hamlet, level: settlement, name: Большая Слобода, type: деревня, parent: rayon, population: 100, point: { lat: 55.6, lon: 40.4 } }
`,
);
const square = (lon: number, lat: number, half: number): Polygons => [
  [
    [
      [lon - half, lat - half],
      [lon + half, lat - half],
      [lon + half, lat + half],
      [lon - half, lat + half],
      [lon - half, lat - half],
    ],
  ],
];
const house = (number: string, lat: number, lon: number) => ({ number, point: { lat, lon } });
const pack = buildPack({
  meta: {
    ...{ id: 'ozersk', title: 'Озёрск', origin: 'invented', licence: 'CC0', attribution: '© Реестр Озёрска' },
    createdBy: 'test',
  },
  territories: [{ id: 'north', level: 'district', name: 'Северный район', parent: 'ozersk' }],
  streets: [
    {
      ...{ territory: 'ozersk', type: 'улица', name: 'Мира', point: { lat: 55.2, lon: 40 } },
      houses: [house('15А', 55.21, 40.01), { number: '17', point: null }],
    },
    { territory: 'ozersk', type: 'проспект', name: 'Мира', point: { lat: 55.3, lon: 40 } },
    { territory: 'ozersk', type: 'улица', name: 'Лесная', houses: [house('1', 55.1, 40.1), house('3', 55.1, 40.2)] },
    { territory: 'ozersk', type: 'улица', name: 'Садовая', houses: [house('2', 55.1005, 40.2005)] },
    { territory: 'village', type: 'улица', name: 'Полевая', point: { lat: 55.4, lon: 40.4 } },
    { territory: 'hamlet', type: 'улица', name: 'Полевая', point: { lat: 55.6, lon: 40.4 } },
  ],
  boundaries: [{ territory: 'north', polygons: square(40, 55.2, 0.05) }],
});
const { locator, problems } = createLocator({
  files: [own],
  packs: [{ path: 'config/places/packs/ozersk.pack', bytes: pack }],
});
const locate = (text: string, territory = 'ozersk') => locator.locate(text, { territory });

describe('a place in a town whose addresses are loaded', () => {
  it('is understood', () => expect(problems).toEqual([]));

  it('has the point of its house, the district around it, the code and the attribution of the register', () => {
    const place = locate('На ул. Мира, д. 15А прорвало трубу');
    expect(place).toMatchObject({
      pointOf: 'house',
      point: { lat: 55.21, lon: 40.01 },
      pointLicence: '© Реестр Озёрска',
    });
    expect(place).toMatchObject({ district: 'Северный район', territoryId: 'north', oktmo: '02701000001' });
    expect(place.evidence).toContainEqual({ field: 'district', value: 'Северный район', from: 'boundary', span: null });
  });

  it.each<[string, string, string | null, number, number]>([
    ['the street, for a house without a point', 'На ул. Мира, д. 17 темно', 'street', 55.2, 40],
    ['the street, for a house that the register lacks', 'На ул. Мира, д. 99 темно', 'street', 55.2, 40],
    ['the avenue of the same name, when the text says so', 'На проспекте Мира темно', 'street', 55.3, 40],
    ['the middle of its houses, for a street without a point', 'На улице Лесной темно', 'street', 55.1, 40.15],
    ['the settlement, for a street that the register lacks', 'На улице Кирова темно', 'settlement', 55, 40],
  ])('has the point of %s', (_what, text, pointOf, lat, lon) => {
    const { point, pointOf: what } = locate(text);
    expect([what, point]).toEqual([pointOf, { lat, lon }]);
  });

  it('has the point of a crossing between the nearest houses of its streets', () => {
    const place = locate('На перекрёстке Лесной и Садовой не работает светофор');
    expect(place.landmarks.map(({ kind }) => kind)).toEqual(['intersection']);
    expect([place.pointOf, place.point]).toEqual(['landmark', { lat: 55.10025, lon: 40.20025 }]);
  });

  it('takes no street of one of several settlements, where it is not told which', () => {
    const place = locate('На Полевой улице темно', 'rayon');
    expect(place).toMatchObject({ street: 'Полевая', settlement: null, pointOf: 'municipality', oktmo: '02601000' });
    expect(place.point).toEqual({ lat: 55.5, lon: 40.4 });
  });
});
