/** Working time the slow way: every minute is asked whether it is worked, by the platform's own local time. What the product's arithmetic is held against. */
import type { Schedule } from '../../src/core/schedule.js';
import { scheduleOf, type WorkingCalendar, type WorkPlace } from '../../src/core/working-time.js';

const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether somebody works at the place in the minute that begins at the instant. */
export function worksAt(ms: number, calendar: WorkingCalendar, where: WorkPlace): boolean {
  const { date, minute } = localMinute(ms, where.timeZone);
  const schedule = scheduleOf(calendar, where);
  if (schedule.breaks.some(({ from, to }) => minute >= parse(from) && minute < parse(to))) return false;
  const yesterday = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
  return (
    stretches(date, schedule, calendar, where).some(({ from, to }) => minute >= from && minute < to) ||
    stretches(yesterday, schedule, calendar, where).some(({ to }) => minute + 1_440 < to)
  );
}

/** Minutes of work between two instants that are whole minutes. */
export function walkedMinutes(fromMs: number, toMs: number, calendar: WorkingCalendar, where: WorkPlace): number {
  let minutes = 0;
  for (let ms = fromMs; ms < toMs; ms += minuteMs) if (worksAt(ms, calendar, where)) minutes += 1;
  return minutes;
}

function stretches(date: string, schedule: Schedule, calendar: WorkingCalendar, { region }: WorkPlace) {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
  const own = schedule.shifts.filter(({ weekdays }) => weekdays.includes(weekday));
  const isOrdinary = schedule.weekdays.includes(weekday);
  if (!schedule.holidays) {
    const regional = region ? calendar.regional.get(region) : undefined;
    const isMoved = regional?.workdays.has(date) === true || calendar.workdays.has(date);
    if (regional?.daysOff.has(date) || (!isMoved && calendar.daysOff.has(date))) return [];
    if (!isMoved && !isOrdinary && own.length === 0) return [];
  } else if (!isOrdinary && own.length === 0) return [];
  const given = [...(isOrdinary || own.length === 0 ? [schedule.workingDay] : []), ...own].map(({ from, to }) => ({
    from: parse(from),
    to: parse(to) <= parse(from) ? parse(to) + 1_440 : parse(to),
  }));
  const isShort = calendar.shortDays.has(date) || (region && calendar.regional.get(region)?.shortDays.has(date));
  if (!isShort || schedule.holidays) return given;
  const last = Math.max(...given.map(({ to }) => (to > 1_440 ? 0 : to)));
  return given.map(({ from, to }) => ({ from, to: to === last ? to - 60 : to }));
}

function parse(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function localMinute(ms: number, timeZone: string): { date: string; minute: number } {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    formats.set(timeZone, format);
  }
  // «2026-03-02 09:00»
  const text = format.format(ms);
  return { date: text.slice(0, 10), minute: parse(text.slice(11, 16)) };
}
