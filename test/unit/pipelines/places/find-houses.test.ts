import { describe, expect, it } from 'vitest';
import { houseNumber } from '../../../../pipelines/places/find-houses.js';
import { createLocator } from '../../../../pipelines/places/locator.js';

const { locator } = createLocator({ files: [] });

describe('house numbers', () => {
  it.each([
    ['ул. Мира 15А', '15А'],
    ['ул. Мира, 15-а', '15А'],
    ['ул. Мира, д. 15', '15'],
    ['ул. Мира, дом №15', '15'],
    ['ул. Мира 15 "Б"', '15Б'],
    ['ул. Мира 24 корп. 1', '24к1'],
    ['ул. Мира 24к1', '24к1'],
    ['ул. Мира 24, корпус 2', '24к2'],
    ['ул. Мира д.24 к.1', '24к1'],
    ['ул. Мира 7/2', '7/2'],
    ['ул. Мира, 10\\1', '10/1'],
    ['ул. Мира 17 стр. 3', '17с3'],
    ['ул. Мира, дома 3 и 5', '3;5'],
    ['ул. Мира, дома 51-53', '51-53'],
    ['дома №7 и №10 по ул. Мира', '7;10'],
    ['ул. Мира 15 кв. 40', '15'],
    ['на ул. Мира 15 минут стоим', null],
    ['на ул. Мира 2 года нет света', null],
    ['ул. Мира 14.03.2024 отключили', null],
    ['школа №7 на ул. Мира', null],
    ['на ул. Мира 2023 год встретили без света', null],
  ])('«%s» → %s', (text, expected) => {
    expect(locator.locate(text, {}).house).toBe(expected);
  });

  it('refuses words that are no house number', () => {
    for (const word of ['0', '3-я', '12345', '5к', 'мира', '1990-е']) expect(houseNumber(word)).toBeNull();
  });
});
