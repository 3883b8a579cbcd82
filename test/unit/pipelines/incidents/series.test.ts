import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSeries } from '../../../../pipelines/incidents/series.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';
import { type IncidentTrace, seriesConfigSchema } from '../../../../src/core/series.js';
import { sampleTrace } from '../../../support/traces.js';

const config = seriesConfigSchema.parse({});
const span = { fromMs: Date.parse('2020-01-01T00:00:00Z'), untilMs: Date.parse('2026-01-01T00:00:00Z') };
const dayMs = 86_400_000;

const at = (days: readonly string[], overrides: Partial<IncidentTrace> = {}, name = 'i') =>
  days.map((day, index) => sampleTrace(`${name}${index}`, day, overrides));
const find = (traces: readonly IncidentTrace[], over: Partial<typeof span> = {}) =>
  findSeries(traces, config, { ...span, ...over });
const kinds = (traces: readonly IncidentTrace[], over: Partial<typeof span> = {}) =>
  find(traces, over).map(({ kind }) => kind);
const iso = (ms: number) => new Date(ms).toISOString();

const springs = ['2021-03-10', '2022-03-22', '2023-04-01', '2024-03-15', '2025-03-28'];

describe('a series', () => {
  it('is seasonal when it comes in the same weeks of the year, and says when it is due again', () => {
    const [series] = find(at(springs));
    expect(series).toMatchObject({ kind: 'seasonal', topic: 'housing.bursts', solvedCount: 5, peopleCount: 5 });
    expect(series?.reason).toMatchObject({ episodes: 5, season: { came: 5, of: 5, counted: 5, tests: 1 } });
    expect(series?.reason.season?.p).toBeLessThan(0.01);
    expect(series?.next?.from.slice(0, 7)).toMatch(/^2026-0[23]$/);
    expect(series?.next?.to.slice(0, 7)).toBe('2026-04');
  });

  it('is one time of the year across the turn of the year', () => {
    const winters = ['2020-12-28', '2022-01-04', '2022-12-30', '2024-01-08', '2024-12-25'];
    const [series] = find(at(winters), { untilMs: Date.parse('2025-12-20T00:00:00Z') });
    expect(series).toMatchObject({ kind: 'seasonal', reason: { season: { came: 5, of: 5 } } });
    expect(series?.next?.from.slice(0, 7)).toBe('2025-12');
    expect(series?.next?.to.slice(0, 7)).toBe('2026-01');
    expect(series?.reason.season?.windowDays).toBeLessThan(60);
  });

  it('takes 29 February for what it is', () => {
    const leaps = ['2020-02-29', '2021-03-01', '2022-02-28', '2023-03-01', '2024-02-29'];
    const [series] = find(at(leaps), { untilMs: Date.parse('2024-12-31T00:00:00Z') });
    expect(series?.kind).toBe('seasonal');
    expect(series?.reason.season?.windowDays).toBeLessThan(20);
  });

  it('is due now while its time of the year runs', () => {
    const [series] = find(at(springs), { untilMs: Date.parse('2026-03-20T00:00:00Z') });
    expect(series?.next?.from.slice(0, 4)).toBe('2026');
  });

  it('is chronic when no break is long and it goes on for long', () => {
    const [series] = find(at(['2024-01-10', '2024-02-20', '2024-04-01', '2024-05-20', '2024-07-15']));
    expect(series).toMatchObject({ kind: 'chronic', next: null, reason: { longestGapDays: 56, spanDays: 187 } });
  });

  it.each([
    ['no break longer than allowed, for as long as asked', [0, 60, 120, 180], 'chronic'],
    ['one break a day too long', [0, 60, 121, 181], 'repeated'],
    ['a day too short', [0, 60, 120, 179], 'repeated'],
  ])('at the border: %s', (_what, days, kind) => {
    const start = Date.parse('2024-03-01T00:00:00Z');
    // Spread over half a year: no season.
    expect(kinds(at(days.map((day) => iso(start + day * dayMs))))).toEqual([kind]);
  });

  it('is repeated when neither can be said', () => {
    expect(kinds(at(['2021-02-01', '2022-07-15', '2024-11-20']))).toEqual(['repeated']);
  });

  it('of three springs among many other places may be chance, which is told', () => {
    const others = Array.from({ length: 20 }, (_, house) =>
      at(['2021-01-20', '2022-06-15', '2023-10-20'], { house: `${100 + house}` }, `o${house}-`),
    ).flat();
    const series = find([...at(['2022-03-20', '2023-03-22', '2024-03-18']), ...others]);
    const one = series.find(({ place }) => place.house === '12');
    expect(one).toMatchObject({ kind: 'repeated', next: null, reason: { season: { limit: null } } });
    expect(one?.reason.season?.p).toBeLessThan(0.05);
  });

  it('is not seasonal when its times are those of half a year of history', () => {
    const days = ['2025-03-01', '2025-03-20', '2025-04-10', '2025-04-28', '2025-05-20'];
    expect(find(at(days), { fromMs: Date.parse('2024-07-01T00:00:00Z') })[0]?.reason.season).toBeNull();
  });

  it('that stopped coming years ago is not due again', () => {
    const days = ['2014-03-10', '2015-03-12', '2016-03-08', '2017-03-15', '2018-03-11'];
    expect(kinds(at(days), { fromMs: Date.parse('2013-01-01T00:00:00Z') })).toEqual(['repeated']);
  });
});

