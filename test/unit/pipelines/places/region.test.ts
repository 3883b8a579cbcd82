import { describe, expect, it } from 'vitest';
import { confidenceSignNames } from '../../../../pipelines/places/confidence.js';
import { fittedCoefficients } from '../../../../pipelines/places/fitted-coefficients.js';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { decideRegion, homeSignNames, namedSignNames } from '../../../../pipelines/places/region.js';
import { placeSchema } from '../../../../src/core/place.js';
import type { PlaceContext } from '../../../../src/core/ports.js';
import { shippedFiles } from './config-files.js';

const { locator } = createLocator({ files: shippedFiles('places') });
const kursk = '38701000001';
const omsk = '52701000001';
const ryazan = '61701000001';
const from = (territory: string, text: string, more: PlaceContext = {}) => locator.locate(text, { territory, ...more });

describe('the region of a text', () => {
  it('is Moscow when a home channel writes about Moscow, with a model and without', () => {
    for (const locality of [null, 0.1, 0.5]) {
      const place = from(kursk, 'В Москве на Арбате опять перекопали плитку', { locality });
      expect(place).toMatchObject({ region: 'Москва', settlement: 'Москва' });
      expect(place.regionConfidence).toBeGreaterThan(0.5);
      expect(place.evidence.filter(({ from: origin }) => origin === 'source')).toEqual([]);
    }
  });

  it('is home for a text that names no place, and all of it is marked as the source’s', () => {
    const place = from(kursk, 'Третий день нет воды, никто не отвечает', { locality: 0.95 });
    expect(place).toMatchObject({ region: 'Курская область', settlement: 'Курск', named: [], precision: 'settlement' });
    expect(place.evidence.every(({ from: origin }) => origin === 'source')).toBe(true);
    expect(place.regionConfidence).toBeGreaterThan(0.95);
    expect(from(kursk, 'Третий день нет воды, никто не отвечает')).toMatchObject({ settlement: 'Курск', named: [] });
  });

  it('is not given when nothing is named and the model sees a text about elsewhere or nowhere', () => {
    const place = from(kursk, 'Минздрав утвердил новый порядок осмотров', { locality: 0.01 });
    expect(place).toMatchObject({
      precision: 'none',
      territoryId: null,
      region: null,
      municipality: null,
      settlement: null,
      point: null,
      regionConfidence: null,
      evidence: [],
    });
  });

  it('keeps the street that the text names when the region is not sure', () => {
    const place = from(kursk, 'На улице Пушкина прорвало трубу', { locality: 0.001 });
    const sure = from(kursk, 'На улице Пушкина прорвало трубу', { locality: 0.9 });
    expect(sure).toMatchObject({ settlement: 'Курск', street: 'Пушкина', precision: 'street' });
    expect(place.street).toBe('Пушкина');
    expect(place.named).toEqual(['street']);
  });

  it('is null without a home and without a mention', () => {
    expect(locator.locate('Нет воды третий день', { locality: 0.9 })).toMatchObject({
      region: null,
      regionConfidence: null,
      precision: 'none',
    });
  });

  it('is home for who compares their town with another', () => {
    const place = from(kursk, 'В Белгороде дороги чистят, а у нас по колено снега', { locality: 0.9 });
    expect(place).toMatchObject({ region: 'Курская область', settlement: 'Курск', named: [] });
  });

  it('is the one named for who says «у нас в …» elsewhere', () => {
    expect(from(kursk, 'У нас в Москве третий день нет воды', { locality: 0.6 })).toMatchObject({
      settlement: 'Москва',
    });
  });

  it('is home for a resident who complains about a village of the same name as one elsewhere', () => {
    const place = from(kursk, 'В селе Никольское нет воды');
    expect(place).toMatchObject({ region: 'Курская область', settlement: 'Никольское' });
    expect(
      place.point === null || place.territoryId === null || locator.lineage(place.territoryId).includes('38000000'),
    ).toBe(true);
  });

  it('takes of two towns of one name the one at home, then the one in the region named, then the near or large one', () => {
    const troitsk = (text: string, territory: string | null) => locator.locate(text, { territory }).region;
    expect(troitsk('В Троицке нет света', '75000000')).toBe('Челябинская область');
    expect(troitsk('В Троицке Челябинской области нет света', kursk)).toBe('Челябинская область');
    expect(troitsk('В Троицке нет света', '45000000')).toBe('Москва');
    expect(troitsk('В Кирове нет света', ryazan)).toBe('Кировская область');
  });

  it('is that of the town that a village is named beside', () => {
    expect(from(omsk, 'Под Красноярском в посёлке Березовка отключили свет', { locality: 0.2 })).toMatchObject({
      region: 'Красноярский край',
      settlement: 'Березовка',
    });
  });

  it('of an answer comes from its thread, whatever the model says of the answer', () => {
    const place = from(kursk, 'да, и у меня', { thread: 'В Орле на Комсомольской нет воды', locality: 0.01 });
    expect(place).toMatchObject({ region: 'Орловская область', settlement: 'Орёл', named: [] });
    expect(place.evidence.every(({ from: origin }) => origin === 'thread')).toBe(true);
  });

  it('gets the same numbers each time, within the contract', () => {
    const text = 'В Рязани на ул. Новосёлов, 24 корп. 1 нет воды';
    const place = from(kursk, text, { locality: 0.7 });
    expect(placeSchema.parse(place)).toEqual(place);
    expect(from(kursk, text, { locality: 0.7 })).toEqual(place);
  });
});

describe('what the place is weighed by', () => {
  it('has one number for each sign', () => {
    for (const { home, named, threshold } of Object.values(fittedCoefficients.region)) {
      expect(home).toHaveLength(homeSignNames.length);
      expect(named).toHaveLength(namedSignNames.length);
      expect(threshold).toBeGreaterThanOrEqual(0.5);
    }
    expect(fittedCoefficients.confidence).toHaveLength(confidenceSignNames.length);
  });

  it('gives no region when neither candidate is likely enough, and says how likely the better one was', () => {
    const weights = { home: [0], named: [0.5], threshold: 0.5 };
    const signs = { home: [1], named: [1], isSame: false };
    expect(decideRegion(signs, weights)).toEqual({ chosen: null, probability: expect.closeTo(0.4519, 4) });
    expect(decideRegion(signs, { ...weights, threshold: 0.4 })).toMatchObject({ chosen: 'named' });
    expect(decideRegion({ home: null, named: null, isSame: false }, weights)).toEqual({
      chosen: null,
      probability: null,
    });
  });

  it('is surer of a house in a known town than of two towns alike', () => {
    const sure = locator.locate('г. Рязань, ул. Новосёлов, 24', {});
    const twice = locator.locate('В городе Кировске нет воды', {});
    expect(sure.confidence).toBeGreaterThan(0.9);
    expect(twice.confidence).toBeLessThan(sure.confidence);
  });
});
