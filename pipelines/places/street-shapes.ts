import { adjectiveNominative } from './restore.js';
import { commonStreets, notSurnames, ranks, secondWords } from './words.js';

/** What a folded word looks like, by itself. */

/** Surname in the genitive: «Маяковского», «Ленина»; «Гоголевой» is none. */
export const surname = /(?:[сц]кого|[оеё]ва|[иы]на)$/;
export const feminine =
  /(?:[сц]к|н|в|л|р|больш)(?:ая|ой|ую)$|рабоч(?:ая|ей|ую)$|(?:верх|ниж|сред|даль|лет|осен|весен|зим)(?:няя|ней|нюю)$/;

/** Surnames that have no cases and people in the genitive plural: «Романенко», «Бумажников». */
export const loneForm =
  /(?:енко|[ую]ка|ича|дзе|швили|цев|ников|телей|истов|щиков|чиков|[а-я]{4}водов|[а-я]{3}(?:торов|ологов))$/;

/** Words that stand before a street: «на», «вдоль». */
export const houseLeads: ReadonlySet<string> = new Set(['на', 'по', 'вдоль', 'адрес', 'адресу', 'угол', 'углу']);

/** The adjective of a street that many towns have, in any case: «Садовой». */
export const isCommonAdjective = (word: string): boolean =>
  feminine.test(word) && commonStreets.has(adjectiveNominative(word, 'f'));

/** Looks like the name of a street: «Мира», «Садовой», «Петрова», «Казанской». */
export const isStreetWord = (word: string): boolean =>
  commonStreets.has(word) ||
  isCommonAdjective(word) ||
  (surname.test(word) && !notSurnames.has(word)) ||
  /[сц]к(?:ой|ая|ую)$/.test(word);

/** «Карла-Маркса», «Розы-Люксембург»: a first name or rank and a name that streets bear, joined by a hyphen. */
export function isHyphened(word: string): boolean {
  const hyphen = word.indexOf('-');
  if (hyphen < 3 || !ranks.has(word.slice(0, hyphen))) return false;
  const last = word.slice(hyphen + 1);
  return commonStreets.has(last) || secondWords.has(last);
}

/** Words after which streets stand in pairs. */
export const isCrossing = (word: string): boolean =>
  /^(?:перекрест|пересечен|угол|углу|между|светофор(?:е|а)?$|кольц[оае]$)/.test(word);

/** Could the folded word stand before a dash as a street: «Мира-15», «Радищева-Золотая»? */
export const mayBeStreetName = (word: string): boolean =>
  commonStreets.has(word) ||
  isCommonAdjective(word) ||
  (surname.test(word) && word.length > 4 && !notSurnames.has(word));

/** Hardly anything but a street: «Гагарина», «Золотая». */
export const isSureStreet = (word: string): boolean =>
  commonStreets.has(word) || (feminine.test(word) && /ая$/.test(word));

/** Ends like a masculine noun in the genitive, as streets are named: «перелёта», «горизонта»; no «перекрыта», «темна», «вода». */
const masculineGenitive = /(?:[лрв]ета|порта|[нк]та|[аи]ста|[оу]са|[ои]ма|ира)$/;
const notNaming =
  /^(?:полоса|квартира|транспорта|ремонта|асфальта|проекта|объекта|контакта|контраста|факта|момента|документа|пункта|автобуса|троллейбуса|режима|ориентира)$/;

/** Could a street be named by the folded noun, in small letters: «улица перелёта»? */
export const isNamingNoun = (word: string): boolean =>
  word.length > 5 && masculineGenitive.test(word) && !notNaming.test(word);
