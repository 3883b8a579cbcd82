import { describe, expect, it } from 'vitest';
import type { Area } from '../../../../pipelines/places/areas.js';
import { loadBoundaries, type TerritoryNames } from '../../../../pipelines/places/boundaries.js';
import { bareTerritory, type Territory } from '../../../../src/core/place.js';

const territories: Territory[] = [
  { ...bareTerritory, id: '02000000', level: 'region', name: 'Озёрная область' },
  { ...bareTerritory, id: '04000000', level: 'region', name: 'Степной край' },
  { ...bareTerritory, id: '02601000', level: 'municipality', name: 'Советский район', parent: '02000000' },
  { ...bareTerritory, id: '04601000', level: 'municipality', name: 'Советский район', parent: '04000000' },
  { ...bareTerritory, id: '02701000', level: 'municipality', name: 'городской округ Озёрск', parent: '02000000' },
];
const byId = new Map(territories.map((one) => [one.id, one]));
const tree: TerritoryNames = {
  get: (id) => byId.get(id),
  named: (level, name) => territories.filter((one) => one.level === level && one.name === name),
  chain(id) {
    const own = byId.get(id);
    return own === undefined ? [] : [own, ...tree.chain(own.parent ?? '')];
  },
};

/** A square around a point, counter-clockwise. */
const square = (lon: number, lat: number, half: number): number[][] => [
  [lon - half, lat - half],
  [lon + half, lat - half],
  [lon + half, lat + half],
  [lon - half, lat + half],
  [lon - half, lat - half],
];
const feature = (properties: object, ...rings: number[][][]) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates: rings },
});
const file = (features: unknown, more: object = {}) => ({
  path: 'config/places/boundaries/own.geojson',
  data: { type: 'FeatureCollection', features, ...more },
  lineAt: () => 1,
});
const load = (features: unknown, more?: object) => loadBoundaries([file(features, more)], tree);
const idsAt = (areas: readonly Area[]) => areas.map(({ level, name }) => `${level} ${name}`);

describe('boundaries', () => {
  const { boundaries, problems } = load([
    feature({ territory: '02000000' }, square(40, 55, 3)),
    feature({ oktmo: '02601000', name: 'other words' }, square(39, 55, 1)),
    feature({ name: 'городской округ Озёрск', admin_level: '6' }, square(41, 55, 0.9), square(41, 55, 0.2)),
    feature({ name: 'Приозёрный', level: 'district' }, square(41.5, 55.5, 0.3)),
  ]);

  it('tell what holds a point, finest first, by id, code, name with level, and OpenStreetMap’s level', () => {
    expect(problems).toEqual([]);
    expect(idsAt(boundaries.at({ lat: 55.5, lon: 41.5 }))).toEqual([
      'district Приозёрный',
      'municipality городской округ Озёрск',
      'region Озёрная область',
    ]);
    expect(idsAt(boundaries.at({ lat: 55, lon: 39 }))).toEqual([
      'municipality Советский район',
      'region Озёрная область',
    ]);
  });

  it('leave out holes, and tell nothing outside', () => {
    expect(idsAt(boundaries.at({ lat: 55, lon: 41 }))).toEqual(['region Озёрная область']);
    expect(boundaries.at({ lat: 10, lon: 10 })).toEqual([]);
    expect(load([]).boundaries.at({ lat: 55, lon: 40 })).toEqual([]);
  });

  it('know districts that no list holds by name alone', () => {
    expect(boundaries.at({ lat: 55.5, lon: 41.5 })[0]).toMatchObject({ territoryId: null, name: 'Приозёрный' });
  });

  it('take the smallest of those of one level', () => {
    const twice = load([
      feature({ territory: '02601000' }, square(40, 55, 2)),
      feature({ territory: '02701000' }, square(40, 55, 1)),
    ]);
    expect(idsAt(twice.boundaries.at({ lat: 55, lon: 40 }))).toEqual(['municipality городской округ Озёрск']);
  });

  it('give the box of a territory over all of its polygons', () => {
    const islands = load([
      {
        type: 'Feature',
        properties: { territory: '02701000' },
        geometry: { type: 'MultiPolygon', coordinates: [[square(40, 55, 1)], [square(44, 57, 1)]] },
      },
    ]);
    expect(islands.boundaries.boxOf('02701000')).toEqual([39, 54, 45, 58]);
    expect(islands.boundaries.boxOf('02000000')).toBeNull();
  });

  it('that are rough are not told near a border, and are told just outside where nothing else is near', () => {
    const rough = load(
      [feature({ territory: '02000000' }, square(40, 55, 1)), feature({ territory: '04000000' }, square(42, 55, 1))],
      { toleranceMetres: 3_000 },
    ).boundaries;
    expect(idsAt(rough.at({ lat: 55, lon: 40.9 }))).toEqual(['region Озёрная область']);
    expect(rough.at({ lat: 55, lon: 40.99 })).toEqual([]);
    expect(idsAt(rough.at({ lat: 55, lon: 38.99 }))).toEqual(['region Озёрная область']);
    expect(rough.at({ lat: 55, lon: 38.9 })).toEqual([]);
  });
});

