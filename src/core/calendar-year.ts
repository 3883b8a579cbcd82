import { z } from 'zod';

const day = z.iso.date('write a date as YYYY-MM-DD');
const region = z.string().regex(/^\d{2}$/, 'use the first two digits of the OKTMO code');
const basis = z.string().min(3);

/** Public holidays with fixed dates, MM-DD: Labour Code of the Russian Federation, article 112. */
export const statutoryHolidays: readonly string[] =
  '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(' ');

/** One year of a production calendar (config/calendar/*.yaml). */
export const calendarYearSchema = z
  .strictObject({
    year: z.number().int().min(2000).max(2100),
    /** First two digits of the OKTMO code of the federal subject whose own days these are; left out: the whole country. */
    region: region.optional(),
    /** Where the dates come from, e.g. a government decree. */
    basis,
    /** Days off besides the ordinary weekend: holidays and moved days off. */
    daysOff: z.array(day),
    /** Saturdays and Sundays that are worked. */
    workdays: z.array(day).default([]),
    /** Working days shortened by one hour. */
    shortDays: z.array(day).default([]),
  })
  .superRefine((calendar, context) => {
    const { year } = calendar;
    checkDays(calendar, (path, message) => context.addIssue({ code: 'custom', path, message }));
    for (const list of ['daysOff', 'workdays', 'shortDays'] as const)
      for (const [index, date] of calendar[list].entries())
        if (!date.startsWith(`${year}-`))
          context.addIssue({
            code: 'custom',
            path: [list, index],
            message: `${date} is no day of ${year}: move it to the calendar of its own year`,
          });
  });
export type CalendarYear = z.infer<typeof calendarYearSchema>;

/** Days off of federal subjects, any years of any of them in one file. */
export const regionalCalendarSchema = z.strictObject({
  regions: z
    .array(
      z
        .strictObject({
          region,
          /** For whoever reads the file. */
          name: z.string().min(2),
          basis,
          daysOff: z.array(day).min(1),
          workdays: z.array(day).default([]),
          shortDays: z.array(day).default([]),
        })
        .superRefine((days, context) =>
          checkDays(days, (path, message) => context.addIssue({ code: 'custom', path, message })),
        ),
    )
    .min(1),
});

interface Days {
  daysOff: readonly string[];
  workdays: readonly string[];
  shortDays: readonly string[];
}

/** What contradicts itself: a day in two lists, a weekday as a worked weekend, a short day that nobody works. */
function checkDays(
  { daysOff, workdays, shortDays }: Days,
  wrong: (path: (string | number)[], message: string) => void,
) {
  const [off, worked] = [new Set(daysOff), new Set(workdays)];
  for (const [name, list] of Object.entries({ daysOff, workdays, shortDays }))
    for (const [index, date] of list.entries())
      if (list.indexOf(date) !== index) wrong([name, index], `${date} stands twice: take one of them out`);
  for (const [index, date] of workdays.entries()) {
    if (off.has(date))
      wrong(['workdays', index], `${date} is among the days off too: leave it in one of the two lists`);
    if (!isWeekend(date))
      wrong(['workdays', index], `${date} is no Saturday or Sunday: only a weekend day is worked instead`);
  }
  for (const [index, date] of shortDays.entries())
    if (off.has(date) || (isWeekend(date) && !worked.has(date)))
      wrong(['shortDays', index], `${date} is not worked, so it cannot be shortened: take it out of one of the lists`);
}

export function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

/** All days of a year as YYYY-MM-DD. */
export function daysOfYear(year: number): string[] {
  const days: string[] = [];
  for (let ms = Date.UTC(year, 0, 1); new Date(ms).getUTCFullYear() === year; ms += 86_400_000)
    days.push(new Date(ms).toISOString().slice(0, 10));
  return days;
}

/** Sums of a year by which calendars are compared. */
export interface YearTotals {
  workingDays: number;
  /** Weekends, holidays and moved days off. */
  daysOff: number;
  shortDays: number;
  /** Hours of a week of 40: eight a day, one less on short days (order No. 588n of the Ministry of Health of 13 August 2009). */
  hours40: number;
}

export function totalsOf({ year, ...calendar }: Pick<CalendarYear, 'year' | keyof Days>): YearTotals {
  const off = new Set(calendar.daysOff);
  const worked = new Set(calendar.workdays);
  const days = daysOfYear(year);
  const workingDays = days.filter((date) => worked.has(date) || (!off.has(date) && !isWeekend(date))).length;
  const shortDays = calendar.shortDays.length;
  return { workingDays, daysOff: days.length - workingDays, shortDays, hours40: workingDays * 8 - shortDays };
}
