import { z } from 'zod';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM');
const day = z.iso.date();

/** One year of a production calendar (config/calendar/*.yaml). */
export const calendarYearSchema = z.strictObject({
  year: z.number().int().min(2000).max(2100),
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

/** config/sla.yaml: working hours and terms. */
export const slaSchema = z.strictObject({
  workingDay: z.strictObject({ from: clockTime, to: clockTime }),
  /** Breaks inside the working day that do not count. */
  breaks: z.array(z.strictObject({ from: clockTime, to: clockTime })),
  /** ISO weekdays that are worked, 1 = Monday. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1),
  /** Time until the first answer. */
  firstAnswer: z.strictObject({
    ordinary: z.strictObject({ hours: z.number().positive().max(10_000), workingTime: z.boolean() }),
    urgent: z.strictObject({ hours: z.number().positive().max(10_000), workingTime: z.boolean() }),
  }),
});
export type Sla = z.infer<typeof slaSchema>;

/** All that is needed to count working time; pure data. */
export interface WorkingCalendar {
  sla: Sla;
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

export function makeCalendar(sla: Sla, years: readonly CalendarYear[]): WorkingCalendar {
  return {
    sla,
    daysOff: new Set(years.flatMap((year) => year.daysOff)),
    workdays: new Set(years.flatMap((year) => year.workdays)),
    shortDays: new Set(years.flatMap((year) => year.shortDays)),
    years: new Set(years.map((year) => year.year)),
  };
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Offset of a zone from UTC at an instant, in milliseconds (Europe/Moscow: +10 800 000). */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
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

function isWorkday(date: string, weekday: number, calendar: WorkingCalendar): boolean {
  if (calendar.workdays.has(date)) return true;
  if (calendar.daysOff.has(date)) return false;
  if (!calendar.years.has(Number(date.slice(0, 4))) && fixedHolidays.has(date.slice(5))) return false;
  return calendar.sla.weekdays.includes(weekday);
}

/** Working intervals of one local day, as minutes from its midnight, breaks cut out. A short day ends one hour earlier. */
export function workingIntervals(date: string, calendar: WorkingCalendar): { from: number; to: number }[] {
  const weekday = ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  if (!isWorkday(date, weekday, calendar)) return [];
  const end = minutesOf(calendar.sla.workingDay.to) - (calendar.shortDays.has(date) ? 60 : 0);
  let intervals = [{ from: minutesOf(calendar.sla.workingDay.from), to: end }];
  for (const pause of calendar.sla.breaks) {
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
function* intervalsFrom(fromMs: number, calendar: WorkingCalendar, timeZone: string) {
  const localMs = fromMs + zoneOffsetMs(fromMs, timeZone);
  let midnightMs = Math.floor(localMs / dayMs) * dayMs;
  for (let days = 0; days < 3_660; days++, midnightMs += dayMs) {
    for (const part of workingIntervals(new Date(midnightMs).toISOString().slice(0, 10), calendar)) {
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
  timeZone: string,
): number {
  let leftMs = minutes * minuteMs;
  for (const part of intervalsFrom(fromMs, calendar, timeZone)) {
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
  timeZone: string,
): number {
  let sumMs = 0;
  for (const part of intervalsFrom(fromMs, calendar, timeZone)) {
    if (part.startMs >= toMs) break;
    const startMs = Math.max(part.startMs, fromMs);
    const endMs = Math.min(part.endMs, toMs);
    if (endMs > startMs) sumMs += endMs - startMs;
  }
  return sumMs / minuteMs;
}

/** When the first answer is due for an incident that became known at `fromMs`. */
export function firstAnswerDue(
  fromMs: number,
  urgency: 'ordinary' | 'urgent',
  calendar: WorkingCalendar,
  timeZone: string,
): number {
  const term = calendar.sla.firstAnswer[urgency];
  if (!term.workingTime) return fromMs + term.hours * 60 * minuteMs;
  return addWorkingMinutes(fromMs, term.hours * 60, calendar, timeZone);
}
