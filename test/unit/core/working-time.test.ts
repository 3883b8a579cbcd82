import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleSchema } from '../../../src/core/schedule.js';
import {
  addWorkingDays,
  addWorkingMinutes,
  endOfDay,
  endOfWorkingDay,
  makeCalendar,
  restOf,
  workingDaysBetween,
  workingIntervals,
  workingMinutesBetween,
} from '../../../src/core/working-time.js';
import { zoneOffsetMs } from '../../../src/core/zone-offset.js';
import { calendarWith, plainCalendar, shippedCalendar } from '../../support/working-calendar.js';
import { zoneOffsets } from '../../support/zones.js';

const moscow = 'Europe/Moscow';
const at = (text: string): number => Date.parse(text);
const minutesOf = (date: string, calendar = shippedCalendar): number =>
  workingIntervals(date, calendar).reduce((sum, part) => sum + part.to - part.from, 0);
const due = (from: string, minutes: number, zone = moscow): string =>
  new Date(addWorkingMinutes(at(from), minutes, shippedCalendar, zone)).toISOString();

describe('the Russian working calendar of 2026', () => {
  it('counts an ordinary weekday as eight hours around the lunch break', () => {
    expect(workingIntervals('2026-03-02', shippedCalendar)).toEqual([
      { from: 540, to: 780 },
      { from: 840, to: 1080 },
    ]);
  });

  it('knows no work on weekends', () => {
    expect(minutesOf('2026-03-07')).toBe(0);
    expect(minutesOf('2026-03-01')).toBe(0);
  });

  it('rests from New Year to 11 January and works on the 12th', () => {
    for (let day = 1; day <= 11; day++) expect(minutesOf(`2026-01-${String(day).padStart(2, '0')}`)).toBe(0);
    expect(minutesOf('2026-01-12')).toBe(480);
  });

  it.each(['2026-02-23', '2026-03-09', '2026-05-01', '2026-05-11', '2026-06-12', '2026-11-04', '2026-12-31'])(
    'rests on the holiday or moved day off %s',
    (date) => expect(minutesOf(date)).toBe(0),
  );

  it.each(['2026-04-30', '2026-05-08', '2026-06-11', '2026-11-03'])('works one hour less on the short day %s', (date) =>
    expect(minutesOf(date)).toBe(420),
  );

  it('works on a Saturday that the calendar names', () => {
    const year = { year: 2026, basis: 'test', daysOff: [], workdays: ['2026-03-07'], shortDays: [] };
    expect(minutesOf('2026-03-07', makeCalendar(shippedCalendar.sla, [year]))).toBe(480);
  });

  it('uses the fixed public holidays for a year without a calendar', () => {
    expect(minutesOf('2031-01-08')).toBe(0);
    expect(minutesOf('2031-06-12')).toBe(0);
    expect(minutesOf('2031-01-09')).toBe(480);
    expect(minutesOf('2026-01-09', plainCalendar)).toBe(480);
  });
});

