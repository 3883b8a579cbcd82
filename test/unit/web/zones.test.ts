import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTranslate } from '../../../src/web/i18n/translate.js';
import { formatDay, formatMoment, formatRelative } from '../../../src/web/lib/dates.js';
import { describeChange } from '../../../src/web/lib/history.js';
import { describeExact } from '../../../src/web/lib/moment-words.js';
import { createNames } from '../../../src/web/lib/names.js';
import { browserZone, isSameClock, offsetMinutes, readableZone, zoneName } from '../../../src/web/lib/zones.js';

const ru = createTranslate('ru');
const en = createTranslate('en');
const at = '2026-11-27T18:30:00Z';
const atMs = Date.parse(at);
const before = process.env.TZ;

/** The reader sits in Vladivostok, seven hours from Moscow and five from Yekaterinburg. */
beforeAll(() => {
  process.env.TZ = 'Asia/Vladivostok';
});
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

it('the reader’s zone is that of the browser', () => expect(browserZone()).toBe('Asia/Vladivostok'));

describe('the name of a zone', () => {
  it.each([
    ['Europe/Moscow', 'МСК'],
    ['Europe/Kaliningrad', 'МСК−1'],
    ['Europe/Samara', 'МСК+1'],
    ['Asia/Yekaterinburg', 'МСК+2'],
    ['Asia/Omsk', 'МСК+3'],
    ['Asia/Krasnoyarsk', 'МСК+4'],
    ['Asia/Irkutsk', 'МСК+5'],
    ['Asia/Yakutsk', 'МСК+6'],
    ['Asia/Vladivostok', 'МСК+7'],
    ['Asia/Magadan', 'МСК+8'],
    ['Asia/Kamchatka', 'МСК+9'],
    ['Asia/Kolkata', 'UTC+5:30'],
    ['America/St_Johns', 'UTC−3:30'],
    ['UTC', 'UTC'],
  ])('%s is %s', (zone, name) => expect(zoneName(zone, atMs, ru)).toBe(name));

  it('is that of the instant, and of the language', () => {
    // Moscow was four hours ahead of UTC from 2011 to 2014, Yekaterinburg six: the difference is the same.
    expect(offsetMinutes('Europe/Moscow', Date.parse('2013-01-01T00:00:00Z'))).toBe(240);
    expect(zoneName('Asia/Yekaterinburg', Date.parse('2013-01-01T00:00:00Z'), en)).toBe('MSK+2');
    // Omsk went from seven hours to six in 2014 with everybody, Samara stayed where it was.
    expect(zoneName('Europe/Samara', Date.parse('2013-01-01T00:00:00Z'), ru)).toBe('МСК');
  });

  it('does not matter where clocks show the same', () => {
    expect(isSameClock('Asia/Vladivostok', 'Asia/Ust-Nera', atMs)).toBe(true);
    expect(isSameClock('Asia/Vladivostok', 'Asia/Yekaterinburg', atMs)).toBe(false);
  });
});

it('a zone that this browser does not know, or none, gives the browser’s own', () => {
  expect(readableZone('Mars/Olympus')).toBe('Asia/Vladivostok');
  expect(readableZone(null)).toBe('Asia/Vladivostok');
  expect(readableZone('Asia/Omsk')).toBe('Asia/Omsk');
});

describe('a time of another place', () => {
  it('is shown by the clock of that place', () => {
    expect(formatMoment(at, 'ru', 'Asia/Yekaterinburg')).toBe('27 нояб., 23:30');
    expect(formatMoment(at, 'ru', browserZone())).toBe('28 нояб., 04:30');
    expect(formatDay(at, 'ru', 'Asia/Yekaterinburg')).toBe('27 нояб. 2026 г.');
  });

  it('tells in its title whose it is, and what the reader’s clock shows', () => {
    const place = { zone: 'Asia/Yekaterinburg', isPlace: true };
    expect(describeExact(at, place, 'ru', ru)).toBe(
      '27 ноября 2026 г. в 23:30:00 МСК+2, время места; у вас 28 нояб., 04:30 МСК+7',
    );
    expect(describeExact(at, { zone: 'Asia/Vladivostok', isPlace: true }, 'ru', ru)).toBe(
      '28 ноября 2026 г. в 04:30:00 МСК+7, время места',
    );
    expect(describeExact(at, place, 'en', en)).toContain('MSK+2, time of the place; yours 28 Nov');
  });

  it('of which there is no place is said to be the browser’s', () => {
    expect(describeExact(at, { zone: browserZone(), isPlace: false }, 'ru', ru)).toBe(
      '28 ноября 2026 г. в 04:30:00 МСК+7, время вашего браузера',
    );
  });

  it('counts the days of that place, not stretches of 24 hours', () => {
    const nowMs = Date.parse('2026-11-27T20:00:00Z');
    const days = (written: string, zone: string) => formatRelative(written, nowMs, 'ru', zone);
    // In Moscow it is 23:00 on the 27th, in Vladivostok 06:00 on the 28th.
    expect(days('2026-11-26T13:30:00Z', 'Europe/Moscow')).toBe('вчера');
    expect(days('2026-11-26T13:30:00Z', 'Asia/Vladivostok')).toBe('позавчера');
    expect(days('2026-11-27T05:00:00Z', 'Asia/Vladivostok')).toBe('15 ч назад');
  });

  it('stands in the sentences of the history as well', () => {
    const names = createNames(undefined, 'ru');
    const missed = { type: 'clock-missed', clock: 'first-answer', dueAt: at, runSeq: 1 } as const;
    const say = (zone: string) => describeChange(missed as never, { names, language: 'ru', t: ru, zone }).sentence;
    expect(say('Asia/Yekaterinburg')).toBe('Срок «первый ответ» пропущен: истёк 27 нояб., 23:30');
    expect(say('Europe/Moscow')).toContain('27 нояб., 21:30');
  });
});
