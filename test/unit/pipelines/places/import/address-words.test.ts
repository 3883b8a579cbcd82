import { describe, expect, it } from 'vitest';
import { readHouseNumber, readSettlement, readStreet } from '../../../../../pipelines/places/import/address-words.js';

describe('a street of a register', () => {
  it.each([
    ['ул. Мира', 'улица', 'Мира'],
    ['ул.Мира', 'улица', 'Мира'],
    ['улица Карла Маркса', 'улица', 'Карла Маркса'],
    ['Мира', 'улица', 'Мира'],
    ['Мира ул', 'улица', 'Мира'],
    ['Московское шоссе', 'шоссе', 'Московское'],
    ['пр-кт Ленина', 'проспект', 'Ленина'],
    ['Тихий пер.', 'переулок', 'Тихий'],
    ['Набережная улица', 'улица', 'Набережная'],
    ['улица Набережная', 'улица', 'Набережная'],
    ['Набережная', 'улица', 'Набережная'],
    ['мкр. «Юбилейный»', 'микрорайон', 'Юбилейный'],
    ['тер. СНТ Ромашка', 'территория', 'СНТ Ромашка'],
    ['УЛ. НАРОДНОГО ОПОЛЧЕНИЯ', 'улица', 'Народного Ополчения'],
    ['ул. 50 ЛЕТ ОКТЯБРЯ', 'улица', '50 лет Октября'],
    ['ул. 8 Марта', 'улица', '8 Марта'],
  ])('«%s» has its type and its name', (text, type, name) => {
    expect(readStreet(text)).toEqual({ type, name });
  });

  it('takes the type of a column of its own', () => {
    expect(readStreet('Ленина', 'пр-кт')).toEqual({ type: 'проспект', name: 'Ленина' });
    expect(readStreet('пр-кт Ленина', 'проспект')).toEqual({ type: 'проспект', name: 'Ленина' });
    expect(readStreet('Набережная', 'ул')).toEqual({ type: 'улица', name: 'Набережная' });
    expect(readStreet('Зелёная', 'тропа')).toEqual({ type: 'тропа', name: 'Зелёная' });
  });

  it('is none without a name', () => expect(readStreet('  ')).toBeNull());
});

describe('a settlement of a register', () => {
  it.each([
    ['г. Луковск', 'город', 'Луковск'],
    ['Луковск г', 'город', 'Луковск'],
    ['д.Малые Пеньки', 'деревня', 'Малые Пеньки'],
    ['рп Шилово', 'посёлок', 'Шилово'],
    ['Луковск', null, 'Луковск'],
    ['станица Старая', 'станица', 'Старая'],
  ])('«%s» has its type and its name', (text, type, name) => {
    expect(readSettlement(text)).toEqual({ type, name });
  });
});

describe('a house number of a register', () => {
  it.each([
    ['15а', '15А'],
    ['д. 15 а', '15А'],
    ['дом 15-А', '15А'],
    ['24 корп. 1', '24к1'],
    ['24к1', '24к1'],
    ['24, стр. 2', '24с2'],
    ['24 к. 1', '24к1'],
    ['7/2', '7/2'],
    ['10\\1', '10/1'],
    ['вл. 5', '5'],
    ['24 корпус 1 строение 2', '24к1с2'],
    ['3 лит. Б', '3Б'],
  ])('«%s» is «%s»', (text, number) => expect(readHouseNumber(text)).toBe(number));

  it.each(['б/н', '', '0', 'нет'])('«%s» is none', (text) => expect(readHouseNumber(text)).toBeNull());
});
