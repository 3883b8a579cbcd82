import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { givenBy } from '../../../evaluation/support/places/judge.js';
import { readInvented } from '../../../evaluation/support/places/labels.js';
import { exactOf, type Miss, scorePlaces, type Tally } from '../../../evaluation/support/places/score.js';
import { shippedFiles } from './config-files.js';

const { locator } = createLocator({ files: shippedFiles('places') });
const misses: Miss[] = [];
const known = [...readInvented('invented-dev').texts, ...readInvented('invented-held').texts];
const { texts, tallies, pins, nameless } = scorePlaces(
  known.map((text) => ({ ...text, given: givenBy(locator.locate(text.text, text.context)) })),
  (miss) => void misses.push(miss),
);
/** What went wrong, so that a failing test says which texts. */
const wentWrong = (field: string): string =>
  misses
    .filter((miss) => miss.field === field)
    .map(({ id, outcome, wanted, got }) => `${id} ${outcome}: wanted ${wanted}, got ${got}`)
    .join('\n');
const exact = (tally: Tally): number => {
  const [hits, of] = exactOf(tally);
  return hits / of;
};

describe('the finder on the invented texts that were labelled before it was asked and are developed by since', () => {
  it('has 95 of 100 settlements exactly', () => {
    expect(exact(tallies['settlement, named']), wentWrong('settlement, named')).toBeGreaterThanOrEqual(0.95);
  });
  it('has 90 of 100 streets with their houses exactly', () => {
    expect(exact(tallies['street + house']), wentWrong('street + house')).toBeGreaterThanOrEqual(0.9);
  });
  it('puts a wrong pin to 2 of 100 texts at most', () => {
    expect(pins.wrong / texts, wentWrong('pin')).toBeLessThanOrEqual(0.02);
  });
  it('invents a place in 2 of 100 texts at most that name none', () => {
    expect(nameless.invented / nameless.texts, wentWrong('street')).toBeLessThanOrEqual(0.02);
  });
});
