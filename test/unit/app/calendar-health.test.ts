import { describe, expect, it } from 'vitest';
import { buildAnalysis } from '../../../src/app/analysis.js';
import { calendarGaps, servedRegions } from '../../../src/app/calendar-health.js';
import { loadConfig } from '../../../src/config/load.js';
import { makeCalendar } from '../../../src/core/working-time.js';
import { shippedCalendar } from '../../support/working-calendar.js';

const year = (of: number, region?: string) => ({
  year: of,
  ...(region === undefined ? {} : { region }),
  basis: 'test',
  daysOff: [`${of}-01-05`],
  workdays: [],
  shortDays: [],
});
const calendar = makeCalendar(shippedCalendar.sla, [year(2026), year(2026, '92'), year(2025, '80')]);
const regions = new Set(['80', '92']);
const gaps = (now: string, served = regions, of = calendar) =>
  calendarGaps(of, regions, served, Date.parse(`${now}T12:00:00Z`)).map(({ message }) => message);

describe('what calendars lack', () => {
  it('is nothing as long as the year is there', () => expect(gaps('2026-09-30', new Set(['92']))).toEqual([]));

  it('is the next year from October on, with the command that brings it', () => {
    const [gap] = gaps('2026-10-01', new Set(['92']));
    expect(gap).toContain('config/calendar has no 2027: terms would count moved days off as worked');
    expect(gap).toContain('«otklik calendar import FILE --year 2027»');
  });

  it('is urgent when it is this year', () => {
    const found = calendarGaps(calendar, regions, new Set(), Date.parse('2027-02-01T12:00:00Z'));
    expect(found).toMatchObject([{ isUrgent: true, message: expect.stringContaining('has no 2027') }]);
  });

  it('is the year of a federal subject that had days of its own before and has sources', () => {
    expect(gaps('2026-03-01', new Set(['92']))).toEqual([]);
    expect(gaps('2026-03-01')).toEqual([
      expect.stringContaining(
        'no days of the federal subject 80 for 2026, and had some before: «otklik calendar import FILE --year 2026 --region 80»',
      ),
    ]);
  });

  it('are days of a federal subject that there is not', () => {
    const wrong = makeCalendar(shippedCalendar.sla, [year(2026), year(2026, '02')]);
    expect(gaps('2026-03-01', regions, wrong)).toEqual([
      'config/calendar has days of the federal subject «02», and no OKTMO code begins so: correct region in its file',
    ]);
  });

  it('is nothing as shipped, on any day until October 2027', () => {
    const { config } = loadConfig('config');
    const analysis = buildAnalysis(config);
    const known = new Set(analysis.regionCodes.values());
    expect(known.size).toBeGreaterThan(80);
    const served = servedRegions(config, analysis);
    for (const day of ['2026-01-01', '2026-12-31', '2027-09-30'])
      expect(calendarGaps(config.calendar, known, served, Date.parse(`${day}T12:00:00Z`))).toEqual([]);
  });
});
