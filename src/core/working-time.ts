import { z } from 'zod';
import type { Sla } from './sla.js';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM');
const day = z.iso.date();

/** One year of a production calendar (config/calendar/*.yaml). */
export const calendarYearSchema = z.strictObject({
  year: z.number().int().min(2000).max(2100),
  /** First two digits of the OKTMO code of the federal subject whose own holidays these are; left out: the whole country. */
  region: z
    .string()
    .regex(/^\d{2}$/, 'use the first two digits of the OKTMO code')
    .optional(),
  /** Where the dates come from, e.g. a government decree. */
  basis: z.string().min(3),
  /** Days off besides the ordinary weekend: holidays and moved days off. */
  daysOff: z.array(day),
  /** Saturdays and Sundays that are worked. */
  workdays: z.array(day),
  /** Working days shortened by one hour. */
  shortDays: z.array(day),
});
export type CalendarYear = z.infer<typeof calendarYearSchema>;

/** Hours in which a body works. */
export const scheduleSchema = z.strictObject({
  workingDay: z.strictObject({ from: clockTime, to: clockTime.or(z.literal('24:00')) }),
  /** Breaks inside the working day that do not count. */
  breaks: z.array(z.strictObject({ from: clockTime, to: clockTime })).default([]),
  /** ISO weekdays that are worked, 1 = Monday. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1),
  /** Whether it works on holidays and moved days off too. */
  holidays: z.boolean().default(false),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** All that is needed to count working time; pure data. */
export interface WorkingCalendar {
  sla: Sla;
  /** Days off of the federal subjects themselves, by the first two digits of their OKTMO codes. */
  regional: ReadonlyMap<string, ReadonlySet<string>>;
  /** Working intervals that were worked out already. */
  days: Map<string, readonly { from: number; to: number }[]>;
  daysOff: ReadonlySet<string>;
  workdays: ReadonlySet<string>;
  shortDays: ReadonlySet<string>;
  /** Years for which a calendar was given; other years know only the ordinary week and the fixed public holidays. */
  years: ReadonlySet<number>;
}

/** Public holidays with fixed dates, Labour Code of the Russian Federation, article 112. Used for years without a calendar. */
const fixedHolidays = new Set(
  '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(' '),
);

export function makeCalendar(sla: Sla, given: readonly CalendarYear[]): WorkingCalendar {
  const years = given.filter(({ region }) => region === undefined);
  const regional = new Map<string, Set<string>>();
  for (const { region, daysOff } of given) {
    if (region !== undefined) regional.set(region, new Set([...(regional.get(region) ?? []), ...daysOff]));
  }
  return {
    sla,
    regional,
    days: new Map(),
    daysOff: new Set(years.flatMap((year) => year.daysOff)),
    workdays: new Set(years.flatMap((year) => year.workdays)),
    shortDays: new Set(years.flatMap((year) => year.shortDays)),
    years: new Set(years.map((year) => year.year)),
  };
}

/** Where and in which hours time is counted. */
export interface WorkPlace {
  timeZone: string;
  /** First two digits of the OKTMO code of the federal subject; null: no holidays but the country's. */
  region?: string | null;
  /** Name of a schedule of config/sla.yaml; null: the ordinary one. */
  schedule?: string | null;
}

const asPlace = (where: string | WorkPlace): WorkPlace => (typeof where === 'string' ? { timeZone: where } : where);

const minuteMs = 60_000;
const dayMs = 86_400_000;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

const formats = new Map<string, Intl.DateTimeFormat>();

const offsets = new Map<string, Map<number, number>>();
const quarterMs = 900_000;

/** Offset of a zone from UTC at an instant, in milliseconds (Europe/Moscow: +10 800 000). Offsets change at full quarters of an hour only. */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
  const known = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, known);
  const quarter = Math.floor(atMs / quarterMs);
  let offset = known.get(quarter);
  if (offset === undefined) {
    offset = askOffsetMs(atMs, timeZone);
    // A year of every quarter; a process that meets more begins anew.
    if (known.size >= 40_000) known.clear();
    known.set(quarter, offset);
  }
  return offset;
}

function askOffsetMs(atMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const part of format.formatToParts(atMs)) parts[part.type] = Number(part.value);
  const { year = 1970, month = 1, day: dayOfMonth = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, dayOfMonth, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
}

/** Instant of a local wall-clock time; `localMs` is that time as if it were UTC. In a gap or overlap the earlier offset counts. */
export function instantOf(localMs: number, timeZone: string): number {
  const first = localMs - zoneOffsetMs(localMs, timeZone);
  return localMs - zoneOffsetMs(first, timeZone);
}

/** Why a day is not worked. */
export type RestReason = 'weekend' | 'holiday' | 'regional-holiday';

/** Why nobody works that day at the place; null for a working day. */
export function restOf(date: string, calendar: WorkingCalendar, where: string | WorkPlace): RestReason | null {
  const { region, schedule } = asPlace(where);
  const { weekdays, holidays } = scheduleOf(calendar, schedule);
  const weekday = ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  if (holidays) return weekdays.includes(weekday) ? null : 'weekend';
  if (region && calendar.regional.get(region)?.has(date)) return 'regional-holiday';
  if (calendar.workdays.has(date)) return null;
  if (calendar.daysOff.has(date)) return 'holiday';
  if (!calendar.years.has(Number(date.slice(0, 4))) && fixedHolidays.has(date.slice(5))) return 'holiday';
  return weekdays.includes(weekday) ? null : 'weekend';
}

