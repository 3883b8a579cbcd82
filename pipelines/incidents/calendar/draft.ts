import {
  type CalendarYear,
  calendarYearSchema,
  daysOfYear,
  isWeekend,
  statutoryHolidays,
  totalsOf,
  type YearTotals,
} from '../../../src/core/calendar-year.js';
import { AppError } from '../../../src/core/errors.js';

export type DayKind = 'off' | 'work' | 'short';

/** One year as a file has it, before anything is made of it. */
export interface CalendarDraft {
  year: number;
  /** Days that the file names, YYYY-MM-DD, and where it does. */
  days: Map<string, { kind: DayKind; place: string }>;
  /** Whether the file names every day off, so that a weekend day that it does not name is worked. */
  isWhole: boolean;
  /** Days off that were moved, where the file says from which day. */
  moved: { from: string; to: string }[];
  /** Sums that the file states. */
  stated: Partial<YearTotals>;
  place: string;
}

export function emptyDraft(year: number, place: string, isWhole: boolean): CalendarDraft {
  return { year, days: new Map(), isWhole, moved: [], stated: {}, place };
}

/** The error of a file that cannot be used: where, what, and what to do about it. */
export function unusable(place: string, message: string): AppError {
  return new AppError('E_INPUT_INVALID', `${place}: ${message}`);
}

/**
 * Notes what the file says of a day.
 * @throws AppError E_INPUT_INVALID when there is no such day, it is of another year, or the file says two things of it
 */
export function noteDay(draft: CalendarDraft, date: string, kind: DayKind, place: string): void {
  if (
    Number.isNaN(Date.parse(`${date}T00:00:00Z`)) ||
    new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date
  )
    throw unusable(place, `there is no day ${date}: correct it in the file`);
  if (!date.startsWith(`${draft.year}-`))
    throw unusable(place, `${date} is no day of ${draft.year}: take it out, or import it with its own year`);
  const before = draft.days.get(date);
  if (before !== undefined && before.kind !== kind)
    throw unusable(place, `${date} is «${before.kind}» in ${before.place} and «${kind}» here: leave one of the two`);
  draft.days.set(date, { kind, place });
}

/** A number of a year, e.g. from a cell. */
export function yearOf(text: string, place: string): number {
  const year = /^\s*\d{4}\s*$/.test(text) ? Number(text) : Number.NaN;
  if (!(year >= 2000 && year <= 2100))
    throw unusable(place, `«${text.trim()}» is no year from 2000 to 2100: correct it, or take it out`);
  return year;
}

/**
 * Days of a month as open data list them: «1,2,3*,8+,9»: days off; with * a working day shortened by an hour, with + a day off moved there.
 */
