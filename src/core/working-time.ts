import { type CalendarYear, statutoryHolidays } from './calendar-year.js';
import {
  type BodyHours,
  begunOn,
  breaksOf,
  cutOut,
  type DayStretch,
  dayMinutes,
  isWorked,
  type Schedule,
} from './schedule.js';
import type { Sla } from './sla.js';

interface SpecialDays {
  daysOff: ReadonlySet<string>;
  workdays: ReadonlySet<string>;
  shortDays: ReadonlySet<string>;
}

export interface DayPart extends DayStretch {
  /** It belongs to a shift that began the day before. */
  isTail?: true;
}

/** All that is needed to count working time; pure data. */
export interface WorkingCalendar extends SpecialDays {
  sla: Sla;
  /** Days of the federal subjects themselves, by the first two digits of their OKTMO codes. */
  regional: ReadonlyMap<string, SpecialDays>;
  /** Hours of a body of config/routing; null where it names none. The same id gives the same hours as long as config stays. */
  hoursOf(bodyId: string): BodyHours | null;
  /** Working intervals that were worked out already. */
  days: Map<string, readonly DayPart[]>;
  /** Years for which a calendar was given; other years know only the ordinary week and the fixed public holidays. */
  years: ReadonlySet<number>;
}

/** @param hoursOf hours that bodies have of their own; none where left out */
export function makeCalendar(
  sla: Sla,
  given: readonly CalendarYear[],
  hoursOf: WorkingCalendar['hoursOf'] = () => null,
): WorkingCalendar {
  const years = given.filter(({ region }) => region === undefined);
  const regions = new Set(given.flatMap(({ region }) => region ?? []));
  return {
    sla,
    regional: new Map([...regions].map((code) => [code, specialDays(given.filter(({ region }) => region === code))])),
    hoursOf,
    days: new Map(),
    ...specialDays(years),
    years: new Set(years.map((year) => year.year)),
  };
}

function specialDays(years: readonly CalendarYear[]): SpecialDays {
  return {
    daysOff: new Set(years.flatMap((year) => year.daysOff)),
    workdays: new Set(years.flatMap((year) => year.workdays)),
    shortDays: new Set(years.flatMap((year) => year.shortDays)),
  };
}

/** Where and in which hours time is counted. */
export interface WorkPlace {
  timeZone: string;
  /** First two digits of the OKTMO code of the federal subject; null: no holidays but the country's. */
  region?: string | null;
  /** Name of a schedule of config/sla.yaml; null: the ordinary one. */
  schedule?: string | null;
  /** Body whose own hours count before the schedule; null, or a body without hours: the schedule's. */
  body?: string | null;
}

const asPlace = (where: string | WorkPlace): WorkPlace => (typeof where === 'string' ? { timeZone: where } : where);

const minuteMs = 60_000;
const dayMs = 86_400_000;

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

/** Why no work begins that day at the place; null for a working day. */
export function restOf(date: string, calendar: WorkingCalendar, where: string | WorkPlace): RestReason | null {
  const { region } = asPlace(where);
  const schedule = scheduleOf(calendar, where);
  const weekend = isWorked(schedule, weekdayOf(date)) ? null : 'weekend';
  if (schedule.holidays) return weekend;
  const own = region ? calendar.regional.get(region) : undefined;
  if (own?.daysOff.has(date)) return 'regional-holiday';
  if (own?.workdays.has(date) || calendar.workdays.has(date)) return null;
  if (calendar.daysOff.has(date)) return 'holiday';
  if (!calendar.years.has(Number(date.slice(0, 4))) && statutoryHolidays.includes(date.slice(5))) return 'holiday';
  return weekend;
}

/** ISO weekday, 1 = Monday. */
function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** The schedule by which time counts: the body's own, else the named one, else the ordinary one. */
export function scheduleOf(calendar: WorkingCalendar, where: string | WorkPlace): Schedule {
  const { body, schedule } = asPlace(where);
  const { sla } = calendar;
  const own = body ? calendar.hoursOf(body)?.hours : undefined;
  const named = schedule ? sla.schedules[schedule] : undefined;
  return (
    own ??
    named ?? {
      workingDay: sla.workingDay,
      breaks: sla.breaks,
      weekdays: sla.weekdays,
      holidays: false,
      shifts: sla.shifts,
    }
  );
}

/** Working intervals of one local day, as minutes from its midnight, breaks cut out. A short day ends one hour earlier. */
export function workingIntervals(
  date: string,
  calendar: WorkingCalendar,
  where: string | WorkPlace = 'UTC',
): readonly DayPart[] {
  const { region, schedule, body } = asPlace(where);
  const key = `${date} ${region ?? ''} ${schedule ?? ''} ${body ?? ''}`;
  const known = calendar.days.get(key);
  if (known !== undefined) return known;
  const intervals = intervalsOf(date, calendar, where);
  // Ten years of one place; a process that meets more begins anew.
  if (calendar.days.size >= 50_000) calendar.days.clear();
  calendar.days.set(key, intervals);
  return intervals;
}

