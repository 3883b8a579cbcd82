import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime } from '../../../crawlers/parse/dates.js';

const sunday = '2026-11-22T15:00:00.000Z';
const cases: [string, string, string | null, string][] = [
  ['сегодня, 12:30', 'Europe/Moscow', '2026-11-22T09:30:00.000Z', 'minute'],
  ['вчера в 23:59', 'Europe/Moscow', '2026-11-21T20:59:00.000Z', 'minute'],
  ['вчера в 23:59', 'Asia/Kamchatka', '2026-11-22T11:59:00.000Z', 'minute'],
  ['позавчера', 'Europe/Moscow', '2026-11-19T21:00:00.000Z', 'day'],
  ['5 минут назад', 'Asia/Omsk', '2026-11-22T14:55:00.000Z', 'minute'],
  ['час назад', 'Europe/Moscow', '2026-11-22T14:00:00.000Z', 'hour'],
  ['полчаса назад', 'Europe/Moscow', '2026-11-22T14:30:00.000Z', 'minute'],
  ['1 час 5 минут назад', 'Europe/Moscow', '2026-11-22T13:55:00.000Z', 'minute'],
  ['только что', 'Europe/Moscow', '2026-11-22T15:00:00.000Z', 'minute'],
  ['в понедельник, 14:20', 'Europe/Moscow', '2026-11-16T11:20:00.000Z', 'minute'],
  ['Сб в 9:05', 'Europe/Moscow', '2026-11-21T06:05:00.000Z', 'minute'],
  ['во вторник в 23:59', 'Asia/Kamchatka', '2026-11-17T11:59:00.000Z', 'minute'],
  ['Воскресенье в 12:00', 'Europe/Moscow', '2026-11-22T09:00:00.000Z', 'minute'],
  ['Воскресенье в 22:00', 'Europe/Moscow', '2026-11-15T19:00:00.000Z', 'minute'],
  ['Friday at 4:15 PM', 'Europe/Moscow', '2026-11-20T13:15:00.000Z', 'minute'],
  ['в пятницу', 'Europe/Moscow', null, 'unknown'],
  ['в автобусе 14:20', 'Europe/Moscow', null, 'unknown'],
  ['12 янв 2024, 9:05', 'Europe/Kaliningrad', '2024-01-12T07:05:00.000Z', 'minute'],
  ['Сб июн 03, 2023 4:15 pm', 'Europe/Moscow', '2023-06-03T13:15:00.000Z', 'minute'],
  ['Вс май 31, 2026 12:05 am', 'Europe/Moscow', '2026-05-30T21:05:00.000Z', 'minute'],
  ['Sat, 03 Jun 2023 16:15:00 +0300', 'Asia/Tokyo', '2023-06-03T13:15:00.000Z', 'second'],
  ['Fri, 20 Nov 2026 10:00:00 GMT', 'Europe/Moscow', '2026-11-20T10:00:00.000Z', 'second'],
  ['2026-11-21T13:15:00+07:00', 'Europe/Moscow', '2026-11-21T06:15:00.000Z', 'second'],
  ['2026-11-21', 'Europe/Moscow', '2026-11-20T21:00:00.000Z', 'day'],
  ['21.11.2026 в 16:15', 'Europe/Moscow', '2026-11-21T13:15:00.000Z', 'minute'],
  ['11-21-2026, 04:15 PM', 'Europe/Moscow', '2026-11-21T13:15:00.000Z', 'minute'],
  ['03-12-2026, 04:15 PM', 'Europe/Moscow', '2026-03-12T13:15:00.000Z', 'minute'],
  ['21-11-2026, 04:15 PM', 'Europe/Moscow', '2026-11-21T13:15:00.000Z', 'minute'],
  ['03-12-2025, 16:15', 'Europe/Moscow', '2025-12-03T13:15:00.000Z', 'minute'],
  ['Март 12, 2026, 04:15:00 pm', 'Europe/Moscow', '2026-03-12T13:15:00.000Z', 'second'],
  ['2026-03-01 07:12 pm (UTC)', 'Europe/Moscow', '2026-03-01T19:12:00.000Z', 'minute'],
  ['2026-03-01 12:12 am (local)', 'Europe/Moscow', '2026-02-28T21:12:00.000Z', 'minute'],
  ['March 12 2026, 10:02:53 UTC', 'Europe/Moscow', '2026-03-12T10:02:53.000Z', 'second'],
  ['марта 12 2026, 10:02', 'Europe/Moscow', '2026-03-12T07:02:00.000Z', 'minute'],
  ['1700000000', 'Europe/Moscow', '2023-11-14T22:13:20.000Z', 'second'],
  ['3 марта 2025 г.', 'Europe/Moscow', '2025-03-02T21:00:00.000Z', 'day'],
  // A year that the page leaves out is the last one that has passed.
  ['31 декабря 23:50', 'Europe/Moscow', '2025-12-31T20:50:00.000Z', 'minute'],
  ['1 мая', 'Europe/Moscow', '2026-04-30T21:00:00.000Z', 'day'],
  // Printed before midnight, read after it.
  ['сегодня в 23:59', 'Europe/Moscow', '2026-11-21T20:59:00.000Z', 'minute'],
  ['29 фев 2023', 'Europe/Moscow', null, 'unknown'],
  ['32 янв 2024', 'Europe/Moscow', null, 'unknown'],
  ['01.01.2031 10:00', 'Europe/Moscow', null, 'unknown'],
  ['несколько часов назад', 'Europe/Moscow', null, 'unknown'],
  ['давно', 'Europe/Moscow', null, 'unknown'],
  ['несколько секунд назад', 'Europe/Moscow', '2026-11-22T15:00:00.000Z', 'minute'],
  ['1 мес. назад', 'Europe/Moscow', '2026-10-23T15:00:00.000Z', 'day'],
  ['2 месяца назад', 'Europe/Moscow', '2026-09-23T15:00:00.000Z', 'day'],
  // Month first it would be in the future.
  ['10-12-2025, 10:15 AM', 'Europe/Moscow', '2025-10-12T07:15:00.000Z', 'minute'],
  ['10-12-2026, 10:15 AM', 'Europe/Moscow', '2026-10-12T07:15:00.000Z', 'minute'],
  ['12-10-2026, 10:15 AM', 'Europe/Moscow', '2026-10-12T07:15:00.000Z', 'minute'],
  ['3 ч. назад', 'Europe/Moscow', '2026-11-22T12:00:00.000Z', 'hour'],
  ['2 дня назад', 'Europe/Moscow', '2026-11-20T15:00:00.000Z', 'day'],
  ['12.01.24 в 09:05', 'Asia/Omsk', '2024-01-12T03:05:00.000Z', 'minute'],
  ['12 май 2024, 9:05', 'Europe/Moscow', '2024-05-12T06:05:00.000Z', 'minute'],
  ['12 нояб. 2024, 9:05', 'Europe/Moscow', '2024-11-12T06:05:00.000Z', 'minute'],
  ['12 Sept 2024 9:05', 'Europe/Moscow', '2024-09-12T06:05:00.000Z', 'minute'],
  // Words that only begin like a month, and times that no clock shows.
  ['12 матчей, 9:05', 'Europe/Moscow', null, 'unknown'],
  ['3 марки, 9:05', 'Europe/Moscow', null, 'unknown'],
  ['12.01.24 в 25:05', 'Europe/Moscow', null, 'unknown'],
  ['вчера в 12:75', 'Europe/Moscow', null, 'unknown'],
  ['в понедельник, 31:20', 'Europe/Moscow', null, 'unknown'],
];

