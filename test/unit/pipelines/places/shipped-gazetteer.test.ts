import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPlaces } from '../../../../pipelines/places/load.js';
import type { Territory } from '../../../../src/core/place.js';
import { shippedFiles } from './config-files.js';

const files = shippedFiles('places').filter(({ path }) => !path.endsWith('demo-town.yaml'));
const { territories, problems } = loadPlaces(files);
const byId = new Map(territories.map((territory) => [territory.id, territory]));
const regions = territories.filter(({ level }) => level === 'region');
const subjects = regions.filter(({ name }) => name !== 'Байконур');
const settlements = territories.filter(({ level }) => level === 'settlement');
const regionOf = (territory: Territory): Territory | undefined =>
  territory.level === 'region' ? territory : regionOf(byId.get(territory.parent ?? '') ?? subjects[0] ?? territory);
const find = (name: string, region: string): Territory | undefined =>
  settlements.find((territory) => territory.name === name && regionOf(territory)?.name === region);
const labels = (list: readonly Territory[]): string[] => list.map(({ id, name }) => `${id} ${name}`);

describe('federal subjects', () => {
  it('are all there, each with its codes and time zone', () => {
    expect(problems).toEqual([]);
    expect(subjects).toHaveLength(89);
    expect(labels(subjects.filter(({ oktmo, id }) => oktmo !== id || !/^\d{8}$/.test(id)))).toEqual([]);
    expect(labels(subjects.filter(({ okato }) => !/^\d{11}$/.test(okato ?? '')))).toEqual([]);
    expect(labels(subjects.filter(({ iso }) => !/^(?:RU|UA)-[A-Z0-9]{2,3}$/.test(iso ?? '')))).toEqual([]);
    expect(labels(subjects.filter(({ timeZone }) => timeZone === null))).toEqual([]);
    for (const field of ['oktmo', 'okato', 'iso', 'name'] as const)
      expect(new Set(subjects.map((subject) => subject[field])).size).toBe(89);
  });

  it('lie in one of eight federal districts, but for the four that no decree has put into one', () => {
    const districts = new Set(subjects.map(({ federalDistrict }) => federalDistrict));
    expect([...districts].filter((district) => district !== null)).toHaveLength(8);
    expect(subjects.filter(({ federalDistrict }) => federalDistrict === null).map(({ name }) => name)).toEqual([
      'Донецкая Народная Республика',
      'Запорожская область',
      'Луганская Народная Республика',
      'Херсонская область',
    ]);
  });

  it('have adjectives; the abbreviations and nicknames that people use are their other names', () => {
    expect(subjects.filter(({ adjectives }) => adjectives.length === 0).map(({ name }) => name)).toEqual([
      'Еврейская автономная область',
    ]);
    const byAlias = (alias: string): string[] =>
      regions.filter(({ aliases }) => aliases.includes(alias)).map(({ name }) => name);
    expect(byAlias('ХМАО')).toEqual(['Ханты-Мансийский автономный округ — Югра']);
    expect(byAlias('Подмосковье')).toEqual(['Московская область']);
    expect(byAlias('Питер')).toEqual(['Санкт-Петербург']);
    expect(byId.get('38000000')).toMatchObject({
      iso: 'RU-KRS',
      okato: '38000000000',
      federalDistrict: 'Центральный',
      adjectives: ['курский'],
      demonyms: ['куряне'],
    });
  });
});

