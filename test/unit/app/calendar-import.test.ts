import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CalendarImport, importCalendar } from '../../../src/app/calendar-import.js';
import { readCsv } from '../../../src/cli/csv.js';
import { loadCalendars } from '../../../src/config/calendars.js';
import type { CalendarYear } from '../../../src/core/calendar-year.js';
import { asCsv, asDays, asIcal, asJson, asXml, csvHead, csvRow } from '../../support/calendar-files.js';

const shipped = loadCalendars('config').calendars.map(({ calendar }) => calendar);
const ofYear = (year: number): CalendarYear => {
  const found = shipped.find((each) => each.year === year && each.region === undefined);
  if (found === undefined) throw new Error(`no ${year}`);
  return found;
};
const moved2026 = { '2026-01-09': '2026-01-03', '2026-12-31': '2026-01-04' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-calendar-'));
  mkdirSync(join(folder, 'config/calendar'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Imports a text as a file into an empty config. */
function take(name: string, text: string | Uint8Array, more: Partial<CalendarImport> = {}) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return importCalendar({
    path,
    year: null,
    region: null,
    basis: null,
    configDir: join(folder, 'config'),
    out: null,
    replaces: false,
    readCsv,
    ...more,
  });
}
const written = (): string[] => readdirSync(join(folder, 'config/calendar'));
const days = ({ daysOff, workdays, shortDays }: CalendarYear) => ({ daysOff, workdays, shortDays });

describe.each([2024, 2025, 2026, 2027])('the calendar of %i', (year) => {
  it.each([
    ['XML of xmlcalendar.ru', 'calendar.xml', asXml],
    ['JSON of xmlcalendar.ru', 'calendar.json', asJson],
    ['CSV of data.gov.ru', 'data.csv', asCsv],
    ['a table of days', 'days.csv', asDays],
    ['iCalendar', 'days.ics', asIcal],
  ] as const)('comes out of %s as it is shipped', async (_, name, format) => {
    const calendar = ofYear(year);
    const result = await take(name, format(calendar));
    expect(days(result.calendar)).toEqual(days(calendar));
    expect(result.warnings).toEqual([]);
    expect(written()).toEqual([`ru-${year}.yaml`]);
    const { calendars, problems } = loadCalendars(join(folder, 'config'));
    expect(problems).toEqual([]);
    expect(calendars.map((each) => days(each.calendar))).toEqual([days(calendar)]);
  });
});

describe('an import', () => {
  it('names the moved days off that the file names', async () => {
    for (const [name, text] of [
      ['calendar.xml', asXml(ofYear(2026), moved2026)],
      ['calendar.json', asJson(ofYear(2026), moved2026)],
    ] as const) {
      const { calendar } = await take(name, text, { replaces: true });
      expect(calendar.basis).toBe(
        `imported from ${name} (days off moved: 01-03 to 01-09, 01-04 to 12-31); name the decree here`,
      );
    }
    const { calendar } = await take('calendar.xml', asXml(ofYear(2026)), { basis: 'Decree No. 1', replaces: true });
    expect(calendar.basis).toBe('Decree No. 1');
  });

  it('holds the sums against those that the file states', async () => {
    expect((await take('data.csv', asCsv(ofYear(2026)))).stated).toEqual(['workingDays', 'daysOff', 'hours40']);
    const text = asCsv(ofYear(2025)).replace('"247"', '"248"').replace('"1972"', '"1980"');
    await expect(take('data.csv', text)).rejects.toThrow(
      'data.csv:2: the file contradicts itself: it states working days 248, its days make 247; hours of a 40-hour week 1980, its days make 1972. Take the file from its source anew, or correct it',
    );
  });

  it('takes the year that is named out of decades, and asks for it', async () => {
    const text = asCsv(ofYear(2024), ofYear(2025), ofYear(2026));
    expect((await take('data.csv', text, { year: 2025 })).calendar.year).toBe(2025);
    await expect(take('data.csv', text)).rejects.toThrow('data.csv holds 2024, 2025, 2026: name the year with --year');
    await expect(take('data.csv', text, { year: 2031 })).rejects.toThrow(
      'data.csv holds no 2031, only 2024, 2025, 2026',
    );
  });

  it('reads rows of data.gov.ru as JSON and tables in Windows-1251', async () => {
    const row = Object.fromEntries(csvHead.map((name, index) => [name, csvRow(ofYear(2026))[index]]));
    expect(days((await take('data.json', JSON.stringify([row]))).calendar)).toEqual(days(ofYear(2026)));
    const russian = Uint8Array.from([...asDays(ofYear(2025))], (sign) => {
      const code = sign.codePointAt(0) ?? 0;
      return code < 128 ? code : sign === 'ё' ? 0xb8 : code - 0x0410 + 0xc0;
    });
    expect(days((await take('days.csv', russian)).calendar)).toEqual(days(ofYear(2025)));
  });

  it('of a federal subject keeps its own days alone', async () => {
    await take('calendar.xml', asXml(ofYear(2026)));
    const own = { ...ofYear(2026), daysOff: [...ofYear(2026).daysOff, '2026-08-31'], shortDays: ['2026-08-28'] };
    const { calendar } = await take('own.csv', asDays(own), { region: '92' });
    expect(calendar).toMatchObject({ region: '92', daysOff: ['2026-08-31'], workdays: [], shortDays: ['2026-08-28'] });
    expect(written()).toEqual(['ru-2026.yaml', 'ru-92-2026.yaml']);
    await expect(take('same.xml', asXml(ofYear(2026)), { region: '80' })).rejects.toThrow('no day of 2026 differs');
  });

  it('writes over nothing unless it is told to, and never beside a file of the same year', async () => {
    await take('calendar.xml', asXml(ofYear(2026)));
    await expect(take('calendar.xml', asXml(ofYear(2026)))).rejects.toThrow('write it over with --replace');
    await expect(
      take('calendar.xml', asXml(ofYear(2026)), { out: join(folder, 'config/calendar/other.yaml') }),
    ).rejects.toThrow('config/calendar/ru-2026.yaml holds 2026 already');
    await expect(take('calendar.xml', asXml(ofYear(2026)), { out: join(folder, 'nowhere') })).rejects.toThrow(
      'there is no such folder; make it first',
    );
  });

  it('says when moved days off and worked ones do not balance', async () => {
    const lame = { ...ofYear(2026), daysOff: ofYear(2026).daysOff.filter((date) => date !== '2026-12-31') };
    expect((await take('calendar.xml', asXml(lame))).warnings).toEqual([
      '2026: 4 holidays on weekends and 0 worked weekend days make 4 moved days off, the calendar has 3: compare it with the decree',
    ]);
  });
});

describe('a file that cannot be used leaves nothing behind and is told of with its place and the remedy', () => {
  const xml = asXml(ofYear(2026));
  const csv = asCsv(ofYear(2026));
  const ical = asIcal(ofYear(2026));
  it.each<[string, string, string, string]>([
    [
      'a type that is none',
      'a.xml',
      xml.replace('d="02.23" t="1"', 'd="02.23" t="7"'),
      'a.xml:16: t="7" is no type of a day',
    ],
    [
      'a day that does not exist',
      'a.xml',
      xml.replace('d="02.23"', 'd="02.30"'),
      'a.xml:16: there is no day 2026-02-30',
    ],
    [
      'a day without a month',
      'a.xml',
      xml.replace('d="02.23"', 'd="23"'),
      'a.xml:16: «23» is no day: write month and day',
    ],
    ['an end that is cut off', 'a.xml', xml.slice(0, -20), 'a.xml is cut off'],
    ['another country', 'a.xml', xml.replace('country="ru"', 'country="kz"'), 'a.xml:2: this is the calendar of «kz»'],
    ['no calendar', 'a.xml', '<html><body/></html>', 'begins with <html> and not with <calendar>'],
    [
      'a day said twice',
      'a.xml',
      xml.replace('d="03.09" t="1"', 'd="02.23" t="3"'),
      '2026-02-23 is «off» in a.xml:16 and «work» here',
    ],
    [
      'a holiday that is worked',
      'a.csv',
      csv.replace(/4(,7,8,14)/, '5$1'),
      '2026-11-04 would be worked, and the Labour Code',
    ],
    ['a month without days', 'a.csv', csv.replace('"6,7,11*,12', '"","'), 'a.csv:2: Июнь of 2026 is empty'],
    ['a day that is no number', 'a.csv', csv.replace('11*', '11!'), 'a.csv:2, Июнь: «11!» is no day'],
    ['a sum that is no number', 'a.csv', csv.replace('"247"', '"many"'), 'a.csv:2: «many» is no number of workingDays'],
    ['a quote that is never closed', 'a.csv', csv.slice(0, -3), 'a.csv:2: a quote (") is opened and never closed'],
    [
      'columns that nobody knows',
      'a.csv',
      'a,b\n1,2\n',
      'a.csv:1: the first line names no columns that are known (a, b)',
    ],
    ['a kind that nobody knows', 'a.csv', 'date,kind\n2026-01-01,maybe\n', 'a.csv:2: «maybe» is no kind of a day'],
    ['a date that is none', 'a.csv', 'date,kind\n1 января,off\n', 'a.csv:2: «1 января» is no date'],
    ['a year of no use', 'a.csv', 'date,kind\n1999-01-01,off\n', 'a.csv:2: «1999» is no year from 2000 to 2100'],
    ['nothing', 'a.csv', '', 'a.csv: the file is empty'],
    ['JSON that is cut off', 'a.json', `${asJson(ofYear(2026)).slice(0, 60)}\n`, 'a.json:'],
    ['JSON of something else', 'a.json', '{"year": 2026}', 'a.json, months'],
    ['half a year', 'a.json', '{"year": 2026, "months": [{"month": 1, "days": "1"}]}', 'months 2 (Февраль), 3 (Март)'],
    ['a calendar that is cut off', 'a.ics', ical.slice(0, 200), 'END:VCALENDAR is missing'],
    [
      'events that repeat',
      'a.ics',
      ical.replace('UID:2026-01-01@example', 'RRULE:FREQ=YEARLY'),
      'a.ics:4: repeating events are not read',
    ],
    ['an event without a day', 'a.ics', ical.replace('DTSTART', 'X-START'), 'an event has no DTSTART'],
    ['a day of no calendar', 'a.ics', ical.replace('20260223', '2026022'), '«2026022» is no date'],
  ])('%s', async (_, name, text, message) => {
    await expect(take(name, text)).rejects.toThrow(message);
    await expect(take(name, text)).rejects.toMatchObject({ code: 'E_INPUT_INVALID' });
    expect(written()).toEqual([]);
  });

  it('a file that is not there', async () => {
    await expect(
      importCalendar({
        path: join(folder, 'none.xml'),
        year: null,
        region: null,
        basis: null,
        configDir: join(folder, 'config'),
        out: null,
        replaces: false,
        readCsv,
      }),
    ).rejects.toThrow('none.xml cannot be read');
  });

  it('an old file stays as it was when the new one is broken', async () => {
    const { written: path } = await take('calendar.xml', xml);
    const before = readFileSync(path, 'utf8');
    await expect(take('calendar.xml', xml.slice(0, -20), { replaces: true })).rejects.toThrow('is cut off');
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(existsSync(path)).toBe(true);
  });
});
