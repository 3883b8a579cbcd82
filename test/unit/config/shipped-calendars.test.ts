import Holidays from 'date-holidays';
import { describe, expect, it } from 'vitest';
import { balanceWarnings, workedHolidays } from '../../../pipelines/incidents/calendar/draft.js';
import { loadCalendars } from '../../../src/config/calendars.js';
import { isWeekend, totalsOf } from '../../../src/core/calendar-year.js';

const { calendars, problems } = loadCalendars('config');
const country = calendars.map(({ calendar }) => calendar).filter(({ region }) => region === undefined);
const national = new Holidays('RU');
const publicDays = (holidays: Holidays, year: number): string[] =>
  holidays
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .map(({ date }) => date.slice(0, 10));

/** Days off that no holiday falls on, from which day each was moved, and by what. */
const moved: Readonly<Record<number, { by: string; days: Record<string, string> }>> = {
  2024: {
    by: 'government decree of 10 August 2023 No. 1314',
    days: {
      '2024-04-29': '2024-04-27',
      '2024-04-30': '2024-11-02',
      '2024-05-10': '2024-01-06',
      '2024-12-30': '2024-12-28',
      '2024-12-31': '2024-01-07',
    },
  },
  2025: {
    by: 'government decree of 4 October 2024 No. 1335',
    days: {
      '2025-05-02': '2025-01-04',
      '2025-05-08': '2025-02-23',
      '2025-06-13': '2025-03-08',
      '2025-11-03': '2025-11-01',
      '2025-12-31': '2025-01-05',
    },
  },
  2026: {
    // 9 March and 11 May are moved by article 112 of the Labour Code itself.
    by: 'government decree of 24 September 2025 on moving days off in 2026, and article 112',
    days: {
      '2026-01-09': '2026-01-03',
      '2026-03-09': '2026-03-08',
      '2026-05-11': '2026-05-09',
      '2026-12-31': '2026-01-04',
    },
  },
  2027: {
    by: 'government decree on moving days off in 2027, and article 112',
    days: {
      '2027-02-22': '2027-02-20',
      '2027-05-03': '2027-05-01',
      '2027-05-10': '2027-05-09',
      '2027-06-14': '2027-06-12',
      '2027-11-05': '2027-01-02',
      '2027-12-31': '2027-01-03',
    },
  },
};

describe('the calendars that are shipped', () => {
  it('load without a problem', () => expect(problems).toEqual([]));

  it.each(country.map((calendar) => [calendar.year, calendar] as const))(
    'have every public holiday that date-holidays has in %i off',
    (year, { daysOff, workdays }) => {
      for (const date of publicDays(national, year))
        expect(daysOff.includes(date) || (isWeekend(date) && !workdays.includes(date)), date).toBe(true);
    },
  );

  it.each(country.map((calendar) => [calendar.year, calendar] as const))(
    'differ from it in %i by the moved days off alone, each from a holiday on a weekend or a worked weekend day',
    (year, { daysOff, workdays }) => {
      // The package knows one moved day of 2026.
      const known = publicDays(national, year).filter((date) => !(date in (moved[year]?.days ?? {})));
      const days = moved[year]?.days ?? {};
      // It names the first and the last of the New Year's days and leaves out those between them.
      const between = ['01-03', '01-04', '01-05', '01-06'].map((day) => `${year}-${day}`);
      expect(daysOff.filter((date) => !known.includes(date) && !between.includes(date))).toEqual(Object.keys(days));
      for (const from of Object.values(days)) {
        expect(isWeekend(from), from).toBe(true);
        expect([...known, ...between, ...workdays], from).toContain(from);
      }
    },
  );

  it('keep the Labour Code and its balance of days off', () => {
    for (const calendar of country) {
      expect(workedHolidays(calendar)).toEqual([]);
      expect(balanceWarnings(calendar)).toEqual([]);
    }
  });

  it('have 247 working days and 1972 hours in 2027, as in 2021, which had the same weekdays and the same moves', () =>
    expect(country.map((calendar) => [calendar.year, totalsOf(calendar)])).toContainEqual([
      2027,
      { workingDays: 247, daysOff: 118, shortDays: 4, hours40: 1972 },
    ]));
});

