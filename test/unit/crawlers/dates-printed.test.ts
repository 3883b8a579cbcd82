import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime } from '../../../crawlers/parse/dates.js';
import { zoneOffsets } from '../../support/zones.js';

const ZONES = Object.keys(zoneOffsets);
const SHORT = 'янв фев мар апр май июн июл авг сен окт ноя дек'.split(' ');
const LONG = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const ENGLISH = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const WEEKDAYS = 'воскресенье понедельник вторник среду четверг пятницу субботу'.split(' ');
const SHORT_DAYS = 'Вс Пн Вт Ср Чт Пт Сб'.split(' ');
const DAY_MS = 86_400_000;

/** What a clock and a calendar on the wall show, as texts of fixed width. */
interface Wall {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
}

const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }),
  ]),
);

function wallOf(ms: number, timeZone: string): Wall {
  const parts = formats.get(timeZone)?.formatToParts(ms) ?? [];
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as unknown as Wall;
}

/** Number of the day in a zone, from 1970. */
function dayNumber(ms: number, timeZone: string): number {
  const { year, month, day } = wallOf(ms, timeZone);
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY_MS;
}

const bare = (digits: string): string => String(Number(digits));
const monthOf = (names: readonly string[], { month }: Wall): string => names[Number(month) - 1] ?? '';
const weekdayOf = (names: readonly string[], days: number): string => names[(days + 4) % 7] ?? '';
const halfDay = ({ hour, minute }: Wall, half = ['am', 'pm']): string =>
  `${Number(hour) % 12 || 12}:${minute} ${half[Number(hour) < 12 ? 0 : 1]}`;

/** How engines print an instant: the text, and to what the text is exact. Null where they would not print it so. */
type Form = (wall: Wall, days: number, nowDays: number) => [string, 'second' | 'minute' | 'day'] | null;

/** A year is left out by who prints what happened within the last months. */
const isLastMonths = (days: number, nowDays: number): boolean => nowDays - days < 300;

