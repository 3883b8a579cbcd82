import { settlementNominative } from './restore.js';
import { isFree, type Scan, wordAt, writtenAt } from './scan.js';
import { entriesOf } from './settlement-names.js';
import { ranks } from './words.js';

/** First words of names that people cut short: «д. М. Угоны», «с. Верх. Любаж»; a letter alone may stand for two of them. */
const stems: Readonly<Record<string, readonly string[]>> = {
  б: ['Больш'],
  бол: ['Больш'],
  больш: ['Больш'],
  м: ['Мал'],
  мал: ['Мал'],
  в: ['Верхн'],
  верх: ['Верхн'],
  верхн: ['Верхн'],
  н: ['Нижн', 'Нов'],
  ниж: ['Нижн'],
  нижн: ['Нижн'],
  нов: ['Нов'],
  ст: ['Стар'],
  стар: ['Стар'],
  ср: ['Средн'],
};
/** The adjective before a noun that ends so: feminine, neuter, plural, masculine. */
function adjectiveFor(stem: string, noun: string): string {
  const isSoft = stem.endsWith('хн') || stem.endsWith('жн') || stem.endsWith('дн');
  const isHushing = stem.endsWith('ш');
  if (/[ая]$/.test(noun)) return stem + (isSoft ? 'яя' : 'ая');
  if (/[ое]$/.test(noun)) return stem + (isSoft ? 'ее' : 'ое');
  if (/[иы]$/.test(noun)) return stem + (isSoft || isHushing ? 'ие' : 'ые');
  return stem + (isSoft ? 'ий' : isHushing ? 'ой' : 'ый');
}

/**
 * The name of a village whose first word is cut short, written out: «М. Угоны» → «Малые Угоны», «им. Кирова» → «имени Кирова». Where a letter may stand for
 * two words the one is taken that a list knows near home, else the letter stays. Null when none stands at the token.
 */
export function cutName(scan: Scan, at: number): { name: string; end: number } | null {
  const first = scan.tokens[at];
  const second = scan.tokens[at + 2];
  if (first === undefined || second === undefined || wordAt(scan, at + 1) !== '.') return null;
  if (second.kind !== 'word' || !second.capital || second.fresh || second.word.length < 4 || !isFree(scan, at, at + 3))
    return null;
  if (first.word === 'им') {
    // «им. Маршала Жукова»
    const third = scan.tokens[at + 3];
    const isRanked = ranks.has(second.word) && third?.kind === 'word' && third.capital && !third.fresh;
    const end = isRanked ? at + 4 : at + 3;
    return { name: ['имени', ...[2, 3].slice(0, end - at - 2).map((i) => writtenAt(scan, at + i))].join(' '), end };
  }
  const options = first.capital ? stems[first.word] : undefined;
  // «п. В. Иванов»: a person.
  if (options === undefined || /(?:[оеё]в|ин|ын|ий|ко|ян|ич|[оеё]ва|ина|[сц]к(?:ая|ой))$/.test(second.word))
    return null;
  const noun = settlementNominative([writtenAt(scan, at + 2)], 'f', isDeclined.test(second.word), false);
  const names = options.map((stem) => `${adjectiveFor(stem, noun)} ${noun}`);
  const listed = names.find((name) => entriesOf(scan, name).length > 0);
  const name = listed ?? (names.length === 1 ? names[0] : undefined) ?? `${writtenAt(scan, at)}. ${noun}`;
  return { name, end: at + 3 };
}

/** Endings that no noun of a village has in the nominative: «Солонке», «Угонах». */
const isDeclined = /(?:[квгх]е|[квгх]у|ах|ях|[оеё]ве|ине)$/;