describe('adding working time', () => {
  it('skips lunch', () => expect(due('2026-03-02T09:30:00Z', 60)).toBe('2026-03-02T11:30:00.000Z'));

  it('begins at the next morning for what comes in the evening', () =>
    expect(due('2026-03-02T16:00:00Z', 30)).toBe('2026-03-03T06:30:00.000Z'));

  it('carries Friday evening over the weekend and the moved holiday to Tuesday', () =>
    expect(due('2026-03-06T14:30:00Z', 60)).toBe('2026-03-10T06:30:00.000Z'));

  it('ends a short day an hour earlier', () =>
    expect(due('2026-04-30T13:30:00Z', 60)).toBe('2026-05-04T06:30:00.000Z'));

  it('carries the last evening of 2025 to the first working day of 2026', () =>
    expect(due('2025-12-31T20:00:00Z', 1)).toBe('2026-01-12T06:01:00.000Z'));

  it('ends exactly at the end of the day when the time just fits', () =>
    expect(due('2026-03-02T06:00:00Z', 480)).toBe('2026-03-02T15:00:00.000Z'));

  it.each(Object.entries(zoneOffsets))('starts the day at nine in %s', (zone, hours) => {
    const start = at('2026-03-03T09:00:00Z') - hours * 3_600_000;
    expect(zoneOffsetMs(start, zone)).toBe(hours * 3_600_000);
    expect(addWorkingMinutes(start - 3_600_000, 10, shippedCalendar, zone)).toBe(start + 600_000);
  });

  it('takes the local day at midnight, not the day in UTC', () => {
    // 21:30 UTC on Sunday is 00:30 on Monday in Moscow and 09:30 on Monday in Kamchatka.
    expect(due('2026-03-01T21:30:00Z', 30)).toBe('2026-03-02T06:30:00.000Z');
    expect(due('2026-03-01T21:30:00Z', 30, 'Asia/Kamchatka')).toBe('2026-03-01T22:00:00.000Z');
  });

  it('refuses a calendar without working days and says where to look', () => {
    const idle = calendarWith({ workingDay: { from: '09:00', to: '09:00' } });
    expect(() => addWorkingMinutes(at('2026-03-02T09:00:00Z'), 1, idle, moscow)).toThrow(/config\/sla\.yaml/);
  });
});

describe('the production calendars that are shipped', () => {
  /** Working days and hours of a 40-hour week, as the Ministry of Labour's rules give them (order No. 588n of 13 August 2009). */
  it.each([
    [2024, 248, 1979],
    [2025, 247, 1972],
    [2026, 247, 1972],
  ])('of %i have %i working days and %i hours', (year, days, hours) => {
    const minutes = Array.from({ length: 366 }, (_, day) =>
      new Date(Date.UTC(year, 0, day + 1)).toISOString().slice(0, 10),
    )
      .filter((date) => date.startsWith(String(year)))
      .map((date) => minutesOf(date))
      .filter((each) => each > 0);
    expect(minutes).toHaveLength(days);
    expect(minutes.reduce((sum, each) => sum + each, 0) / 60).toBe(hours);
  });

  it('rest on every public holiday of article 112, or on the day that it was moved to', () => {
    const fixed = ['01-01', '01-02', '01-07', '02-23', '03-08', '05-01', '05-09', '06-12', '11-04'];
    for (const year of [2024, 2025, 2026])
      for (const day of fixed) expect(minutesOf(`${year}-${day}`), `${year}-${day}`).toBe(0);
  });
});

describe('holidays of a federal subject', () => {
  const own = { year: 2026, region: '92', basis: 'test', daysOff: ['2026-08-31'], workdays: [], shortDays: [] };
  const calendar = makeCalendar(shippedCalendar.sla, [own]);
  const minutesAt = (region: string | null): number =>
    workingIntervals('2026-08-31', calendar, { timeZone: moscow, region }).reduce(
      (sum, { from, to }) => sum + to - from,
      0,
    );
  it('are days off there and working days elsewhere', () => {
    expect([minutesAt('92'), minutesAt('45'), minutesAt(null)]).toEqual([0, 480, 480]);
  });
});

describe('a schedule of its own', () => {
  it('is counted through nights, weekends and holidays where it says so', () => {
    const where = { timeZone: moscow, schedule: 'around-the-clock' };
    expect(workingIntervals('2026-01-01', shippedCalendar, where)).toEqual([{ from: 0, to: 1_440 }]);
    expect(restOf('2026-01-01', shippedCalendar, where)).toBeNull();
    expect(addWorkingMinutes(at('2026-01-01T00:00:00Z'), 240, shippedCalendar, where)).toBe(at('2026-01-01T04:00:00Z'));
  });
});

describe('a term in working days', () => {
  it.each([
    // Friday evening: the first day is Tuesday, Monday being a day off.
    ['2026-03-06T20:00:00Z', 1, '2026-03-10T15:00:00.000Z'],
    ['2026-03-02T06:00:00Z', 7, '2026-03-12T15:00:00.000Z'],
    // Over the New Year: 30 December is worked, 31 December to 11 January is not.
    ['2026-12-28T06:00:00Z', 2, '2026-12-30T15:00:00.000Z'],
  ])('from %s, %i days, ends with the last working day: %s', (from, days, to) => {
    expect(new Date(endOfWorkingDay(at(from), days, shippedCalendar, moscow)).toISOString()).toBe(to);
  });
});

