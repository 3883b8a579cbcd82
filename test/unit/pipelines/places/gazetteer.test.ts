import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decline, type Forms } from '../../../../pipelines/places/decline.js';
import { foldName } from '../../../../pipelines/places/fold.js';
import { CASE, createGazetteer, type NameEntry } from '../../../../pipelines/places/gazetteer.js';
import { loadPlaces } from '../../../../pipelines/places/load.js';
import { buildPack } from '../../../../pipelines/places/pack-build.js';
import { openPack } from '../../../../pipelines/places/pack-open.js';
import { bareTerritory, type Territory } from '../../../../src/core/place.js';
import { shippedFiles } from './config-files.js';

const memo = new Map<string, Forms>();
const { territories, streets } = loadPlaces(shippedFiles('places'));
const shipped = createGazetteer(territories, streets);

const place = (id: string, level: Territory['level'], name: string, more: Partial<Territory> = {}): Territory => ({
  ...bareTerritory,
  id,
  level,
  name,
  ...more,
});
const region = place('reg', 'region', 'Луковская область', { adjectives: ['луковский'], demonyms: ['луковцы'] });
const other = place('oth', 'region', 'Озёрный край');
const town = place('lukovsk', 'settlement', 'Луковск', { parent: 'reg', type: 'город' });
const village = place('lesnoe', 'settlement', 'Лесное', { parent: 'reg', type: 'село' });
const far = place('far', 'settlement', 'Дальний', { parent: 'oth', type: 'город' });
const five = [region, other, town, village, far];

describe('index of names', () => {
  it('finds every case form of every shipped name, with its cases and no other territory, hyphens left out too', () => {
    const expected = new Map<string, Map<string, number>>();
    for (const territory of territories) {
      if (territory.level === 'municipality') continue;
      for (const name of [territory.name, ...territory.aliases]) {
        const alias = name !== territory.name;
        const isTorn =
          territory.level === 'settlement' &&
          /^(?!усть|верх|горно|нов|стар|нижне|верхне)[а-я]{3,}-[а-я]{3,}$/.test(foldName(name)) &&
          ![territory.name, ...territory.aliases].some((other) => foldName(other) === foldName(name).replace('-', ' '));
        decline(foldName(name), memo).forEach((list, i) => {
          for (const form of isTorn ? list.flatMap((one) => [one, one.replaceAll('-', ' ')]) : list) {
            const entries = expected.get(form) ?? new Map<string, number>();
            const key = `${territory.id} ${alias}`;
            expected.set(form, entries.set(key, (entries.get(key) ?? 0) | (1 << i)));
          }
        });
      }
    }
    expect(expected.size).toBeGreaterThan(5_000);
    const wrong = [...expected].filter(([form, entries]) => {
      const found = shipped.byForm(form);
      const fits = ({ territory, alias, cases }: NameEntry) => entries.get(`${territory.id} ${alias}`) === cases;
      return found.length !== entries.size || !found.every(fits);
    });
    expect(wrong).toEqual([]);
  }, 30_000);

  it('finds a name word by word as it finds it whole', () => {
    for (const { name, level } of territories.slice(0, 1_000)) {
      if (level === 'municipality') continue;
      const [first = '', ...rest] = foldName(name).split(' ');
      let node = shipped.start(first);
      expect(shipped.reach(first), name).toBeGreaterThan(rest.length);
      for (const word of rest) node = shipped.step(node, word);
      expect(shipped.entriesOf(node), name).toEqual(shipped.byForm(foldName(name)));
    }
  });

  it('knows no form that no name has', () => {
    const known = new Set<string>();
    for (const { name, aliases, level } of territories)
      if (level !== 'municipality')
        for (const one of [name, ...aliases])
          for (const list of decline(foldName(one), memo)) for (const form of list) known.add(form);
    const word = fc.string({ unit: fc.constantFrom(...'абвгдеиклмнорстуыья- ў7z'), maxLength: 12 });
    fc.assert(
      fc.property(word, (form) => {
        // Regions have shortened forms besides.
        return known.has(form) || /обл|респ|ао/.test(form) || shipped.byForm(form).length === 0;
      }),
      { numRuns: 2_000 },
    );
    for (const form of ['', ' ', 'рязань ', ' рязань', 'рязань рязань', 'набережные', 'constructor', 'рязан\u0000'])
      expect(shipped.byForm(form), form).toEqual([]);
  });

  it('holds names with letters that are not Russian', () => {
    const odd = place('odd', 'settlement', 'Ӧньö-Сад Ӱстӧн', { parent: 'reg' });
    const gazetteer = createGazetteer([region, odd], new Map());
    expect(gazetteer.byForm(foldName(odd.name)).map(({ territory }) => territory.id)).toEqual(['odd']);
    expect(gazetteer.byForm('ӧ')).toEqual([]);
  });

  it('tells names, aliases, adjectives and people apart', () => {
    const gazetteer = createGazetteer([region, { ...town, aliases: ['Лук'] }], new Map());
    const told = (entries: readonly NameEntry[]) => entries.map(({ territory, kind }) => `${territory.id} ${kind}`);
    expect(told(gazetteer.byForm('луковска'))).toEqual(['lukovsk name']);
    expect(told(gazetteer.byForm('луке'))).toEqual(['lukovsk alias']);
    for (const form of ['луковский', 'луковской', 'луковских', 'луковское'])
      expect(told(gazetteer.byKinForm(form)), form).toEqual(['reg adjective']);
    for (const form of ['луковцы', 'луковцев', 'луковцам'])
      expect(told(gazetteer.byKinForm(form)), form).toEqual(['reg demonym']);
    expect(gazetteer.byForm('луковцев')).toEqual([]);
    expect(gazetteer.byKinForm('луковска')).toEqual([]);
    expect(gazetteer.byKinForm('луковцев')[0]?.cases).toBe(CASE.genitive | CASE.accusative);
  });

  it('gives territories by level and nominative, municipalities too', () => {
    const district = place('dis', 'municipality', 'Луковский район', { parent: 'reg' });
    const gazetteer = createGazetteer([region, district, town], new Map());
    expect(gazetteer.named('municipality', 'луковский район')).toEqual([district]);
    expect(gazetteer.named('settlement', 'Луковский район')).toEqual([]);
    expect(gazetteer.byForm('луковский район')).toEqual([]);
    expect(gazetteer.named('settlement', 'Луковска')).toEqual([]);
  });
});

