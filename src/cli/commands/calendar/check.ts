import { defineCommand } from 'citty';
import { balanceWarnings, workedHolidays } from '../../../../pipelines/incidents/calendar/draft.js';
import { loadCalendars } from '../../../config/calendars.js';
import { totalsOf } from '../../../core/calendar-year.js';
import { formatProblem } from '../../../core/config-file.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { formatTotals, yearArgument } from './totals.js';

export const check = defineCommand({
  meta: {
    name: 'check',
    description: 'Sums of each year; whether holidays are off and moved days off make up for worked ones.',
  },
  args: {
    year: { type: 'positional', required: false, description: 'one year; all of them when left out' },
  },
  run: guarded(async ({ args }) => {
    const only = args.year === undefined ? null : yearArgument(args.year);
    const { calendars, problems } = loadCalendars(openEnv().OTKLIK_CONFIG_DIR);
    const wrong = problems.map(formatProblem);
    const regional = new Map<string, { subjects: Set<string>; years: Set<number>; days: number }>();
    for (const { calendar, file } of calendars) {
      const { year, region, daysOff } = calendar;
      if (only !== null && year !== only) continue;
      if (region !== undefined) {
        const ofFile = regional.get(file) ?? { subjects: new Set(), years: new Set(), days: 0 };
        ofFile.subjects.add(region);
        ofFile.years.add(year);
        ofFile.days += daysOff.length;
        regional.set(file, ofFile);
        continue;
      }
      process.stdout.write(`✓ ${file} ${year}: ${formatTotals(totalsOf(calendar))}\n`);
      const worked = workedHolidays(calendar);
      if (worked.length > 0)
        wrong.push(
          `${file}: ${worked.join(', ')} would be worked, and the Labour Code (article 112) has nobody work then: add them to daysOff`,
        );
      for (const warning of balanceWarnings(calendar)) process.stdout.write(`! ${file}: ${warning}\n`);
    }
    for (const [file, { subjects, years, days }] of regional)
      process.stdout.write(
        `✓ ${file}: ${days} days off of ${subjects.size} federal subjects in ${[...years].sort().join(', ')}\n`,
      );
    if (only !== null && !calendars.some(({ calendar }) => calendar.year === only && calendar.region === undefined))
      wrong.push(`config/calendar has no ${only}: «otklik calendar import FILE --year ${only}» makes it of open data`);
    for (const each of wrong) process.stdout.write(`✗ ${each}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  }),
});
