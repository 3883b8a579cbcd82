import { endOfWorkingDay, type WorkingCalendar, type WorkPlace } from '../../src/core/working-time.js';
import {
  addDays,
  addMonths,
  type Day,
  dayFrom,
  dayIfReal,
  endOfMonth,
  endOfWeek,
  weekdayOf,
} from './day-arithmetic.js';
import { localDay } from './final-day.js';
import {
  compoundNumbers,
  monthOf,
  monthPattern,
  numberOf,
  numberPattern,
  ordinalOf,
  ordinalPattern,
  seasons,
  weekdays,
} from './promise-words.js';

/** When and where the answer was published. */
export interface Moment {
  readonly atMs: number;
  readonly where: WorkPlace;
  readonly calendar: WorkingCalendar;
}

/** A stretch of a sentence that names a day. */
export interface NamedDay {
  readonly start: number;
  readonly end: number;
  readonly day: Day;
  /**
   * «deadline»: «до 15 декабря» promises unless something speaks against it. «span»: «в течение трёх дней» does beside a verb of the future or none. «point»: «15 декабря», «в декабре» does beside a
   * verb of the future alone.
   */
  readonly kind: 'deadline' | 'span' | 'point';
  /** The year was not written: the next such day was taken. */
  readonly isYearless: boolean;
}

interface Reading {
  day: Day | null;
  kind: NamedDay['kind'];
  isYearless?: boolean;
}
interface Pattern {
  readonly pattern: RegExp;
  read(groups: Record<string, string | undefined>, today: Day, moment: Moment): Reading | null;
}

const year =
  '(?:\\s+(?<year>20\\d{2})(?:\\s*(?:г(?!\\p{L})\\.?|год[ау]?))?|\\s+(?<said>этого|текущего|сего|следующего|будущего)\\s+года)?';