describe('a file of boundaries with faults', () => {
  const good = feature({ territory: '02000000' }, square(40, 55, 3));

  it.each<[string, unknown, string, RegExp]>([
    [
      'an unknown code',
      feature({ territory: '77' }, square(40, 55, 1)),
      'features[1].properties',
      /no territory has the id «77»/,
    ],
    [
      'an unknown name',
      feature({ name: 'Лес', level: 'municipality' }, square(40, 55, 1)),
      'features[1].properties',
      /no municipality .* «Лес»/,
    ],
    [
      'a name that stands twice',
      feature({ name: 'Советский район', level: 'municipality' }, square(40, 55, 1)),
      'features[1].properties',
      /02601000, 04601000.*add «territory»/,
    ],
    [
      'no name at all',
      feature({ source: 'survey' }, square(40, 55, 1)),
      'features[1].properties',
      /add «territory» .* or «name» and «level»/,
    ],
    [
      'latitude and longitude exchanged or in metres',
      feature({ territory: '02601000' }, square(4_400_000, 55, 1)),
      'features[1].geometry.coordinates[0]',
      /WGS 84/,
    ],
    [
      'an open ring',
      feature({ territory: '02601000' }, square(40, 55, 1).slice(0, 4)),
      'features[1].geometry.coordinates[0]',
      /not closed/,
    ],
    [
      'too few positions',
      feature({ territory: '02601000' }, [
        [1, 1],
        [2, 2],
      ]),
      'features[1].geometry.coordinates[0]',
      /four positions/,
    ],
    ['no feature', 5, 'features[1]', /is no feature/],
  ])('with %s says where and what to do, and goes on with the rest', (_what, bad, field, message) => {
    const { boundaries, problems } = load([good, bad]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: 'config/places/boundaries/own.geojson', field, fatal: false });
    expect(problems[0]?.message).toMatch(message);
    expect(boundaries.count).toBe(1);
  });

  it('counts labels and lines instead of naming each', () => {
    const label = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [40, 55] } };
    const { problems } = load([good, label, label]);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('2 of them are no Polygon')]);
  });

  it('takes the region’s name to tell territories of one name apart', () => {
    const named = { name: 'Советский район', level: 'municipality', region: 'Степной край' };
    const { boundaries, problems } = load([feature(named, square(40, 55, 1))]);
    expect(problems).toEqual([]);
    expect(boundaries.at({ lat: 55, lon: 40 })[0]?.territoryId).toBe('04601000');
  });

  it('is refused as a whole when it is no collection', () => {
    const { problems } = loadBoundaries([{ path: 'x.geojson', data: { type: 'Topology' }, lineAt: () => 1 }], tree);
    expect(problems.map(({ field }) => field)).toContain('type');
    expect(problems[0]?.message).toContain('export the boundaries as GeoJSON');
  });
});
