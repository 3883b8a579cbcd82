import type { LandmarkKind } from '../../src/core/place.js';
import { findKilometre } from './find-kilometres.js';
import { institutionAdjectives, type LandmarkWord, landmarkWord, shortAdjectives } from './landmark-words.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, type LandmarkMention, opensSentence, type Scan, wordAt, writtenAt } from './scan.js';
import { readNameAfter } from './street-names.js';
import { districtWords, notNames, type StreetType, settlementType, streetType, units } from './words.js';

const quotes = new Set(['"', '«', '»', '“', '”', '„', '`', "'"]);
const numberSigns = new Set(['№', 'n', '#', 'номер', 'номером', 'номера']);
/** Prepositions of the genitive: «у 3 школы» is one school, «3 школы» are three. */
const genitivePrepositions = new Set([
  'у',
  'около',
  'возле',
  'от',
  'до',
  'из',
  'для',
  'напротив',
  'вблизи',
  'со',
  'с',
  'мимо',
]);

/**
 * What people tell a place by beside its address, at the token: «школа №7», «в 7-й школе», «остановка Рынок», «автобус 24», «12 км трассы
 * М-7»; claims the tokens. Several for «школ 55 и 57»; empty when there is none.
 */
export function findLandmarks(scan: Scan, at: number): LandmarkMention[] {
  const word = landmarkWord(wordAt(scan, at));
  if (word === undefined || scan.used[at] === 1) return [];
  if (word.kind === 'stop') return wrap(stopAt(scan, at));
  if (word.kind === 'road-km') return wrap(findKilometre(scan, at));
  if (word.kind === 'route') return routesAt(scan, at, word);
  return institutionsAt(scan, at, word);
}

function wrap(mention: LandmarkMention | null): LandmarkMention[] {
  return mention === null ? [] : [mention];
}

function make(scan: Scan, kind: LandmarkKind, name: string, start: number, end: number): LandmarkMention {
  claim(scan, start, end);
  return { kind, name, start, end };
}

interface Numbers {
  readonly list: readonly string[];
  readonly end: number;
}

/** Numbers after the word: «№ 7», «55 и 57», «15к»; null when a count, a time or nothing stands there. */
function numbersAfter(scan: Scan, from: number, letters: boolean): Numbers | null {
  let at = from;
  if (wordAt(scan, at) === '.') at++;
  if (quotes.has(wordAt(scan, at)) && scan.tokens[at + 1]?.kind === 'number') at++;
  let sure = false;
  while (numberSigns.has(wordAt(scan, at))) {
    sure = true;
    at++;
    if (wordAt(scan, at) === ':') at++;
  }
  const list: string[] = [];
  let end = at;
  const glued = /^n(\d{1,3})$/.exec(wordAt(scan, at));
  // «СОШ N5»
  if (glued !== null) return { list: [glued[1] ?? ''], end: at + 1 };
  for (;;) {
    const token = scan.tokens[at];
    const value = token?.kind === 'number' && scan.used[at] === 0 ? plainNumber(token.word, letters) : null;
    if (value === null || (!sure && isCounted(scan, at))) break;
    list.push(value);
    end = at + 1;
    const sign = wordAt(scan, end);
    if (sign !== ',' && sign !== 'и') break;
    at = end + 1;
    if (numberSigns.has(wordAt(scan, at))) at++;
    else if (sign === ',' && scan.tokens[at]?.kind !== 'number') break;
  }
  return list.length === 0 ? null : { list, end };
}

/** «24», «15к»; «24-й» → «24»; null for «7/2», «2-3», «2021». */
function plainNumber(word: string, letters: boolean): string | null {
  const length = word.length;
  let digits = 0;
  while (digits < length && word.charCodeAt(digits) >= 48 && word.charCodeAt(digits) <= 57) digits++;
  if (digits === 0 || digits > 3 || word[0] === '0') return null;
  const rest = word.slice(digits).replace('-', '');
  if (rest === '' || ordinalEndings.has(rest)) return word.slice(0, digits);
  return letters && rest.length === 1 && rest >= 'а' && rest <= 'я' ? word.slice(0, digits) + rest : null;
}
const ordinalEndings = new Set(['й', 'я', 'е', 'го', 'му', 'м', 'ю', 'ой', 'ая', 'ый', 'ом', 'ую', 'ого', 'ому', 'ей']);