describe('working days', () => {
  it.each([
    // Friday evening: the first day is Monday, which is a day off.
    ['2026-03-06T20:00:00Z', 1, '2026-03-10T15:00:00.000Z'],
    ['2026-03-02T05:00:00Z', 7, '2026-03-11T15:00:00.000Z'],
    // Over the New Year: 30 December is worked, 31 December to 11 January is not.
    ['2026-12-28T20:00:00Z', 2, '2026-12-30T15:00:00.000Z'],
    // Half of a day is half of its hours; a short day is a whole one.
    ['2026-03-02T05:00:00Z', 0.5, '2026-03-02T10:00:00.000Z'],
    ['2026-04-30T05:00:00Z', 1, '2026-04-30T14:00:00.000Z'],
  ])('from %s, %d days, end at %s', (from, days, to) => {
    expect(new Date(addWorkingDays(at(from), days, shippedCalendar, moscow)).toISOString()).toBe(to);
    expect(workingDaysBetween(at(from), at(to), shippedCalendar, moscow)).toBeCloseTo(days, 9);
  });
});

describe('shifts', () => {
  const schedules = {
    // Until a quarter to five on Fridays, and on Saturday mornings.
    office: scheduleSchema.parse({
      workingDay: { from: '08:00', to: '18:00' },
      weekdays: [1, 2, 3, 4],
      breaks: [{ from: '12:00', to: '12:45' }],
      shifts: [
        { weekdays: [5], from: '08:00', to: '16:45' },
        { weekdays: [6], from: '09:00', to: '13:00' },
      ],
    }),
    night: scheduleSchema.parse({
      workingDay: { from: '09:00', to: '10:00' },
      weekdays: [1],
      breaks: [{ from: '01:00', to: '02:00' }],
      shifts: [{ weekdays: [1, 2, 3, 4, 5], from: '20:00', to: '08:00' }],
    }),
    twoShifts: scheduleSchema.parse({
      workingDay: { from: '06:00', to: '15:00' },
      weekdays: [1, 2, 3, 4, 5],
      shifts: [{ weekdays: [1, 2, 3, 4, 5], from: '14:00', to: '22:00' }],
    }),
  };
  const calendar = calendarWith({ schedules });
  const parts = (date: string, schedule: string): [number, number][] =>
    workingIntervals(date, calendar, { timeZone: moscow, schedule }).map(({ from, to }) => [from / 60, to / 60]);

  it('give weekdays hours of their own', () => {
    expect(parts('2026-03-03', 'office')).toEqual([
      [8, 12],
      [12.75, 18],
    ]);
    expect(parts('2026-03-06', 'office')).toEqual([
      [8, 12],
      [12.75, 16.75],
    ]);
    expect(parts('2026-03-07', 'office')).toEqual([
      [9, 12],
      [12.75, 13],
    ]);
    expect(parts('2026-03-08', 'office')).toEqual([]);
  });

  it('run over midnight, belong to the day of their beginning and keep their breaks', () => {
    expect(parts('2026-03-02', 'night')).toEqual([
      [9, 10],
      [20, 24],
    ]);
    expect(parts('2026-03-03', 'night')).toEqual([
      [0, 1],
      [2, 8],
      [20, 24],
    ]);
    // Friday's goes on into Saturday; none begins on Saturday, nor on the day off after it.
    expect(parts('2026-03-07', 'night')).toEqual([
      [0, 1],
      [2, 8],
    ]);
    expect(parts('2026-03-09', 'night')).toEqual([]);
    expect(parts('2026-03-10', 'night')).toEqual([[20, 24]]);
  });

  it('count no minute twice where they overlap', () => expect(parts('2026-03-03', 'twoShifts')).toEqual([[6, 22]]));

  it('shorten the last stretch before a holiday, and none that goes on over midnight', () => {
    expect(parts('2026-04-30', 'twoShifts')).toEqual([[6, 21]]);
    expect(parts('2026-04-30', 'night')).toEqual([
      [0, 1],
      [2, 8],
      [20, 24],
    ]);
  });

  it('make one working day, whatever of it lies after midnight', () => {
    const where = { timeZone: moscow, schedule: 'night' };
    const [from, to] = [at('2026-03-03T20:00:00+03:00'), at('2026-03-04T08:00:00+03:00')];
    expect(workingDaysBetween(from, to, calendar, where)).toBeCloseTo(1, 9);
    expect(addWorkingDays(from, 1, calendar, where)).toBe(to);
    // Before the shift, in it and in what of it lies after midnight.
    for (const time of ['2026-03-02T10:00:00+03:00', '2026-03-02T22:00:00+03:00', '2026-03-02T03:00:00+03:00'])
      expect(endOfWorkingDay(at(time), 1, calendar, where), time).toBe(to);
    expect(endOfWorkingDay(at('2026-02-28T12:00:00+03:00'), 1, calendar, where)).toBe(at('2026-03-03T08:00:00+03:00'));
  });
});

