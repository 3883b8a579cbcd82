import { describe, expect, it } from 'vitest';
import { createEvaluation, type JudgedText, type Label } from '../../../../pipelines/rules/evaluation.js';
import { f1Of, shareOf } from '../../../../src/core/share.js';

describe('the Wilson interval', () => {
  /** R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is as published', (hits, of, low, high) => {
    const interval = shareOf(hits, of);
    expect(interval.share).toBe(hits / of);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('mirrors hits and misses, stays between 0 and 1, and says nothing of nothing', () => {
    for (const [hits, of] of [
      [0, 1],
      [3, 7],
      [50, 50],
    ] as const) {
      const one = shareOf(hits, of);
      const other = shareOf(of - hits, of);
      expect(one.low).toBeCloseTo(1 - (other.high ?? Number.NaN), 12);
      expect(one.low).toBeGreaterThanOrEqual(0);
      expect(one.high).toBeLessThanOrEqual(1);
    }
    expect(shareOf(0, 0)).toEqual({ hits: 0, of: 0, share: null, low: null, high: null });
  });

  it('goes with F1, which is unknown without one of its halves', () => {
    expect(f1Of(shareOf(1, 2), shareOf(1, 1))).toBeCloseTo(2 / 3, 12);
    expect(f1Of(shareOf(0, 2), shareOf(0, 1))).toBe(0);
    expect(f1Of(shareOf(1, 2), shareOf(0, 0))).toBeNull();
  });
});

const label = (overrides: Partial<Label>): Label => ({
  incident: null,
  group: null,
  topic: null,
  alt: [],
  ...overrides,
});

describe('an evaluation', () => {
  const rules = [
    { id: 'ask', target: 'incident', weight: 3 },
    { id: 'thanks', target: 'not-incident', weight: 3 },
    { id: 'fire', target: 'urgent', weight: 3 },
    { id: 'pits', target: 'roads.potholes', weight: 3 },
    { id: 'road', target: 'roads', weight: 1 },
    { id: 'no-road', target: 'roads', weight: -2 },
    { id: 'strange', target: 'health', weight: 1 },
  ];
  const texts: JudgedText[] = [
    {
      id: 'a',
      label: label({ incident: true, group: 'roads', topic: 'roads.potholes' }),
      verdict: { incident: true, group: 'roads', topic: 'roads.potholes' },
      fired: ['ask', 'pits', 'road', 'fire'],
    },
    {
      id: 'b',
      label: label({ incident: true, group: 'roads', topic: 'roads.signs' }),
      verdict: { incident: true, group: 'roads', topic: 'roads.potholes' },
      fired: ['pits', 'road'],
    },
    {
      id: 'c',
      label: label({ incident: true, group: 'improvement', alt: ['roads'] }),
      verdict: { incident: false, group: 'roads', topic: null },
      fired: ['road', 'no-road', 'thanks'],
    },
    {
      id: 'd',
      label: label({ incident: false }),
      verdict: { incident: true, group: 'roads', topic: null },
      fired: ['ask', 'road'],
    },
    { id: 'e', label: label({}), verdict: { incident: true, group: 'waste', topic: null }, fired: ['ask', 'no-road'] },
    {
      id: 'f',
      label: label({ incident: true, group: 'waste' }),
      verdict: { incident: false, group: null, topic: null },
      fired: ['no-road'],
    },
  ];
  const evaluation = createEvaluation(rules);
  for (const text of texts) evaluation.add(text);
  const report = evaluation.report();
  const counts = ({ hits, of }: { hits: number; of: number }): [number, number] => [hits, of];
  const ofRule = (id: string) => {
    const found = report.rules.find(({ name }) => name === id);
    if (!found) throw new Error(id);
    return { fired: found.fired, precision: counts(found.precision), recall: counts(found.recall) };
  };

  it('measures detection on what is labelled as incident or not', () => {
    expect(report.labelled).toEqual({ incident: 5, group: 4, topic: 2 });
    expect(counts(report.detection.precision)).toEqual([2, 3]);
    expect(counts(report.detection.recall)).toEqual([2, 4]);
    expect(counts(report.detection.falseAlarms)).toEqual([1, 1]);
    expect(report.detection.fired).toBe(4);
  });

  it('measures groups and topics on what is labelled with one, and takes «alt» for defensible', () => {
    expect(counts(report.grouping.right)).toEqual([2, 4]);
    expect(counts(report.grouping.defensible)).toEqual([3, 4]);
    const roads = report.groups.find(({ name }) => name === 'roads');
    expect(roads && [counts(roads.precision), counts(roads.recall)]).toEqual([
      [2, 3],
      [2, 2],
    ]);
    const potholes = report.topics.find(({ name }) => name === 'roads.potholes');
    expect(potholes && [counts(potholes.precision), counts(potholes.recall)]).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });

  it('lists what was taken for what, with examples', () => {
    expect(report.confusions).toEqual([
      { truth: 'improvement', got: 'roads', count: 1, defensible: 1, ids: ['c'] },
      { truth: 'roads.signs', got: 'roads.potholes', count: 1, defensible: 0, ids: ['b'] },
      { truth: 'waste', got: 'none', count: 1, defensible: 0, ids: ['f'] },
    ]);
  });

  it.each([
    ['ask', 3, [1, 2], [1, 4]],
    ['thanks', 1, [0, 1], [0, 1]],
    // Nobody labels urgency.
    ['fire', 1, [0, 0], [0, 0]],
    ['pits', 2, [1, 2], [1, 1]],
    // What is no incident is of no group; «alt» is right, but not asked for.
    ['road', 4, [3, 4], [2, 2]],
    // Speaks against: wrong where the group is defensible, right on rubbish, silent on what has no label.
    ['no-road', 3, [1, 2], [0, 0]],
  ] as const)('measures the rule %s by its target', (id, fired, precision, recall) => {
    expect(ofRule(id)).toEqual({ fired, precision, recall });
  });

  it('names the rules that never fired', () => expect(report.silent).toEqual(['strange']));
});
