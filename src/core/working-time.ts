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
import { instantOf, zoneOffsetMs } from './zone-offset.js';

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
  /** Working days that were worked out already, by place and number of the local day. */
  days: Map<string, Map<number, WorkingDay>>;
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
): DayPart[] {
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
export interface Interval {
  startMs: number;
  endMs: number;
  /** Share of its working day: all intervals of one day are 1 together, however long the day is. */
  share: number;
}

/** The working intervals that lie in a local day, and how much they are together. */
interface WorkingDay {
  intervals: readonly Interval[];
  ms: number;
}

/** The working days of a place by the numbers of the local days since 1970. */
function daysAt(calendar: WorkingCalendar, where: string | WorkPlace): (number: number) => WorkingDay {
  const { timeZone, region, schedule, body } = asPlace(where);
  const key = `${timeZone} ${region ?? ''} ${schedule ?? ''} ${body ?? ''}`;
  let known = calendar.days.get(key);
  if (known === undefined) {
    // Hundreds of bodies in all zones; a process that meets more begins anew.
    if (calendar.days.size >= 10_000) calendar.days.clear();
    known = new Map();
    calendar.days.set(key, known);
  }
  const days = known;
  return (number) => {
    let day = days.get(number);
    if (day === undefined) {
      day = workingDay(number * dayMs, calendar, where, timeZone);
      if (days.size >= 5_000) days.clear();
      days.set(number, day);
    }
    return day;
  };
}

function workingDay(
  midnightMs: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
  timeZone: string,
): WorkingDay {
  const date = new Date(midnightMs).toISOString().slice(0, 10);
  const intervals = workingIntervals(date, calendar, where).map((part) => ({
    startMs: instantOf(midnightMs + part.from * minuteMs, timeZone),
    endMs: instantOf(midnightMs + part.to * minuteMs, timeZone),
    share: (part.to - part.from) / workdayMinutes(part.isTail ? dayAfter(date, -1) : date, calendar, where),
  }));
  return { intervals, ms: intervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) };
}

function localDay(atMs: number, where: string | WorkPlace): number {
  return Math.floor((atMs + zoneOffsetMs(atMs, asPlace(where).timeZone)) / dayMs);
}

/** Working intervals as instants, day by day from the local day that holds `fromMs`, ten years of them. */
export function* intervalsFrom(
  fromMs: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): Generator<Interval> {
  const dayAt = daysAt(calendar, where);
  const first = localDay(fromMs, where);
  for (let day = first; day < first + mostDays; day++) yield* dayAt(day).intervals;
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
  const dayAt = daysAt(calendar, where);
  const first = localDay(fromMs, where);
  let leftMs = minutes * minuteMs;
  for (let day = first; day < first + mostDays; day++) {
    const { intervals, ms } = dayAt(day);
    if (day > first && ms < leftMs) {
      leftMs -= ms;
      continue;
    }
    for (const interval of intervals) {
      const startMs = Math.max(interval.startMs, fromMs);
      if (interval.endMs <= startMs) continue;
      if (interval.endMs - startMs >= leftMs) return startMs + leftMs;
      leftMs -= interval.endMs - startMs;
    }
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
  if (toMs <= fromMs) return 0;
  const dayAt = daysAt(calendar, where);
  const [first, last] = [localDay(fromMs, where), localDay(toMs, where)];
  let sumMs = 0;
  for (let day = first; day <= last; day++) {
    const { intervals, ms } = dayAt(day);
    // Days between are whole.
    if (day > first && day < last) sumMs += ms;
    else
      for (const { startMs, endMs } of intervals)
        sumMs += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
  }
  return sumMs / minuteMs;
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
    const perMs = interval.share / (interval.endMs - interval.startMs);
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
    if (ms > 0) sum += (interval.share * ms) / (interval.endMs - interval.startMs);
  }
  return sum;
}

/** The end of the local day of an instant: midnight, or when work that began on that day ends after it. */
export function endOfDay(atMs: number, calendar: WorkingCalendar, where: string | WorkPlace): number {
  const { timeZone } = asPlace(where);
  const midnightMs = (localDay(atMs, where) + 1) * dayMs;
  const date = new Date(midnightMs).toISOString().slice(0, 10);
  const tail = workingIntervals(date, calendar, where).findLast(({ isTail }) => isTail);
  return instantOf(midnightMs + (tail?.to ?? 0) * minuteMs, timeZone);
}

/**
 * The end of the n-th working day after the day of `fromMs`: terms in days begin on the following day and last until the end of the last one (Civil
 * Code of the Russian Federation, articles 191 and 194).
 * @throws RangeError as `addWorkingMinutes`
 */
export function endOfWorkingDay(
  fromMs: number,
  days: number,
  calendar: WorkingCalendar,
  where: string | WorkPlace,
): number {
  return addWorkingDays(endOfDay(fromMs, calendar, where), days, calendar, where);
}

/** Ten years: who has worked nothing by then works nothing. */
const mostDays = 3_660;
const noWorkingTime =
  'the calendar holds no working time in ten years: check config/sla.yaml, config/calendar/ and the hours of bodies in config/routing/';
