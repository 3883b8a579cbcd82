import { describe, expect, it } from 'vitest';
import { placesPage } from '../../evaluation/support/places/page.js';
import { type PlaceScore, scorePlaces } from '../../evaluation/support/places/score.js';
import { infoOf, placeSets } from '../../evaluation/support/places/sets.js';

/** A score of `texts` texts that name a settlement each, `right` of them found. */
const scoreOf = (texts: number, right: number): PlaceScore => {
  const score = scorePlaces([]);
  score.texts = texts;
  Object.assign(score.tallies['settlement, named'], { right, missed: texts - right });
  return score;
};
const pageOf = (sets: readonly { name: string; texts: number; right: number }[]): string[] =>
  placesPage({
    measured: { day: '2026-01-01', processor: 'any', node: '20', revision: 'places-1-0', territories: 1 },
    sets: sets.map(({ name, texts, right }) => ({
      info: infoOf(name),
      sources: [{ source: 'any', score: scoreOf(texts, right) }],
    })),
    textsPerSecond: 1,
    comparison: null,
    absent: [],
  }).split('\n');

describe('the page of the figures of places', () => {
  const lines = pageOf([
    { name: 'dev', texts: 10, right: 10 },
    { name: 'invented-dev', texts: 30, right: 20 },
    { name: 'held4', texts: 20, right: 15 },
  ]);

  it('sums what the finder was developed by apart from what was held back', () => {
    expect(lines.find((line) => line.startsWith('| **all developed by** | developed | 40 | 0.750 '))).toBeDefined();
    expect(lines.find((line) => line.startsWith('| **all held back** | held back | 20 | 0.750 '))).toBeDefined();
  });

  it('has no sum of a role without a set', () => {
    const few = pageOf([{ name: 'dev', texts: 10, right: 10 }]);
    expect(few.some((line) => line.includes('all held back'))).toBe(false);
  });

  it('tells how many real and invented texts were labelled', () => {
    expect(lines).toContain(
      'Labelled: 30 real texts (`dev`, `held4`), goal 400; 30 invented texts (`invented-dev`), goal 150.',
    );
  });
});

describe('the role of a set', () => {
  it('leaves real and invented texts of each role', () => {
    expect(new Set(placeSets.map(({ texts, role }) => `${texts}, ${role}`)).size).toBe(4);
  });
  it('is «held back» for labels that the table does not know, so that their misses are not written', () => {
    expect(infoOf('unheard-of').role).toBe('held back');
  });
});
