import { describe, expect, it } from 'vitest';
import {
  abstentionCurve,
  answeredFigures,
  asIfPrevalent,
  averagePrecision,
  bootstrapFigure,
  calibrationBins,
  calibrationError,
  coverageAt,
  decisionFigures,
  macroF1,
  precisionAt,
  prevalencePrecision,
  type Ranked,
  shareFigure,
  thresholdAtRecall,
} from '../../../../models/card/measures.js';

const ranked = (text: string): Ranked[] =>
  [...text].map((sign, index) => ({ score: 1 - index / text.length, positive: sign === '+' }));

describe('average precision', () => {
  it('is the mean of the precision at each positive', () => {
    expect(averagePrecision(ranked('+-+'))).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(averagePrecision(ranked('++--'))).toBe(1);
    expect(averagePrecision(ranked('-+'))).toBe(0.5);
  });
  it('does not depend on the order of rows with one score', () => {
    const tied = [true, false, false, true].map((positive) => ({ score: 0.5, positive }));
    expect(averagePrecision(tied)).toBe(0.5);
    expect(averagePrecision([...tied].reverse())).toBe(0.5);
  });
  it('has no value without a positive', () => expect(averagePrecision(ranked('--'))).toBeNull());
});

describe('the threshold at a recall', () => {
  it('finds the wanted share of the positives and no more than needed', () => {
    const rows = ranked('++++++++++');
    expect(rows.filter(({ score }) => score >= thresholdAtRecall(rows, 0.9))).toHaveLength(9);
    expect(rows.filter(({ score }) => score >= thresholdAtRecall(rows, 0.91))).toHaveLength(10);
  });
  it('asks for a positive', () => expect(() => thresholdAtRecall(ranked('--'), 0.9)).toThrow(RangeError));
});

describe('precision at a prevalence', () => {
  it('weighs false alarms by how rare incidents are', () => {
    // The arithmetic of the design: recall 1, 1 % of false alarms, 0.2 % of incidents.
    expect(precisionAt(0.002, 1, 0.01)).toBeCloseTo(0.167, 3);
    expect(precisionAt(0.5, 1, 0)).toBe(1);
  });
  it('is bounded from below although no false alarm was seen', () => {
    const rows = [...ranked('+++++'), ...Array.from({ length: 1_000 }, () => ({ score: 0, positive: false }))];
    const { value, low, high } = prevalencePrecision(rows, 0.9, 0.002);
    expect([value, high]).toEqual([1, 1]);
    // Wilson's upper bound of 0 of 1 000 is 0.383 %.
    expect(low).toBeCloseTo(0.002 / (0.002 + 0.998 * 0.003827), 3);
  });
});

describe('calibration', () => {
  const rows = [
    { probability: 0.95, so: true },
    { probability: 0.95, so: false },
    { probability: 0.05, so: false },
    { probability: 1, so: true },
  ];
  it('puts rows into bins of equal width, 1 into the last', () => {
    const bins = calibrationBins(rows);
    expect(bins.map(({ texts }) => texts)).toEqual([1, 3]);
    expect(bins[1]?.said).toBeCloseTo(2.9 / 3, 12);
    expect(bins[1]?.so).toBeCloseTo(2 / 3, 12);
  });
  it('weighs the bins by their rows', () => {
    expect(calibrationError(rows)).toBeCloseTo((0.05 + 3 * (2.9 / 3 - 2 / 3)) / 4, 12);
    expect(calibrationError([])).toBeNull();
  });
  it('holds a probability against the world that it is meant for', () => {
    // Said: one in ten. One in two of the rows is so, but rows that are so shall be one in ten.
    const said = [true, false].map((so) => ({ probability: 0.1, so }));
    expect(calibrationError(said)).toBeCloseTo(0.4, 12);
    expect(calibrationError(asIfPrevalent(said, 0.1))).toBeCloseTo(0, 12);
  });
});

describe('abstention', () => {
  const rows = [0.9, 0.8, 0.8, 0.3].map((probability, index) => ({ probability, so: index !== 2 }));
  it('answers rows of one confidence together', () => {
    expect(abstentionCurve(rows)).toEqual([
      [0.25, 1],
      [0.75, 2 / 3],
      [1, 0.75],
    ]);
  });
  it('knows the largest coverage with a precision', () => {
    expect(coverageAt(rows, 0.95)).toBe(0.25);
    expect(coverageAt(rows, 0.7)).toBe(1);
    expect(coverageAt(rows.slice(2, 3), 0.95)).toBe(0);
  });
});

describe('groups', () => {
  const rows = [
    { truth: 'a', alt: ['b'], answer: 'a' },
    { truth: 'a', alt: ['b'], answer: 'b' },
    { truth: 'b', alt: [], answer: 'b' },
    { truth: 'b', alt: [], answer: null },
  ];
  it('count as right strictly or with what is also defensible', () => {
    const { strict, withAlt } = answeredFigures(rows);
    expect([strict.value, withAlt.value]).toEqual([0.5, 0.75]);
  });
  it('weigh the same in macro-F1, whatever their size; answers outside the truth are no class', () => {
    expect(macroF1(rows)).toBeCloseTo((2 / 3 + 2 / 4) / 2, 12);
    expect(macroF1([{ truth: 'a', alt: [], answer: 'c' }])).toBe(0);
    expect(macroF1([])).toBeNull();
  });
});

describe('bounds', () => {
  it('are Wilson’s for shares', () => {
    const { value, low, high } = shareFigure(9, 10);
    expect(value).toBe(0.9);
    expect(low).toBeCloseTo(0.596, 3);
    expect(high).toBeCloseTo(0.982, 3);
    expect(shareFigure(0, 0)).toEqual({ value: null, low: null, high: null, of: 0 });
  });
  it('of the bootstrap hold the value and come out the same each time', () => {
    const rows = Array.from({ length: 200 }, (_, index) => index % 4);
    const mean = (some: readonly number[]): number => some.reduce((sum, one) => sum + one, 0) / some.length;
    const figure = bootstrapFigure(rows, mean);
    expect(figure).toEqual(bootstrapFigure(rows, mean));
    // Standard error of the mean: √1.25 / √200 = 0.079.
    expect(figure.low).toBeCloseTo(1.5 - 1.96 * 0.079, 1);
    expect(figure.high).toBeCloseTo(1.5 + 1.96 * 0.079, 1);
  });
  it('of a decision stand beside precision, recall and F1', () => {
    const rows = [...'++-~~'].map((sign) => ({ said: sign !== '-', truth: sign !== '~' }));
    const { precision, recall, f1 } = decisionFigures(
      rows,
      ({ said }) => said,
      ({ truth }) => truth,
    );
    expect([precision.value, recall.value]).toEqual([0.5, 2 / 3]);
    expect(f1.value).toBeCloseTo(4 / 7, 12);
  });
});
