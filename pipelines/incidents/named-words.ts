import { isCapital } from '../text/chars.js';
import type { Analysis, Token } from '../text/tokens.js';
import { commonStems } from './common-stems.js';

/** Shorter stems name too many things. */
export const shortestStem = 4;
const mostNames = 6;
const shortestStreet = 5;
const pastTense = /л[аои]?$/u;
/** What figures count, by stems. */
const units = new Set(
  'минут час ден дн дне сутк раз рубл тысяч человек лет год километр метр месяц недел процент градус машин штук этаж балл'.split(
    ' ',
  ),
);
const houseNumber = /^\d{1,3}[а-я]?(?:[к/]\d{1,2})?$/u;

/** What the rules do not write in small letters and everybody writes large. */
const commonNames = new Set(
  (
    'уважаем добр здравств росс российск федерац росси губернатор президент министр мэр закон конституц бог русск анон анонимн подписчик админ ' +
    'telegram вконтакт январ феврал март апрел июн июл август сентябр октябр ноябр декабр понедельник вторник сред четверг пятниц суббот ' +
    'воскресен ростелек мегафон билайн сбербанк росреестр роспотребнадзор минздрав минобр мвд россет газпр горгаз правительств дум ' +
    'верхн нижн больш мал нов стар северн южн восточн западн центральн'
  ).split(' '),
);

/** Bodies and firms, by how their names end. */
const bodyEnding = /(?:инвест|строй|надзор|водокана|сервис|энерг|сбыт|комхоз|банк|телек)$/u;

const prepositions = new Set(
  (
    'на в во по у из с со от до за под около возле вдоль через жк мкр микрорайон микрорайоне парк парка парке сквер сквера сквере ' +
    'мост моста метро рынок рынка озеро озера река реки реке'
  ).split(' '),
);

/**
 * Stems of words that are names of places by their capital and the «на», «в», «по», «от» before them, or a number behind. They join what the gazetteer does not
 * know: a quarter, a river, a works, a street without its type word.
 * @param known stems that everybody here writes: the town, its region
 */
export function namedStems({ text, tokens }: Analysis, known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  // «на Героев Хасана»: what stands behind a name with a capital of its own belongs to it.
  let isNamed = false;
  for (let at = 0; at < tokens.length && found.size < mostNames; at++) {
    const [token, before, after] = [tokens[at] as Token, tokens[at - 1], tokens[at + 1]];
    const follows: boolean = isNamed && before?.sentence === token.sentence;
    isNamed = false;
    if (token.kind !== 'word' || !isCapital(text.charCodeAt(token.start)) || isShouted(text, token)) continue;
    if (
      !follows &&
      (!isAddress(text, token, after) || pastTense.test(token.text)) &&
      (before?.sentence !== token.sentence || !prepositions.has(before.text))
    )
      continue;
    isNamed = true;
    // A district is half a town.
    if (after !== undefined && /^район|^округ/u.test(after.text)) continue;
    const stem = lastStem(token);
    if (isTelling(stem, known)) found.add(stem);
  }
  return [...found];
}

/**
 * Streets that are called after a day or a jubilee and stand without their type word: «50 лет Октября», «22 Апреля» are «50 октябр», «22 апрел», as
 * the locator's street of that name is compared. A month in small letters is a date.
 */
export function numberedNames({ text, tokens }: Analysis): string[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'number' || !/^\d{1,3}$/.test(token.stem)) return [];
    const isJubilee = tokens[at + 1]?.text === 'лет';
    const name = tokens[isJubilee ? at + 2 : at + 1];
    if (name?.kind !== 'word' || name.sentence !== token.sentence) return [];
    if (!isCapital(text.charCodeAt(name.start)) || isShouted(text, name)) return [];
    const numbered = `${token.stem} ${name.stem}`;
    return isJubilee || isNumberedName(numbered) ? [numbered] : [];
  });
}

/** «50 октябр», «8 март»: a number and a month, a day of which bears the name. */
export function isNumberedName(name: string): boolean {
  return /^\d{1,3} (?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|победа?|влксм|ссср|комсомол)$/u.test(
    name,
  );
}

