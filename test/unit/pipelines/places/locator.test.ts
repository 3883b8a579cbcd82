import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { placeSchema } from '../../../../src/core/place.js';
import { configFile, shippedFiles } from './config-files.js';

const files = shippedFiles('places');
const { locator, problems, territories } = createLocator({ files });
const locate = (text: string, context = {}) => locator.locate(text, context);

interface Labelled {
  text: string;
  settlement?: string;
  street?: string;
  house?: string;
  region?: string;
  municipality?: string;
}
const labelled = readFileSync('test/unit/pipelines/places/texts.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line): Labelled => JSON.parse(line));

describe('the shipped gazetteer', () => {
  it('loads without problems', () => {
    expect(problems).toEqual([]);
    expect(territories.filter(({ level }) => level === 'region')).toHaveLength(91);
    expect(territories.filter(({ level }) => level === 'settlement').length).toBeGreaterThan(1_117);
  });

  it('finds every town of the gazetteer in an address with its region', () => {
    const byId = new Map(territories.map((territory) => [territory.id, territory]));
    const missed = territories
      .filter(({ level, id, type }) => level === 'settlement' && type === 'город' && !id.startsWith('demo-'))
      .filter((town) => {
        const region = locator
          .lineage(town.id)
          .map((id) => byId.get(id))
          .find((node) => node?.level === 'region');
        const place = locate(`${region?.name}, г. ${town.name}, нет воды`);
        return place.settlement !== town.name || place.region !== region?.name;
      });
    expect(missed.map(({ name }) => name)).toEqual([]);
  });

  it('gives the lineage finest first and nothing for an unknown id', () => {
    expect(locator.lineage('demo-sosnovka')).toEqual(['demo-sosnovka', 'demo-svetloozersk', 'demo-ozerskaya']);
    expect(locator.lineage('nowhere')).toEqual([]);
    expect(locator.lineage(null)).toEqual([]);
  });
});

describe('the labelled texts', () => {
  const fields = ['settlement', 'street', 'house', 'region', 'municipality'] as const;
  const found = labelled.map((entry) => ({ entry, place: locate(entry.text) }));
  const thresholds = { settlement: 0.95, street: 0.95, house: 0.95, region: 0.95, municipality: 0.9 };
  for (const field of fields) {
    it(`hold the ${field} to the required share`, () => {
      const written = found.filter(({ entry }) => entry[field] !== undefined);
      const wrong = written.filter(({ entry, place }) => place[field] !== entry[field]);
      expect(written.length).toBeGreaterThan(3);
      expect(1 - wrong.length / written.length, wrong.map(({ entry }) => entry.text).join('\n')).toBeGreaterThanOrEqual(
        thresholds[field],
      );
    });
  }

  it('are at least a hundred, and those that name no place get none', () => {
    expect(labelled.length).toBeGreaterThanOrEqual(100);
    const invented = found.filter(({ entry, place }) =>
      fields.some((field) => entry[field] === undefined && place.named.includes(field) && field !== 'region'),
    );
    expect(invented.map(({ entry }) => entry.text)).toEqual([]);
  });

  it('give places that fit the schema, with exact spans and the same answer twice', () => {
    for (const { entry, place } of found) {
      expect(() => placeSchema.parse(place)).not.toThrow();
      for (const { span } of place.evidence) {
        if (span !== null) expect(entry.text.slice(span.start, span.end)).toBe(span.text);
      }
      expect(locate(entry.text)).toEqual(place);
    }
  });
});

describe('home and context', () => {
  it('fills the settlement of the home territory and marks it as coming from the source', () => {
    const place = locate('На Мира 15 опять темно', { territory: 'demo-svetloozersk' });
    expect(place).toMatchObject({
      region: 'Озёрская область',
      municipality: 'городской округ Светлоозёрск',
      settlement: 'Светлоозёрск',
      street: 'Мира',
      house: '15',
      precision: 'house',
      territoryId: 'demo-svetloozersk-town',
      named: ['street', 'house'],
    });
    expect(place.evidence.find(({ field }) => field === 'settlement')).toMatchObject({ from: 'source', span: null });
  });

  it('resolves context names and marks them as context', () => {
    const place = locate('Лифт стоит', { region: 'Рязанская область', settlement: 'г. Рязань' });
    expect(place).toMatchObject({ settlement: 'Рязань', municipality: 'городской округ Рязань', named: [] });
    expect(place.evidence.map(({ from }) => from)).toContain('context');
  });

  it('keeps a context settlement that no list knows', () => {
    expect(locate('нет света', { region: 'Курская область', settlement: 'д. Малые Угоны' })).toMatchObject({
      region: 'Курская область',
      settlement: 'Малые Угоны',
    });
  });

  it('takes the town of an urban district given as «Омск г.о.»', () => {
    expect(locate('снег не убран', { region: 'Омская область', municipality: 'Омск г.о.' }).settlement).toBe('Омск');
  });

  it('does not pin a text about another region to home', () => {
    const place = locate('В Рязани на улице Мира 5 красиво', { territory: 'demo-svetloozersk' });
    expect(place).toMatchObject({
      region: 'Рязанская область',
      settlement: 'Рязань',
      municipality: 'городской округ Рязань',
    });
  });

  it('leaves the home town when another district of the region is named', () => {
    const place = locate('Камышовский район, дорога разбита', { territory: 'demo-svetloozersk' });
    expect(place).toMatchObject({ settlement: null, municipality: 'Камышовский район', region: 'Озёрская область' });
  });

  it('chooses among towns of one name by the home region, else by population', () => {
    expect(locate('г. Советск, нет воды', { region: 'Тульская область' }).region).toBe('Тульская область');
    expect(locate('г. Благовещенск, нет воды').region).toBe('Амурская область');
    expect(locate('г. Благовещенск, нет воды', { region: 'Республика Башкортостан' }).region).toBe(
      'Республика Башкортостан',
    );
  });

  it('does not take a village for a namesake in another region', () => {
    expect(locate('с. Никольское, ул. Мира 3', { region: 'Курская область' })).toMatchObject({
      region: 'Курская область',
      settlement: 'Никольское',
      territoryId: '38000000',
    });
    expect(locate('В посёлке Сосновка темно')).toMatchObject({
      region: null,
      settlement: 'Сосновка',
      territoryId: null,
    });
  });

  it('says nothing at all of a text without place and home', () => {
    expect(locate('Дома холодно, батареи чуть тёплые')).toMatchObject({
      precision: 'none',
      territoryId: null,
      region: null,
      settlement: null,
      street: null,
      house: null,
      named: [],
      confidence: 0,
      evidence: [],
    });
  });

  it('is less sure of a bare name than of a full address', () => {
    const full = locate('г. Рязань, ул. Новосёлов, 5');
    const bare = locate('на Новосёлов 5', { settlement: 'Рязань' });
    expect(full.confidence).toBeGreaterThan(bare.confidence);
  });
});

describe('a text that names no place', () => {
  it('has the place of its own home, whatever came before', () => {
    const homes = [
      { territory: '61701000001' },
      { territory: null },
      { region: 'Омская область' },
      { region: 'Курская область', municipality: 'Льговский район' },
      { municipality: 'Льговский район' },
      { settlement: 'Льговский район' },
    ];
    const first = homes.map((home) => locate('Опять темно', home));
    expect(first.map(({ region, municipality, settlement }) => [region, municipality, settlement])).toEqual([
      ['Рязанская область', 'городской округ Рязань', 'Рязань'],
      [null, null, null],
      ['Омская область', null, null],
      ['Курская область', 'Льговский район', null],
      [null, 'Льговский район', null],
      [null, null, 'Льговский район'],
    ]);
    locate('В Рязани на Новосёлов 5 темно', { region: 'Омская область' });
    for (const [i, home] of homes.toReversed().entries())
      expect(locate('И снова темно', home)).toEqual(first.at(-1 - i));
  });
});

describe('odd input', () => {
  it('reads through HTML, entities, quotes and capitals', () => {
    expect(locate('<p>г.&nbsp;Курск,&nbsp;ул. «Радищева»,&nbsp;д.&nbsp;64</p>')).toMatchObject({
      settlement: 'Курск',
      house: '64',
    });
    expect(locate('В РЯЗАНИ НЕТ ВОДЫ УЖЕ НЕДЕЛЮ').settlement).toBe('Рязань');
  });

  it('survives empty, long and broken texts', () => {
    expect(locate('').precision).toBe('none');
    // What takes quadratic time here ends at the test's limit of half a minute.
    locate('ул. '.repeat(20_000));
    locate('<'.repeat(20_000));
    locate('дом 1, 2, 3, '.repeat(5_000));
    locate('Верхней '.repeat(10_000));
    expect(() => locate('ул. Мира \ud83d 15 \u0130')).not.toThrow();
  });
});

describe('a centre’s own file', () => {
  const own = `
territories:
  - { id: own-region, level: region, name: Заречная область }
  - { id: own-village, level: settlement, name: Кривой Бор, type: деревня, parent: own-region }
  - { id: own-lost, level: settlement, name: Потеряево, parent: no-such-parent }
  - { id: own-bad, level: village, name: Ошибкино }
  - { id: own-village, level: settlement, name: Второй Бор, parent: own-region }
streets:
  - { territory: own-village, names: [Дальняя Гать] }
  - { territory: nowhere, names: [Мира] }
colour: red
`;
  const loaded = createLocator({ files: [configFile('config/places/own.yaml', own)] });

  it('reports each bad entry with file and line and uses the rest', () => {
    expect(loaded.problems.map(({ file, line, field }) => `${file}:${line} ${field}`).sort()).toEqual([
      'config/places/own.yaml:10 streets[1]',
      'config/places/own.yaml:11 colour',
      'config/places/own.yaml:5 territories[2].parent',
      'config/places/own.yaml:6 territories[3].level',
      'config/places/own.yaml:7 territories[4]',
    ]);
    expect(loaded.locator.locate('в Кривом Бору, на Дальней Гати темно', { territory: 'own-village' })).toMatchObject({
      settlement: 'Кривой Бор',
      street: 'Дальняя Гать',
      region: 'Заречная область',
    });
  });
});