/** «школа 2 года строится», «школе 25 учителей», «автобус 7.30»: the number at the token counts something or is a time. */
function isCounted(scan: Scan, at: number): boolean {
  const next = scan.tokens[at + 1];
  if (next === undefined || next.fresh) return false;
  if ((next.word === '.' || next.word === ':' || next.word === '-') && scan.tokens[at + 2]?.kind === 'number')
    return !next.spaced && scan.tokens[at + 2]?.spaced === false;
  if (next.kind === 'number') return true;
  if (next.kind !== 'word') return next.word === '%' || next.word === '+';
  return units.has(next.word) || (!next.capital && /(?:ов|ев|ей|ых|их|иц|ек)$/.test(next.word));
}

/** Number before the word: «в 7-й школе», «24 маршрут», «у 10 поликлиники»; null when it counts: «3 школы», «5 автобусов». */
function numberBefore(scan: Scan, at: number, word: LandmarkWord): { value: string; start: number } | null {
  const token = scan.tokens[at - 1];
  if (token?.kind !== 'number' || scan.used[at - 1] === 1 || scan.tokens[at]?.fresh) return null;
  const value = plainNumber(token.word, word.kind === 'route');
  if (value === null) return null;
  const hasSign = numberSigns.has(wordAt(scan, at - 2));
  const start = hasSign ? at - 2 : at - 1;
  if (hasSign || token.word !== value) return { value, start };
  if (word.plural || /^[.:]$/.test(wordAt(scan, at - 2))) return null;
  // «Льгов 2 маршрутку»
  if (scan.tokens[at - 2]?.capital === true && wordAt(scan, at - 2).length > 3 && !opensSentence(scan, at - 2))
    return null;
  const count = Number(value);
  const isPaucal = count % 10 >= 2 && count % 10 <= 4 && (count % 100 < 12 || count % 100 > 14);
  if (isPaucal && word.genitive && !genitivePrepositions.has(wordAt(scan, at - 2))) return null;
  return { value, start };
}

function routesAt(scan: Scan, at: number, word: LandmarkWord): LandmarkMention[] {
  const before = numberBefore(scan, at, word);
  if (before !== null)
    return [...earlierRoutes(scan, before.start), make(scan, 'route', before.value, before.start, at + 1)];
  let next = at + 1;
  // «автобус маршрута № 24», «маршрутное такси», «маршрутный автобус»
  if (landmarkWord(wordAt(scan, next))?.kind === 'route') {
    const inner = numberBefore(scan, next, word);
    if (inner !== null) return [];
    next++;
  }
  if (word.plural && !numberSigns.has(wordAt(scan, next)) && !isPairAfter(scan, next)) return [];
  const numbers = numbersAfter(scan, next, true);
  if (numbers === null) return [];
  return numbers.list.map((value) => make(scan, 'route', value, at, numbers.end));
}

/** «873 и 876 маршруты»: the first of the pair. */
function earlierRoutes(scan: Scan, start: number): LandmarkMention[] {
  const token = scan.tokens[start - 2];
  if (wordAt(scan, start - 1) !== 'и' || token?.kind !== 'number' || scan.used[start - 2] === 1) return [];
  const value = plainNumber(token.word, true);
  return value === null ? [] : [make(scan, 'route', value, start - 2, start - 1)];
}

function institutionsAt(scan: Scan, at: number, word: LandmarkWord): LandmarkMention[] {
  const isPlainGarden = /^сад(?:у|ом|ы|а|ов)?$/.test(wordAt(scan, at));
  const adjective = adjectiveBefore(scan, at, word);
  if (isPlainGarden && !/^(?:детск|дет$|д$)/.test(wordAt(scan, at - 1)) && !numberSigns.has(wordAt(scan, at + 1)))
    return [];
  const title = isPlainGarden || word.kind === 'kindergarten' ? word.title : titleWith(adjective.words, word);
  const before = numberBefore(scan, adjective.start, word);
  if (before !== null) return [make(scan, word.kind, `${title} № ${before.value}`, before.start, at + 1)];
  const numbers =
    word.plural && !numberSigns.has(wordAt(scan, at + 1)) && !isPairAfter(scan, at + 1)
      ? null
      : numbersAfter(scan, at + 1, false);
  if (numbers !== null)
    return numbers.list.map((value) => make(scan, word.kind, `${title} № ${value}`, adjective.start, numbers.end));
  const named = quotedName(scan, at + 1) ?? (word.bareName ? capitalName(scan, at + 1) : null);
  return named === null ? [] : [make(scan, word.kind, `${title} ${named.name}`, adjective.start, named.end)];
}

