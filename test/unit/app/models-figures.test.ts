import { describe, expect, it } from 'vitest';
import { changeOfVerdict, compareModels } from '../../../src/app/models-comparison.js';
import { columnsOf, countFigures, type JudgedText, measureModel } from '../../../src/app/models-figures.js';
import { boundsOf, quantile, resamples, twoSidedP } from '../../../src/app/resampling.js';
import { seededRandom } from '../../../src/core/seeded-random.js';
import type { GroupCode } from '../../../src/core/verdict.js';

function judged(
  id: string,
  truth: { incident: boolean | null; group?: GroupCode | null; alt?: GroupCode[] },
  said: { score: number; unsure?: boolean; group?: GroupCode | null; confidence?: number },
  unit = id,
): JudgedText {
  const { score, unsure = false, group = null, confidence = 0.9 } = said;
  return {
    id,
    unit,
    source: 'forum',
    truth: { group: null, alt: [], ...truth },
    verdict: {
      score,
      incident: score >= 0.5,
      unsure,
      group,
      groups: group === null ? [] : [{ group, probability: confidence }],
    },
  };
}
const few: JudgedText[] = [
  judged('a', { incident: true, group: 'roads' }, { score: 0.9, group: 'roads' }),
  judged('b', { incident: true, group: 'housing', alt: ['energy'] }, { score: 0.8, group: 'energy' }),
  judged('c', { incident: false }, { score: 0.7, unsure: true }),
  judged('d', { incident: true, group: 'roads' }, { score: 0.2, group: 'roads' }),
  judged('e', { incident: false }, { score: 0.1 }),
  judged('f', { incident: null }, { score: 0.4, unsure: true }),
];

describe('the figures of a model', () => {
  it('are those that one counts by hand', () => {
    const figures = measureModel(few, { rounds: 0 });
    expect(figures).toMatchObject({
      texts: 6,
      precision: { hits: 2, of: 3 },
      recall: { hits: 2, of: 3 },
      f1: { value: 2 / 3, of: 5 },
      falseAlarms: { hits: 1, of: 2 },
      group: { hits: 2, of: 3 },
      defensible: { hits: 3, of: 3 },
      coverage: { hits: 4, of: 6 },
      surePrecision: { hits: 2, of: 2 },
    });
    // Ranked a, b, c, d, e: incidents stand at 1, 2 and 4.
    expect(figures.averagePrecision.value).toBeCloseTo((1 + 1 + 3 / 4) / 3, 12);
    // Roads: 2 right of 2 got and 2 true; housing: nothing got.
    expect(figures.macroF1.value).toBeCloseTo(0.5, 12);
    const ece = (0.1 + 0.2 + 0.7 + 0.8 + 0.1) / 5;
    expect(figures.ece.value).toBeCloseTo(ece, 12);
  });
  it('do not hang on the order of the texts', () => {
    expect(measureModel([...few].reverse())).toEqual(measureModel(few));
  });
  it('of texts without labels are unknown, not zero', () => {
    const figures = measureModel([judged('x', { incident: null }, { score: 0.5 })]);
    expect([figures.precision.share, figures.f1.value, figures.macroF1.value]).toEqual([null, null, null]);
    expect(measureModel([])).toMatchObject({ texts: 0, f1: { value: null }, coverage: { share: null } });
  });
  it('count a unit that was drawn twice twice', () => {
    const columns = columnsOf(few);
    // a, b, c, d, e, f in the order of their names: draw a twice and leave b out.
    const counted = countFigures(columns, Uint16Array.from([2, 0, 1, 1, 1, 1]));
    expect([counted.hits.recall, counted.of.recall, counted.of.coverage]).toEqual([2, 3, 6]);
  });
  it('have bounds that hold the value, wider when copies count as one', () => {
    const random = seededRandom(7);
    const texts = Array.from({ length: 400 }, (_, n) => {
      const isIncident = random() < 0.5;
      const isRight = random() < 0.9;
      return judged(`t${n}`, { incident: isIncident }, { score: isIncident === isRight ? 0.8 : 0.2 }, `u${n % 40}`);
    });
    const clustered = measureModel(texts, { rounds: 300 }).f1;
    const single = measureModel(
      texts.map((text) => ({ ...text, unit: text.id })),
      { rounds: 300 },
    ).f1;
    expect(clustered.value).toBe(single.value);
    for (const { value, low, high } of [clustered, single]) {
      expect(low).toBeLessThan(value ?? 0);
      expect(high).toBeGreaterThan(value ?? 1);
    }
    expect(single.low).not.toBe(clustered.low);
  });
});

