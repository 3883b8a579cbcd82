import { describe, expect, it } from 'vitest';
import { impliedLandmarks, spokenHouse, spokenLandmarks } from '../../../../pipelines/incidents/spoken-numbers.js';
import { analyse } from '../../../../pipelines/text/analyse.js';

const landmarks = (text: string): string[] => spokenLandmarks(analyse(text)).map(({ kind, name }) => `${kind} ${name}`);

describe('landmarks with their number in words', () => {
  it.each([
    ['Седьмой троллейбус сняли с линии', ['route 7']],
    ['двадцать второй автобус не ждите', ['route 22']],
    ['в девятнадцатой школе нет тепла', ['school школа № 19']],
    ['Третья поликлиника, очередь', ['clinic поликлиника № 3']],
    ['возле тридцать пятого садика яма', ['kindergarten детский сад № 35']],
    ['сто двенадцатая школа', ['school школа № 112']],
    ['сорок первая школа', ['school школа № 41']],
  ])('%s', (text, found) => {
    expect(landmarks(text)).toEqual(found);
  });
  it.each([
    'третий автобус прошёл мимо',
    'уже пятый автобус не остановился',
    'пятый автобус подряд битком',
    'пятый день без воды',
    'двадцать школ закрыли',
    'вторая неделя, школа молчит',
  ])('what is counted has no number: %s', (text) => {
    expect(landmarks(text)).toEqual([]);
  });
});

describe('a house with its number in words', () => {
  it.each([
    ['Лесная, дом пятнадцать, темно', '15'],
    ['по Лесной в доме двадцать три', '23'],
    ['двенадцатый дом на Лесной', '12'],
    ['дом сто сорок', '140'],
    ['дома две недели холодно', '2'],
    ['дом стоит без крыши', null],
    ['в доме нет света', null],
    ['Топить в восемнадцатом доме на Лесной собираются?', '18'],
    ['На Лесной у тридцатого дома помойка', '30'],
    ['В девяносто третьем на Лесной зиму будто отменили', '93'],
    ['когда дадут горячую на Лесной в 21-м? ребёнка купать надо', '21'],
    ['На 17-м по Лесной разбило стекло', '17'],
    ['Коляска застряла на Лесной возле 12-го, ребёнка чуть не вывалила', '12'],
    ['на Лесной в сто двадцать восьмом', '128'],
    ['на Лесной в пятом подъезде темно', null],
    ['На Лесной с 12-го числа', null],
    ['в девяносто третьем году на Лесной', null],
    ['на третьем этаже, Лесная', null],
  ])('%s', (text, house) => {
    expect(spokenHouse(analyse(text), analyse('Лесная').tokens[0]?.stem ?? '')).toBe(house);
  });
});

describe('an ordinal without its noun', () => {
  it.each([
    ['41-й, ты где??', 'transport', ['route 41']],
    ['сорок первый вымер что ли', 'transport', ['route 41']],
    ['час прождали сорок первого!', 'transport', ['route 41']],
    ['в семнадцатой школе снова серое пюре', 'education', []],
    ['в семнадцатой квартире снова шум', 'education', []],
    ['кормят в семнадцатой, как в тюрьме', 'education', ['school школа № 17', 'kindergarten детский сад № 17']],
    ['на пятой остановке', 'transport', []],
    ['третий не пришёл', 'transport', []],
    ['сорок первый вымер', 'roads', []],
  ])('%s (%s)', (text, group, found) => {
    expect(impliedLandmarks(analyse(text), group).map(({ kind, name }) => `${kind} ${name}`)).toEqual(found);
  });
});
