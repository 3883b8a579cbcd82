import type { Atom, Query } from '../../../../pipelines/rules/ast.js';
import { needsWord } from '../../../../pipelines/rules/ast.js';

/** Words of the random rules and posts: forms, mistypings, denials, numbers, units and hyphens that meet each other. */
export const vocabulary = (
  'дорога дороги дорог яма ямы не нет свет света работает работать перестал горит двор дворе во вода воды горячей пять пятый двадцать тридцать ' +
  'третий день дня дней неделю часов 5 12 25 3-й 2-3 без только-только только снег снега с понедельника пару рублей 100 человек сто ' +
  'остановка астановка остановки остановку остоновка отопление отоплене отопления кафе-бар мусор мусора вывоз вывозят ' +
  'лифт лифты подъезд подъезда школа школы школу автобус автобусы врач врача тепло холодно крыша крыши течёт труба трубы очередь запись'
).split(' ');
/** Many words more, invented, so that a rule meets few posts, as in life. */
export const wideVocabulary = [...vocabulary, ...invented()];
export const separators = [' ', ' ', ' ', ' ', ', ', '. Дом ', '\n', ' — '];

function invented(): string[] {
  const beginnings = 'бар вел гор дул жив зан кор лам мос нил пат рож сум тар фон хол цеп чер шум щит'.split(' ');
  const middles = 'ан ев ил он ур'.split(' ');
  const ends = 'ка кам ник ника ство ный ного ить ил ует'.split(' ');
  return beginnings.flatMap((a) => middles.flatMap((b) => ends.map((c) => a + b + c)));
}

const at = { line: 1, column: 1 };
const prefixes = ['дор', 'раб', 'све', 'вод', 'оста', 'отоп', 'автоб'];
const mistyped = ['остановка', 'отопление', 'понедельник'];
const regexes = ['до[рм]ог', 'све?т[аы]?', '[а-я]+ка', '\\d+ [а-я]+', 'не ?работ', 'я.{2,12}о'];
const units = ['день', 'час', 'неделя', 'месяц', 'рубль', 'человек'];

export interface Dice {
  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number;
}

/** Where the words of a rule or a post come from. */
type Words = readonly string[];

/** Dice that depend on the seed alone (mulberry32). */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  return {
    roll(sides) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
    },
  };
}

export function randomAtom(dice: Dice, words: Words): Atom {
  const pick = <T>(list: readonly T[]): T => list[dice.roll(list.length)] as T;
  switch (dice.roll(12)) {
    case 0:
    case 1:
      return { kind: 'exact', word: pick(words), at };
    case 2:
      return { kind: 'prefix', prefix: pick(prefixes), at };
    case 3:
      return { kind: 'typo', word: pick(mistyped), at };
    case 4: {
      const from = dice.roll(4) * 4;
      return dice.roll(3) === 0
        ? { kind: 'number', from: 0, to: Number.MAX_SAFE_INTEGER, at }
        : { kind: 'number', from, to: from + dice.roll(20), at };
    }
    case 5: {
      const from = dice.roll(3) === 0 ? Number.NEGATIVE_INFINITY : dice.roll(8);
      return {
        kind: 'quantity',
        from,
        to: dice.roll(3) === 0 ? Number.POSITIVE_INFINITY : 8 + dice.roll(30),
        unit: pick(units),
        at,
      };
    }
    default:
      return { kind: 'word', word: pick(words), at };
  }
}

/** A query that stands for places. */
export function randomPlace(dice: Dice, depth: number, words: Words): Query {
  const inner = (): Query => randomPlace(dice, depth - 1, words);
  const several = <T>(make: () => T): T[] => Array.from({ length: 1 + dice.roll(3) }, make);
  switch (depth <= 0 ? 0 : dice.roll(10)) {
    case 1:
    case 2:
      return { kind: 'phrase', items: several(() => randomAtom(dice, words)), at };
    case 3:
    case 4:
      return {
        kind: 'near',
        left: inner(),
        right: inner(),
        ordered: dice.roll(2) === 0,
        distance: 1 + dice.roll(4),
        at,
      };
    case 5:
      return {
        kind: 'notNear',
        left: inner(),
        right: inner(),
        ordered: dice.roll(2) === 0,
        distance: 1 + dice.roll(4),
        at,
      };
    case 6:
      return { kind: 'neg', inner: inner(), at };
    case 7:
      return { kind: 'or', parts: several(inner), at };
    case 8:
      return { kind: 'regex', source: regexes[dice.roll(regexes.length)] as string, at };
    default:
      return randomAtom(dice, words);
  }
}

/** Any query that the parser would let stand as a rule. */
export function randomQuery(dice: Dice, depth = 3, words: Words = vocabulary): Query {
  for (;;) {
    const query = anyQuery(dice, depth, words);
    if (needsWord(query)) return query;
  }
}

function anyQuery(dice: Dice, depth: number, words: Words): Query {
  const several = (): Query[] => Array.from({ length: 1 + dice.roll(3) }, () => anyQuery(dice, depth - 1, words));
  switch (depth <= 0 ? 0 : dice.roll(9)) {
    case 1:
    case 2:
      return { kind: 'and', parts: several(), at };
    case 3:
      return { kind: 'or', parts: several(), at };
    case 4:
      return { kind: 'not', inner: anyQuery(dice, depth - 1, words), at };
    case 5:
      return { kind: 'sentence', inner: randomQuery(dice, depth - 1, words), at };
    default:
      return randomPlace(dice, depth, words);
  }
}

export function randomPost(dice: Dice, longest: number, words: Words = vocabulary): string {
  let text = '';
  for (let left = dice.roll(longest + 1); left > 0; left--)
    text += (words[dice.roll(words.length)] as string) + (separators[dice.roll(separators.length)] as string);
  return text;
}

/** Rules of mixed size, as many short ones as packs have; their words meet few posts. */
export function randomRules(dice: Dice, count: number): Query[] {
  const depths = [0, 0, 0, 0, 1, 1, 1, 2];
  return Array.from({ length: count }, () => randomQuery(dice, depths[dice.roll(depths.length)], wideVocabulary));
}