describe('settlements', () => {
  it('are more than six thousand, each within Russia’s box and with a time zone', () => {
    expect(settlements.length).toBeGreaterThan(6_000);
    const outside = settlements.filter(
      ({ point }) =>
        point !== null && (point.lat < 41 || point.lat > 82 || (point.lon < 19 && point.lon > -168) || point.lon > 180),
    );
    expect(labels(outside)).toEqual([]);
    expect(labels(settlements.filter(({ timeZone }) => timeZone === null))).toEqual([]);
  });

  it('have names of Russian letters', () => {
    expect(labels(settlements.filter(({ name }) => !/^(?:имени )?[А-ЯЁ0-9][А-ЯЁа-яё0-9. -]+$/.test(name)))).toEqual([]);
    expect(labels(settlements.filter(({ name }) => /(?:ськ(?!ов)|цьк)/.test(name)))).toEqual([]);
  });

  it('stand once: no two of one name and region lie within three kilometres', () => {
    const seen = new Map<string, Territory[]>();
    const twice: string[] = [];
    for (const settlement of settlements) {
      if (settlement.point === null) continue;
      const key = `${regionOf(settlement)?.id} ${settlement.name.toLowerCase().replaceAll('ё', 'е')}`;
      const { lat, lon } = settlement.point;
      for (const other of seen.get(key) ?? []) {
        const north = (lat - (other.point?.lat ?? 0)) * 111;
        const east = (lon - (other.point?.lon ?? 0)) * 111 * Math.cos((lat * Math.PI) / 180);
        if (Math.hypot(north, east) < 3) twice.push(`${settlement.id} ${other.id} ${settlement.name}`);
      }
      seen.set(key, [...(seen.get(key) ?? []), settlement]);
    }
    expect(twice).toEqual([]);
  });

  it('of 100 000 people and more have an adjective and, but for four, a word for their people', () => {
    const large = settlements.filter(({ population, type }) => type === 'город' && (population ?? 0) >= 100_000);
    expect(large.length).toBeGreaterThan(160);
    expect(labels(large.filter(({ adjectives }) => adjectives.length === 0))).toEqual([]);
    expect(
      large
        .filter(({ demonyms }) => demonyms.length === 0)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Железнодорожный', 'Ленинск-Кузнецкий', 'Октябрьский', 'Черкесск']);
  });

  it('keep the irregular words for their people', () => {
    expect(find('Тула', 'Тульская область')?.demonyms).toEqual(['туляки']);
    expect(find('Архангельск', 'Архангельская область')?.demonyms).toEqual(['архангелогородцы']);
    expect(find('Омск', 'Омская область')?.demonyms).toEqual(['омичи']);
    expect(find('Великие Луки', 'Псковская область')?.demonyms).toEqual(['великолучане']);
    const words = territories.flatMap(({ demonyms }) => demonyms);
    expect(words.filter((word) => !/^[а-яё-]+(?:цы|не|чи|ки|ты|лы)$/.test(word))).toEqual([]);
    const adjectives = territories.flatMap((territory) => territory.adjectives);
    expect(
      adjectives.filter((word) => !/^(?:[а-яё-]+(?:[сц]к[ио]й|[дн]ной|ный|ской)|коми|донской)$/.test(word)),
    ).toEqual([]);
  });

  it('say when their bare name is also a word or a surname', () => {
    const commonOf = (name: string): (string | null)[] => [
      ...new Set(settlements.filter((settlement) => settlement.name === name).map(({ common }) => common)),
    ];
    expect(commonOf('Заря')).toEqual(['word']);
    expect(commonOf('Дачное')).toEqual(['word']);
    expect(commonOf('Новое')).toEqual(['word']);
    expect(commonOf('Орлово')).toEqual(['surname']);
    expect(commonOf('Кшенский')).toEqual(['word']);
    expect(commonOf('Золотухино')).toEqual(['surname']);
    expect(commonOf('Солотча')).toEqual([null]);
    expect(find('Рязань', 'Рязанская область')?.common).toBeNull();
  });

  it('lie in their municipality when the code tells it, else in the region', () => {
    expect(byId.get(find('Самара', 'Самарская область')?.parent ?? '')?.name).toBe('городской округ Самара');
    expect(byId.get(find('Льгов', 'Курская область')?.parent ?? '')?.level).toBe('municipality');
    expect(find('Кшенский', 'Курская область')).toMatchObject({ parent: '38000000', oktmo: null, type: 'пгт' });
    const towns = settlements.filter(({ type, oktmo }) => type === 'город' && oktmo !== null);
    const loose = towns.filter(({ parent }) => byId.get(parent ?? '')?.level === 'region').map(({ name }) => name);
    expect(loose.sort()).toEqual(['Москва', 'Санкт-Петербург', 'Севастополь']);
  });
});

describe('the files of the gazetteer', () => {
  it('stay compact', () => {
    expect(readFileSync('config/places/russia.json').length).toBeLessThan(1_500_000);
  });
});
