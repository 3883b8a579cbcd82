import { defineCommand } from 'citty';
import { loadCalendars } from '../../../config/calendars.js';
import { daysOfYear, isWeekend, totalsOf } from '../../../core/calendar-year.js';
import { AppError } from '../../../core/errors.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { formatTable } from '../../table.js';
import { formatTotals, yearArgument } from './totals.js';

export const show = defineCommand({
  meta: { name: 'show', description: 'A year by its months: what is off, worked or short besides the ordinary week.' },
  args: {
    year: { type: 'positional', required: true, description: 'the year' },
    region: { type: 'string', description: 'with the days of this federal subject', valueHint: 'code' },
  },
  run: guarded(async ({ args }) => {
    const year = yearArgument(args.year);
    const { calendars } = loadCalendars(openEnv().OTKLIK_CONFIG_DIR);
    const ofYear = calendars.map(({ calendar }) => calendar).filter((each) => each.year === year);
    const country = ofYear.find(({ region }) => region === undefined);
    if (country === undefined)
      throw new AppError(
        'E_INPUT_INVALID',
        `config/calendar has no ${year}: «otklik calendar import FILE --year ${year}» makes it of open data`,
      );
    const own = args.region === undefined ? undefined : ofYear.find(({ region }) => region === args.region);
    if (args.region !== undefined && own === undefined)
      throw new AppError(
        'E_INPUT_INVALID',
        `config/calendar has no days of the federal subject ${args.region} for ${year}: leave --region out, or add them`,
      );
    const both = (list: 'daysOff' | 'workdays' | 'shortDays'): string[] => [
      ...new Set([...country[list], ...(own?.[list] ?? [])]),
    ];
    const daysOff = both('daysOff');
    const workdays = both('workdays').filter((date) => !daysOff.includes(date));
    const shortDays = both('shortDays').filter((date) => !daysOff.includes(date));
    const isOff = (date: string): boolean => !workdays.includes(date) && (isWeekend(date) || daysOff.includes(date));
    const rows = Array.from({ length: 12 }, (_, index) => {
      const month = `${year}-${String(index + 1).padStart(2, '0')}`;
      const inMonth = (dates: string[]): string[] => dates.filter((date) => date.startsWith(month));
      const worked = inMonth(daysOfYear(year)).filter((date) => !isOff(date)).length;
      const short = inMonth(shortDays);
      const named = (dates: string[]): string =>
        dates
          .map((date) => String(Number(date.slice(8))))
          .sort((a, b) => Number(a) - Number(b))
          .join(', ');
      return [
        month,
        String(worked),
        String(worked * 8 - short.length),
        named(inMonth(daysOff)),
        named(inMonth(workdays)),
        named(short),
      ];
    });
    process.stdout.write(
      `${formatTable(['month', 'worked', 'hours', 'off', 'worked weekend days', 'short'], rows)}\n${formatTotals(totalsOf({ year, daysOff, workdays, shortDays }))}\n`,
    );
    process.stdout.write(
      `${[country, ...(own === undefined ? [] : [own])].map(({ basis }) => `basis: ${basis}`).join('\n')}\n`,
    );
  }),
});