const by = 'до|не\\s+позднее|не\\s+позже|к|ко|по';
const byWhole = new RegExp(`^(?:${by})$`, 'u');
const isBy = (word: string | undefined): boolean => word !== undefined && byWhole.test(word);
const word = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\d.])(?:${source})(?![\\p{L}\\d])`, 'gu');

/** The year that is written or said; null where it is not. */
function yearOf({ year: written, said }: Record<string, string | undefined>, today: Day): number | null {
  if (written !== undefined) return Number(written);
  const now = Number(today.slice(0, 4));
  if (said === undefined) return null;
  return said === 'следующего' || said === 'будущего' ? now + 1 : now;
}

/** Of a year that is not written: this year's day, or the next year's when it is over. */
function next(groups: Record<string, string | undefined>, today: Day, make: (year: number) => Day | null) {
  const given = yearOf(groups, today);
  if (given !== null) return { day: make(given), isYearless: false };
  const now = Number(today.slice(0, 4));
  const first = make(now);
  return { day: first !== null && first >= today ? first : make(now + 1), isYearless: true };
}

/** «от 15 декабря» is the date of a letter, «улица 8 Марта» a street. */
const ignored =
  'от|после|не\\s+ранее|не\\s+раньше|за|ул\\.?|улиц\\p{L}+|площад\\p{L}+|пл\\.|проспект\\p{L}*|переул\\p{L}+|имени|им\\.';
const ignoredWhole = new RegExp(`^(?:${ignored})$`, 'u');
const dateParts: readonly Pattern[] = [
  {
    // «до 15 декабря 2026 г.», «с 1 по 15 декабря», «15-16 декабря», «от 15 декабря»
    pattern: word(
      `(?:(?<how>${by}|${ignored}|с|со|на)\\s+)?(?:\\d{1,2}(?:-?го)?\\s*(?:[-–—и]|по)\\s*)?(?<date>\\d{1,2})(?:-?(?:го|му|е))?\\s+${monthPattern.replace('(', '(?<month>')}${year}(?<goesOn>\\s+по\\s+\\d)?`,
    ),
    read(groups, today) {
      if (groups.how !== undefined && ignoredWhole.test(groups.how)) return null;
      if (groups.goesOn !== undefined) return null;
      const found = next(groups, today, (y) => dayIfReal(y, monthOf(groups.month), Number(groups.date)));
      return { ...found, kind: isBy(groups.how) ? 'deadline' : 'point' };
    },
  },
  {
    // «до 15.12.2026», «15.12.26», «до 15.12»
    pattern: word(
      `(?:(?<how>${by}|${ignored}|с|со|на)\\s+)?(?<date>\\d{1,2})\\.(?<month>\\d{2})(?:\\.(?<year>20\\d{2}|\\d{2}))?(?!\\.\\d|\\s*(?:час|ч(?!\\p{L})|руб|тыс|млн|кв|га(?!\\p{L})|градус|процент|кг|т(?!\\p{L})|м(?!\\p{L})|км|%))`,
    ),
    read({ how, date, month, year: written }, today) {
      if (how !== undefined && ignoredWhole.test(how)) return null;
      if (written === undefined && !isBy(how)) return null;
      const full = written?.length === 2 ? `20${written}` : written;
      const found = next({ year: full }, today, (y) => dayIfReal(y, Number(month), Number(date)));
      return { ...found, kind: isBy(how) ? 'deadline' : 'point' };
    },
  },
];

type Unit = 'hour' | 'working-day' | 'day' | 'week' | 'month' | 'half-year' | 'year';
const units: readonly [RegExp, Unit][] = [
  [/^час/u, 'hour'],
  [/^(?:д(?:ень|н)|сут)/u, 'day'],
  [/^недел/u, 'week'],
  [/^месяц/u, 'month'],
  [/^пол/u, 'half-year'],
  [/^(?:год|лет)/u, 'year'],
];
const unitPattern =
  'час\\p{L}*|день|дн\\p{L}+|сут\\p{L}+|недел\\p{L}+|месяц\\p{L}*|полугод\\p{L}+|полгода|год(?:а|у)?|лет';

function after(count: number, unit: Unit, today: Day, { atMs, where, calendar }: Moment): Day {
  switch (unit) {
    case 'hour':
      return localDay(atMs + count * 3_600_000, where.timeZone);
    case 'working-day':
      return localDay(endOfWorkingDay(atMs, count, calendar, where), where.timeZone);
    case 'day':
      return addDays(today, count);
    case 'week':
      return addDays(today, count * 7);
    case 'month':
      return addMonths(today, count);
    case 'half-year':
      return addMonths(today, count * 6);
    case 'year':
      return addMonths(today, count * 12);
  }
}

const spans: readonly Pattern[] = [
  {
    // «в течение 10 рабочих дней», «через две недели», «за 5-7 дней», «в течение месяца», «срок — 30 дней»
    pattern: word(
      `(?<how>в\\s+течени[еи]|в\\s+пределах|в\\s+ближайши[ех]|через|за|не\\s+более(?:\\s+чем)?(?:\\s+за)?|не\\s+позднее(?:,?\\s+чем)?\\s+через|срок\\p{L}*(?:\\s+\\p{L}+){0,4}\\s*[-–—:]|срок\\s+до)\\s*(?:(?<low>${numberPattern})\\s*(?:[-–—]|или|до)\\s*)?(?<count>${numberPattern})?\\s*(?<sort>рабоч\\p{L}+|календарн\\p{L}+)?\\s*(?<unit>${unitPattern})`,
    ),
    read({ how = '', count, sort, unit = '' }, today, moment) {
      const base = units.find(([start]) => start.test(unit))?.[1];
      const number = count === undefined ? 1 : numberOf(count);
      if (base === undefined || number === null || number === 0) return null;
      // «через день» is every other day, «за день» and «в ближайшие дни» say no number.
      if (count === undefined && (base === 'day' || base === 'hour') && !/^в\s+теч/u.test(how)) return null;
      if (count === undefined && base === 'day' && /^дн/u.test(unit) && !sort) return { day: today, kind: 'span' };
      const isWorking = base === 'day' && sort?.startsWith('рабоч');
      return { day: after(number, isWorking ? 'working-day' : base, today, moment), kind: 'span' };
    },
  },
  {
    // «в десятидневный срок», «в 10-дневный срок», «в месячный срок»
    pattern: word(
      `в\\s+(?:(?<count>\\d{1,3})-?(?:ти)?-?|(?<word>${Object.keys(compoundNumbers).join('|')}))?(?<unit>дневн|суточн|недельн|месячн|годичн|годовой)\\p{L}*\\s+срок`,
    ),
    read({ count, word: numeral, unit = '' }, today, moment) {
      const number = count === undefined ? (numeral === undefined ? 1 : compoundNumbers[numeral]) : Number(count);
      const base = ({ д: 'day', с: 'day', н: 'week', м: 'month', г: 'year' } as const)[unit.charAt(0)];
      if (base === undefined || !number) return null;
      return { day: after(number, base, today, moment), kind: 'span' };
    },
  },
];

const part = '(?:начал[еуа]|середин[еыу]|(?:первой|второй)\\s+половин[еы]|(?:первой|второй|третьей)\\s+декад[еы])';
/** Last date of a part of a month; null: of the month itself. */
function lastOfPart(text: string): number | null {
  if (/^(?:начал|первой\s+декад)/u.test(text)) return 10;
  if (/^первой/u.test(text)) return 15;
  if (/^(?:середин|второй\s+декад)/u.test(text)) return 20;
  return null;
}

const end = '(?:конц[ауе]|исход[ау]|окончани[яюе]|завершени[яюе])';
const periods: readonly Pattern[] = [
  {
    // «в декабре 2026 г.», «до декабря», «до конца декабря», «в начале марта», «в ноябре-декабре», «на декабрь»
    pattern: word(
      `(?<how>в|во|на|в\\s+течени[еи]|${by})\\s+(?:(?<end>${end})\\s+|(?<part>${part})\\s+)?(?:${monthPattern.replace('(', '(?:')}\\s*[-–—]\\s*)?${monthPattern.replace('(', '(?<month>')}${year}`,
    ),
    read(groups, today) {
      const { how, end: isEnd, part: of } = groups;
      const month = monthOf(groups.month);
      const isBefore = isBy(how) && isEnd === undefined && of === undefined;
      const date = of === undefined ? null : lastOfPart(of);
      const found = next(groups, today, (y) =>
        isBefore ? endOfMonth(y, month - 1) : date === null ? endOfMonth(y, month) : dayFrom(y, month, date),
      );
      return { ...found, kind: isBy(how) ? 'deadline' : 'point' };
    },
  },
  {
    // «в I квартале 2027», «до конца второго квартала», «в первом полугодии»
    pattern: word(
      `(?<how>в|во|на|в\\s+течени[еи]|${by})\\s+(?:(?<end>${end})\\s+)?${ordinalPattern.replace('(', '(?<nth>')}\\s*(?<unit>квартал\\p{L}*|кв\\.|полугоди\\p{L}+)${year}`,
    ),
    read(groups, today) {
      const { how, end: isEnd, nth = '', unit = '' } = groups;
      const months = unit.startsWith('полу') ? 6 : 3;
      const index = ordinalOf(nth);
      const last = (isBy(how) && isEnd === undefined ? index - 1 : index) * months;
      return { ...next(groups, today, (y) => endOfMonth(y, last)), kind: isBy(how) ? 'deadline' : 'point' };
    },
  },
  {
    // «в 2027 году», «до 2027 года», «до конца 2026 года», «в начале 2027 года»
    pattern: word(
      `(?<how>в|на|в\\s+течени[еи]|${by})\\s+(?:(?<end>${end})\\s+|(?<part>${part})\\s+)?(?<year>20\\d{2})\\s*(?:г(?!\\p{L})\\.?|год[ау]?)`,
    ),
    read({ how, end: isEnd, part: of, year: written }) {
      const y = Number(written);
      const isBefore = isBy(how) && isEnd === undefined && of === undefined;
      const month = of === undefined ? 12 : /^начал/u.test(of) ? 3 : /^(?:первой|середин)/u.test(of) ? 6 : 12;
      return { day: isBefore ? endOfMonth(y - 1, 12) : endOfMonth(y, month), kind: isBy(how) ? 'deadline' : 'point' };
    },
  },
  {
    // «до конца недели», «к концу следующего месяца», «до конца года», «на этой неделе», «в следующем году»
    pattern: word(
      `(?:(?<how>${by}|в)\\s+${end}|(?:на|в|в\\s+течени[еи])(?=\\s+(?:эт|текущ|следующ|будущ)))\\s+(?<which>эт\\p{L}+|текущ\\p{L}+|следующ\\p{L}+|будущ\\p{L}+|рабоч\\p{L}+|календарн\\p{L}+)?\\s*(?<unit>дня|день|недел[иею]|месяц[ае]?|квартал[ае]?|год[ау]?)`,
    ),
    read({ how, which = '', unit = '' }, today) {
      const step = /^(?:следующ|будущ)/u.test(which) ? 1 : 0;
      const [y = 0, m = 1] = today.split('-').map(Number);
      const kind = isBy(how) ? 'deadline' : 'point';
      if (/^д/u.test(unit)) return { day: addDays(today, step), kind };
      if (/^нед/u.test(unit)) {
        const sunday = endOfWeek(addDays(today, step * 7));
        return { day: which.startsWith('рабоч') ? addDays(sunday, -2) : sunday, kind };
      }
      if (/^мес/u.test(unit)) return { day: endOfMonth(y, m + step), kind };
      if (/^кв/u.test(unit)) return { day: endOfMonth(y, (Math.ceil(m / 3) + step) * 3), kind };
      return { day: endOfMonth(y + step, 12), kind };
    },
  },
];

const words: readonly Pattern[] = [
  {
    pattern: word(
      '(?<how>до\\s+)?(?<which>сегодня|завтра|послезавтра|завтрашнего\\s+дня|вечера|нового\\s+года)|к\\s+(?<feast>новому\\s+году)',
    ),
    read({ how, which = '', feast }, today) {
      const kind = how === undefined && feast === undefined ? 'point' : 'deadline';
      if (feast !== undefined || which.startsWith('нов'))
        return kind === 'point' ? null : { day: `${today.slice(0, 4)}-12-31`, kind };
      if (which === 'вечера') return kind === 'point' ? null : { day: today, kind };
      return { day: addDays(today, which === 'послезавтра' ? 2 : which === 'сегодня' ? 0 : 1), kind };
    },
  },
  {
    pattern: word(
      `(?:до|не\\s+позднее)\\s+(?<before>${weekdays.map(({ до }) => до).join('|')})|к(?:о)?\\s+(?<to>${weekdays.map(({ к }) => к).join('|')})|во?\\s+(?<on>${weekdays.map(({ в }) => в).join('|')})`,
    ),
    read({ before, to, on }, today) {
      const index = weekdays.findIndex((day) => day.до === before || day.к === to || day.в === on);
      const ahead = (index + 1 - weekdayOf(today) + 7) % 7;
      return { day: addDays(today, ahead === 0 ? 7 : ahead), kind: on === undefined ? 'deadline' : 'point' };
    },
  },
  {
    // «весной 2027 года», «до лета», «к осени», «до конца зимы»
    pattern: word(
      `(?:(?<during>${seasons.map(({ during }) => during).join('|')})|(?:до|к)\\s+(?<before>${seasons.flatMap(({ before }) => before).join('|')})|(?<how>до|к|в)\\s+${end}\\s+(?<last>${seasons.map((each) => each.end).join('|')}))${year}`,
    ),
    read(groups, today) {
      const { during, before, last, how } = groups;
      const season = seasons.find(
        (each) => each.during === during || each.end === last || (before !== undefined && each.before.includes(before)),
      );
      if (season === undefined) return null;
      // A winter is called by the year in which it ends.
      const found = next(groups, today, (y) => {
        const y0 = season.first === 12 ? y - 1 : y;
        return endOfMonth(y0, before === undefined ? season.first + 2 : season.first - 1);
      });
      return { ...found, kind: during !== undefined || how === 'в' ? 'point' : 'deadline' };
    },
  },
];

const patterns: readonly Pattern[] = [...dateParts, ...periods, ...spans, ...words];

/**
 * The days that a sentence names, in their order; of two that overlap the longer. Nothing is said of whether they are promised.
 * @param sentence in lower case, «ё» as «е»
 */
export function namedDays(sentence: string, moment: Moment): NamedDay[] {
  const today = localDay(moment.atMs, moment.where.timeZone);
  const found: NamedDay[] = [];
  for (const { pattern, read } of patterns) {
    for (const match of sentence.matchAll(pattern)) {
      const reading = read(match.groups ?? {}, today, moment);
      const end = match.index + match[0].length;
      // What is read as no day still takes its place: «от 15 декабря» is not «15 декабря».
      const { day = null, kind = 'point', isYearless = false } = reading ?? {};
      found.push({ start: match.index, end, day: day ?? '', kind, isYearless });
    }
  }
  found.sort((one, other) => other.end - other.start - (one.end - one.start) || one.start - other.start);
  const kept: NamedDay[] = [];
  for (const one of found) if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one);
  return kept.filter(({ day }) => day !== '').sort((one, other) => one.start - other.start);
}
