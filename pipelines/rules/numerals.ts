/** What a word says as part of a number: «двадцать», «пятого», «тысяч», «пару». */
export interface Numeral {
  low: number;
  high: number;
  /** 1 to 19, tens, hundreds; a multiplier closes a group of these («двадцать пять тысяч»); vague ones stand alone («несколько»). */
  rank: 'unit' | 'ten' | 'hundred' | 'multiplier' | 'vague';
  isOrdinal: boolean;
}

const cardinals: readonly [value: number, forms: string][] = [
  [0, 'ноль нуль нуля ноля нулю'],
  [1, 'один одна одно одного одной одному одним одну одном'],
  [2, 'два две двух двум двумя двое двоих двоим'],
  [3, 'три трех трем тремя трое троих троим'],
  [4, 'четыре четырех четырем четырьмя четверо четверых'],
  [5, 'пять пяти пятью пятеро пятерых'],
  [6, 'шесть шести шестью шестеро шестерых'],
  // «семью» is left to the family.
  [7, 'семь семи семеро семерых'],
  [8, 'восемь восьми восемью восьмью'],
  [9, 'девять девяти девятью'],
  [40, 'сорок сорока'],
  [90, 'девяносто девяноста'],
  [100, 'сто ста'],
  [200, 'двести двухсот двумстам двумястами двухстах'],
  [300, 'триста трехсот тремстам тремястами трехстах'],
  [400, 'четыреста четырехсот четыремстам четырьмястами четырехстах'],
];
const regular =
  '10 десят 11 одиннадцат 12 двенадцат 13 тринадцат 14 четырнадцат 15 пятнадцат 16 шестнадцат 17 семнадцат 18 восемнадцат 19 девятнадцат 20 двадцат 30 тридцат';
const dozens: readonly [number, string, string][] = [
  [50, 'пятьдесят', 'пятидесят'],
  [60, 'шестьдесят', 'шестидесят'],
  [70, 'семьдесят', 'семидесят'],
  [80, 'восемьдесят', 'восьмидесят'],
  [500, 'пятьсот', 'пятисот'],
  [600, 'шестьсот', 'шестисот'],
  [700, 'семьсот', 'семисот'],
  [800, 'восемьсот', 'восьмисот'],
  [900, 'девятьсот', 'девятисот'],
];
const ordinals =
  '1 перв 2 втор 4 четверт 5 пят 6 шест 7 седьм 8 восьм 9 девят 40 сороков 50 пятидесят 60 шестидесят 70 семидесят 80 восьмидесят 90 девяност 100 сот';
const adjectiveEndings = 'ый ой ая ое ые ого ому ым ую ых ыми ом'.split(' ');
const multipliers: readonly [number, string][] = [
  [1_000, 'тысяча тысячи тысяч тысячу тысячам тысячей тысячами тыс'],
  [1_000_000, 'миллион миллиона миллионов миллионам миллионами млн'],
  [1_000_000_000, 'миллиард миллиарда миллиардов млрд'],
];
/** Words that stand for a stretch of numbers; they count only before a unit. */
const vague: readonly [low: number, high: number, forms: string][] = [
  [2, 3, 'пара пару пары парой'],
  [2, 9, 'несколько нескольких нескольким'],
  [1.5, 1.5, 'полтора полторы полутора'],
  [3, 3, 'тройка тройку тройки'],
  [10, 10, 'десяток десятка'],
  [20, 99, 'десятки десятков'],
  [50, 50, 'полсотни'],
  [100, 100, 'сотня сотню'],
  [150, 150, 'полтораста'],
  [200, 999, 'сотни сотен'],
];

function build(): Map<string, Numeral> {
  const table = new Map<string, Numeral>();
  const put = (form: string, low: number, high: number, rank: Numeral['rank'], isOrdinal: boolean): void => {
    if (!table.has(form)) table.set(form, { low, high, rank, isOrdinal });
  };
  const cardinal = (form: string, value: number): void => put(form, value, value, rankOf(value), false);
  const ordinal = (stem: string, value: number): void => {
    for (const ending of adjectiveEndings) put(stem + ending, value, value, rankOf(value), true);
  };
  for (const [value, forms] of cardinals) for (const form of forms.split(' ')) cardinal(form, value);
  for (const [stem, value] of pairs(regular)) {
    for (const ending of ['ь', 'и', 'ью']) cardinal(stem + ending, value);
    ordinal(stem, value);
  }
  for (const [value, nominative, oblique] of dozens)
    for (const form of [nominative, `${oblique}и`, oblique, `${oblique}ам`, `${oblique}ах`]) cardinal(form, value);
  for (const [stem, value] of pairs(ordinals)) ordinal(stem, value);
  for (const form of 'третий третья третье третьи третьего третьей третьему третьим третью третьих третьем'.split(' '))
    put(form, 3, 3, 'unit', true);
  for (const [value, forms] of multipliers)
    for (const form of forms.split(' ')) put(form, value, value, 'multiplier', false);
  for (const [low, high, forms] of vague) for (const form of forms.split(' ')) put(form, low, high, 'vague', false);
  return table;
}

function pairs(list: string): [stem: string, value: number][] {
  const words = list.split(' ');
  return words.flatMap((word, index): [string, number][] =>
    index % 2 === 1 ? [[word, Number(words[index - 1])]] : [],
  );
}

function rankOf(value: number): Numeral['rank'] {
  return value < 20 ? 'unit' : value < 100 ? 'ten' : 'hundred';
}

/** Numerals by folded form. */
export const numerals: ReadonlyMap<string, Numeral> = build();