/**
 * What looks like an address in a text in which the locator found none: a word that may be a name with a house number behind it:
 * «Краностроителей 15», «Стара-Загора, 120», «дом 120 на Стара-Загоре», the first also in small letters at the beginning or behind «на» and «по». Not «простояли 40 минут».
 */
export function bareAddresses(
  { text, tokens }: Analysis,
  known: ReadonlySet<string>,
): { street: string; house: string }[] {
  return tokens.flatMap((token, at) => {
    const [before, after, next] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
    if (token.kind !== 'word') return [];
    const house = houseBefore(tokens, at);
    if (house !== null && isCapital(text.charCodeAt(token.start)) && isTelling(lastStem(token), known))
      return [{ street: lastText(token), house }];
    if (after === undefined || !isAddress(text, token, after)) return [];
    if (!houseNumber.test(after.stem) || (next !== undefined && units.has(next.stem))) return [];
    const isNamed =
      isCapital(text.charCodeAt(token.start)) || before === undefined || before.text === 'на' || before.text === 'по';
    const street = lastText(token);
    const isLong = street.length >= shortestStreet && !pastTense.test(street);
    return isNamed && isLong && isTelling(lastStem(token), known) ? [{ street, house: after.stem }] : [];
  });
}

/** All words with a house number behind, whatever their case: what the addresses of another post are looked for among. */
export function possibleAddresses(
  { text, tokens }: Analysis,
  known: ReadonlySet<string>,
): { street: string; house: string }[] {
  return tokens.flatMap((token, at) => {
    const [after, next] = [tokens[at + 1], tokens[at + 2]];
    if (token.kind !== 'word' || after === undefined || !isAddress(text, token, after)) return [];
    if (!houseNumber.test(after.stem) || (next !== undefined && units.has(next.stem))) return [];
    return isTelling(lastStem(token), known) ? [{ street: lastText(token), house: after.stem }] : [];
  });
}

/** The number of «дом 128 на …», «доме 15 по …» before a name; null when there is none. */
function houseBefore(tokens: readonly Token[], at: number): string | null {
  const [word, number, preposition] = [tokens[at - 3], tokens[at - 2], tokens[at - 1]];
  if (preposition?.text !== 'на' && preposition?.text !== 'по') return null;
  const isHouse = word?.kind === 'word' && /^(?:д|дом|дома|доме|дому|домом)$/u.test(word.text);
  return isHouse && number?.kind === 'number' && houseNumber.test(number.stem) ? number.stem : null;
}

/** Stems of all words that could be a name, whatever their case: what the names of another post are looked for among. */
export function possibleStems({ tokens }: Analysis, known: ReadonlySet<string>): string[] {
  const stems = tokens
    .filter(({ kind }) => kind === 'word')
    .map(lastStem)
    .filter((stem) => isTelling(stem, known));
  return [...new Set(stems)].slice(0, 40);
}

/** Whether a stem may name a place. */
export function isTelling(stem: string, known: ReadonlySet<string>): boolean {
  if (stem.length < shortestStem || !/^[а-я-]+$/u.test(stem) || bodyEnding.test(stem)) return false;
  return !commonStems.has(stem) && !commonNames.has(stem) && !known.has(stem);
}

/** «Стара-Загора» and «Стара Загора» share their last word. */
function lastStem({ parts, stem }: Token): string {
  return parts?.at(-1)?.stem ?? stem;
}

function lastText({ parts, text }: Token): string {
  return parts?.at(-1)?.text ?? text;
}

/** «Краностроителей 15», «Стара Загора, 120». */
function isAddress(text: string, { end }: Token, after: Token | undefined): boolean {
  return after?.kind === 'number' && /^,?\s$/u.test(text.slice(end, after.start));
}

/** An abbreviation, or shouting: «УК», «СанПиН», «НЕТ СВЕТА». */
function isShouted(text: string, { start, end }: Token): boolean {
  return /\p{L}\p{Lu}/u.test(text.slice(start, end));
}
