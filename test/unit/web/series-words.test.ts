import { describe, expect, it } from 'vitest';
import { findSeries } from '../../../pipelines/incidents/series.js';
import { type Series, seriesConfigSchema } from '../../../src/core/series.js';
import { createTranslate } from '../../../src/web/i18n/translate.js';
import {
  describeReasons,
  describeSeriesPlace,
  describeStretch,
  shareOfYear,
} from '../../../src/web/lib/series-words.js';
import { sampleTrace } from '../../support/traces.js';

const ru = createTranslate('ru');
const en = createTranslate('en');
const span = { fromMs: Date.parse('2020-01-01T00:00:00Z'), untilMs: Date.parse('2026-01-01T00:00:00Z') };
const seriesOf = (...days: string[]): Series => {
  const traces = days.map((day, index) => sampleTrace(`i${index}`, day));
  const [series] = findSeries(traces, seriesConfigSchema.parse({}), span);
  if (series === undefined) throw new Error('these days are no series');
  return series;
};
const springs = seriesOf('2021-03-10', '2022-03-22', '2023-04-01', '2024-03-15', '2025-03-28');

describe('the words of a series', () => {
  it.each([
    [1, '1 день'],
    [59, '59 дней'],
    [60, '2 месяца'],
    [320, '11 месяцев'],
    [740, '2 года'],
    [1_850, '5 лет'],
  ])('say a stretch of %i days as one does', (days, words) => expect(describeStretch(days, ru)).toBe(words));

  it('say why it is seasonal, with the test', () => {
    const reasons = describeReasons(springs, ru, 'ru').join('\n');
    expect(reasons).toContain('5 раз за 4 года');
    expect(reasons).toContain('в 5 из 5 сезонов');
    expect(reasons).toMatch(/на случай не похоже: p = 0,\d+, нужно не больше 0,05, проверок 1/);
    expect(reasons).toContain('«решено» сказано 5 раз');
    expect(describeReasons(springs, en, 'en').join('\n')).toContain('hardly chance');
  });

  it('say the breaks of what is chronic or repeated', () => {
    const chronic = seriesOf('2024-01-10', '2024-02-20', '2024-04-01', '2024-05-20', '2024-07-15');
    expect(describeReasons(chronic, ru, 'ru')).toContain('без перерыва длиннее 56 дней');
    const repeated = seriesOf('2021-02-01', '2022-07-15', '2024-11-20');
    expect(describeReasons(repeated, en, 'en').join('\n')).toContain('the longest break 859 days');
  });

  it('name the place by its address, its landmark or its settlement', () => {
    expect(describeSeriesPlace(springs.place, ru)).toEqual({ head: 'Садовая, 12', settlement: 'Заречье' });
    const stop = {
      settlement: 'Заречье',
      street: null,
      house: null,
      landmark: { kind: 'stop' as const, name: 'Рынок' },
    };
    expect(describeSeriesPlace(stop, ru).head).toContain('Рынок');
  });

  it('put a day where it is in its year', () => {
    expect(shareOfYear('2024-01-01')).toBe(0);
    expect(shareOfYear('2023-12-31T23:59:59Z')).toBeGreaterThan(0.999);
  });
});
