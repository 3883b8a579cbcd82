import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { configFile } from './config-files.js';

/** Two regions far apart, towns of one name, villages whose names are words, and a town with districts. */
const file = `
territories:
  - { id: ozr, level: region, name: Приозёрная область, adjectives: [приозёрный], demonyms: [приозёрцы] }
  - { id: ozr-d, level: municipality, name: Камышовский район, parent: ozr }
  - { id: ozr-t, level: settlement, name: Приозёрск, type: город, parent: ozr, population: 300000, point: { lat: 55, lon: 40 }, adjectives: [приозёрский] }
  - { id: ozr-v1, level: settlement, name: Яйва, type: посёлок, parent: ozr-d, population: 900 }
  - { id: ozr-v6, level: settlement, name: Малые Камыши, type: деревня, parent: ozr-d }
  - { id: ozr-v2, level: settlement, name: Победа, type: посёлок, parent: ozr, population: 5000, common: word }
  - { id: ozr-v3, level: settlement, name: Сапожок, type: посёлок, parent: ozr, population: 3000, common: word }
  - { id: ozr-v4, level: settlement, name: Котельниково, type: село, parent: ozr, common: surname }
  - { id: ozr-v5, level: settlement, name: Таврическое, type: село, parent: ozr }
  - { id: ozr-n, level: district, name: Ленинский район, type: район, parent: ozr-t }
  - { id: ozr-q, level: district, name: Заречье, type: район, parent: ozr-t }
  - { id: ozr-m, level: settlement, name: Дальнегорск, type: город, parent: ozr, population: 20000, point: { lat: 55.5, lon: 40.5 } }
  - { id: gor, level: region, name: Нагорная область, adjectives: [нагорный], demonyms: [нагорцы] }
  - { id: gor-d, level: municipality, name: Ленинский район, parent: gor }
  - { id: gor-m, level: settlement, name: Дальнегорск, type: город, parent: gor, population: 60000, point: { lat: 60, lon: 90 } }
  - { id: gor-t, level: settlement, name: Нагорск, type: город, parent: gor, population: 400000, point: { lat: 60.2, lon: 91 }, demonyms: [нагорчане] }
  - { id: gor-y, level: settlement, name: Юбилейный, type: город, parent: gor, population: 30000, common: word }
  - { id: gor-s, level: settlement, name: Кострово, type: город, parent: gor, population: 30000 }
`;
const { locator, problems } = createLocator({ files: [configFile('config/places/two-regions.yaml', file)] });
const settlement = (text: string, territory: string | null) => {
  const place = locator.locate(text, { territory });
  return place.named.includes('settlement') ? place.settlement : null;
};

it('the fixture is sound', () => {
  expect(problems).toEqual([]);
});

describe('the way to a village', () => {
  it.each([
    ['Когда пустят автобус до Яйвы?', 'ozr', 'Яйва'],
    ['Это дорога на Котельниково', 'ozr', 'Котельниково'],
    ['До Котельниково не обработали', 'ozr', 'Котельниково'],
    // Towns are on everybody's way.
    ['Дорога до Дальнегорска разбита', 'ozr', null],
    ['Мы приехали из Яйвы', 'ozr', null],
    // In a channel of the town the way leads out of it.
    ['Когда пустят автобус до Яйвы?', 'ozr-t', null],
    ['Поставили на Яйву', 'ozr', null],
  ])('%s', (text, home, name) => expect(settlement(text, home)).toBe(name));
});

describe('names beside other words', () => {
  it.each([
    ['ходим поддержать нашу команду, Яйва любит хоккей', 'ozr', null],
    ['ходим поддержать команду, Дальнегорск любит хоккей', 'ozr', 'Дальнегорск'],
    ['стояли в самом Приозёрске два часа', 'ozr', 'Приозёрск'],
    ['в нашем Приозёрске темно', 'ozr', 'Приозёрск'],
    ['д. Майская заря, д. 35', 'ozr', 'Майская Заря'],
    ['на повороте в пос. Совхоз Заречный нет знака', 'ozr', 'Совхоз Заречный'],
    ['лечился в г.НагорскДевушке 20 лет', null, 'Нагорск'],
  ])('%s', (text, home, name) => expect(settlement(text, home)).toBe(name));
});