describe('working time as arithmetic', () => {
  const instant = fc.integer({ min: at('2025-12-20T00:00:00Z'), max: at('2027-01-20T00:00:00Z') });
  const zone = fc.constantFrom(...Object.keys(zoneOffsets));
  const minutes = fc.integer({ min: 1, max: 5_000 });

  it('gives back the minutes that were added', () => {
    fc.assert(
      fc.property(instant, minutes, zone, (fromMs, added, where) => {
        const toMs = addWorkingMinutes(fromMs, added, shippedCalendar, where);
        expect(workingMinutesBetween(fromMs, toMs, shippedCalendar, where)).toBeCloseTo(added, 6);
      }),
      { numRuns: 150 },
    );
  });

  it('never moves a deadline to the front when the start or the term grows', () => {
    fc.assert(
      fc.property(instant, fc.nat(10_000_000), minutes, fc.nat(500), zone, (fromMs, laterMs, added, more, where) => {
        const dueMs = addWorkingMinutes(fromMs, added, shippedCalendar, where);
        expect(addWorkingMinutes(fromMs + laterMs, added, shippedCalendar, where)).toBeGreaterThanOrEqual(dueMs);
        expect(addWorkingMinutes(fromMs, added + more, shippedCalendar, where)).toBeGreaterThanOrEqual(dueMs);
      }),
      { numRuns: 150 },
    );
  });

  it('adds up over any point in between', () => {
    fc.assert(
      fc.property(instant, fc.nat(86_400_000), fc.nat(86_400_000), zone, (fromMs, first, second, where) => {
        const between = (a: number, b: number): number => workingMinutesBetween(a, b, shippedCalendar, where);
        const middle = fromMs + first;
        const whole = between(fromMs, middle + second);
        expect(between(fromMs, middle) + between(middle, middle + second)).toBeCloseTo(whole, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('ends a term in days with a day that is worked, and as many days lie between', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 20 }), zone, (fromMs, days, where) => {
        const dueMs = endOfWorkingDay(fromMs, days, shippedCalendar, where);
        const local = new Date(dueMs + zoneOffsetMs(dueMs, where)).toISOString();
        expect(restOf(local.slice(0, 10), shippedCalendar, where)).toBeNull();
        expect(local.slice(11, 16)).toMatch(/^1[78]:00$/);
        const startMs = endOfDay(fromMs, shippedCalendar, where);
        expect(workingDaysBetween(startMs, dueMs, shippedCalendar, where)).toBeCloseTo(days, 6);
      }),
      { numRuns: 100 },
    );
  });

  it('is nothing backwards', () =>
    expect(workingMinutesBetween(at('2026-03-03T09:00:00Z'), at('2026-03-02T09:00:00Z'), shippedCalendar, moscow)).toBe(
      0,
    ));
});
