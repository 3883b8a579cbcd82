import { describe, expect, it } from 'vitest';
import { calibrationError, reliability } from '../../../../models/fit/calibration.js';
import { type Case, groupThresholds, keeping, sureFrom } from '../../../../models/fit/thresholds.js';

const cases = (right: number, wrong: number, probability: number): Case[] => [
  ...Array.from({ length: right }, () => ({ probability, right: true })),
  ...Array.from({ length: wrong }, () => ({ probability, right: false })),
];

describe('the threshold from which on nobody need look', () => {
  it('takes 73 right ones in a row to vouch for 95 of 100', () => {
    expect(sureFrom(cases(72, 0, 0.9), 0.95)).toBeNull();
    expect(sureFrom(cases(73, 0, 0.9), 0.95)).toBe(0.9);
  });

  it('is the lowest probability that still holds the promise', () => {
    const all = [...cases(200, 0, 0.9), ...cases(100, 4, 0.8), ...cases(50, 30, 0.7)];
    expect(sureFrom(all, 0.95)).toBe(0.8);
  });

  it('counts equal probabilities together, whatever their order', () => {
    const mixed = [...cases(0, 40, 0.9), ...cases(80, 0, 0.9)];
    expect(sureFrom(mixed, 0.95)).toBeNull();
    expect(sureFrom([...mixed].reverse(), 0.95)).toBeNull();
  });

  it('is none without cases', () => expect(sureFrom([], 0.95)).toBeNull());
});

describe('the threshold that keeps a share', () => {
  it.each([
    [1, 1],
    [0.9, 2],
    [0.5, 6],
    [0.1, 10],
  ])('keeps %f of ten scores from %i on', (share, expected) => {
    expect(keeping([3, 1, 2, 10, 9, 8, 4, 5, 6, 7], share)).toBe(expected);
  });
  it('is 0 where nothing is to be kept', () => expect(keeping([], 0.9)).toBe(0));
});

describe('calibration', () => {
  it('has no error where what is claimed comes true', () => {
    expect(calibrationError([...cases(8, 2, 0.8), ...cases(2, 8, 0.2)], 2)).toBeCloseTo(0, 12);
  });
  it('is off by as much as claims are off', () => {
    expect(calibrationError(cases(5, 5, 0.9), 1)).toBeCloseTo(0.4, 12);
  });
  it('cuts bins of equal mass and loses no case', () => {
    const bins = reliability([...cases(20, 0, 0.9), ...cases(0, 11, 0.1)], 15);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(31);
    expect(Math.max(...bins.map(({ count }) => count)) - Math.min(...bins.map(({ count }) => count))).toBeLessThan(2);
  });
  it('is 0 of nothing', () => expect(calibrationError([])).toBe(0));
});

describe('the thresholds of several classes', () => {
  const ofClass = (best: number, right: number, wrong: number, probability: number) =>
    cases(right, wrong, probability).map((one) => ({ ...one, best }));

  it('are proven by a class alone where it has cases enough', () => {
    expect(groupThresholds(ofClass(0, 100, 0, 0.8), 2, 0.95)).toEqual([0.8, null]);
  });

  it('are proven together by classes that are too small alone', () => {
    const all = [0, 1, 2, 3].flatMap((index) => [...ofClass(index, 20, 0, 0.9), ...ofClass(index, 5, 5, 0.5)]);
    expect(groupThresholds(all, 4, 0.95)).toEqual([0.9, 0.9, 0.9, 0.9]);
  });

  it('are shared where most cases pass, though a class be lost below', () => {
    // At 0.7 the second class is wrong too often, and the first alone has fewer cases than both have at 0.9.
    const all = [
      ...ofClass(0, 80, 0, 0.9),
      ...ofClass(1, 60, 0, 0.9),
      ...ofClass(0, 20, 0, 0.7),
      ...ofClass(1, 10, 10, 0.7),
    ];
    expect(groupThresholds(all, 2, 0.95)).toEqual([0.7, 0.9]);
  });

  it('are not lent to a class with few cases, nor to one that is often wrong', () => {
    const all = [
      ...ofClass(0, 60, 0, 0.9),
      ...ofClass(1, 40, 0, 0.9),
      ...ofClass(2, 14, 0, 0.9),
      ...ofClass(3, 17, 3, 0.9),
    ];
    expect(groupThresholds(all, 4, 0.95)).toEqual([0.9, 0.9, null, null]);
  });

  it('are none without cases', () => expect(groupThresholds([], 3, 0.95)).toEqual([null, null, null]));
});