/** Codes of federal subjects in OKTMO and in the package. */
const subjects: Readonly<Record<string, string>> = {
  '03': 'KDA',
  '07': 'STA',
  '14': 'BEL',
  '26': 'IN',
  '56': 'PNZ',
  '63': 'SAR',
  '79': 'AD',
  '80': 'BA',
  '81': 'BU',
  '82': 'DA',
  '83': 'KB',
  '85': 'KL',
  '87': 'KO',
  '90': 'NO',
  '91': 'KC',
  '92': 'TA',
  '93': 'TY',
  '96': 'CE',
  '97': 'CU',
  '98': 'SA',
};
/** Weekdays that the package has off and we leave out: whether a law or an act sets them could not be read. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  // Monday after Easter and Radonitsa.
  '82': ['2024-05-06', '2024-05-14', '2025-04-21', '2025-04-29', '2026-04-13', '2026-04-21'],
  // Memory of the victims of the war in the Caucasus.
  '83': ['2024-05-21', '2025-05-21', '2026-05-21'],
  // Radonitsa.
  '91': ['2024-05-14', '2025-04-29', '2026-04-21'],
};
const regional = calendars.map(({ calendar }) => calendar).filter(({ region }) => region !== undefined);
const offIn = (region: string): Set<string> =>
  new Set(regional.filter((each) => each.region === region).flatMap(({ daysOff }) => daysOff));

describe('days off of federal subjects', () => {
  it('are those of twenty subjects in three years', () => {
    expect([...new Set(regional.map(({ region }) => region))].sort()).toEqual(Object.keys(subjects).sort());
    expect(new Set(regional.map(({ year }) => year))).toEqual(new Set([2024, 2025, 2026]));
  });

  it.each(Object.entries(subjects))(
    'of %s (%s) lack no weekday that date-holidays has, but those named',
    (code, state) => {
      const own = offIn(code);
      const missing = [2024, 2025, 2026].flatMap((year) => {
        const known = publicDays(national, year);
        return publicDays(new Holidays('RU', state), year).filter(
          (date) => !known.includes(date) && !isWeekend(date) && !own.has(date),
        );
      });
      expect(missing.sort()).toEqual(leftOut[code] ?? []);
    },
  );

  it('hold the first weekday of Uraza-bayram and Kurban-bayram, by the calendar of Umm al-Qura', () => {
    const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', {
      month: 'numeric',
      day: 'numeric',
      timeZone: 'UTC',
    });
    const feasts: string[] = [];
    for (let ms = Date.UTC(2024, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 86_400_000) {
      const parts = Object.fromEntries(hijri.formatToParts(ms).map(({ type, value }) => [type, value]));
      const isFeast = (parts.month === '10' && parts.day === '1') || (parts.month === '12' && parts.day === '10');
      if (isFeast) feasts.push(new Date(ms).toISOString().slice(0, 10));
    }
    expect(feasts).toEqual(['2024-04-10', '2024-06-16', '2025-03-30', '2025-06-06', '2026-03-20', '2026-05-27']);
    for (const code of ['26', '79', '80', '82', '83', '91', '92', '96'])
      for (const date of feasts) if (!isWeekend(date)) expect(offIn(code), `${code} ${date}`).toContain(date);
  });

  it('hold Radonitsa on the ninth day after Orthodox Easter', () => {
    const calendar = new Holidays('RU');
    calendar.setHoliday('orthodox 9', { name: { en: 'Radonitsa' }, type: 'public' });
    for (const year of [2024, 2025, 2026]) {
      const date = calendar
        .getHolidays(year)
        .find(({ name }) => name === 'Radonitsa')
        ?.date.slice(0, 10);
      for (const code of ['03', '07', '56', '63', '79', '83']) expect(offIn(code), `${code} ${year}`).toContain(date);
    }
  });

  it('give Tatarstan the 245 working days of 2025 that its ministry of labour counts', () => {
    const of2025 = country.find(({ year }) => year === 2025);
    const own = regional.find(({ region, year }) => region === '92' && year === 2025);
    const daysOff = [...(of2025?.daysOff ?? []), ...(own?.daysOff ?? [])];
    expect(totalsOf({ year: 2025, daysOff, workdays: of2025?.workdays ?? [], shortDays: [] }).workingDays).toBe(245);
  });
});
