import type { TimePrecision } from '../../src/core/post.js';
import { instantOf, zoneOffsetMs } from '../../src/core/zone-offset.js';

/** What a page says about when a post was written. */
export interface ReadTime {
  /** ISO UTC, never later than the fetch; null when the page does not say. */
  publishedAt: string | null;
  timePrecision: TimePrecision;
  /** As printed; null when nothing is printed. */
  rawTime: string | null;
}

export interface TimeContext {
  /** Instant of the fetch, ISO UTC: «now» of the page. */
  fetchedAt: string;
  /** IANA zone in which the site prints times without a zone. */
  timeZone: string;
}

const DAY_MS = 86_400_000;
/** A site's clock may run ahead by this much; such times count as «now». */
const SKEW_MS = 5 * 60_000;
const OLDEST_MS = Date.UTC(1990, 0, 1);

/** The wall clock of a zone at an instant, as if it were UTC (ms). */
function wallOf(ms: number, timeZone: string): number {
  return Math.floor(ms / 1_000) * 1_000 + zoneOffsetMs(ms, timeZone);
}

const MONTHS = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ');
const ENGLISH = 'january february march april may june july august september october november december'.split(' ');

/** Number of a month, from 0, by its name in any case or shortened to three letters or more: «марта», «нояб», «sept». Null for any other word. */
function monthOf(word: string): number | null {
  const text = word.toLowerCase();
  if (text.length < 3) return null;
  const stem = text.replace(/[ьйяеа]$/, '');
  const isNamed = (month: string): boolean => month.startsWith(text) || month.replace(/[ьй]$/, '') === stem;
  const found = Math.max(
    MONTHS.findIndex(isNamed),
    ENGLISH.findIndex((month) => month.startsWith(text)),
  );
  return found === -1 ? null : found;
}

const UNITS: [RegExp, number, TimePrecision][] = [
  [/^(?:с|сек\p{L}*|s|sec\p{L}*)$/u, 1_000, 'second'],
  [/^(?:м|мин\p{L}*|m|min\p{L}*)$/u, 60_000, 'minute'],
  [/^(?:ч|час\p{L}*|h|hours?)$/u, 3_600_000, 'hour'],
  [/^(?:д|дн\p{L}*|день|дня|сут\p{L}*|d|days?)$/u, DAY_MS, 'day'],
  [/^(?:нед\p{L}*|weeks?)$/u, 7 * DAY_MS, 'day'],
  // As skins round them; how long the month was is not known, so the day is within one or two.
  [/^(?:мес\p{L}*|months?)$/u, 30 * DAY_MS, 'day'],
];

interface Found {
  ms: number;
  precision: TimePrecision;
}
interface Clock {
  ms: number;
  precision: TimePrecision;
}