describe('streets of the index', () => {
  const meta = { id: 'p', title: 'p', origin: 'o', licence: 'l', attribution: 'a', createdBy: 't' };
  const pack = openPack(
    buildPack({
      meta,
      streets: [
        { territory: 'lukovsk', type: 'улица', name: 'Народного Ополчения', aliases: ['Ополчения'] },
        { territory: 'lukovsk', type: 'переулок', name: 'Тихий', point: { lat: 1, lon: 2 } },
        { territory: 'lesnoe', type: 'улица', name: 'Мира' },
        { territory: 'far', type: 'улица', name: 'Мира' },
        { territory: 'far', type: 'площадь', name: 'Победы' },
        { territory: 'nobody-knows', type: 'улица', name: 'Пропавшая' },
      ],
    }),
  );
  const gazetteer = createGazetteer(five, new Map([['lukovsk', ['Старая Слобода']]]), [pack]);

  it.each([
    ['старой слободе', 'lukovsk', 'Старая Слобода'],
    ['старой слободе', 'reg', 'Старая Слобода'],
    ['старой слободе', 'lesnoe', null],
    ['народного ополчения', 'lukovsk', 'Народного Ополчения'],
    ['ополчения', 'lukovsk', 'Народного Ополчения'],
    ['тихому', 'lukovsk', 'Тихий переулок'],
    ['мира', 'lukovsk', null],
    ['мира', 'lesnoe', 'Мира'],
    ['мира', 'far', 'Мира'],
    ['пропавшая', 'lukovsk', null],
    ['мира', null, null],
  ])('«%s» at home in %s is %s', (form, home, title) => expect(gazetteer.street(form, home)).toBe(title));

  it('takes streets of a pack for a whole region only in the settlements that are named', () => {
    expect(gazetteer.street('мира', 'reg')).toBeNull();
    expect(gazetteer.street('мира', 'reg', ['lesnoe'])).toBe('Мира');
    expect(gazetteer.street('мира', null, ['far'])).toBe('Мира');
  });

  it('lists the streets of a name with their territory and their place in the pack', () => {
    const told = (form: string, ids: readonly string[]) =>
      gazetteer
        .streets(form, ids)
        .map(({ title, territory, number }) => [title, territory.id, pack.street(number).name]);
    expect(told('Мира', ['reg'])).toEqual([['Мира', 'lesnoe', 'Мира']]);
    expect(told('Мира', ['lesnoe', 'oth', 'far'])).toEqual([
      ['Мира', 'lesnoe', 'Мира'],
      ['Мира', 'far', 'Мира'],
    ]);
    expect(told('площадь Победы', ['far'])).toEqual([['площадь Победы', 'far', 'Победы']]);
    expect(gazetteer.streets('старая слобода', ['lukovsk'])).toEqual([
      { title: 'Старая Слобода', territory: town, pack: null, number: -1 },
    ]);
    expect(gazetteer.streets('Мира', ['nobody-knows'])).toEqual([]);
  });
});
