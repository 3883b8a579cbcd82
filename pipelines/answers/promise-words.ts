/** Words of dates and spans as answers write them: lower case, «ё» as «е». */

const monthStems = 'январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр'.split(' ');
/** Longer stems first, so that «марта» is not read as «ма». */
export const monthPattern = `(${monthStems.toSorted((a, b) => b.length - a.length).join('|')})(?:я|а|е|ю|у|ь|й|ем|ом)?`;

/** 1-12 of a stem. */
export function monthOf(stem: string | undefined): number {
  return monthStems.indexOf(stem ?? '') + 1;
}

const numberWords: readonly [string, number][] = [
  ['одн(?:ого|ой|у|их)', 1],
  ['дву(?:х|м)', 2],
  ['дв[ае]', 2],
  ['пар[уы]', 2],
  ['тре(?:х|м)', 3],
  ['три', 3],
  ['четыре(?:х|м)?', 4],
  ['пят(?:и|ь)', 5],
  ['шест(?:и|ь)', 6],
  ['сем(?:и|ь)', 7],
  ['вос(?:ьми|емь)', 8],
  ['девят(?:и|ь)', 9],
  ['десят(?:и|ь)', 10],
  ['четырнадцат(?:и|ь)', 14],
  ['пятнадцат(?:и|ь)', 15],
  ['двадцат(?:и|ь)', 20],
  ['тридцат(?:и|ь)', 30],
];
/** A number in figures («30», «30-ти») or as a word. */
export const numberPattern = `(?:\\d{1,3}(?:-?(?:ти|х|и|ми))?|${numberWords.map(([word]) => word).join('|')})`;

/** @returns null for what is no number */
export function numberOf(text: string): number | null {
  const figures = /^\d+/.exec(text);
  if (figures) return Number(figures[0]);
  return numberWords.find(([word]) => new RegExp(`^(?:${word})$`, 'u').test(text))?.[1] ?? null;
}

/** Beginnings of «трехдневный», «двухнедельный». */
export const compoundNumbers: Readonly<Record<string, number>> = {
  одно: 1,
  двух: 2,
  трех: 3,
  четырех: 4,
  пяти: 5,
  шести: 6,
  семи: 7,
  восьми: 8,
  девяти: 9,
  десяти: 10,
  четырнадцати: 14,
  пятнадцати: 15,
  двадцати: 20,
  тридцати: 30,
};

const ordinals: readonly [RegExp, number][] = [
  [/^(?:i|1|перв)/u, 1],
  [/^(?:ii|2|втор)/u, 2],
  [/^(?:iii|3|треть)/u, 3],
  [/^(?:iv|4|четверт)/u, 4],
];
export const ordinalPattern =
  '(iv|iii|ii|i|[1-4](?:-?(?:го|м|й|е))?|перв\\p{L}+|втор\\p{L}+|треть\\p{L}+|четверт\\p{L}+)';

/** 1-4 of «II», «2-м», «втором». */
export function ordinalOf(text: string): number {
  // The longest numeral wins: «iii» begins with «i» too.
  return ordinals.findLast(([pattern]) => pattern.test(text))?.[1] ?? 0;
}

export const weekdays: readonly { до: string; к: string; в: string }[] = [
  { до: 'понедельника', к: 'понедельнику', в: 'понедельник' },
  { до: 'вторника', к: 'вторнику', в: 'вторник' },
  { до: 'среды', к: 'среде', в: 'среду' },
  { до: 'четверга', к: 'четвергу', в: 'четверг' },
  { до: 'пятницы', к: 'пятнице', в: 'пятницу' },
  { до: 'субботы', к: 'субботе', в: 'субботу' },
  { до: 'воскресенья', к: 'воскресенью', в: 'воскресенье' },
];

/** Seasons by their first month; each lasts three. */
export const seasons: readonly { first: number; during: string; before: readonly string[]; end: string }[] = [
  { first: 3, during: 'весной', before: ['весны', 'весне'], end: 'весны' },
  { first: 6, during: 'летом', before: ['лета', 'лету'], end: 'лета' },
  { first: 9, during: 'осенью', before: ['осени'], end: 'осени' },
  { first: 12, during: 'зимой', before: ['зимы', 'зиме'], end: 'зимы' },
];
