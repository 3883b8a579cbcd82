import { describe, expect, it } from 'vitest';
import { blended, fitBlend } from '../../../../models/executors/blend.js';
import { createNameFinder } from '../../../../models/executors/names.js';
import { rankOf, sureness } from '../../../../models/executors/sureness.js';
import { readText } from '../../../../pipelines/text/read.js';

describe('how sure one must be to name a body', () => {
  it('draws the line where naming pays best', () => {
    const cases = [
      ...Array.from({ length: 20 }, () => ({ probabilities: [0.8, 0.2], right: 0 })),
      ...Array.from({ length: 20 }, () => ({ probabilities: [0.55, 0.45], right: 1 })),
    ];
    const { from, named, rightOfNamed, first } = sureness(cases);
    expect(from).toBe(0.8);
    expect({ named, rightOfNamed, first }).toEqual({ named: 0.5, rightOfNamed: 1, first: 0.5 });
  });

  it('names nobody when no name is ever right', () => {
    const { from, named, rightOfNamed } = sureness([{ probabilities: [0.7, 0.3], right: 1 }]);
    expect({ from, named, rightOfNamed }).toEqual({ from: 1, named: 0, rightOfNamed: null });
  });

  it('counts equal probabilities in the order of the bodies', () => {
    expect(rankOf({ probabilities: [0.5, 0.5], right: 1 })).toBe(1);
    expect(rankOf({ probabilities: [0.5, 0.5], right: 0 })).toBe(0);
  });
});

describe('the blend of clues', () => {
  it('learns that a body named in the text is more likely', () => {
    const plain = { score: 0.3, prior: -1, inText: false, inPlace: false };
    const blend = fitBlend(
      Array.from({ length: 60 }, (_, at) => ({
        standings: [
          { ...plain, inText: at % 6 !== 0 },
          { ...plain, inText: at % 6 === 0 },
        ],
        right: 0,
      })),
    );
    const [named = 0, other = 0] = blended(blend, [{ ...plain, inText: true }, plain]);
    expect(named).toBeGreaterThan(0.7);
    expect(named + other).toBeCloseTo(1, 10);
  });
});

describe('names of bodies', () => {
  const finder = createNameFinder([
    'Администрация Липовского района',
    'Администрация Ухтомского района',
    'Администрация города Липовска',
    'Администрация Заречного района',
    'Дорожный комитет',
  ]);

  it('are heard by their own words in any ending, not by what all are called', () => {
    expect(finder.inText(readText('Глава липовской администрации молчит').analysis)).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(finder.inText(readText('Администрация района молчит').analysis)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('are heard in the place', () => {
    const place = { municipality: 'Ухтомский район', settlement: null, district: null };
    expect(finder.inPlace(place)).toEqual([false, true, false, false, false]);
  });
});