function intervalsOf(date: string, calendar: WorkingCalendar, where: string | WorkPlace): DayPart[] {
  const schedule = scheduleOf(calendar, where);
  const breaks = breaksOf(schedule);
  // Without shifts nothing reaches over midnight.
  const before = schedule.shifts.length === 0 ? [] : stretchesOf(dayAfter(date, -1), calendar, where);
  const tails = before.map(({ from, to }) => ({ from: Math.max(0, from - dayMinutes), to: to - dayMinutes }));
  const own = stretchesOf(date, calendar, where).map(({ from, to }) => ({ from, to: Math.min(to, dayMinutes) }));
  return [
    ...cutOut(tails, breaks).map((part) => ({ ...part, isTail: true as const })),
    ...cutOut(own, [...breaks, ...tails]),
  ];
}

/** The stretches of work that begin on the day at the place. */
function stretchesOf(date: string, calendar: WorkingCalendar, where: string | WorkPlace): DayStretch[] {
  if (restOf(date, calendar, where) !== null) return [];
  const schedule = scheduleOf(calendar, where);
  const { region } = asPlace(where);
  const isShort = calendar.shortDays.has(date) || (region && calendar.regional.get(region)?.shortDays.has(date));
  return begunOn(schedule, weekdayOf(date), isShort === true && !schedule.holidays);
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** Minutes of the working day that begins on the date, with what of it lies after midnight. */
function workdayMinutes(date: string, calendar: WorkingCalendar, where: string | WorkPlace): number {
  const sum = (parts: readonly DayPart[], isTail: boolean): number =>
    parts.reduce((minutes, part) => minutes + ((part.isTail === true) === isTail ? part.to - part.from : 0), 0);
  const next = dayAfter(date, 1);
  return sum(workingIntervals(date, calendar, where), false) + sum(workingIntervals(next, calendar, where), true);
}

/** A working interval as instants. */
interface Interval {
  startMs: number;
  endMs: number;
}

/** Working intervals as instants, day by day from the local day that holds `fromMs`. */
export function* intervalsFrom(
  fromMs: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): Generator<Interval & { date: string; part: DayPart }> {
  const { timeZone } = asPlace(where);
  const localMs = fromMs + zoneOffsetMs(fromMs, timeZone);
  let midnightMs = Math.floor(localMs / dayMs) * dayMs;
  for (let days = 0; days < 3_660; days++, midnightMs += dayMs) {
    const date = new Date(midnightMs).toISOString().slice(0, 10);
    for (const part of workingIntervals(date, calendar, where)) {
      yield {
        date,
        part,
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
  throw new RangeError(noWorkingTime);
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

/** Share of its working day that an interval is: all intervals of one day are 1 together, however long the day is. */
function shareOf(
  { date, part }: { date: string; part: DayPart },
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): number {
  const owner = part.isTail ? dayAfter(date, -1) : date;
  return (part.to - part.from) / workdayMinutes(owner, calendar, where);
}

/**
 * The instant at which so many working days, whole and parts of them, have passed since `fromMs`. A short day is a whole one.
 * @throws RangeError as `addWorkingMinutes`
 */
export function addWorkingDays(
  fromMs: number,
  days: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): number {
  let left = days;
  for (const interval of intervalsFrom(fromMs, calendar, where)) {
    const startMs = Math.max(interval.startMs, fromMs);
    if (interval.endMs <= startMs) continue;
    const perMs = shareOf(interval, calendar, where) / (interval.endMs - interval.startMs);
    const share = perMs * (interval.endMs - startMs);
    // Sums of shares are off by rounding: the end of a day is its end, not the next morning.
    if (share >= left - 1e-9) return Math.min(interval.endMs, Math.round(startMs + left / perMs));
    left -= share;
  }
  throw new RangeError(noWorkingTime);
}

/** Working days between two instants, parts of days as parts; 0 when `toMs` is not after `fromMs`. */
export function workingDaysBetween(
  fromMs: number,
  toMs: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): number {
  let sum = 0;
  for (const interval of intervalsFrom(fromMs, calendar, where)) {
    if (interval.startMs >= toMs) break;
    const ms = Math.min(interval.endMs, toMs) - Math.max(interval.startMs, fromMs);
    if (ms > 0) sum += (shareOf(interval, calendar, where) * ms) / (interval.endMs - interval.startMs);
  }
  return sum;
}

/** The local midnight that ends the day of an instant. */
export function endOfDay(atMs: number, timeZone: string): number {
  const localMs = atMs + zoneOffsetMs(atMs, timeZone);
  return instantOf((Math.floor(localMs / dayMs) + 1) * dayMs, timeZone);
}

const noWorkingTime =
  'the calendar holds no working time in ten years: check config/sla.yaml, config/calendar/ and the hours of bodies in config/routing/';