function scheduleOf({ sla }: WorkingCalendar, name: string | null | undefined): Schedule {
  const named = name ? sla.schedules[name] : undefined;
  return named ?? { workingDay: sla.workingDay, breaks: sla.breaks, weekdays: sla.weekdays, holidays: false };
}

/** Working intervals of one local day, as minutes from its midnight, breaks cut out. A short day ends one hour earlier. */
export function workingIntervals(
  date: string,
  calendar: WorkingCalendar,
  where: string | WorkPlace = 'UTC',
): readonly { from: number; to: number }[] {
  const { region, schedule } = asPlace(where);
  const key = `${date} ${region ?? ''} ${schedule ?? ''}`;
  const known = calendar.days.get(key);
  if (known !== undefined) return known;
  const intervals = intervalsOf(date, calendar, where);
  // Ten years of one place; a process that meets more begins anew.
  if (calendar.days.size >= 50_000) calendar.days.clear();
  calendar.days.set(key, intervals);
  return intervals;
}

function intervalsOf(date: string, calendar: WorkingCalendar, where: string | WorkPlace) {
  if (restOf(date, calendar, where) !== null) return [];
  const { workingDay, breaks, holidays } = scheduleOf(calendar, asPlace(where).schedule);
  const isShort = !holidays && calendar.shortDays.has(date);
  let intervals = [{ from: minutesOf(workingDay.from), to: minutesOf(workingDay.to) - (isShort ? 60 : 0) }];
  for (const pause of breaks) {
    const from = minutesOf(pause.from);
    const to = minutesOf(pause.to);
    intervals = intervals
      .flatMap((part) => [
        { from: part.from, to: Math.min(part.to, from) },
        { from: Math.max(part.from, to), to: part.to },
      ])
      .filter((part) => part.to > part.from);
  }
  return intervals;
}

/** Working intervals as instants, day by day from the local day that holds `fromMs`. */
export function* intervalsFrom(fromMs: number, calendar: WorkingCalendar, where: string | WorkPlace) {
  const { timeZone } = asPlace(where);
  const localMs = fromMs + zoneOffsetMs(fromMs, timeZone);
  let midnightMs = Math.floor(localMs / dayMs) * dayMs;
  for (let days = 0; days < 3_660; days++, midnightMs += dayMs) {
    for (const part of workingIntervals(new Date(midnightMs).toISOString().slice(0, 10), calendar, where)) {
      yield {
        startMs: instantOf(midnightMs + part.from * minuteMs, timeZone),
        endMs: instantOf(midnightMs + part.to * minuteMs, timeZone),
      };
    }
  }
}

/**
 * The instant at which `minutes` of working time have passed since `fromMs`.
 * @throws RangeError when ten years hold less working time than that (a calendar without workdays).
 */
export function addWorkingMinutes(
  fromMs: number,
  minutes: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): number {
  let leftMs = minutes * minuteMs;
  for (const part of intervalsFrom(fromMs, calendar, where)) {
    const startMs = Math.max(part.startMs, fromMs);
    if (part.endMs <= startMs) continue;
    if (part.endMs - startMs >= leftMs) return startMs + leftMs;
    leftMs -= part.endMs - startMs;
  }
  throw new RangeError('the calendar holds no working time in ten years: check config/sla.yaml and config/calendar/');
}

/** Working time between two instants in minutes; 0 when `toMs` is not after `fromMs`. */
export function workingMinutesBetween(
  fromMs: number,
  toMs: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): number {
  let sumMs = 0;
  for (const part of intervalsFrom(fromMs, calendar, where)) {
    if (part.startMs >= toMs) break;
    const startMs = Math.max(part.startMs, fromMs);
    const endMs = Math.min(part.endMs, toMs);
    if (endMs > startMs) sumMs += endMs - startMs;
  }
  return sumMs / minuteMs;
}

/**
 * The end of the n-th working day after the day of `fromMs`: terms in days begin on the following day and last until the end of the last one (Civil
 * Code of the Russian Federation, articles 191 and 194).
 */
export function endOfWorkingDay(
  fromMs: number,
  days: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): number {
  const { timeZone } = asPlace(where);
  const firstMidnightMs = Math.floor((fromMs + zoneOffsetMs(fromMs, timeZone)) / dayMs) * dayMs;
  let left = days;
  for (let day = 1; day < 3_660; day++) {
    const midnightMs = firstMidnightMs + day * dayMs;
    const last = workingIntervals(new Date(midnightMs).toISOString().slice(0, 10), calendar, where).at(-1);
    if (last === undefined) continue;
    left -= 1;
    if (left === 0) return instantOf(midnightMs + last.to * minuteMs, timeZone);
  }
  throw new RangeError('the calendar holds no working time in ten years: check config/sla.yaml and config/calendar/');
}
