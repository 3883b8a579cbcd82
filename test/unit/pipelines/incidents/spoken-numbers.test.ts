import { describe, expect, it } from 'vitest';
import { spokenHouse, spokenLandmarks } from '../../../../pipelines/incidents/spoken-numbers.js';
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
  ])('%s', (text, house) => {
    expect(spokenHouse(analyse(text))).toBe(house);
  });
});