/** Hour of the day of an hour that «am» or «pm» may follow; `half` is its first letter. */
function halfDayHour(hour: number, half: string | undefined): number {
  return half === undefined || hour > 12 ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** «12:30», «12:30:05», «4:15 pm», «в 9.05»: time of day in ms; null when there is none. */
function clockOf(text: string): Clock | null {
  const found = /(?:^|[^\d.:])(\d{1,2})[:.](\d{2})(?::(\d{2}))?(?![\d.:])(?:\s*([ap])\.?m\b)?/i.exec(` ${text}`);
  if (found === null) return null;
  const hour = halfDayHour(Number(found[1]), found[4]);
  const minute = Number(found[2]);
  const second = Number(found[3] ?? 0);
  if (hour > 24 || minute > 59 || second > 59) return null;
  return { ms: ((hour * 60 + minute) * 60 + second) * 1000, precision: found[3] === undefined ? 'minute' : 'second' };
}

/** Whether a time of day is printed that no clock shows, «25:05»: what stands beside it is then not the date that it looks like. */
function isNoClock(text: string): boolean {
  const found = /(?<![\d.:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d.:])/.exec(text);
  return found !== null && (Number(found[1]) > 24 || Number(found[2]) > 59 || Number(found[3] ?? 0) > 59);
}

/** Offset written behind a time of day, ms; null when none is. */
function offsetOf(text: string): number | null {
  const found = /(?:\d|[ap]m)\s*(?:(z|utc|gmt|msk|мск)\b)?\s*(?:([+-])(\d{2}):?(\d{2})\b)?/gi;
  for (const [, zone, sign, hours, minutes] of text.matchAll(found)) {
    if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    if (zone !== undefined) return /msk|мск/i.test(zone) ? 3 * 3_600_000 : 0;
  }
  return null;
}

function dayOf(year: number, month: number, day: number): number | null {
  if (month < 0 || month > 11 || day < 1 || day > 31) return null;
  const ms = Date.UTC(year, month, day);
  return new Date(ms).getUTCDate() === day ? ms : null;
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

const EXACT_ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;

/** «2026-03-14T12:30:05+03:00», as machines write it: most of the times that are read. Null for any other, and for what is out of range. */
function readExactIso(text: string): Found | null {
  if (!EXACT_ISO.test(text)) return null;
  const two = (at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
  const midnight = dayOf(two(0) * 100 + two(2), two(5) - 1, two(8));
  const [hour, minute, second] = [two(11), two(14), two(17)];
  if (midnight === null || hour > 24 || minute > 59 || second > 60) return null;
  const offset = (two(20) * 60 + two(23)) * 60_000;
  const wall = midnight + ((hour * 60 + minute) * 60 + second) * 1000;
  return { ms: text.charCodeAt(19) === 45 ? wall + offset : wall - offset, precision: 'second' };
}

/** ISO 8601 and its common relatives, with or without a zone: «2016-03-01 07:12 pm (UTC)» among them. */
function readIso(text: string, timeZone: string): Found | null {
  const found =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T\s]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])m\b)?\s*(?:\(?(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})\)?|\(local\))?)?$/i.exec(
      text,
    );
  if (found === null) return null;
  const [, year = '', month = '', day = '', printed, minute, second, half, zone] = found;
  const midnight = dayOf(Number(year), Number(month) - 1, Number(day));
  if (midnight === null || Number(printed ?? 0) > 24 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60)
    return null;
  if (printed === undefined) return { ms: instantOf(midnight, timeZone), precision: 'day' };
  const hour = halfDayHour(Number(printed), half);
  const wall = midnight + ((hour * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1000;
  const precision = second === undefined ? 'minute' : 'second';
  if (zone === undefined) return { ms: instantOf(wall, timeZone), precision };
  if (/^(?:z|utc)$/i.test(zone)) return { ms: wall, precision };
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const offset = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
  return { ms: zone.startsWith('-') ? wall + offset : wall - offset, precision };
}

/** «5 минут назад», «час назад», «полчаса назад», «только что». */
function readAgo(text: string, nowMs: number): Found | null {
  if (/только что|сейчас|just now|less than a minute|менее минуты|меньше минуты/i.test(text))
    return { ms: nowMs, precision: 'minute' };
  const found =
    /(?:(\d{1,4}|один|одну|пару|несколько|a|an)\s+)?(\p{L}+)\.?(?:\s+(?:(\d{1,2})\s+(\p{L}+)\.?\s+)?)(?:назад|тому|ago)/iu.exec(
      text,
    );
  if (found === null) return null;
  const [, count, word = '', moreCount, moreWord] = found;
  if (/^полчаса$/i.test(word)) return { ms: nowMs - 1_800_000, precision: 'minute' };
  const unit = UNITS.find(([pattern]) => pattern.test(word.toLowerCase()));
  if (unit === undefined) return null;
  // Some seconds are now; some minutes, hours or days may be any.
  if (count === 'несколько') return unit[2] === 'second' ? { ms: nowMs, precision: 'minute' } : null;
  const times = count === undefined || !/\d/.test(count) ? (count === 'пару' ? 2 : 1) : Number(count);
  const more = moreWord === undefined ? undefined : UNITS.find(([pattern]) => pattern.test(moreWord.toLowerCase()));
  const ms = nowMs - times * unit[1] - (more === undefined ? 0 : Number(moreCount) * more[1]);
  return { ms, precision: more?.[2] ?? unit[2] };
}

/** «сегодня, 12:30», «вчера в 23:59», «позавчера». */
function readNearDay(text: string, nowMs: number, timeZone: string): Found | null {
  const found = /(?<!\p{L})(сегодня|вчера|позавчера|today|yesterday)(?!\p{L})/iu.exec(text);
  if (found === null) return null;
  const word = (found[1] ?? '').toLowerCase();
  const back = word === 'сегодня' || word === 'today' ? 0 : word === 'позавчера' ? 2 : 1;
  const today = Math.floor(wallOf(nowMs, timeZone) / DAY_MS) * DAY_MS;
  const clock = clockOf(text.slice(found.index));
  const at = (daysBack: number) => instantOf(today - daysBack * DAY_MS + (clock?.ms ?? 0), timeZone);
  // «Сегодня» of a page made before midnight and read after it.
  const ms = back === 0 && at(0) > nowMs + SKEW_MS ? at(1) : at(back);
  return { ms, precision: clock?.precision ?? 'day' };
}

/** From Sunday on, as JavaScript counts. */
const WEEKDAYS = [
  /^(?:вс|воскресенье|sun|sunday)$/i,
  /^(?:пн|понедельник|mon|monday)$/i,
  /^(?:вт|вторник|tue|tuesday)$/i,
  /^(?:ср|сред[ау]|wed|wednesday)$/i,
  /^(?:чт|четверг|thu|thursday)$/i,
  /^(?:пт|пятниц[ау]|fri|friday)$/i,
  /^(?:сб|суббот[ау]|sat|saturday)$/i,
];

/** «в понедельник, 14:20», «Пн в 14:20»: the last such day; boards print it for what is less than a week old. A day without a time may be any week's. */
function readWeekday(text: string, nowMs: number, timeZone: string): Found | null {
  const found = /^(?:во?\s+)?(\p{L}{2,11})\.?,?\s+(?:(?:в|at)\s+)?(\d{1,2}[:.]\d{2}.*)$/iu.exec(text);
  const weekday = WEEKDAYS.findIndex((pattern) => pattern.test(found?.[1] ?? ''));
  const clock = clockOf(found?.[2] ?? '');
  if (weekday < 0 || clock === null) return null;
  const today = Math.floor(wallOf(nowMs, timeZone) / DAY_MS) * DAY_MS;
  const back = (new Date(today).getUTCDay() - weekday + 7) % 7;
  const at = (daysBack: number) => instantOf(today - daysBack * DAY_MS + clock.ms, timeZone);
  return { ms: back === 0 && at(0) > nowMs ? at(7) : at(back), precision: clock.precision };
}

/** Dates with a day and month in words or digits, in any order that Russian and English sites print. */
function readCalendar(text: string, nowMs: number, timeZone: string): Found | null {
  const nowYear = new Date(wallOf(nowMs, timeZone)).getUTCFullYear();
  let day: number | null = null;
  let rest = '';
  let isYearKnown = true;
  const dotted = /(?<![\d.:])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text);
  const dayFirst = /(?<![\d.:])(\d{1,2})(?:-?го)?[\s.-]+(\p{L}{3,9})\.?(?:[\s.,-]+(\d{4})(?!\d|:))?/u.exec(text);
  const monthFirst = /(?<!\p{L})(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u.exec(text);
  if (dotted !== null) {
    const [all, first = '', separator, second = '', y = ''] = dotted;
    // English boards out of the box print the month first, and nothing but their «PM» tells; of two readings the one that has passed.
    const dayFirstMs = dayOf(fullYear(y), Number(second) - 1, Number(first));
    const isMonthFirst = separator !== '.' && Number(first) <= 12 && /\d\s*[ap]\.?m\b/i.test(text);
    const monthFirstMs = isMonthFirst ? dayOf(fullYear(y), Number(first) - 1, Number(second)) : null;
    const isAhead = (ms: number | null): boolean => ms !== null && instantOf(ms, timeZone) > nowMs;
    day = monthFirstMs === null || (isAhead(monthFirstMs) && !isAhead(dayFirstMs)) ? dayFirstMs : monthFirstMs;
    rest = text.replace(all, ' ');
  } else if (monthFirst !== null && monthOf(monthFirst[1] ?? '') !== null) {
    const [all, word = '', d = '', y = ''] = monthFirst;
    day = dayOf(Number(y), monthOf(word) ?? 0, Number(d));
    rest = text.replace(all, ' ');
  } else if (dayFirst !== null && monthOf(dayFirst[2] ?? '') !== null) {
    const [all, d = '', word = '', y] = dayFirst;
    isYearKnown = y !== undefined;
    day = dayOf(isYearKnown ? Number(y) : nowYear, monthOf(word) ?? 0, Number(d));
    rest = text.replace(all, ' ');
  }
  if (day === null) return null;
  const clock = clockOf(rest);
  const offset = clock === null ? null : offsetOf(rest);
  const toInstant = (midnight: number): number => {
    const wall = midnight + (clock?.ms ?? 0);
    return offset === null ? instantOf(wall, timeZone) : wall - offset;
  };
  let ms = toInstant(day);
  if (!isYearKnown && ms > nowMs + SKEW_MS) {
    const date = new Date(day);
    const earlier = dayOf(date.getUTCFullYear() - 1, date.getUTCMonth(), date.getUTCDate());
    if (earlier === null) return null;
    ms = toInstant(earlier);
  }
  return { ms, precision: clock?.precision ?? 'day' };
}

/** A day, in whatever way it is named, with the time of day if one is printed. */
function readDay(text: string, nowMs: number, timeZone: string): Found | null {
  return (
    readNearDay(text, nowMs, timeZone) ?? readCalendar(text, nowMs, timeZone) ?? readWeekday(text, nowMs, timeZone)
  );
}

/** Seconds or milliseconds since 1970, as some engines put into attributes. */
function readEpoch(text: string): Found | null {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return null;
  return { ms: Number(text) * (text.length === 10 ? 1000 : 1), precision: 'second' };
}

/**
 * Reads a time as Russian (and English) sites print it, in the site's zone. Never later than the fetch: a few minutes ahead become
 * «now», a year that was guessed steps back, and what is plainly in the future stays unknown, with the printed text kept.
 */
export function readTime(printed: string | null, context: TimeContext): ReadTime {
  const written = printed ?? '';
  const text = (/\s/.test(written) ? written.replace(/\s+/g, ' ').trim() : written).slice(0, 200);
  if (text === '') return { publishedAt: null, timePrecision: 'unknown', rawTime: null };
  const nowMs = Date.parse(context.fetchedAt);
  const { timeZone } = context;
  const found =
    readExactIso(text) ??
    readIso(text, timeZone) ??
    readEpoch(text) ??
    readAgo(text, nowMs) ??
    (isNoClock(text) ? null : readDay(text, nowMs, timeZone));
  if (found === null || !Number.isFinite(found.ms) || found.ms < OLDEST_MS || found.ms > nowMs + SKEW_MS) {
    return { publishedAt: null, timePrecision: 'unknown', rawTime: text };
  }
  return {
    publishedAt: new Date(Math.min(found.ms, nowMs)).toISOString(),
    timePrecision: found.precision,
    rawTime: text,
  };
}
