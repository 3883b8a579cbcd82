import { describe, expect, it } from 'vitest';
import { agreementOf, alphaOf, kappaOf } from '../../../src/app/label-agreement.js';
import { type Label, notAsked } from '../../../src/core/label.js';
import type { GroupCode } from '../../../src/core/verdict.js';
import { sampleLabel } from '../../support/samples.js';

const table = (cells: readonly [string, string, number][]): [string, string][] =>
  cells.flatMap(([one, other, count]) => Array.from({ length: count }, (): [string, string] => [one, other]));

describe('Cohen’s kappa', () => {
  it('is as in the textbook: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no give 0.4', () => {
    const kappa = kappaOf(
      table([
        ['yes', 'yes', 20],
        ['yes', 'no', 5],
        ['no', 'yes', 10],
        ['no', 'no', 15],
      ]),
    );
    expect(kappa).toMatchObject({ texts: 50, agreed: 0.7 });
    expect(kappa.kappa).toBeCloseTo(0.4, 12);
    // √(0.7 · 0.3 / (50 · 0.5²)) = 0.129615
    expect(kappa.high).toBeCloseTo(0.4 + 1.959964 * 0.129615, 5);
    expect(kappa.low).toBeCloseTo(0.4 - 1.959964 * 0.129615, 5);
  });

  it('tells agreement by chance from agreement: the same share agreed, another kappa', () => {
    const even = kappaOf(
      table([
        ['y', 'y', 45],
        ['y', 'n', 15],
        ['n', 'y', 25],
        ['n', 'n', 15],
      ]),
    ).kappa;
    const skewed = kappaOf(
      table([
        ['y', 'y', 25],
        ['y', 'n', 35],
        ['n', 'y', 5],
        ['n', 'n', 35],
      ]),
    ).kappa;
    expect(even).toBeCloseTo(0.1304, 4);
    expect(skewed).toBeCloseTo(0.2593, 4);
  });

  it('says nothing of nothing, nor where both only ever gave one answer', () => {
    expect(kappaOf([]).kappa).toBeNull();
    expect(kappaOf([['a', 'a']])).toMatchObject({ texts: 1, agreed: 1, kappa: null });
    expect(
      kappaOf([
        ['a', 'b'],
        ['b', 'a'],
      ]).kappa,
    ).toBe(-1);
  });
});

describe('Krippendorff’s alpha', () => {
  it('is as published for four observers, twelve units and missing answers: 0.743', () => {
    const observers = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
      [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
    ];
    const units = Array.from({ length: 12 }, (_, unit) =>
      observers.flatMap((answers) => (answers[unit] === null ? [] : [String(answers[unit])])),
    );
    expect(alphaOf(units)).toBeCloseTo(0.743, 3);
  });

  it('is 1 where all agree and unknown where there is one answer only', () => {
    expect(alphaOf([['a', 'a'], ['b', 'b', 'b'], ['a']])).toBe(1);
    expect(
      alphaOf([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toBeNull();
    expect(alphaOf([])).toBeNull();
  });
});

let serial = 0;
const said = (who: string, subject: string, group: GroupCode | null, more: Partial<Label> = {}): Label =>
  sampleLabel({
    ...notAsked,
    id: `l${serial++}`,
    origin: 'labeller',
    who,
    subject,
    incident: group !== null,
    group,
    ...more,
  });

describe('the agreement of people', () => {
  const labels = [
    said('anna', 'p1', 'roads'),
    said('boris', 'p1', 'roads'),
    said('anna', 'p2', 'roads'),
    said('boris', 'p2', 'improvement'),
    said('anna', 'p3', null),
    said('boris', 'p3', null),
    said('anna', 'p4', 'waste'),
    said('boris', 'p4', null),
    said('anna', 'p5', 'waste'),
    said('boris', 'p6', 'waste'),
    said('vera', 'p1', 'roads'),
    said('operator1', 'p6', 'waste', { origin: 'operator' }),
    said('operator2', 'p6', 'waste', { origin: 'operator' }),
  ];
  const agreement = agreementOf(labels);

  it('stands on the texts that several labelled, pair by pair, operators being one', () => {
    expect(agreement.texts).toBe(5);
    expect(agreement.pairs.map(({ one, other, incident }) => [one, other, incident.texts, incident.agreed])).toEqual([
      ['anna', 'boris', 4, 0.75],
      ['anna', 'vera', 1, 1],
      ['boris', 'vera', 1, 1],
      ['boris', 'operators', 1, 1],
    ]);
    expect(agreement.pairs[0]?.group).toMatchObject({ texts: 4, agreed: 0.5 });
    expect(agreement.pairs[0]?.groups.map(({ group }) => group)).toEqual(['roads', 'improvement', 'waste']);
  });

  it('lists what they see differently, until somebody settles it', () => {
    const shown = agreement.disagreements.map(({ subject, answers }) => [
      subject,
      ...answers.map((a) => `${a.who}: ${a.answer}`),
    ]);
    expect(shown).toEqual([
      ['p2', 'anna: roads', 'boris: improvement'],
      ['p4', 'anna: waste', 'boris: no incident'],
    ]);
    const settled = agreementOf([...labels, said('head', 'p2', 'roads', { origin: 'settled' })]);
    expect(settled.disagreements.map(({ subject }) => subject)).toEqual(['p4']);
    expect(settled.pairs[0]?.group.agreed).toBe(0.5);
  });
});
