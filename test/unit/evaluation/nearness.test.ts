import { describe, expect, it } from 'vitest';
import { readText } from '../../../pipelines/text/read.js';
import { nearnessPairs } from '../../evaluation/support/nearness-pairs.js';
import { rankOfRight, recallAt, separation } from '../../evaluation/support/separation.js';
import { commonStems } from '../../evaluation/support/word-overlap.js';

describe('what tells pairs apart', () => {
  const pairs = (same: number[], other: number[]) => [
    ...same.map((value) => ({ same: true, value })),
    ...other.map((value) => ({ same: false, value })),
  ];
  it('is perfect when all of one kind lie above all of the other', () => {
    expect(separation(pairs([0.9, 0.8], [0.7, 0.1]))).toEqual({ auc: 1, threshold: 0.8, precision: 1, recall: 1 });
  });
  it('is worth nothing when both are alike', () => {
    expect(separation(pairs([0.5, 0.5], [0.5, 0.5])).auc).toBe(0.5);
  });
  it('is worse than nothing when they are the wrong way round', () => {
    expect(separation(pairs([0.1], [0.9])).auc).toBe(0);
  });
  it('weighs what is let in against what is lost', () => {
    const { threshold, precision, recall } = separation(pairs([0.9, 0.8, 0.7, 0.2], [0.75, 0.1, 0.1, 0.1]));
    expect(threshold).toBe(0.2);
    expect(recall).toBe(1);
    expect(precision).toBe(0.8);
  });
  it('is told at a share of wrong ones that is allowed', () => {
    const many = pairs([0.9, 0.6, 0.4], [0.8, 0.5, 0.3, 0.2]);
    expect(recallAt(many, 0)).toEqual({ threshold: 0.9, recall: 1 / 3 });
    expect(recallAt(many, 0.25)).toEqual({ threshold: 0.6, recall: 2 / 3 });
    expect(recallAt(many, 1)).toEqual({ threshold: 0.4, recall: 1 });
  });
  it('is told by the rank of the right answer; an equally good wrong one stands before it', () => {
    const scores = [
      [0.9, 0.1, 0.2, 0.3],
      [0.5, 0.5, 0.1, 0.1],
      [0.9, 0.8, 0.1, 0.7],
    ];
    expect(rankOfRight(scores)).toEqual({ first: 1 / 3, three: 2 / 3 });
  });
  it('needs pairs of both kinds', () => {
    expect(() => separation(pairs([0.9], []))).toThrow(RangeError);
  });
});

describe('the pairs by which nearness is measured', () => {
  const overlap = nearnessPairs.map((pair) => ({
    same: pair.same,
    value: commonStems(readText(pair.one).analysis, readText(pair.other).analysis),
  }));
  it('are at least sixty, half of each kind, no text twice within a kind', () => {
    for (const same of [true, false]) {
      const texts = nearnessPairs.filter((pair) => pair.same === same).flatMap(({ one, other }) => [one, other]);
      expect(texts.length).toBeGreaterThanOrEqual(60);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });
  it('mislead whoever counts common words: those of two problems share more of them', () => {
    expect(separation(overlap).auc).toBeLessThan(0.2);
  });
});