describe('villages near home', () => {
  it.each([
    ['В Яйве обвалился потолок', 'Яйва'],
    ['жители Яйвы просят врача', 'Яйва'],
    ['Нет света вторые сутки. Яйва.', 'Яйва'],
    ['вчера в Сапожке закрыли больницу', 'Сапожок'],
    ['в Победе билеты подорожали', null],
    ['Екатерина Котельникова жалуется на врача', null],
    ['мы живём в Котельникове', 'Котельниково'],
    ['в Таврическом доме-интернате беспредел', null],
    ['в Таврическом нет воды', 'Таврическое'],
    ['автобус в Яйву отменили', null],
    ['в Саургачах клуб стоит закрытый', 'Саургачи'],
    ['он участвовал в Олимпиадах по химии', null],
    ['Присоединяюсь, Победы 22, холодно', null],
    ['Лузино, Майорова 20: снег не убран', 'Лузино'],
    ['Камышовский район, Южное, Спортивная 17', 'Южное'],
    ['в посёлке сверлова нет газа', 'Сверлова'],
    ['п. имени Тельмана, ул. Мира 5', 'имени Тельмана'],
    ['В пгт . Черемисиново нет тротуара', 'Черемисиново'],
    ['СНТ «Берёзка-2» без света', 'СНТ Берёзка-2'],
  ])('«%s»', (text, name) => {
    expect(settlement(text, 'ozr')).toBe(name);
  });

  it('are no place for a writer from elsewhere without their region', () => {
    expect(settlement('В Яйве обвалился потолок', 'gor')).toBeNull();
    expect(settlement('В Яйве обвалился потолок', null)).toBeNull();
    expect(settlement('Приозёрная область: в Яйве обвалился потолок', 'gor')).toBe('Яйва');
  });

  it('are known by the second half of their name in their own municipality', () => {
    expect(settlement('прорвало у меня в Камышах колонку', 'ozr-d')).toBe('Малые Камыши');
    expect(settlement('прорвало у меня в Камышах колонку', 'ozr')).toBe('Камыши');
  });

  it('named by an everyday word are believed in the line of home', () => {
    expect(settlement('у нас в Победе темно', 'ozr-v2')).toBe('Победа');
    expect(settlement('пос. Победа, ул. Мира', 'gor')).toBe('Победа');
  });
});

describe('towns', () => {
  it.each([
    ['дорога Приозёрск - Касторное разбита', null],
    ['В Приозёрске и Нагорске отменили рейсы', 'Приозёрск;Нагорск'],
    ['дороги от перекрёстка к красному и Нагорску', null],
    ['коллегам из Нагорска пора проснуться', 'Нагорск'],
    ['Кострово, ул. Советская 10', 'Кострово'],
    ['были в Приозёрске, а у нас в Нагорске грязь', 'Нагорск'],
    ['фильм «Нагорск слезам не верит»', null],
    ['Кострову передали в музей', null],
    ['В 1943 году под Нагорском воевал дед', null],
    ['встретились в аэропорту Нагорск', null],
  ])('«%s»', (text, name) => {
    expect(settlement(text, null)).toBe(name);
  });

  it('of one name: the region named, then home, then what is large and near', () => {
    const region = (text: string, territory: string | null) => locator.locate(text, { territory }).region;
    expect(region('Нагорная область, г. Дальнегорск', 'ozr')).toBe('Нагорная область');
    expect(region('г. Дальнегорск, нет воды', 'ozr')).toBe('Приозёрная область');
    expect(region('г. Дальнегорск, нет воды', 'gor-t')).toBe('Нагорная область');
    expect(region('г. Дальнегорск, нет воды', null)).toBe('Нагорная область');
  });

  it('called by an adjective are not meant from far away', () => {
    expect(settlement('В Юбилейном стая собак', 'ozr-t')).toBeNull();
    expect(settlement('В Юбилейном стая собак', 'gor-t')).toBe('Юбилейный');
    expect(settlement('г. Юбилейный, стая собак', 'ozr-t')).toBe('Юбилейный');
  });

  it('do not stand against the municipality that the text names', () => {
    expect(locator.locate('А в Кострово вода ржавая! Камышовский район', {})).toMatchObject({
      municipality: 'Камышовский район',
      territoryId: 'ozr-d',
    });
  });

  it('take a text about them away from home', () => {
    expect(locator.locate('в Нагорске на Советской пробка', { territory: 'ozr-t' })).toMatchObject({
      settlement: 'Нагорск',
      region: 'Нагорная область',
      street: 'Советская',
    });
  });
});

describe('districts', () => {
  it('of the home town or of the town named', () => {
    expect(locator.locate('Ленинский район, ул. Мира 9б', { territory: 'ozr-t' })).toMatchObject({
      settlement: 'Приозёрск',
      district: 'Ленинский район',
      street: 'Мира',
      territoryId: 'ozr-n',
      precision: 'house',
    });
    expect(locator.locate('в Ленинском районе Приозёрска темно', {}).district).toBe('Ленинский район');
    expect(locator.locate('На Заречье нет воды', { territory: 'ozr-t' }).district).toBe('Заречье');
  });

  it('are kept by name where no list has the districts of the town', () => {
    expect(locator.locate('В Нагорске, Советский округ, нет света', {})).toMatchObject({
      settlement: 'Нагорск',
      district: 'Советский округ',
    });
  });

  it('are municipalities where the region has one of the name', () => {
    expect(locator.locate('Ленинский район, дорога разбита', { territory: 'gor' })).toMatchObject({
      district: null,
      municipality: 'Ленинский район',
    });
    expect(locator.locate('Нагорная область, Ленинский район', {}).municipality).toBe('Ленинский район');
  });

  it('are nothing without a town', () => {
    expect(locator.locate('в советском районе опять авария', { territory: 'ozr' }).district).toBeNull();
    expect(locator.locate('В районе Советского рынка темно', { territory: 'ozr-t' }).district).toBeNull();
  });
});

