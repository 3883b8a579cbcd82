import { resolve } from 'node:path';
import { type CalendarYear, calendarYearSchema, regionalCalendarSchema } from '../core/calendar-year.js';
import { type ConfigFile, type ConfigProblem, zodProblems } from '../core/config-file.js';
import { readConfigFolder } from './yaml.js';

/** A year of a calendar and the file that it stands in. */
export interface PlacedCalendar {
  calendar: CalendarYear;
  file: string;
}

/** Reads config/calendar/ alone. */
export function loadCalendars(configDir: string): { calendars: PlacedCalendar[]; problems: ConfigProblem[] } {
  const { files, problems } = readConfigFolder('calendar', resolve(configDir));
  return { calendars: readCalendars(files, problems), problems };
}

/**
 * The production calendars of config/calendar: files of one year, and files of federal subjects, which may hold any years. A file with
 * a mistake is left out and reported; of a year that stands twice the first counts.
 */
export function readCalendars(files: readonly ConfigFile[], problems: ConfigProblem[]): PlacedCalendar[] {
  const years: PlacedCalendar[] = [];
  const first = new Map<string, ConfigFile>();
  for (const file of files) {
    for (const year of readFile(file, problems)) {
      const key = `${year.region ?? ''} ${year.year}`;
      const earlier = first.get(key);
      if (earlier !== undefined) {
        const whose = year.region === undefined ? 'the country' : `the federal subject ${year.region}`;
        const message = `the calendar of ${whose} for ${year.year} stands in ${earlier.path} too, which counts: take one of them out`;
        problems.push({ file: file.path, line: null, field: '', message, fatal: false });
        continue;
      }
      first.set(key, file);
      years.push({ calendar: year, file: file.path });
    }
  }
  return years;
}

function readFile(file: ConfigFile, problems: ConfigProblem[]): CalendarYear[] {
  const isRegional = file.data !== null && typeof file.data === 'object' && 'regions' in file.data;
  if (!isRegional) {
    const year = calendarYearSchema.safeParse(file.data);
    if (year.success) return [year.data];
    problems.push(...zodProblems(file, year.error));
    return [];
  }
  const regional = regionalCalendarSchema.safeParse(file.data);
  if (!regional.success) {
    problems.push(...zodProblems(file, regional.error));
    return [];
  }
  return regional.data.regions.flatMap(({ region, basis, daysOff, workdays, shortDays }) => {
    const years = new Set([...daysOff, ...workdays, ...shortDays].map((date) => Number(date.slice(0, 4))));
    return [...years].map((year) => {
      const of = (dates: string[]): string[] => dates.filter((date) => date.startsWith(`${year}-`));
      return { year, region, basis, daysOff: of(daysOff), workdays: of(workdays), shortDays: of(shortDays) };
    });
  });
}
