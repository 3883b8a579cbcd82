import { describe, expect, it } from 'vitest';
import {
  chanceOf,
  nearnessOf,
  type Subject,
  subjectInputs,
  subjectOf,
} from '../../../../pipelines/incidents/subject-nearness.js';
import type { ClusterMatter } from '../../../../src/core/ports.js';
import { sampleVerdict } from '../../../support/samples.js';

const rule = (target: string, weight: number) => ({
  engine: 'rules',
  id: 'r',
  revision: '1',
  target,
  weight,
  words: [],
});
const matter = (subject: Subject): ClusterMatter => ({
  groups: [],
  topic: null,
  settlement: null,
  streets: [],
  houses: [],
  landmarks: [],
  subject,
  vector: null,
});

describe('what a post may be about', () => {
  it('is the topics of its verdict, weighed by the words that rules found', () => {
    const topics = [
      { topic: 'housing.heating', probability: 0.5 },
      { topic: 'housing.hot-water', probability: 0.5 },
    ];
    expect(subjectOf({ topics, evidence: [] })).toEqual([
      ['housing.heating', 50],
      ['housing.hot-water', 50],
    ]);
    expect(subjectOf({ topics, evidence: [rule('housing.hot-water', 3)] })).toEqual([
      ['housing.hot-water', 71],
      ['housing.heating', 29],
    ]);
  });

  it('holds possible what only rules speak for, drops what is next to nothing, and is empty where nothing is known', () => {
    const topics = [{ topic: 'housing.lift', probability: 0.9 }];
    expect(subjectOf({ topics, evidence: [rule('housing.roof', 6)] })).toEqual([
      ['housing.lift', 99],
      ['housing.roof', 1],
    ]);
    expect(subjectOf({ topics, evidence: [rule('housing.roof', 1), rule('housing', 9)] })).toEqual([
      ['housing.lift', 100],
    ]);
    expect(subjectOf(sampleVerdict({ topics: [] }))).toEqual([]);
  });
});

describe('how near two posts are', () => {
  const hot: Subject = [
    ['housing.hot-water', 60],
    ['housing.charges', 40],
  ];
  const bill: Subject = [
    ['housing.charges', 70],
    ['housing.hot-water', 30],
  ];
  const road: Subject = [['roads.potholes', 100]];

  it('is 1 of equal ones, 0 of strangers, and the same both ways', () => {
    expect(nearnessOf(hot, hot)?.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 1]);
    expect(nearnessOf(hot, road)).toEqual([0, 0]);
    expect(nearnessOf(hot, bill)).toEqual(nearnessOf(bill, hot));
    expect(nearnessOf(hot, [])).toBeNull();
  });

  it('counts kin topics in part', () => {
    const [kin, overlap] = nearnessOf([['housing.hot-water', 100]], [['housing.heating', 100]]) ?? [];
    expect([kin, overlap]).toEqual([expect.closeTo(0.7), 0]);
  });

  it('makes a chance that rises with it, and none where nothing is known', () => {
    const chance = (one: Subject, other: Subject) => chanceOf('house', subjectInputs(matter(one), matter(other), 0.3));
    expect(chance(hot, hot)).toBeGreaterThan(0.9);
    expect(chance(hot, bill)).toBeLessThan(chance(hot, hot) ?? 0);
    expect(chance(hot, road)).toBeLessThan(0.3);
    expect(chance(hot, [])).toBeNull();
    expect(
      chanceOf('house', subjectInputs({ ...matter(hot), subject: undefined } as ClusterMatter, matter(hot), 1)),
    ).toBeNull();
  });
});