describe('what makes a series', () => {
  it('are three episodes, not three incidents', () => {
    expect(find(at(['2024-03-01', '2024-03-03', '2024-03-15']))).toEqual([]);
    expect(find(at(['2024-03-01', '2024-03-03', '2024-03-16', '2024-09-01']))[0]?.incidents).toHaveLength(4);
    expect(find(at(['2024-03-01', '2024-06-01']))).toEqual([]);
  });

  it('a complaint each week is many episodes, not one without end', () => {
    const weekly = Array.from({ length: 30 }, (_, week) => iso(Date.parse('2024-01-01T00:00:00Z') + week * 7 * dayMs));
    expect(find(at(weekly))[0]).toMatchObject({ kind: 'chronic', reason: { episodes: 10 } });
  });

  it('are the same topic and those kin to it; others stand apart', () => {
    const traces = [
      sampleTrace('a', '2021-02-01'),
      sampleTrace('b', '2022-07-15', { topic: 'housing.cold-water' }),
      sampleTrace('c', '2024-11-20', { topic: 'housing.sewerage' }),
      sampleTrace('d', '2024-11-20', { topic: 'housing.roof' }),
    ];
    const [series, ...more] = find(traces);
    expect(more).toEqual([]);
    expect(series?.timeZone).toBe('Europe/Moscow');
    expect(series?.incidents.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('are not topics that say little, nor incidents without one', () => {
    const days = ['2021-02-01', '2022-07-15', '2024-11-20'];
    expect(find(at(days, { topic: null }))).toEqual([]);
    expect(find(at(days, { topic: 'housing.managing-company' }))).toEqual([]);
  });

  it.each([
    ['a house', {}, 1],
    ['a street', { house: null }, 1],
    ['a landmark', { street: null, house: null, landmarks: [{ kind: 'school' as const, name: 'школа № 62' }] }, 1],
    ['a settlement alone', { street: null, house: null }, 0],
    ['a house of an unknown street', { street: null }, 0],
  ])('is one place: %s', (_what, place, expected) => {
    expect(find(at(['2021-02-01', '2022-07-15', '2024-11-20'], place))).toHaveLength(expected);
  });

  it('is the same place however it is written', () => {
    const places = [
      { street: 'улица Садовая' },
      { street: 'Садовая', settlement: 'заречье' },
      { street: 'садовой', house: '12' },
    ];
    const days = ['2021-02-01', '2022-07-15', '2024-11-20'];
    expect(find(days.map((day, index) => sampleTrace(`i${index}`, day, places[index])))).toHaveLength(1);
  });

  it.each([
    { house: '14' },
    { street: '2-я Садовая' },
    { settlement: 'Лесное' },
    { oktmo: '57701000' },
    { house: null },
  ])('is another place: %o', (other) => {
    const traces = [...at(['2021-02-01', '2022-07-15']), sampleTrace('x', '2024-11-20', other)];
    expect(find(traces)).toEqual([]);
  });

  it('are people, each once, and the bodies that had to act', () => {
    const traces = [
      sampleTrace('a', '2021-02-01', { authors: ['one', 'two'], peopleCount: 3 }),
      sampleTrace('b', '2022-07-15', { authors: ['two'], executorId: 'roads', executorName: 'Дороги', outcome: null }),
      sampleTrace('c', '2024-11-20', { authors: ['three'] }),
    ];
    expect(find(traces)[0]).toMatchObject({
      peopleCount: 4,
      solvedCount: 2,
      bodies: [
        { id: 'water', name: 'Водоканал', count: 2 },
        { id: 'roads', name: 'Дороги', count: 1 },
      ],
    });
  });
});

/** Days drawn evenly over the span, at so many houses. */
function evenly(seed: number, houses: number, each: number): IncidentTrace[] {
  const random = seededRandom(seed);
  return Array.from({ length: houses }, (_, house) =>
    Array.from({ length: each }, (_one, index) => {
      const day = iso(span.fromMs + random() * (span.untilMs - span.fromMs - dayMs));
      return sampleTrace(`h${house}-${index}`, day, { house: `${house + 1}` });
    }),
  ).flat();
}

describe('over any incidents', () => {
  const anyTraces = fc
    .array(
      fc.record({
        day: fc.integer({ min: 0, max: 2_100 }),
        house: fc.constantFrom('1', '2', null),
        topic: fc.constantFrom('housing.bursts', 'housing.cold-water', 'housing.sewerage', 'housing.heating', null),
      }),
      { maxLength: 40 },
    )
    .map((all) =>
      all.map(({ day, house, topic }, index) =>
        sampleTrace(`i${index}`, iso(span.fromMs + day * dayMs), { house, topic }),
      ),
    );

  it('their order changes nothing', () => {
    fc.assert(
      fc.property(
        anyTraces.chain((traces) =>
          fc.tuple(fc.constant(traces), fc.shuffledSubarray(traces, { minLength: traces.length })),
        ),
        ([traces, shuffled]) => {
          expect(find(shuffled)).toEqual(find(traces));
        },
      ),
    );
  });

  it('an unrelated place changes nothing, but for the number of tests when it is a series itself', () => {
    const elsewhere = fc.array(fc.integer({ min: 0, max: 2_100 }), { maxLength: 8 });
    fc.assert(
      fc.property(anyTraces, elsewhere, (traces, days) => {
        const others = days.map((day, index) =>
          sampleTrace(`other${index}`, iso(span.fromMs + day * dayMs), { settlement: 'Лесное' }),
        );
        const before = find(traces);
        const after = find([...traces, ...others]).filter(({ place }) => place.settlement === 'Заречье');
        if (days.length < config.episodes) expect(after).toEqual(before);
        const untested = (all: typeof after) =>
          all.map(({ kind, next, reason, ...rest }) => ({ ...rest, p: reason.season?.p, episodes: reason.episodes }));
        expect(untested(after)).toEqual(untested(before));
      }),
    );
  });

  it('every incident stands in one series at most, with at least the episodes asked for', () => {
    fc.assert(
      fc.property(anyTraces, (traces) => {
        const series = find(traces);
        const ids = series.flatMap(({ incidents }) => incidents.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const one of series) expect(one.reason.episodes).toBeGreaterThanOrEqual(config.episodes);
      }),
    );
  });

  it.each([3, 5, 8])(
    'of days spread evenly over the year, %i each, at most one draw in twenty has a season',
    (each) => {
      let draws = 0;
      for (let seed = 1; seed <= 200; seed++)
        if (find(evenly(seed * 7 + each, 12, each)).some(({ kind }) => kind === 'seasonal')) draws++;
      expect(draws).toBeLessThanOrEqual(10);
    },
  );
});
