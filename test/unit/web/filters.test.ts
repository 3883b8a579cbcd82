import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentListQuerySchema } from '../../../src/core/http.js';
import {
  countActive,
  effectiveSort,
  type Filters,
  formatFilters,
  parseFilters,
  periods,
  sorts,
  toApiQuery,
  toggleValue,
} from '../../../src/web/lib/filters.js';

const now = Date.parse('2026-03-10T12:00:00Z');
const code = fc.stringMatching(/^[a-zа-яё][a-zа-яё0-9 .-]{0,12}$/u);
const codes = fc.uniqueArray(code, { maxLength: 3 });
const day = fc.constantFrom('2026-01-01', '2026-02-28', '2026-12-31');

const anyFilters: fc.Arbitrary<Filters> = fc
  .record({
    text: fc.string({ maxLength: 40 }),
    meaning: fc.boolean(),
    status: codes,
    group: codes,
    settlement: codes,
    executorId: codes,
    sourceId: codes,
    territory: codes,
    urgency: fc.constantFrom('urgent' as const, 'ordinary' as const, null),
    overdue: fc.boolean(),
    promises: fc.boolean(),
    unsure: fc.boolean(),
    recurring: fc.boolean(),
    period: fc.constantFrom(...periods),
    from: fc.option(day),
    to: fc.option(day),
    sort: fc.option(fc.constantFrom(...sorts)),
  })
  .map((filters) => (filters.period === 'custom' ? filters : { ...filters, from: null, to: null }));

describe('filters in the address', () => {
  it('come back the same from the query string that they were written to', () => {
    fc.assert(
      fc.property(anyFilters, (filters) => {
        expect(parseFilters(formatFilters(filters))).toEqual(filters);
      }),
    );
  });

  it('leave out defaults, so that the plain queue has a plain address', () => {
    expect(formatFilters(parseFilters(''))).toBe('');
  });

  it('keep commas readable', () => {
    expect(formatFilters(parseFilters('?status=new,assigned'))).toBe('status=new,assigned');
  });

  it('ignore what they do not know', () => {
    const filters = parseFilters('urgency=soon&period=1y&sort=price&from=yesterday&overdue=1&unknown=x');
    expect(filters).toEqual(parseFilters(''));
  });

  it('count lists by value and flags once', () => {
    expect(countActive(parseFilters('status=new,closed&urgency=urgent&overdue=true&text=яма&sort=due'))).toBe(4);
  });

  it('toggle a value in and out', () => {
    const once = toggleValue(parseFilters(''), 'group', 'roads');
    expect(once.group).toEqual(['roads']);
    expect(toggleValue(once, 'group', 'roads').group).toEqual([]);
  });
});

describe('the query sent to the API', () => {
  const query = (search: string, after: string | null = null) =>
    Object.fromEntries(new URLSearchParams(toApiQuery(parseFilters(search), now, after, 100)));

  it('fits the contract', () => {
    const sent = query(
      'text=нет воды&status=new,assigned&group=roads&urgency=urgent&overdue=true&unsure=true&period=7d',
      'c1',
    );
    expect(incidentListQuerySchema.parse(sent)).toMatchObject({ status: ['new', 'assigned'], limit: 100, after: 'c1' });
    expect(incidentListQuerySchema.safeParse(query('period=custom&from=2026-03-01&to=2026-03-02')).success).toBe(true);
  });

  it('reckons a period back from now', () => {
    expect(query('period=24h').from).toBe('2026-03-09T12:00:00.000Z');
    expect(query('period=30d').from).toBe('2026-02-08T12:00:00.000Z');
  });

  it('takes own days in full, in the zone of the browser', () => {
    const { from, to } = query('period=custom&from=2026-03-01&to=2026-03-01');
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(86_400_000 - 1);
  });

  it('asks by meaning only when there is a text that means something', () => {
    expect(query('text=темно во дворе&by=meaning')).toMatchObject({ text: 'темно во дворе', by: 'meaning' });
    expect(query('by=meaning')).not.toHaveProperty('by');
    expect(query('text=темно&by=magic')).not.toHaveProperty('by');
    expect(incidentListQuerySchema.safeParse(query('text=темно&by=meaning')).success).toBe(true);
  });

  it('sorts by relevance only when a text is searched', () => {
    expect(effectiveSort(parseFilters(''))).toBe('newest');
    expect(effectiveSort(parseFilters('text=яма'))).toBe('relevance');
    expect(effectiveSort(parseFilters('text=яма&sort=due'))).toBe('due');
    expect(effectiveSort(parseFilters('sort=relevance'))).toBe('newest');
  });
});
