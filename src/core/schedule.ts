import { z } from 'zod';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM');
const endTime = clockTime.or(z.literal('24:00'));
/** ISO weekdays, 1 = Monday. */
const weekdays = z.array(z.number().int().min(1).max(7)).min(1);

/** Hours in which a body works. */
export const scheduleSchema = z.strictObject({
  workingDay: z.strictObject({ from: clockTime, to: endTime }),
  /** Breaks that do not count, in whatever stretch of work they lie. */
  breaks: z.array(z.strictObject({ from: clockTime, to: clockTime })).default([]),
  /** Weekdays that have the working day. */
  weekdays,
  /** Whether it works on holidays and moved days off too. */
  holidays: z.boolean().default(false),
  /**
   * Further stretches of work: shifts, other hours on some weekdays. One that ends no later than it begins runs over midnight and belongs to
   * the day on which it begins.
   */
  shifts: z.array(z.strictObject({ weekdays, from: clockTime, to: endTime })).default([]),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** What a body has of its own; null: what the policy and the place have. */
export interface BodyHours {
  hours: Schedule | null;
  /** First two digits of the OKTMO code of the federal subject whose holidays count, or «country» for the country's alone. */
  calendar: string | null;
  timeZone: string | null;
}

/** A stretch of a day, minutes from its midnight; it may reach beyond the next one. */
export interface DayStretch {
  from: number;
  to: number;
}

export const dayMinutes = 1_440;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Whether the weekday has any hours. */
export function isWorked({ weekdays: ordinary, shifts }: Schedule, weekday: number): boolean {
  return ordinary.includes(weekday) || shifts.some((shift) => shift.weekdays.includes(weekday));
}

/**
 * The stretches of work that begin on a day that is worked, in order and none twice, breaks not cut out.
 * @param isShort whether the last of them that ends by midnight is an hour shorter
 */
export function begunOn(schedule: Schedule, weekday: number, isShort: boolean): DayStretch[] {
  const { workingDay, weekdays: ordinary, shifts } = schedule;
  const own = shifts.filter((shift) => shift.weekdays.includes(weekday));
  // A weekend day that is worked instead of another has the ordinary hours.
  const isOrdinary = ordinary.includes(weekday) || own.length === 0;
  const stretches = [
    ...(isOrdinary ? [{ from: minutesOf(workingDay.from), to: minutesOf(workingDay.to) }] : []),
    ...own.map(({ from, to }) => {
      const [start, end] = [minutesOf(from), minutesOf(to)];
      return { from: start, to: end <= start ? end + dayMinutes : end };
    }),
  ].sort((one, other) => one.from - other.from);
  const merged: DayStretch[] = [];
  for (const { from, to } of stretches) {
    const before = merged.at(-1);
    if (before !== undefined && from <= before.to) before.to = Math.max(before.to, to);
    else merged.push({ from, to });
  }
  const last = merged.findLast(({ to }) => to <= dayMinutes);
  if (isShort && last !== undefined) last.to = Math.max(last.from, last.to - 60);
  return merged;
}

/** Whether anybody works at any time. */
export function hasWork(schedule: Schedule): boolean {
  return [1, 2, 3, 4, 5, 6, 7].some(
    (weekday) =>
      isWorked(schedule, weekday) && cutOut(begunOn(schedule, weekday, false), breaksOf(schedule)).length > 0,
  );
}

/** The breaks of every day. */
export function breaksOf({ breaks }: Schedule): DayStretch[] {
  return breaks.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }));
}

/** What is left of the stretches outside the cuts. */
export function cutOut(stretches: readonly DayStretch[], cuts: readonly DayStretch[]): DayStretch[] {
  return cuts
    .reduce<readonly DayStretch[]>(
      (left, cut) =>
        left.flatMap(({ from, to }) => [
          { from, to: Math.min(to, cut.from) },
          { from: Math.max(from, cut.to), to },
        ]),
      stretches,
    )
    .filter(({ from, to }) => to > from);
}