describe('times as sites print them', () => {
  it.each(cases)('«%s» in %s is %s', (printed, timeZone, publishedAt, timePrecision) => {
    expect(readTime(printed, { fetchedAt: sunday, timeZone })).toEqual({
      publishedAt,
      timePrecision,
      rawTime: printed,
    });
  });

  it('stays unknown when nothing is printed', () => {
    expect(readTime(null, { fetchedAt: sunday, timeZone: 'Europe/Moscow' })).toEqual({
      publishedAt: null,
      timePrecision: 'unknown',
      rawTime: null,
    });
  });

  it('means the same however exactly a machine wrote it', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
    const parts = fc.tuple(fc.constantFrom('19', '20'), two(30), two(13), two(32), two(25), two(61), two(61));
    const zones = fc.tuple(fc.constantFrom('+', '-'), two(15), two(59));
    const context = { fetchedAt: sunday, timeZone: 'Europe/Moscow' };
    fc.assert(
      fc.property(parts, zones, ([age, year, month, day, hour, minute, second], [sign, hours, minutes]) => {
        const wall = `${age}${year}-${month}-${day}T${hour}:${minute}:${second}`;
        const exact = readTime(`${wall}${sign}${hours}:${minutes}`, context);
        const loose = readTime(`${wall}${sign}${hours}${minutes}`, context);
        expect({ ...exact, rawTime: null }).toEqual({ ...loose, rawTime: null });
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a clock that runs a little ahead for now', () => {
    const { publishedAt } = readTime('2026-11-22T15:03:00Z', { fetchedAt: sunday, timeZone: 'Europe/Moscow' });
    expect(publishedAt).toBe(sunday);
  });

  it('is never later than the fetch, in any zone, at any hour', () => {
    for (const timeZone of [
      'Europe/Kaliningrad',
      'Europe/Samara',
      'Asia/Yekaterinburg',
      'Asia/Vladivostok',
      'Asia/Kamchatka',
    ]) {
      for (let hour = 0; hour < 24; hour++) {
        const fetchedAt = `2026-01-01T${String(hour).padStart(2, '0')}:30:00.000Z`;
        for (const text of ['сегодня, 12:30', 'вчера в 23:59', '31 декабря, 22:00', '5 минут назад', '29 фев, 10:00']) {
          const { publishedAt } = readTime(text, { fetchedAt, timeZone });
          if (publishedAt !== null) expect(publishedAt <= fetchedAt, `${text} ${timeZone} ${fetchedAt}`).toBe(true);
        }
      }
    }
  });
});