describe('comparing two models pair by pair', () => {
  const texts = (wrong: (n: number) => boolean) =>
    Array.from({ length: 300 }, (_, n) => {
      const isIncident = n % 2 === 0;
      return judged(`t${n}`, { incident: isIncident }, { score: isIncident !== wrong(n) ? 0.9 : 0.1 });
    });
  it('finds no difference between equals', () => {
    const same = texts((n) => n % 10 === 0);
    for (const { difference, p } of compareModels(same, same, { rounds: 200 })) {
      if (difference !== null) expect([difference, p]).toEqual([0, 1]);
    }
  });
  it('is sure of one that is everywhere, and not of one that hangs on a text', () => {
    const a = texts((n) => n % 5 === 0);
    const f1 = (b: JudgedText[]) => compareModels(a, b, { rounds: 500 }).find(({ name }) => name === 'f1');
    const better = f1(texts((n) => n % 20 === 0));
    expect(better?.difference).toBeGreaterThan(0.05);
    expect(better?.low).toBeGreaterThan(0);
    expect(better?.p).toBeLessThan(0.01);
    const hardly = f1(texts((n) => n % 5 === 0 && n !== 5));
    expect(hardly?.difference).toBeGreaterThan(0);
    expect(hardly?.p).toBeGreaterThan(0.2);
  });
  it('gives the same numbers each time', () => {
    const [a, b] = [texts((n) => n % 5 === 0), texts((n) => n % 7 === 0)];
    expect(compareModels(a, b, { rounds: 100 })).toEqual(compareModels(a, b, { rounds: 100 }));
  });
  it('names what changes for people', () => {
    const verdict = (incident: boolean, group: string, unsure = false) => ({ incident, unsure, group });
    const roads = verdict(true, 'roads');
    expect(changeOfVerdict(roads, roads)).toBeNull();
    expect(changeOfVerdict(roads, verdict(false, 'roads'))).toBe('incident lost');
    expect(changeOfVerdict(verdict(false, 'roads'), verdict(true, 'waste'))).toBe('incident won');
    expect(changeOfVerdict(roads, verdict(true, 'waste'))).toBe('other group');
    expect(changeOfVerdict(roads, verdict(true, 'roads', true))).toBe('other doubt');
    expect(changeOfVerdict(verdict(false, 'roads'), verdict(false, 'waste'))).toBeNull();
  });
});

describe('drawing again and again', () => {
  it('draws as many as there are, the same from the same seed', () => {
    const drawn = [...resamples(50, 3, 4)].map((each) => [...each]);
    expect(drawn[0]?.reduce((sum, each) => sum + each, 0)).toBe(50);
    // One array is used for all: what is kept of it is the last.
    expect([...resamples(50, 3, 4)].at(-1)).toEqual(Uint16Array.from(drawn.at(-1) ?? []));
    expect([...resamples(5, 0, 1)]).toEqual([]);
  });
  it('takes quantiles between the values', () => {
    expect([quantile([1, 2, 3], 0.5), quantile([1, 2], 0.25), quantile([4], 0.9)]).toEqual([2, 1.25, 4]);
    expect(boundsOf([null, null, 1])).toBeNull();
    expect(boundsOf([])).toBeNull();
    expect(twoSidedP([])).toBeNull();
    expect(twoSidedP([1, 2, 3])).toBe(0.5);
  });
});