export function noteMonth(draft: CalendarDraft, month: number, list: string, place: string): void {
  for (const item of list.split(/[,;\s]+/).filter((each) => each !== '')) {
    const found = /^(\d{1,2})([*+]?)$/.exec(item);
    if (found === null)
      throw unusable(
        place,
        `«${item}» is no day: write numbers with commas between, 3* for a short day, 9+ for a moved day off`,
      );
    const [, day = '', sign] = found;
    const date = `${draft.year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
    noteDay(draft, date, sign === '*' ? 'short' : 'off', place);
  }
}

export interface DraftOptions {
  /** First two digits of the OKTMO code of a federal subject whose own days these are. */
  region: string | null;
  /** Its country's calendar of that year, whose days are no days of its own; null where there is none. */
  country: CalendarYear | null;
  basis: string | null;
}

export interface FinishedDraft {
  calendar: CalendarYear;
  totals: YearTotals;
  /** Sums that the file states, which are the same. */
  stated: (keyof YearTotals)[];
  warnings: string[];
}

/**
 * The calendar that a file amounts to, checked: its sums against those that it states, and of the country's the holidays of the Labour Code.
 * @throws AppError E_INPUT_INVALID with what contradicts what
 */
export function finishDraft(draft: CalendarDraft, { region, country, basis }: DraftOptions): FinishedDraft {
  const { year, days, place } = draft;
  if (days.size === 0) throw unusable(place, `no day of ${year} stands in the file: name the file of that year`);
  const kindOf = (date: string): DayKind =>
    days.get(date)?.kind ?? (isWeekend(date) && !draft.isWhole ? 'off' : 'work');
  const all = daysOfYear(year);
  const calendar = {
    year,
    daysOff: all.filter((date) => kindOf(date) === 'off' && !isWeekend(date)),
    workdays: all.filter((date) => kindOf(date) !== 'off' && isWeekend(date)),
    shortDays: all.filter((date) => kindOf(date) === 'short'),
  };
  const totals = totalsOf(calendar);
  const stated = (Object.keys(draft.stated) as (keyof YearTotals)[]).filter((name) => draft.stated[name] !== undefined);
  const wrong = stated.filter((name) => draft.stated[name] !== totals[name]);
  if (wrong.length > 0) {
    const sums = wrong.map((name) => `${totalNames[name]} ${draft.stated[name]}, its days make ${totals[name]}`);
    throw unusable(
      place,
      `the file contradicts itself: it states ${sums.join('; ')}. Take the file from its source anew, or correct it`,
    );
  }
  const own = region === null ? calendar : ownDays(calendar, country);
  if (region === null) checkHolidays(calendar, place);
  else if (own.daysOff.length + own.workdays.length + own.shortDays.length === 0)
    throw unusable(
      place,
      `no day of ${year} differs from the country’s calendar: a federal subject without days of its own needs no file`,
    );
  return {
    calendar: calendarYearSchema.parse({
      ...own,
      ...(region === null ? {} : { region }),
      basis: basis ?? basisOf(draft),
    }),
    totals,
    stated,
    warnings: region === null ? balanceWarnings(calendar) : [],
  };
}

export const totalNames: Readonly<Record<keyof YearTotals, string>> = {
  workingDays: 'working days',
  daysOff: 'days off',
  shortDays: 'short days',
  hours40: 'hours of a 40-hour week',
};

function basisOf({ moved, place }: CalendarDraft): string {
  const file = place.replace(/:\d+$/, '');
  const list = moved.map(({ from, to }) => `${from.slice(5)} to ${to.slice(5)}`).join(', ');
  return `imported from ${file}${list === '' ? '' : ` (days off moved: ${list})`}; name the decree here`;
}

type Lists = Pick<CalendarYear, 'year' | 'daysOff' | 'workdays' | 'shortDays'>;

function ownDays(calendar: Lists, country: CalendarYear | null): Lists {
  if (country === null) return calendar;
  const without = (list: string[], known: readonly string[]): string[] => list.filter((date) => !known.includes(date));
  return {
    year: calendar.year,
    daysOff: without(calendar.daysOff, country.daysOff),
    workdays: without(calendar.workdays, country.workdays),
    shortDays: without(calendar.shortDays, country.shortDays),
  };
}

/** Holidays of the Labour Code that a calendar of the country has people work on. */
export function workedHolidays({ year, daysOff, workdays }: Lists): string[] {
  return statutoryHolidays
    .map((day) => `${year}-${day}`)
    .filter((date) => workdays.includes(date) || (!isWeekend(date) && !daysOff.includes(date)));
}

function checkHolidays(calendar: Lists, place: string): void {
  const worked = workedHolidays(calendar);
  if (worked.length > 0)
    throw unusable(
      place,
      `${worked.join(', ')} would be worked, and the Labour Code (article 112) has nobody work then: this is no production calendar of Russia; a federal subject’s own days need --region`,
    );
}

/** Days off are moved, not given: for each holiday on a weekend and each worked weekend day one weekday is off. */
export function balanceWarnings(calendar: Lists): string[] {
  const { year, daysOff, workdays } = calendar;
  const onWeekend = statutoryHolidays.filter((day) => isWeekend(`${year}-${day}`)).length;
  const moved = daysOff.filter((date) => !isWeekend(date) && !statutoryHolidays.includes(date.slice(5))).length;
  const owed = onWeekend + workdays.length;
  if (moved === owed) return [];
  return [
    `${year}: ${onWeekend} holidays on weekends and ${workdays.length} worked weekend days make ${owed} moved days off, the calendar has ${moved}: compare it with the decree`,
  ];
}
