import { describe, expect, it } from 'vitest';
import { measureScored } from '../../evaluation/support/models/figures.js';
import { kindOfPost, lengthOf } from '../../evaluation/support/models/scored.js';
import { scoredTexts } from '../../support/scored-texts.js';

const rows = scoredTexts();
const figures = measureScored(rows, { prevalence: 0.3 });

describe('figures of scored texts', () => {
  it('count each source once', () => {
    expect(figures.texts.reduce((sum, { texts }) => sum + texts, 0)).toBe(rows.length);
    expect(figures.texts.map(({ source, kind }) => `${kind} ${source}`)).toEqual([
      'appeals kursk',
      'appeals ryazan',
      'noise rusentiment',
      'noise news',
      'feed feed-a',
      'feed feed-b',
    ]);
  });
  it('state the same decision as counting by hand', () => {
    const appeals = rows.filter(({ kind }) => kind === 'appeals');
    const chatter = rows.filter(({ source }) => source === 'rusentiment');
    const against = figures.detection.against.find(({ noise }) => noise === 'rusentiment');
    const hits = appeals.filter(({ verdict }) => verdict.incident).length;
    const alarms = chatter.filter(({ verdict }) => verdict.incident).length;
    expect(alarms).toBeGreaterThan(0);
    expect(against?.called.precision.value).toBe(hits / (hits + alarms));
    expect(against?.called.recall.value).toBe(hits / appeals.length);
  });
  it('find nine of ten appeals at the threshold that they name', () => {
    const { atRecall } = figures.detection;
    const appeals = rows.filter(({ kind }) => kind === 'appeals');
    const found = appeals.filter(({ verdict }) => verdict.score >= atRecall.threshold).length;
    expect(found / appeals.length).toBeGreaterThanOrEqual(0.9);
  });
  it('leave appeals of an ambiguous topic out of the groups, not out of detection', () => {
    const appeals = rows.filter(({ kind }) => kind === 'appeals');
    const known = appeals.filter(({ group }) => group !== null);
    expect(known.length).toBeLessThan(appeals.length);
    expect(figures.groups.sources.at(-1)?.texts).toBe(known.length);
    expect(figures.groups.confusion.counts.flat().reduce((sum, one) => sum + one, 0)).toBe(known.length);
    expect(figures.detection.appeals.reduce((sum, { texts }) => sum + texts, 0)).toBe(appeals.length);
  });
  it('say of each part what it does alone', () => {
    expect(figures.parts.map(({ part }) => part)).toEqual(['rules', 'n-grams', 'transformer', 'all']);
    const [rules, , , all] = figures.parts;
    // The fake rules rank at random, the whole does not.
    expect(all?.averagePrecision.value ?? 0).toBeGreaterThan(rules?.averagePrecision.value ?? 1);
  });
  it('tell what the gate loses of what the whole would put into the queue', () => {
    const queued = rows.filter(({ incident, verdict }) => incident && (verdict.incident || verdict.unsure));
    expect(figures.gate.kept).toMatchObject({ of: queued.length });
    expect(figures.gate.kept.value).toBe(queued.filter(({ admitted }) => admitted).length / queued.length);
  });
  it('keep rare kinds of feed posts together', () => {
    const { kinds } = figures.feed;
    expect(kinds.reduce((sum, { texts }) => sum + texts, 0)).toBe(rows.filter(({ kind }) => kind === 'feed').length);
    expect(kinds.filter(({ kind, texts }) => kind !== 'other' && texts < 4)).toEqual([]);
    expect(kinds.some(({ kind }) => kind === 'other')).toBe(true);
  });
  it(
    'come out the same each time',
    () => expect(measureScored(scoredTexts(), { prevalence: 0.3 })).toEqual(figures),
    60_000,
  );
});

describe('kinds of feed posts', () => {
  it('have one name, whoever wrote them', () => {
    expect(['lost-and-found', 'lost and found, dog'].map(kindOfPost)).toEqual(['lost and found', 'lost and found']);
    expect(['hunt-offender', 'hunt for offender, long'].map(kindOfPost)).toEqual(Array(2).fill('hunt for offender'));
  });
});

describe('classes of length', () => {
  it('begin where the one before ends', () => {
    expect([0, 5, 6, 10, 11, 40, 41, 5_000].map((words) => lengthOf({ words }))).toEqual([
      '1-5',
      '1-5',
      '6-10',
      '6-10',
      '11-20',
      '21-40',
      '41 and more',
      '41 and more',
    ]);
  });
});
