import { isCapital } from '../text/chars.js';
import type { Analysis, Token } from '../text/tokens.js';
import { commonStems } from './common-stems.js';

/** Shorter stems name too many things. */
export const shortestStem = 4;
const mostNames = 6;

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

const prepositions = new Set([
  'на',
  'в',
  'во',
  'по',
  'у',
  'из',
  'с',
  'со',
  'от',
  'до',
  'за',
  'под',
  'около',
  'возле',
  'вдоль',
  'через',
  'жк',
  'мкр',
  'микрорайон',
  'микрорайоне',
]);

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
      !isAddress(text, token, after) &&
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

/** «Краностроителей 15», «Стара Загора, 120». */
function isAddress(text: string, { end }: Token, after: Token | undefined): boolean {
  return after?.kind === 'number' && /^,?\s$/u.test(text.slice(end, after.start));
}

/** An abbreviation, or shouting: «УК», «СанПиН», «НЕТ СВЕТА». */
function isShouted(text: string, { start, end }: Token): boolean {
  return /\p{L}\p{Lu}/u.test(text.slice(start, end));
}