/** «школ 55 и 57»: a list of numbers after a genitive plural. */
function isPairAfter(scan: Scan, at: number): boolean {
  return (
    scan.tokens[at]?.kind === 'number' &&
    /^(?:и|,)$/.test(wordAt(scan, at + 1)) &&
    scan.tokens[at + 2]?.kind === 'number'
  );
}

/** «гор. больница», «детской городской поликлиники»: the adjectives that belong to the institution's name. */
function adjectiveBefore(scan: Scan, at: number, word: LandmarkWord): { words: string[]; start: number } {
  const found: string[] = [];
  let start = at;
  while (found.length < 2) {
    const isShort = wordAt(scan, start - 1) === '.';
    const place = isShort ? start - 2 : start - 1;
    const token = wordAt(scan, place);
    if (token === '' || scan.tokens[place + 1]?.fresh) break;
    const full = isShort ? shortAdjectives.get(token) : adjectiveNominative(token, 'm');
    const masculine = full === undefined ? null : institutionAdjectives.has(full) ? full : masculineIn(full);
    if (masculine === null) break;
    found.unshift(adjectiveNominative(masculine, word.gender));
    start = place;
  }
  return { words: found, start };
}

/** «городский» as the rules of cases make it → «городской» as it stands in the list. */
function masculineIn(word: string): string | null {
  const stressed = `${word.slice(0, -2)}ой`;
  return institutionAdjectives.has(stressed) ? stressed : null;
}

function titleWith(adjectives: readonly string[], word: LandmarkWord): string {
  return adjectives.length === 0 || word.title.includes(' ') ? word.title : `${adjectives.join(' ')} ${word.title}`;
}

/** What stands in quotation marks from the token on: «"Площадь Ленина"» → «Площадь Ленина», with the quotes of print. */
function quotedName(scan: Scan, at: number): { name: string; bare: string; end: number } | null {
  if (!quotes.has(wordAt(scan, at)) || scan.tokens[at + 1]?.kind === 'sign') return null;
  for (let end = at + 2; end < at + 8; end++) {
    const token = scan.tokens[end];
    if (token === undefined || token.fresh) return null;
    if (!quotes.has(token.word)) continue;
    const from = scan.tokens[at + 1]?.start ?? 0;
    const bare = scan.text.slice(from, scan.tokens[end - 1]?.end ?? from).replace(/\s+/g, ' ');
    return { name: `«${bare}»`, bare, end: end + 1 };
  }
  return null;
}

/** A name in capitals from the token on: «Европа», «Площадь Ленина», «Красная горка». */
function capitalName(scan: Scan, at: number): { name: string; end: number } | null {
  const first = scan.tokens[at];
  if (first === undefined || first.kind !== 'word' || !first.capital || first.fresh) return null;
  // «Дом культуры», «Дом Художника»; else «дом» is the house.
  if (notNames.has(first.word)) {
    const second = scan.tokens[at + 1];
    const isHouseOf =
      first.word === 'дом' &&
      second?.kind === 'word' &&
      !second.fresh &&
      /^(?:культур|быт|пионер|творчеств|спорт|ветеран|техник|учен|офицер|художник|связ|печат|мебел|обув|книг|ребенка|престарел|правительств|советов|молодеж|отдыха|учителя)/.test(
        second.word,
      );
    return isHouseOf ? { name: `Дом ${writtenAt(scan, at + 1)}`, end: at + 2 } : null;
  }
  if (first.word.length < 2 || scan.used[at] === 1) return null;
  let end = at + 1;
  while (end < at + 4) {
    const token = scan.tokens[end];
    if (token === undefined || token.fresh || token.kind !== 'word' || notNames.has(token.word)) break;
    // «Льговский поворот», «Красная горка»
    if (
      !token.capital &&
      !(
        end === at + 1 &&
        /(?:ая|яя|ий|ый|ой|ое|ие|ые)$/.test(first.word) &&
        /^[а-я]{3,}$/.test(token.word) &&
        !isVerbLike(token.word)
      )
    )
      break;
    if (streetType(token.word)?.short || districtWords.has(token.word)) break;
    end++;
  }
  // «Больница им. Семашко»
  if (wordAt(scan, end) === 'им' && wordAt(scan, end + 1) === '.' && scan.tokens[end + 2]?.capital === true) end += 3;
  const words = Array.from({ length: end - at }, (_, i) =>
    i === 0 || scan.tokens[at + i]?.capital ? capitalise(writtenAt(scan, at + i)) : writtenAt(scan, at + i),
  );
  return { name: words.join(' ').replace(' .', '.'), end };
}

