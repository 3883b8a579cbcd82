import { describe, expect, it } from 'vitest';
import { bareTerritory, type Place } from '../../../src/core/place.js';
import { calibrationOf } from '../../evaluation/support/places/calibration.js';
import { type GivenPlace, givenBy, isWrongPin, judge, landmarkKey } from '../../evaluation/support/places/judge.js';
import type { LabelledPlace, PlaceLabel } from '../../evaluation/support/places/labels.js';
import { givenByNatasha } from '../../evaluation/support/places/natasha.js';
import { exactOf, scorePlaces, sumScores } from '../../evaluation/support/places/score.js';

const place: Place = {
  precision: 'none',
  territoryId: null,
  region: null,
  municipality: null,
  settlement: null,
  street: null,
  house: null,
  district: null,
  landmarks: [],
  oktmo: null,
  point: null,
  pointOf: null,
  named: [],
  confidence: 0.8,
  regionConfidence: null,
  evidence: [],
};
const given = (parts: Partial<Place>): GivenPlace => givenBy({ ...place, ...parts });
const text = (label: PlaceLabel, parts: Partial<Place>): LabelledPlace & { given: GivenPlace } => ({
  id: '1',
  source: 'invented',
  text: '',
  context: {},
  label,
  given: given(parts),
});
const values = (...found: string[]) => found.map((one) => [one]);

describe('a value beside its label', () => {
  it.each([
    ['Мира', 'Мира', 'right'],
    ['Мира;Ленина', 'Ленина;Мира', 'right'],
    ['Мира;Ленина', 'Мира', 'wrong'],
    ['Мира;Ленина?', 'Мира', 'right'],
    ['Мира;Ленина?', 'Мира;Ленина', 'right'],
    ['Мира', 'Мира;Ленина', 'wrong'],
    ['11-й микрорайон ~ микрорайон 11', 'микрорайон 11', 'right'],
    ['2-я Новосёловка', '2 новоселовка', 'right'],
    ['8 Марта', '8 марта', 'right'],
    ['Мира?', 'Мира', 'open'],
    ['Мира?', 'Ленина', 'invented'],
    [null, 'Мира', 'invented'],
  ] as const)('%s is met by %s: %s', (label, said, outcome) => {
    expect(judge('street', label, values(...said.split(';')))).toBe(outcome);
  });

  it('is missed when nothing is given, and nothing when nothing was to be found', () => {
    expect(judge('street', 'Мира', [])).toBe('missed');
    expect(judge('street', 'Мира?', [])).toBe('none');
    expect(judge('street', null, [])).toBe('none');
  });

  it('is right by any of the spellings that a value leaves open', () => {
    expect(judge('street', 'Вишнёвая', [['Вишнёвой', 'Вишневая']])).toBe('right');
  });
});

describe('a pin', () => {
  const label = { region: 'Курская область', settlement: 'Курск', street: 'Мира', house: '3;5', named: {} };
  const right = { region: 'Курская область', settlement: 'Курск', street: 'Мира', house: '3' };
  it('is right when nothing of it contradicts the label, though a house is missing', () =>
    expect(isWrongPin(label, given(right))).toBe(false));
  it('is wrong on another house, and on the right street of another town or region', () => {
    expect(isWrongPin(label, given({ ...right, house: '7' }))).toBe(true);
    expect(isWrongPin(label, given({ ...right, settlement: 'Орёл' }))).toBe(true);
    expect(isWrongPin(label, given({ ...right, region: 'Орловская область' }))).toBe(true);
  });
  it('is none where nothing is given', () => expect(isWrongPin(label, given({}))).toBeNull());
});

describe('the score', () => {
  it('tells what the text names from what comes from its home', () => {
    const label = { settlement: 'Курск', region: 'Курская область', named: {} };
    const { tallies, nameless } = scorePlaces([text(label, { settlement: 'Курск', region: 'Курская область' })]);
    expect(tallies['settlement, from home'].right).toBe(1);
    expect(tallies['region, not named'].right).toBe(1);
    expect(exactOf(tallies['settlement, named'])).toEqual([0, 0]);
    expect(nameless).toEqual({ texts: 1, invented: 0 });
  });

  it('counts a place of its own in a text that names none as invented', () => {
    const { tallies, nameless, pins } = scorePlaces([text({ named: {} }, { street: 'Мира', named: ['street'] })]);
    expect(nameless).toEqual({ texts: 1, invented: 1 });
    expect(tallies.street.invented).toBe(1);
    expect(pins).toEqual({ given: 1, wrong: 1 });
  });

  it('wants street and house both, neither too much nor too little', () => {
    const label = { street: 'Мира', named: { street: true } };
    const address = (parts: Partial<Place>) =>
      scorePlaces([text(label, { named: ['street', 'house'], ...parts })]).tallies['street + house'];
    expect(address({ street: 'Мира' }).right).toBe(1);
    expect(address({ street: 'Мира', house: '5' }).wrong).toBe(1);
    expect(address({}).missed).toBe(1);
  });

  it('matches landmarks by kind and what tells them apart', () => {
    expect(landmarkKey({ kind: 'school', name: 'школа № 7' })).toBe(landmarkKey({ kind: 'school', name: 'Школа 7' }));
    expect(landmarkKey({ kind: 'stop', name: '«Рынок»' })).toBe(landmarkKey({ kind: 'stop', name: 'рынок' }));
    expect(landmarkKey({ kind: 'road-km', name: 'М-7, 12 км' })).toBe(
      landmarkKey({ kind: 'road-km', name: '12 км М7' }),
    );
    const label = { landmarks: [{ kind: 'school' as const, name: '7' }], named: { landmarks: true } };
    const { tallies } = scorePlaces([text(label, { landmarks: [{ kind: 'clinic', name: 'поликлиника № 7' }] })]);
    expect(tallies.landmarks).toEqual({ right: 0, wrong: 0, missed: 1, invented: 1 });
  });

  it('hands each miss on and adds up over sources', () => {
    const fields: string[] = [];
    const score = scorePlaces([text({ street: 'Мира', named: { street: true } }, {})], ({ field }) =>
      fields.push(field),
    );
    expect(fields).toEqual(['street', 'street + house']);
    expect(sumScores([score, score]).tallies.street.missed).toBe(2);
  });
});

describe('the calibration error', () => {
  it('is the mean distance of what was said and what was so, weighted by texts', () => {
    const said = [true, true, false, false].map((isRight) => ({ said: 0.75, isRight }));
    const { bins, error } = calibrationOf([...said, { said: 1, isRight: true }]);
    expect(bins.map(({ texts, right }) => [texts, right])).toEqual([
      [4, 0.5],
      [1, 1],
    ]);
    expect(error).toBeCloseTo((4 * 0.25) / 5);
    expect(calibrationOf([]).error).toBeNull();
  });
});

describe('what natasha found', () => {
  const territories = [
    { ...bareTerritory, id: '1', level: 'region' as const, name: 'Республика Татарстан', aliases: ['Татарстан'] },
    { ...bareTerritory, id: '2', level: 'settlement' as const, name: 'Казань', aliases: [] },
  ];
  it('is sorted by the gazetteer, and what that does not know is left out', () => {
    const entities = [['Казани', 'Казань'], ['Татарстан'], ['Европа']];
    const answer = { settlement: [], street: [['Мира']], house: [], region: [], entities };
    const { values, named } = givenByNatasha(answer, territories);
    expect(judge('settlement', 'Казань', values.settlement)).toBe('right');
    expect(judge('region', 'Республика Татарстан', values.region)).toBe('right');
    expect([...named].sort()).toEqual(['region', 'settlement', 'street']);
  });
});
