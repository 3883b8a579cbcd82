import type { Token } from '../text/tokens.js';
import { gapAfter, type NumberMention } from './numbers.js';
import { numerals } from './numerals.js';
import { justAbove, type Quantity, type Unit, unitNamed } from './units.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const unit = (name: string): Unit => unitNamed(name);
const [minute, hour, day, week, month, year] = ['минута', 'час', 'день', 'неделя', 'месяц', 'год'].map(unit) as [
  Unit,
  Unit,
  Unit,
  Unit,
  Unit,
  Unit,
];

/** Times that a single word tells: «неделю», «полгода». */
const single = new Map<string, readonly [count: number, unit: Unit]>([
  ['минуту', [1, minute]],
  ['час', [1, hour]],
  ['сутки', [1, day]],
  ['день', [1, day]],
  ['неделю', [1, week]],
  ['неделя', [1, week]],
  ['месяц', [1, month]],
  ['год', [1, year]],
  ['полчаса', [30, minute]],
  ['полдня', [12, hour]],
  ['полсуток', [12, hour]],
  ['полмесяца', [0.5, month]],
  ['полгода', [6, month]],
]);
/** Genitives that only count after «больше», «около» and the like. */
const genitives = new Map<string, Unit>([
  ['минуты', minute],
  ['часа', hour],
  ['суток', day],
  ['дня', day],
  ['недели', week],
  ['месяца', month],
  ['года', year],
]);
/** «неделями» is two of them at least. */
const plurals = new Map<string, Unit>([
  ['часами', hour],
  ['сутками', day],
  ['днями', day],
  ['неделями', week],
  ['месяцами', month],
  ['годами', year],
]);
const over = words('больше более свыше дольше');
const about = words('около порядка');
const which = words('который которую которые какой какую какие');
const notTime = words(
  'в во через по каждый каждую каждые каждое любой любую этот эту эти эта тот ту та следующий следующую будущий будущую прошлый прошлую ' +
    'новый новую раз добрый один одну не',
);
const wholeTime = words('целый целую целые весь всю полный полную круглый последний последнюю рабочую уже почти за');
const looksAdjective = /(?:ый|ий|ой|ую|юю|ая|яя)$/;

const weekdays = words('понедельника вторника среды четверга пятницы субботы воскресенья');
const months = words('января февраля марта апреля мая июня июля августа сентября октября ноября декабря');
const seasons = words('зимы весны лета осени');
const partsOfDay = words('утра вечера ночи обеда полудня полуночи рассвета');
const holidays = words('праздников выходных каникул');
const last = words('прошлого прошлой прошлых');
const skipped = words('самого самой этого этой начала конца середины');
const inUnit = new Map<string, Unit>([
  ['дня', day],
  ['недели', week],
  ['месяца', month],
  ['года', year],
]);

const triggers = new Set([
  ...[single, genitives, plurals, inUnit].flatMap((table) => [...table.keys()]),
  ...[weekdays, months, seasons, partsOfDay, holidays].flatMap((set) => [...set]),
  'вчера',
  'позавчера',
]);

/** True for a word by which a time may be told without a number: a cheap test that spares most texts the reading. */
export function isTimeLike({ text, parts }: Token): boolean {
  return triggers.has(parts?.[0]?.text ?? text) || text.startsWith('вчерашн') || text.startsWith('сегодняшн');
}

/** Times told in one word and without a number: «неделю», «полгода», «больше месяца», «неделями». `taken` are words of other quantities. */
export function readTimes(text: string, tokens: readonly Token[], taken: ReadonlySet<number>): Quantity[] {
  const found: Quantity[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const time = taken.has(index) ? null : readSingle(text, tokens, index);
    if (time) found.push(time);
  }
  return found;
}

/**
 * Times told by their beginning: «с понедельника», «с прошлой недели», «с 12 мая». Without a clock each is the stretch of what is possible.
 */
export function readSinces(text: string, tokens: readonly Token[], numbers: readonly NumberMention[]): Quantity[] {
  const found: Quantity[] = [];
  const byStart = new Map(numbers.map((number) => [number.from, number]));
  for (let index = 0; index < tokens.length; index++) {
    const word = (tokens[index] as Token).text;
    const since = word === 'с' || word === 'со' ? readSince(text, tokens, index, byStart) : null;
    if (!since) continue;
    found.push(since);
    index = since.to;
  }
  return found;
}

