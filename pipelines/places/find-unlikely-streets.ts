import { isCountOrDate, turnsAt } from './bare-street-signs.js';
import { type Houses, readHouses } from './find-houses.js';
import { landmarkWord } from './landmark-words.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, longestName, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { feminine, isStreetWord, loneForm, mayBeStreetName } from './street-shapes.js';
import { houseWords, notNames } from './words.js';

/** The end of a turn whose name looks like no street by itself: «Поворот с Машиностроительной на Гашека». */
export function findTurn(scan: Scan, at: number): StreetMention | null {
  const word = wordAt(scan, at);
  if (!/[ая]$/.test(word) || word.length < 5 || longestName(scan, at) !== null) return null;
  const isFirst =
    /^(?:с|со)$/.test(wordAt(scan, at - 1)) && wordAt(scan, at + 1) === 'на' && isStreetWord(wordAt(scan, at + 2));
  if (!isFirst && !turnsAt(scan, at, at + 1)) return null;
  if (isFirst && scan.tokens[at + 2]?.capital !== true) return null;
  claim(scan, at, at + 1);
  return { name: capitalise(writtenAt(scan, at)), start: at, end: at + 1, weight: 0.7, houses: [] };
}

/** «на Перелёта 23/1»: any genitive with a capital, where «на» or «по» leads to a house. */
export function findUnlikelyStreet(scan: Scan, at: number, before: string): StreetMention | null {
  const word = wordAt(scan, at);
  // «на Культуры 3»: by «на» only, for «по» asks plurals for the same form.
  const isForm = /[ая]$/.test(word) || (before === 'на' && /[а-я]{4}[ыи]$/.test(word));
  if (!/^(?:на|по|адресу?)$/.test(before) || !isForm || word.length < 5) return null;
  if (longestName(scan, at) !== null || landmarkWord(word) !== undefined || wordAt(scan, at + 1) === '-') return null;
  const houses = readHouses(scan, at + 1);
  if (houses === null || isCountOrDate(scan, at, at + 1, houses)) return null;
  claim(scan, at, at + 1);
  return { name: capitalise(writtenAt(scan, at)), start: at, end: at + 1, weight: 0.7, houses: [] };
}

/**
 * «Романенко 16 А.», «Бумажников 2, кв. 5»: a word that streets may be called by and a house, which are a sentence of their own or what opens one,
 * or «на Октябрьском 3а».
 */
export function findLoneAddress(scan: Scan, at: number, before: string): StreetMention | null {
  const word = wordAt(scan, at);
  const isMasculine = before === 'на' && /(?:[сц]к|н|в)ом$/.test(word);
  const opens = opensSentence(scan, at) || (/^["'«“`]$/.test(before) && opensSentence(scan, at - 1));
  if (!isMasculine && !(opens || /^(?:на|по|адрес|адресу|:|дом|дома|домов|домах)$/.test(before))) return null;
  if (!isMasculine && (!loneForm.test(word) || longestName(scan, at) !== null)) return null;
  if (landmarkWord(word) !== undefined || notNames.has(word) || crowds.test(word)) return null;
  const houses = wordAt(scan, at + 1) === '-' ? null : readHouses(scan, at + 1);
  if (houses === null || isCountOrDate(scan, at, at + 1, houses) || !closesAddress(scan, houses)) return null;
  claim(scan, at, at + 1);
  const written = writtenAt(scan, at);
  const name = isMasculine ? adjectiveNominative(written, 'm') : written;
  return { name: capitalise(name), start: at, end: at + 1, weight: 0.7, houses: [] };
}

/** People that no street is named after. */
const crowds =
  /^(?:водителей|родителей|учеников|школьников|специалистов|сотрудников|работников|чиновников|участников|начальников|дворников|собственников|жителей|плательщиков|дольщиков|подростков|месяцев|инвалидов|должников|предпринимателей|посетителей|покупателей|представителей|потребителей|любителей|воспитателей|бездельников|очевидцев|грузчиков|перевозчиков|подрядчиков|докторов|автобусов)$/;

/** Nothing behind the house that it could count: a sign, a new line, an entrance or a flat, a letter of its own. */
export function closesAddress(scan: Scan, houses: Houses | null): boolean {
  if (houses === null) return true;
  const { list, end } = houses;
  const after = scan.tokens[end];
  return (
    after === undefined ||
    after.fresh ||
    after.kind === 'sign' ||
    /[а-я]$/i.test(list.at(-1)?.value ?? '') ||
    /^(?:подъезд|кв|квартир|первый|второй|третий|нет$|не$|опять$|снова$|во$|в$|у$|на$)/.test(after.word)
  );
}

/** «Станционная-1, дом 9»: a street whose number stands behind its name, before a house with its word. */
export function findNumberBehind(scan: Scan, at: number): StreetMention | null {
  const word = wordAt(scan, at);
  const match = scan.tokens[at]?.capital ? /^([а-я]{4,})-\d{1,2}$/.exec(word) : null;
  if (match === null || !mayBeStreetName(match[1] ?? '')) return null;
  if (
    !houseWords.has(wordAt(scan, wordAt(scan, at + 1) === ',' ? at + 2 : at + 1)) ||
    readHouses(scan, at + 1) === null
  )
    return null;
  claim(scan, at, at + 1);
  return { name: writtenAt(scan, at), start: at, end: at + 1, weight: 0.75, houses: [] };
}

/** «по адресу: Пучковка, д. 17В»: any name with a capital, where an address is announced and a house follows. */
export function findToldStreet(scan: Scan, at: number): StreetMention | null {
  const token = scan.tokens[at];
  const cue = wordAt(scan, at - 1) === ':' ? at - 2 : at - 1;
  if (token === undefined || !token.capital || token.word.length < 4 || !/^адрес(?:у|е)?$/.test(wordAt(scan, cue)))
    return null;
  const houses = readHouses(scan, at + 1);
  if (houses === null || longestName(scan, at) !== null || notNames.has(token.word)) return null;
  claim(scan, at, at + 1);
  const name = feminine.test(token.word) ? adjectiveNominative(writtenAt(scan, at), 'f') : writtenAt(scan, at);
  return { name: capitalise(name), start: at, end: at + 1, weight: 0.75, houses: [] };
}
