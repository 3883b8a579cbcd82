import type { CalendarYear } from '../core/calendar-year.js';

/** The text of a file of config/calendar that holds the year. */
export function calendarText({ year, region, basis, daysOff, workdays, shortDays }: CalendarYear): string {
  const whose = region === undefined ? 'the Russian Federation, five-day week' : `the federal subject ${region}`;
  return [
    `# Production calendar of ${whose}.`,
    `year: ${year}`,
    ...(region === undefined ? [] : [`region: "${region}"`]),
    // A JSON string is a YAML string, whatever stands in it.
    `basis: ${JSON.stringify(basis)}`,
    list('daysOff', daysOff),
    list('workdays', workdays),
    list('shortDays', shortDays),
    '',
  ].join('\n');
}

function list(name: string, dates: readonly string[]): string {
  return dates.length === 0 ? `${name}: []` : [`${name}:`, ...dates.map((date) => `  - ${date}`)].join('\n');
}
