import { describe, expect, it } from 'vitest';
import { loadPlaces } from '../../../../pipelines/places/load.js';
import { configFile } from './config-files.js';

const region = [
  '38000000',
  'Курская область',
  'Europe/Moscow',
  '38000000000',
  'RU-KRS',
  'Центральный',
  [],
  ['курский'],
  ['куряне'],
];
const town = [
  '38701000001',
  'Курск',
  'город',
  '38701000',
  null,
  440052,
  51.73,
  36.19,
  { okato: '38401000000', aliases: ['Крск'] },
];
const load = (tables: object): ReturnType<typeof loadPlaces> =>
  loadPlaces([configFile('config/places/built.json', JSON.stringify(tables))]);
const tables = {
  regions: [region],
  municipalities: [['38701000', 'городской округ Курск', '38000000']],
  settlements: [town, ['gn-1', 'Победа', null, '38000000', 'Europe/Samara', null, 51, 36, { common: 'word' }]],
  districts: [['gn-2', 'Сеймский', 'район', '38701000001', null, null, 51.7, 36.1]],
};

describe('the compact tables', () => {
  it('become territories with codes, words for people and the time zone of the region', () => {
    const { territories, problems } = load(tables);
    expect(problems).toEqual([]);
    const byId = new Map(territories.map((territory) => [territory.id, territory]));
    expect(byId.get('38000000')).toMatchObject({
      level: 'region',
      iso: 'RU-KRS',
      oktmo: '38000000',
      demonyms: ['куряне'],
    });
    expect(byId.get('38701000001')).toMatchObject({
      level: 'settlement',
      type: 'город',
      timeZone: 'Europe/Moscow',
      oktmo: '38701000001',
      okato: '38401000000',
      aliases: ['Крск'],
      common: null,
      point: { lat: 51.73, lon: 36.19 },
    });
    expect(byId.get('gn-1')).toMatchObject({ type: null, oktmo: null, timeZone: 'Europe/Samara', common: 'word' });
    expect(byId.get('gn-2')).toMatchObject({ level: 'district', parent: '38701000001', timeZone: 'Europe/Moscow' });
  });

  it('are refused whole, with the place of each bad row', () => {
    const bad = [
      [...town.slice(0, 6), 151.73, 36.19],
      ['38701000002', 'Курск-2', 'город', '38701000', 'Moscow', 1, 51, 36],
      [...town.slice(0, 8), { nickname: 'Крск' }],
      ['38701000003', 'Курск-3'],
    ];
    const { territories, problems } = load({ ...tables, settlements: bad });
    expect(territories).toEqual([]);
    expect(problems.every(({ fatal, file }) => fatal && file === 'config/places/built.json')).toBe(true);
    expect([...new Set(problems.map(({ field }) => field.replace(/(\[\d+\]).*$/, '$1')))].sort()).toEqual([
      'settlements[0]',
      'settlements[1]',
      'settlements[2]',
      'settlements[3]',
    ]);
    expect(problems.map(({ message }) => message).join('\n')).toContain('IANA zone');
  });

  it('may not have a row twice or a row that lies nowhere', () => {
    const { problems } = load({
      ...tables,
      settlements: [...tables.settlements, town, ['gn-3', 'Заря', null, '99', null, null, 51, 36]],
    });
    expect(problems.map(({ field }) => field)).toEqual(['settlements[2]', 'settlements[3].parent']);
    expect(problems[1]?.message).toContain('does not exist');
  });
});
