import { fold } from '../text/fold.js';
import { stem } from '../text/stem.js';
import type { Token } from '../text/tokens.js';

/** What numbers with this unit are compared with, and how many of the family's base units one is. */
export interface Unit {
  /** «minute» and «month» are both times; a word that is no known unit is its own family. */
  family: string;
  factor: number;
}

/** A number with its unit in a text, or what is possible where the text leaves it open; `to` is the last word. */
export interface Quantity {
  from: number;
  to: number;
  low: number;
  high: number;
  unit: Unit;
}

/** So much above a bound counts as not reaching down to it. */
export const justAbove = 0.001;

const minutesPerDay = 1440;
const known: readonly [family: string, factor: number, words: string][] = [
  ['minute', 1 / 60, 'секунда секунды секунд секунду сек'],
  ['minute', 1, 'минута минуты минут минуту мин'],
  ['minute', 60, 'час часа часов часу часы ч'],
  ['minute', minutesPerDay, 'день дня дней сутки суток дн сут'],
  ['minute', 7 * minutesPerDay, 'неделя недели недель неделю нед'],
  ['month', 1, 'месяц месяца месяцев мес'],
  ['month', 12, 'год года годов лет годы'],
  ['rouble', 1, 'рубль рубля рублей рублям руб р ₽'],
  ['rouble', 0.01, 'копейка копейки копеек коп'],
  ['degree', 1, 'градус градуса градусов ° ℃'],
  ['metre', 0.001, 'миллиметр миллиметра миллиметров мм'],
  ['metre', 0.01, 'сантиметр сантиметра сантиметров см'],
  ['metre', 1, 'метр метра метров м'],
  ['metre', 1000, 'километр километра километров км'],
  ['square metre', 1, 'м² м2 кв.м'],
  ['square metre', 100, 'сотка соток сотки'],
  ['square metre', 10_000, 'гектар гектара гектаров га'],
  ['cubic metre', 1, 'м³ м3 кубометр кубометра кубометров'],
  ['cubic metre', 0.001, 'литр литра литров л'],
  ['gram', 1000, 'килограмм килограмма килограммов кг'],
  ['gram', 1_000_000, 'тонна тонны тонн'],
  ['percent', 1, 'процент процента процентов %'],
];

/** Known units by written form and, for words of four letters and more, by stem. */
const table = new Map<string, Unit>();
for (const [family, factor, words] of known) {
  for (const word of words.split(' ')) {
    table.set(word, { family, factor });
    if (word.length >= 4 && !table.has(stem(word))) table.set(stem(word), { family, factor });
  }
}

/** The unit that a query names: a known one, or the word itself in any form. */
export function unitNamed(written: string): Unit {
  const folded = /^[%°₽]$|[²³]$/u.test(written) ? written.toLowerCase() : fold(written);
  return table.get(folded) ?? table.get(stem(folded)) ?? { family: familyOf(stem(folded)), factor: 1 };
}

/** The family of numbers that count things called by a word of this stem. */
export function familyOf(wordStem: string): string {
  return `word:${wordStem}`;
}

/** The known unit that a token is, else null. */
export function unitOf(token: Token): Unit | null {
  return table.get(token.text) ?? (token.text.length >= 4 ? table.get(token.stem) : undefined) ?? null;
}

/** The unit of a sign or an abbreviation as it stands in a text. */
export function unitOfSign(sign: string): Unit | null {
  return table.get(sign) ?? null;
}

/** A unit of a time that a month or a year is. */
export function isTime({ family }: Unit): boolean {
  return family === 'minute' || family === 'month';
}

/** Shortest and longest month or year, in minutes a month. */
function monthInMinutes({ factor }: Unit): readonly [number, number] {
  const [short, long] = factor === 12 ? [365 / 12, 366 / 12] : [28, 31];
  return [short * minutesPerDay, long * minutesPerDay];
}

/** The stretch in terms of the other unit; null when the two cannot be compared. Months have 28 to 31 days, years 365 or 366. */
export function convert(
  low: number,
  high: number,
  unit: Unit,
  into: Unit,
): readonly [low: number, high: number] | null {
  if (unit.family === into.family) return [(low * unit.factor) / into.factor, (high * unit.factor) / into.factor];
  if (unit.family === 'month' && into.family === 'minute') {
    const [short, long] = monthInMinutes(unit);
    return [(low * unit.factor * short) / into.factor, (high * unit.factor * long) / into.factor];
  }
  if (unit.family === 'minute' && into.family === 'month') {
    const [short, long] = monthInMinutes(into);
    return [(low * unit.factor) / long / into.factor, (high * unit.factor) / short / into.factor];
  }
  return null;
}