function readSingle(text: string, tokens: readonly Token[], index: number): Quantity | null {
  const { text: word } = tokens[index] as Token;
  const previous = gapAfter(text, tokens, index - 1) === null ? undefined : tokens[index - 1];
  const before = previous?.text ?? '';
  const make = (low: number, high: number, of: Unit, from = index): Quantity => ({
    from,
    to: index,
    low,
    high,
    unit: of,
  });
  const many = plurals.get(word);
  if (many) return make(2, Number.POSITIVE_INFINITY, many);
  const genitive = genitives.get(word);
  if (genitive && over.has(before)) return make(1 + justAbove, Number.POSITIVE_INFINITY, genitive, index - 1);
  if (genitive && about.has(before)) return make(1, 1, genitive, index - 1);
  const pair = readPair(tokens[index] as Token);
  if (pair) return make(...pair);
  const simple = single.get(word);
  if (!simple) return null;
  const [count, of] = simple;
  if (which.has(before)) return of === hour ? null : make(2, Number.POSITIVE_INFINITY, of, index - 1);
  if (over.has(before)) return make(count + justAbove, Number.POSITIVE_INFINITY, of, index - 1);
  if (notTime.has(before) || previous?.kind === 'number') return null;
  if (word === 'день' && !wholeTime.has(before)) return null;
  if (word === 'час' && tokens[index + 1]?.text === 'пик') return null;
  if (looksAdjective.test(before) && !wholeTime.has(before)) return null;
  return make(count, count, of);
}

/** «неделю-две», «час-полтора». */
function readPair({ parts }: Token): readonly [low: number, high: number, unit: Unit] | null {
  const [first, second, ...more] = parts ?? [];
  const simple = single.get(first?.text ?? '');
  const numeral = numerals.get(second?.text ?? '');
  return simple && numeral && more.length === 0 ? [simple[0], numeral.high, simple[1]] : null;
}

function readSince(
  text: string,
  tokens: readonly Token[],
  start: number,
  numbers: ReadonlyMap<number, NumberMention>,
): Quantity | null {
  let index = start + 1;
  const joined = (): boolean => gapAfter(text, tokens, index - 1) !== null && index < tokens.length;
  const word = (): string => (joined() ? (tokens[index] as Token).text : '');
  let isLast = false;
  let isNamed = false;
  while (last.has(word()) || skipped.has(word()) || /^позапрошл/.test(word())) {
    isLast ||= last.has(word()) || /^позапрошл/.test(word());
    isNamed = true;
    index++;
  }
  const number = numbers.get(index);
  if (number && joined()) index = number.to + 1;
  const stretch = sinceWhat(word(), isLast, isNamed, number ?? null, () => tokens[index + 1]?.text ?? '');
  if (!stretch) return null;
  const [low, high, of, more] = stretch;
  const to = index + more;
  // «с понедельника по пятницу» is a timetable.
  if (/^(?:по|до)$/.test(tokens[to + 1]?.text ?? '')) return null;
  return { from: start, to, low, high, unit: of };
}

type Stretch = readonly [low: number, high: number, unit: Unit, moreWords: number];

function sinceWhat(
  word: string,
  isLast: boolean,
  isNamed: boolean,
  number: NumberMention | null,
  next: () => string,
): Stretch | null {
  if (months.has(word)) return isLast ? [1, 24, month, 0] : [0, 12, month, 0];
  if (number && word === 'числа') return [0, 1, month, 0];
  if (number && /^год/.test(word)) return number.low >= 1900 ? [0, Number.POSITIVE_INFINITY, year, 0] : null;
  if (number && (word === 'часов' || word === 'часа')) return partsOfDay.has(next()) ? [0, 1, day, 1] : [0, 1, day, 0];
  if (partsOfDay.has(word)) return [0, 1, day, 0];
  if (number) return null;
  if (weekdays.has(word)) return isLast ? [1, 14, day, 0] : [0, 7, day, 0];
  if (seasons.has(word)) return isLast ? [1, 24, month, 0] : [0, 12, month, 0];
  if (holidays.has(word)) return [0, 14, day, 0];
  if (word === 'вчера') return [0, 2, day, 0];
  if (word === 'позавчера') return [1, 3, day, 0];
  if (/^вчерашн/.test(word)) return [0, 2, day, 1];
  if (/^сегодняшн/.test(word)) return [0, 1, day, 1];
  if (word === 'нового' && next() === 'года') return [0, 12, month, 1];
  const of = inUnit.get(word);
  if (!of || !isNamed) return null;
  if (!isLast) return [0, 1, of, 0];
  return of === week ? [1, 14, day, 0] : of === month ? [1, 62, day, 0] : of === year ? [1, 731, day, 0] : null;
}
