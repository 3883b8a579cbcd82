import type { IncidentListQuery } from '../../core/http.js';

type ListQuery = IncidentListQuery;
export type Sort = NonNullable<ListQuery['sort']>;
export type Period = 'all' | '24h' | '7d' | '30d' | 'custom';
export const sorts: readonly Sort[] = ['newest', 'due', 'people', 'recurrences', 'relevance'];
export const periods: readonly Period[] = ['all', '24h', '7d', '30d', 'custom'];
export const listFilters = ['status', 'group', 'settlement', 'executorId', 'sourceId', 'territory'] as const;
export type ListFilter = (typeof listFilters)[number];

/** What the operator looks at; the page's query string is its only home. */
export interface Filters extends Record<ListFilter, string[]> {
  text: string;
  /** The text is compared by what it means, not by its words. */
  meaning: boolean;
  urgency: 'urgent' | 'ordinary' | null;
  overdue: boolean;
  /** A promise of an answer whose day is over and of which nobody has said whether it was kept. */
  promises: boolean;
  unsure: boolean;
  recurring: boolean;
  period: Period;
  /** Days «YYYY-MM-DD» in the browser's zone; used when period is «custom». */
  from: string | null;
  to: string | null;
  /** Null: the default, i.e. relevance when a text is searched, else newest. */
  sort: Sort | null;
}

const isOneOf = <T extends string>(values: readonly T[], value: string | null): value is T =>
  value !== null && (values as readonly string[]).includes(value);
const isDay = (value: string | null): value is string => value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** Reads a query string; whatever is unknown or malformed is left out. */
export function parseFilters(search: string): Filters {
  const query = new URLSearchParams(search);
  const list = (name: string) => (query.get(name) ?? '').split(',').filter((part) => part !== '');
  const urgency = query.get('urgency');
  const period = query.get('period');
  const sort = query.get('sort');
  const from = query.get('from');
  const to = query.get('to');
  return {
    text: (query.get('text') ?? '').slice(0, 500),
    meaning: query.get('by') === 'meaning',
    status: list('status'),
    group: list('group'),
    settlement: list('settlement'),
    executorId: list('executorId'),
    sourceId: list('sourceId'),
    territory: list('territory'),
    urgency: urgency === 'urgent' || urgency === 'ordinary' ? urgency : null,
    overdue: query.get('overdue') === 'true',
    promises: query.get('promises') === 'overdue',
    unsure: query.get('unsure') === 'true',
    recurring: query.get('recurring') === 'true',
    period: isOneOf(periods, period) ? period : 'all',
    from: isDay(from) ? from : null,
    to: isDay(to) ? to : null,
    sort: isOneOf(sorts, sort) ? sort : null,
  };
}

/** The query string without «?», defaults left out, so that equal filters give equal addresses. */
export function formatFilters(filters: Filters): string {
  const query = new URLSearchParams();
  if (filters.text !== '') query.set('text', filters.text);
  if (filters.meaning) query.set('by', 'meaning');
  for (const name of listFilters) if (filters[name].length > 0) query.set(name, filters[name].join(','));
  if (filters.urgency) query.set('urgency', filters.urgency);
  if (filters.overdue) query.set('overdue', 'true');
  if (filters.promises) query.set('promises', 'overdue');
  if (filters.unsure) query.set('unsure', 'true');
  if (filters.recurring) query.set('recurring', 'true');
  if (filters.period !== 'all') query.set('period', filters.period);
  if (filters.period === 'custom' && filters.from) query.set('from', filters.from);
  if (filters.period === 'custom' && filters.to) query.set('to', filters.to);
  if (filters.sort) query.set('sort', filters.sort);
  return query.toString().replaceAll('%2C', ',');
}

/** The order that is in force. */
export function effectiveSort(filters: Filters): Sort {
  if (filters.sort === 'relevance' && filters.text.trim() === '') return 'newest';
  return filters.sort ?? (filters.text.trim() === '' ? 'newest' : 'relevance');
}

const hours: Record<'24h' | '7d' | '30d', number> = { '24h': 24, '7d': 168, '30d': 720 };

function periodBounds(filters: Filters, nowMs: number): { from?: string; to?: string } {
  if (filters.period === 'all') return {};
  if (filters.period !== 'custom') {
    return { from: new Date(nowMs - hours[filters.period] * 3_600_000).toISOString() };
  }
  // Without a zone in the string a date-time is read in the browser's zone: the operator's own day.
  const start = filters.from ? new Date(`${filters.from}T00:00:00`) : null;
  const end = filters.to ? new Date(`${filters.to}T23:59:59.999`) : null;
  return {
    ...(start && !Number.isNaN(start.getTime()) ? { from: start.toISOString() } : {}),
    ...(end && !Number.isNaN(end.getTime()) ? { to: end.toISOString() } : {}),
  };
}

/** Query of GET /api/incidents as the contract has it; after is the cursor of the next page. */
export function toApiQuery(filters: Filters, nowMs: number, after: string | null, limit: number): string {
  const query = new URLSearchParams();
  const text = filters.text.trim();
  if (text !== '') query.set('text', text);
  if (text !== '' && filters.meaning) query.set('by', 'meaning');
  for (const name of listFilters) if (filters[name].length > 0) query.set(name, filters[name].join(','));
  if (filters.urgency) query.set('urgency', filters.urgency);
  if (filters.overdue) query.set('overdue', 'true');
  if (filters.promises) query.set('promises', 'overdue');
  if (filters.unsure) query.set('unsure', 'true');
  if (filters.recurring) query.set('recurring', 'true');
  for (const [name, value] of Object.entries(periodBounds(filters, nowMs))) query.set(name, value);
  query.set('sort', effectiveSort(filters));
  query.set('limit', String(limit));
  if (after !== null) query.set('after', after);
  return query.toString();
}

/** How many restrictions are set (the search text and the order are none). */
export function countActive(filters: Filters): number {
  const lists = listFilters.reduce((sum, name) => sum + filters[name].length, 0);
  const flags = [
    filters.urgency !== null,
    filters.overdue,
    filters.promises,
    filters.unsure,
    filters.recurring,
    filters.period !== 'all',
  ];
  return lists + flags.filter(Boolean).length;
}

/** Adds the value to a list filter, or takes it out when it is there. */
export function toggleValue(filters: Filters, name: ListFilter, value: string): Filters {
  const values = filters[name];
  return { ...filters, [name]: values.includes(value) ? values.filter((one) => one !== value) : [...values, value] };
}