describe('people and adjectives', () => {
  it('hint at the region of a text that names no place', () => {
    expect(locator.locate('Приозёрцы жалуются на лужи', {}).region).toBe('Приозёрная область');
    expect(locator.locate('когда починят нагорные дороги', {}).region).toBe('Нагорная область');
    expect(locator.locate('нагорный воздух полезен', {}).region).toBeNull();
  });

  it('tell another region than home only in the first words and without a street', () => {
    const home = { territory: 'ozr-t' };
    expect(locator.locate('Нагорчане жалуются на лужи', home)).toMatchObject({
      region: 'Нагорная область',
      settlement: null,
    });
    expect(locator.locate('У нас во дворе опять шумят нагорчане', home).settlement).toBe('Приозёрск');
    expect(locator.locate('Нагорчане затопили Мира 5', home).settlement).toBe('Приозёрск');
  });

  it('decide between towns of one name', () => {
    expect(locator.locate('Приозёрцы, в Дальнегорске нет воды', {}).region).toBe('Приозёрная область');
  });
});

describe('threads', () => {
  const thread = 'В Нагорске, ул. Мира 5, прорвало трубу';

  it('give their place to an answer that names none', () => {
    const place = locator.locate('И у нас так же!', { territory: 'ozr-t', thread });
    expect(place).toMatchObject({ settlement: 'Нагорск', street: 'Мира', house: '5', named: [] });
    expect(place.evidence.filter(({ from }) => from === 'text')).toEqual([]);
    expect(place.evidence.find(({ field }) => field === 'street')).toMatchObject({ from: 'thread', span: null });
    expect(place.confidence).toBeLessThan(locator.locate(thread, {}).confidence);
  });

  it('give their town to an answer that names a street', () => {
    const place = locator.locate('А на Ленина 7 дали воду', { territory: 'ozr-t', thread });
    expect(place).toMatchObject({ settlement: 'Нагорск', street: 'Ленина', house: '7', named: ['street', 'house'] });
    expect(place.evidence.find(({ field }) => field === 'settlement')?.from).toBe('thread');
  });

  it('are left aside where the answer names a town, or the thread none', () => {
    expect(locator.locate('В Приозёрске тоже', { thread }).settlement).toBe('Приозёрск');
    expect(locator.locate('И у нас', { territory: 'ozr-t', thread: 'Опять прорвало трубу' })).toMatchObject({
      settlement: 'Приозёрск',
      street: null,
    });
  });
});

describe('settlements that their form and the home tell', () => {
  it.each([
    ['нет врачей в дальнегорске', 'ozr-t', 'Дальнегорск'],
    ['у нас в сосоново темно', 'ozr-t', 'Сосоново'],
    ['врезался в дерево', 'ozr-t', null],
    ['нет врачей в дальнегорске', null, null],
    ['нет врачей в победе', 'ozr-t', null],
    ['что со связью в центре нагорска?', null, 'Нагорск'],
    ['езжу за газетами в центр города или в Яйву', 'ozr-t', null],
    ['как дорога до Яйвы, почистили?', 'ozr-d', 'Яйва'],
    ['как дорога до Яйвы, почистили?', 'ozr-t', null],
    ['Юбилейный Нагорной области, ул. Ленина 14', null, 'Юбилейный'],
    ['Улица Мира в ямах. Это уже было в Нагорске и Юбилейном!', 'ozr-t', null],
    ['Были в Нагорске - вот где дворы! А у нас на Полевой грязь', 'ozr-t', null],
    ['В Нагорске тоже топят плохо: на Полевой 25 батареи ледяные', 'ozr-t', 'Нагорск'],
    ['Не работает табло на остановке п. Ленина', 'ozr-t', null],
    ['в пос. Отрадном нет воды', 'ozr-t', 'Отрадный'],
    ['дадут ли пособие, как в Нагорске и Юбилейном?', 'ozr-t', null],
  ])('«%s» from %s', (text, home, name) => {
    expect(settlement(text, home)).toBe(name);
  });

  it('are quarters where a town is numbered', () => {
    expect(locator.locate('мусор в мик-не Дальнегорска 2', { territory: 'ozr' })).toMatchObject({
      street: 'микрорайон Дальнегорск 2',
      house: null,
    });
  });
});
