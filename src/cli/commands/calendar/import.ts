import { relative } from 'node:path';
import { defineCommand } from 'citty';
import { totalNames } from '../../../../pipelines/incidents/calendar/draft.js';
import { importCalendar } from '../../../app/calendar-import.js';
import { readCsv } from '../../csv.js';
import { openEnv } from '../../environment.js';
import { guarded } from '../../failure.js';
import { printable } from '../../highlight.js';
import { formatTotals, yearArgument } from './totals.js';

export const importYear = defineCommand({
  meta: {
    name: 'import',
    description:
      'Makes a calendar of a year of open data: XML or JSON of xmlcalendar.ru, CSV or JSON of data.gov.ru, a table date,kind, iCalendar.',
  },
  args: {
    file: { type: 'positional', required: true, description: 'the file; its content tells the format' },
    year: { type: 'string', description: 'the year, where the file holds several', valueHint: 'YYYY' },
    region: {
      type: 'string',
      description: 'days of this federal subject alone: the first two digits of its OKTMO code',
      valueHint: 'code',
    },
    basis: { type: 'string', description: 'where the dates come from, e.g. the decree', valueHint: 'text' },
    out: { type: 'string', description: 'folder or .yaml file instead of config/calendar', valueHint: 'path' },
    replace: { type: 'boolean', default: false, description: 'write over a file that is there' },
    json: { type: 'boolean', default: false, description: 'the result as one JSON object' },
  },
  run: guarded(async ({ args }) => {
    const { written, calendar, totals, stated, warnings } = await importCalendar({
      path: args.file,
      year: args.year === undefined ? null : yearArgument(args.year),
      region: args.region ?? null,
      basis: args.basis ?? null,
      configDir: openEnv().OTKLIK_CONFIG_DIR,
      out: args.out ?? null,
      replaces: args.replace,
      readCsv,
    });
    if (args.json) {
      process.stdout.write(`${JSON.stringify({ written, calendar, totals, stated, warnings })}\n`);
      return;
    }
    const shown = relative(process.cwd(), written);
    const { region, daysOff, workdays, shortDays, basis } = calendar;
    const lines = [
      shown.startsWith('..') ? written : shown,
      region === undefined
        ? `  ${calendar.year}: ${formatTotals(totals)}`
        : `  ${calendar.year}, federal subject ${region}: days off ${daysOff.length}, worked weekend days ${workdays.length}, short days ${shortDays.length} of its own`,
      stated.length === 0
        ? '  the file states no sums'
        : `  the same as the file states: ${stated.map((name) => totalNames[name]).join(', ')}`,
      `  basis: ${printable(basis)}`,
      ...warnings.map((warning) => `  ! ${warning}`),
      '  incidents that run into the year follow with «otklik incidents recompute --all»',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }),
});
