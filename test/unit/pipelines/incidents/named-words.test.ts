import { describe, expect, it } from 'vitest';
import { namedStems, numberedNames, possibleStems } from '../../../../pipelines/incidents/named-words.js';
import { analyse } from '../../../../pipelines/text/analyse.js';

const named = (text: string, ...known: string[]): string[] => namedStems(analyse(text), new Set(known));

describe('names of places', () => {
  it.each([
    ['Яма на Уинской растёт', ['уинск']],
    ['Вонь от Грибной радуги всю ночь', ['грибн']],
    ['Мост через Щигор шатается', ['щигор']],
    ['Краностроителей 15, двор в снегу', ['краностроител']],
    ['Стара-Загора 120, мусоропровод забит', ['загор']],
  ])('stand behind a preposition or before a number: %s', (text, stems) => {
    expect(named(text)).toEqual(stems);
  });

  it.each([
    ['of everyday words with a capital', 'Вечером на Остановке темно, в Контейнеры не влезает'],
    ['of bodies', 'Ждём ответа от Москомстройинвест и от Водоканала'],
    ['of abbreviations', 'Жалуюсь на СанПиН и на УК'],
    ['of half a town', 'Снег в Мотовилихинском районе не чистят'],
    ['inside a sentence without a preposition', 'Подскажите, кому Уинская мешает'],
  ])('are none %s', (_, text) => {
    expect(named(text)).toEqual([]);
  });

  it('are none of the town itself', () => {
    expect(named('Яма в Перми', 'перм')).toEqual([]);
  });

  it('are looked for among all words that rules do not know, in any case', () => {
    expect(possibleStems(analyse('уинская: яма на дороге'), new Set())).toEqual(['уинск']);
  });
});

describe('streets that are called after a day or a jubilee', () => {
  it.each([
    ['40 лет Победы: ямы', ['40 побед']],
    ['затопило 7 Ноября до перекрёстка', ['7 ноябр']],
    ['ждём с 7 ноября', []],
    ['уже 3 года Петров обещает', []],
    ['дом 7 Новая остановка', []],
  ])('%s', (text, names) => {
    expect(numberedNames(analyse(text))).toEqual(names);
  });
});