const forms: Record<string, Form> = {
  'phpBB «Сб июн 03, 2023 4:15 pm»': (w, d) => [
    `${weekdayOf(SHORT_DAYS, d)} ${monthOf(SHORT, w)} ${w.day}, ${w.year} ${halfDay(w)}`,
    'minute',
  ],
  'phpBB «03 июн 2023, 16:15»': (w) => [`${w.day} ${monthOf(SHORT, w)} ${w.year}, ${w.hour}:${w.minute}`, 'minute'],
  'Invision «3 июня 2023 в 16:15»': (w) => [
    `${bare(w.day)} ${monthOf(LONG, w)} ${w.year} в ${bare(w.hour)}:${w.minute}`,
    'minute',
  ],
  'Bitrix «03.06.2023 16:15:07»': (w) => [`${w.day}.${w.month}.${w.year} ${w.hour}:${w.minute}:${w.second}`, 'second'],
  'vBulletin «03.06.2023, 16:15»': (w) => [`${w.day}.${w.month}.${w.year}, ${w.hour}:${w.minute}`, 'minute'],
  'vBulletin «06-03-2023, 04:15 PM»': (w) => [
    `${w.month}-${w.day}-${w.year}, ${halfDay(w, ['AM', 'PM']).padStart(8, '0')}`,
    'minute',
  ],
  'uCoz «03.06.23 в 16:15»': (w) => [`${w.day}.${w.month}.${w.year.slice(2)} в ${w.hour}:${w.minute}`, 'minute'],
  'PunBB «2023-06-03 16:15:07»': (w) => [`${w.year}-${w.month}-${w.day} ${w.hour}:${w.minute}:${w.second}`, 'second'],
  'SMF «03 Июня 2023, 16:15:07»': (w) => [
    `${w.day} ${(monthOf(LONG, w)[0] ?? '').toUpperCase()}${monthOf(LONG, w).slice(1)} ${w.year}, ${w.hour}:${w.minute}:${w.second}`,
    'second',
  ],
  'SMF «Июня 03, 2023, 04:15:07 pm»': (w) => [
    `${monthOf(LONG, w)} ${w.day}, ${w.year}, ${halfDay(w).replace(' ', `:${w.second} `)}`,
    'second',
  ],
  'XenForo «Jun 3, 2023 at 4:15 PM»': (w) => [
    `${monthOf(ENGLISH, w)} ${bare(w.day)}, ${w.year} at ${halfDay(w, ['AM', 'PM'])}`,
    'minute',
  ],
  'a day alone «3 июня 2023 г.»': (w) => [`${bare(w.day)} ${monthOf(LONG, w)} ${w.year} г.`, 'day'],
  'without a year «3 июня, 16:15»': (w, d, n) =>
    isLastMonths(d, n) ? [`${bare(w.day)} ${monthOf(LONG, w)}, ${w.hour}:${w.minute}`, 'minute'] : null,
  'without a year «3 июн в 16:15»': (w, d, n) =>
    isLastMonths(d, n) ? [`${bare(w.day)} ${monthOf(SHORT, w)} в ${bare(w.hour)}:${w.minute}`, 'minute'] : null,
  'сегодня, вчера, позавчера': (w, d, n) => {
    const word = ['Сегодня,', 'вчера в', 'позавчера,'][n - d];
    return word === undefined ? null : [`${word} ${w.hour}:${w.minute}`, 'minute'];
  },
  'Today, Yesterday': (w, d, n) => {
    const word = ['Today', 'Yesterday'][n - d];
    return word === undefined ? null : [`${word} at ${halfDay(w, ['AM', 'PM'])}`, 'minute'];
  },
  'weekday «в понедельник, 16:15»': (w, d, n) =>
    n - d < 7 && n - d > 0
      ? [`${d % 7 === 5 ? 'во' : 'в'} ${weekdayOf(WEEKDAYS, d)}, ${w.hour}:${w.minute}`, 'minute']
      : null,
  'weekday «Пн в 9:05»': (w, d, n) =>
    n - d < 7 && n - d > 0 ? [`${weekdayOf(SHORT_DAYS, d)} в ${bare(w.hour)}:${w.minute}`, 'minute'] : null,
};

const EXACT_MS = { second: 1_000, minute: 60_000, day: 0 };
const NOW = { min: Date.UTC(2019, 0, 1), max: Date.UTC(2031, 0, 1) };
/** Ages from a second to two years, short ones as often as long ones. */
const ages = fc.oneof(fc.integer({ min: 1, max: 3 * 86_400 }), fc.integer({ min: 1, max: 730 * 86_400 }));
const instants = fc.integer({ min: NOW.min / 1000, max: NOW.max / 1000 });

describe.each(Object.entries(forms))('%s', (_name, form) => {
  it('is read as the instant that was printed, in each of eleven zones', () => {
    let read = 0;
    fc.assert(
      fc.property(instants, ages, fc.constantFrom(...ZONES), (nowSeconds, age, timeZone) => {
        const [nowMs, ms] = [nowSeconds * 1000, (nowSeconds - age) * 1000];
        const [days, nowDays] = [dayNumber(ms, timeZone), dayNumber(nowMs, timeZone)];
        const printed = form(wallOf(ms, timeZone), days, nowDays);
        if (printed === null) return;
        read++;
        const [text, precision] = printed;
        const found = readTime(text, { fetchedAt: new Date(nowMs).toISOString(), timeZone });
        const where = `«${text}» in ${timeZone}, read at ${new Date(nowMs).toISOString()}`;
        expect(found.timePrecision, where).toBe(precision);
        const foundMs = Date.parse(found.publishedAt ?? '');
        if (precision === 'day') {
          expect(dayNumber(foundMs, timeZone), where).toBe(days);
          expect(wallOf(foundMs, timeZone), where).toMatchObject({ hour: '00', minute: '00', second: '00' });
        } else expect(foundMs, where).toBe(Math.floor(ms / EXACT_MS[precision]) * EXACT_MS[precision]);
      }),
      { numRuns: 1_000 },
    );
    expect(read).toBeGreaterThan(30);
  });
});