const isVerbLike = (word: string): boolean => /(?:ся|ет|ит|ут|ют|ат|ят|ла|ло|ли|на|но|ны|ть)$/.test(word);

/** «остановка Рынок», «ост. Льговский поворот», «остановки "Площадь Ленина"», «метро Сокол». */
function stopAt(scan: Scan, at: number): LandmarkMention | null {
  let from = at + 1;
  const word = wordAt(scan, at);
  if (word === 'ост' || word === 'оот' || word === 'ооп') {
    if (wordAt(scan, from) === '.') from++;
    else if (word === 'ост') return null;
  }
  if (landmarkWord(wordAt(scan, from))?.kind === 'stop') from += wordAt(scan, from + 1) === '.' ? 2 : 1;
  if (wordAt(scan, from) === 'общественного' && /^транспорт/.test(wordAt(scan, from + 1))) from += 2;
  if (landmarkWord(wordAt(scan, from))?.kind === 'route') from++;
  if (/^(?:под|с)$/.test(wordAt(scan, from)) && /^назван/.test(wordAt(scan, from + 1))) from += 2;
  if (wordAt(scan, from) === '-' || wordAt(scan, from) === ':') from++;
  const quoted = quotedName(scan, from);
  if (quoted !== null) return make(scan, 'stop', streetInFull(quoted.bare), at, quoted.end);
  const first = scan.tokens[from];
  const next = scan.tokens[from + 1];
  // «остановка ул. Гагарина», «остановка Площадь Ленина», «остановка Школа № 5»
  const type = first === undefined || first.fresh ? undefined : streetType(first.word);
  if (type?.short && type.nominative) {
    const place = next?.word === '.' ? from + 2 : from + 1;
    const name = capitalName(scan, place) ?? numberedName(scan, place, type);
    // An address goes on with a house: «на остановке ул. Гагарина, 5» is a house and no stop.
    if (name === null || hasHouse(scan, name.end)) return null;
    return make(scan, 'stop', `${capitalise(type.name)} ${name.name}`, at, name.end);
  }
  // «остановка Улица Гагарина», «остановка улица Вокзальная»
  if (type !== undefined && (first?.capital || (type.name === 'улица' && type.nominative && next?.capital))) {
    const rest = capitalName(scan, from + 1) ?? numberedName(scan, from + 1, type);
    return rest === null || hasHouse(scan, rest.end)
      ? null
      : make(scan, 'stop', `${capitalise(writtenAt(scan, from))} ${rest.name}`, at, rest.end);
  }
  const name = capitalName(scan, from);
  if (name === null || hasHouse(scan, name.end)) return null;
  if (first !== undefined && settlementType(first.word)?.letter) return null;
  const numbered = landmarkWord(first?.word ?? '') === undefined ? null : numbersAfter(scan, name.end, false);
  if (numbered !== null && numbered.list.length === 1)
    return make(scan, 'stop', `${name.name} № ${numbered.list[0]}`, at, numbered.end);
  return make(scan, 'stop', name.name, at, name.end);
}

/** «остановка "ул. Гагарина"»: the type word in full. */
function streetInFull(name: string): string {
  const match = /^([а-яё-]+)\.?\s*(.+)$/i.exec(name);
  const type = match === null ? undefined : streetType((match[1] ?? '').toLowerCase());
  return type?.short ? `${capitalise(type.name)} ${match?.[2] ?? ''}` : name;
}

/** «Улица 40 лет Октября», «ул. 8 Марта»: a stop called by a street whose name opens with a number. */
function numberedName(scan: Scan, at: number, type: StreetType): { name: string; end: number } | null {
  if (scan.tokens[at]?.kind !== 'number') return null;
  const name = readNameAfter(scan, at, type);
  return name === null || name.words.length < 2 ? null : { name: capitalise(name.words.join(' ')), end: name.end };
}

function hasHouse(scan: Scan, at: number): boolean {
  const place = wordAt(scan, at) === ',' ? at + 1 : at;
  const token = scan.tokens[place];
  return (
    token !== undefined &&
    !token.fresh &&
    (token.kind === 'number' || (token.word === 'д' && wordAt(scan, place + 1) === '.')) &&
    !isCounted(scan, place)
  );
}
