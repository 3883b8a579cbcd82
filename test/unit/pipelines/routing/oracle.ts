import type { Taxonomy } from '../../../../src/core/taxonomy.js';
import { lineage } from './routing-kit.js';

/** A random table in the words of the file. */
export interface Entry {
  id: string;
  topics?: string[];
  groups?: string[];
  territory?: string;
  executor?: string;
  sources?: string[];
  names?: string[];
  from?: string;
  to?: string;
  when?: {
    months?: number[];
    weekdays?: number[];
    dates?: { from: string; to: string }[];
    hours?: { from: string; to: string };
  };
}
export interface Body {
  id: string;
  inactive: { from?: string; to?: string }[];
  substitutes: { id: string; from?: string; to?: string }[];
}
export interface Table {
  bodies: Body[];
  rules: Entry[];
  templates: Entry[];
}
export interface Case {
  territory: string | null;
  group: string | null;
  topic: string | null;
  source: string | null;
  at: string | null;
  named: string[];
}

/** Local time by the platform's own calendar, not by the product's arithmetic. */
function local(at: string, territory: string | null): ReturnType<typeof read> {
  const timeZone = lineage(territory).includes('east') ? 'Asia/Vladivostok' : 'Europe/Moscow';
  const key = `${at} ${timeZone}`;
  const known = readings.get(key) ?? read(at, timeZone);
  readings.set(key, known);
  return known;
}

const readings = new Map<string, ReturnType<typeof read>>();
function read(at: string, timeZone: string) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    })
      .formatToParts(Date.parse(at))
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    day: `${parts.month}-${parts.day}`,
    month: Number(parts.month),
    clock: `${parts.hour}:${parts.minute}`,
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '') + 1,
  };
}

function holds(entry: Entry, asked: Case): boolean {
  const { sources, names, from, to, when } = entry;
  if (sources !== undefined && (asked.source === null || !sources.includes(asked.source))) return false;
  if (names !== undefined && !names.some((kind) => asked.named.includes(kind))) return false;
  if (from === undefined && to === undefined && when === undefined) return true;
  if (asked.at === null) return false;
  const { date, day, month, clock, weekday } = local(asked.at, asked.territory);
  if ((from !== undefined && date < from) || (to !== undefined && date > to)) return false;
  if (when?.months !== undefined && !when.months.includes(month)) return false;
  if (when?.weekdays !== undefined && !when.weekdays.includes(weekday)) return false;
  const inDays = (span: { from: string; to: string }): boolean =>
    span.from <= span.to ? day >= span.from && day <= span.to : day >= span.from || day <= span.to;
  if (when?.dates !== undefined && !when.dates.some(inDays)) return false;
  if (when?.hours !== undefined) {
    const { from: start, to: end } = when.hours;
    if (start < end ? clock < start || clock >= end : clock < start && clock >= end) return false;
  }
  return true;
}

/** 0 for the topic, 1 for the group, 2 for everything; null when the entry is for something else. */
function subjectRank({ topics, groups }: Entry, { group, topic }: Case): number | null {
  if (topic !== null && topics?.includes(topic)) return 0;
  if (group !== null && groups?.includes(group)) return 1;
  return topics === undefined && groups === undefined ? 2 : null;
}

/** The entry that wins by the first principles of precedence: compare all that fit, the smallest wins. Null when none fits. */
export function winnerOf({ rules, templates }: Table, asked: Case): Entry | null {
  const chain = [...lineage(asked.territory), undefined];
  const fitting = [...rules, ...templates].flatMap((entry, order) => {
    const [territory, subject] = [chain.indexOf(entry.territory), subjectRank(entry, asked)];
    if (territory === -1 || subject === null || !holds(entry, asked)) return [];
    return [{ entry, key: [order < rules.length ? 0 : 1, territory, subject, order] }];
  });
  const compare = (a: number[], b: number[]): number => {
    const at = a.findIndex((value, i) => value !== b[i]);
    return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
  };
  return fitting.toSorted((a, b) => compare(a.key, b.key))[0]?.entry ?? null;
}

/** Who acts for a body: itself, or depth first the first substitute that does. */
export function actorOf({ bodies }: Table, id: string, asked: Case, seen: string[] = []): string | null {
  const date = asked.at === null ? null : local(asked.at, asked.territory).date;
  const isIn = ({ from, to }: { from?: string; to?: string }): boolean =>
    date !== null && (from === undefined || date >= from) && (to === undefined || date <= to);
  const body = bodies.find((one) => one.id === id);
  seen.push(id);
  if (body === undefined || !body.inactive.some(isIn)) return id;
  for (const substitute of body.substitutes) {
    if (!isIn(substitute) || seen.includes(substitute.id)) continue;
    const found = actorOf({ bodies, rules: [], templates: [] }, substitute.id, asked, seen);
    if (found !== null) return found;
  }
  return null;
}

/** Every topic, group and text without a group. */
export function subjectsOf({ groups }: Taxonomy): Pick<Case, 'group' | 'topic'>[] {
  return [
    { group: null, topic: null },
    ...groups.flatMap(({ code, topics }) => [
      { group: code, topic: null },
      ...topics.map(({ id }) => ({ group: code, topic: id })),
    ]),
  ];
}
