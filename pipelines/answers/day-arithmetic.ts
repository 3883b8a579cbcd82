/** Days as «YYYY-MM-DD», counted in the proleptic Gregorian calendar without zones. */
export type Day = string;

const dayMs = 86_400_000;
const msOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** @param month 1-12, or beyond: the thirteenth is January of the next year */
export function dayFrom(year: number, month: number, date: number): Day {
  return dayOf(Date.UTC(year, month - 1, date));
}

/** The day, or null where the month has no such date: 31 April. */
export function dayIfReal(year: number, month: number, date: number): Day | null {
  const day = dayFrom(year, month, date);
  return month >= 1 && month <= 12 && Number(day.slice(8)) === date ? day : null;
}

export function addDays(day: Day, days: number): Day {
  return dayOf(msOf(day) + days * dayMs);
}

/** The same date so many months later, or the last day of a month without it (Civil Code of the Russian Federation, article 192). */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = endOfMonth(year, month + months);
  return date > Number(last.slice(8)) ? last : dayFrom(year, month + months, date);
}

export function endOfMonth(year: number, month: number): Day {
  return dayFrom(year, month + 1, 0);
}

/** 1 = Monday to 7 = Sunday. */
export function weekdayOf(day: Day): number {
  return ((new Date(msOf(day)).getUTCDay() + 6) % 7) + 1;
}

/** Sunday of the week that holds the day. */
export function endOfWeek(day: Day): Day {
  return addDays(day, 7 - weekdayOf(day));
}
