import { readHouses } from './find-houses.js';
import { make } from './find-streets.js';
import { landmarkWord } from './landmark-words.js';
import { longestName, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { gluedOrdinal, readNameAfter } from './street-names.js';
import { months } from './street-numbers.js';
import { isCommonAdjective, isCrossing, surname } from './street-shapes.js';
import { commonStreets, houseWords, notNames, type StreetType, streetType, womenOfStreets } from './words.js';

/**
 * Names after «и», «/», «-» or a comma that have no type word of their own: «улиц Мира и Ленина», «ул. Сумской и Дейнеки», «ул. Корсунской 3,
 * Бумажников 2», «ул. Анциферовка, Какуринка, Заречка».
 */
export function findFurtherNames(scan: Scan, first: StreetMention, type: StreetType): StreetMention[] {
  const cue =
    type.plural ||
    /^ул+иц[ыи]$/.test(wordAt(scan, first.start)) ||
    [1, 2, 3].some((back) => isCrossing(wordAt(scan, first.start - back)));
  const found: StreetMention[] = [];
  let isList = false;
  for (let end = first.end; ; ) {
    // Mostly a word of the sentence goes on.
    const head = scan.tokens[end];
    if (head === undefined || (head.kind === 'word' && head.word !== 'и' && !houseWords.has(head.word))) break;
    const houses = readHouses(scan, end);
    const at = houses === null ? end : houses.end;
    const sign = wordAt(scan, at);
    const next = scan.tokens[at + 1];
    if (!/^(?:и|,|\/|-)$/.test(sign) || next === undefined || next.fresh || streetType(next.word) !== undefined) break;
    const isNumbered =
      next.kind === 'number' &&
      (/^\d{1,2}-?[а-я]+$/.test(next.word) || wordAt(scan, at + 2) === 'лет' || months.test(wordAt(scan, at + 2)));
    if (!next.capital && !isNumbered) break;
    // «проспект Мира и 1-Степная»: a street of another gender.
    if (type.gender !== 'f' && gluedOrdinal.test(next.word)) break;
    if (landmarkWord(next.word) !== undefined || isRegion(scan, at + 1)) break;
    isList ||= houses === null && type.name === 'улица' && opensList(scan, at);
    const last = wordAt(scan, end - 1);
    const isTold =
      houses !== null
        ? (cue && sign === 'и' && isStreetLike(next.word)) || hasOwnHouse(scan, at + 1)
        : cue ||
          isList ||
          ((sign === '/' || sign === '-') && isStreetLike(next.word)) ||
          (sign === ',' && womenOfStreets.has(next.word)) ||
          // «ул. Глинки, Чернышевского и дальше»
          (sign === ',' &&
            surname.test(next.word) &&
            commonStreets.has(next.word) &&
            scan.tokens[at + 2]?.capital !== true) ||
          (sign === 'и' && (isNumbered || goesWith(last, next.word)));
    // «пр-т Славы и Вокзальная»
    const isOther = sign === 'и' && type.gender !== 'f' && /ая$/.test(next.word) && isCommonAdjective(next.word);
    if (isOther && !isTold) {
      found.push(make(scan, [writtenAt(scan, at + 1)], plainStreet, at + 1, at + 2, 0.85));
      break;
    }
    const name = isTold ? readNameAfter(scan, at + 1, type) : null;
    if (name === null) break;
    found.push(make(scan, name.words, type, at + 1, name.end, 0.9));
    end = name.end;
  }
  return found;
}

const plainStreet = streetType('улица') as StreetType;

const isRegion = (scan: Scan, at: number): boolean =>
  longestName(scan, at)?.entries.some(({ territory }) => territory.level === 'region') ?? false;

const isStreetLike = (word: string): boolean =>
  commonStreets.has(word) || surname.test(word) || /[сц]к(?:ая|ой|ую)$/.test(word);

/** «ул. Садовой и Зелёной», «ул. Ленина и Кирова»: the second looks like a street beside the first. */
function goesWith(last: string, word: string): boolean {
  if (/[сц]к(?:ой|ая|ую)$/.test(word) || (surname.test(word) && commonStreets.has(word))) return true;
  return isCommonAdjective(word) && word.slice(-2) === last.slice(-2);
}

/** «…, Бумажников 2»: any one-word name that no list of places has, with a house right behind it. */
function hasOwnHouse(scan: Scan, at: number): boolean {
  const word = wordAt(scan, at);
  return (
    scan.tokens[at]?.capital === true &&
    word.length > 3 &&
    !notNames.has(word) &&
    (isStreetLike(word) || (/(?:[аяыихвй]|ко)$/.test(word) && longestName(scan, at) === null)) &&
    readHouses(scan, at + 1) !== null
  );
}

/** At the comma of «ул. Анциферовка, Какуринка, Заречка и др»: two names and more, none of which a list of places has. */
function opensList(scan: Scan, comma: number): boolean {
  let count = 0;
  for (let at = comma; /^(?:,|и)$/.test(wordAt(scan, at)); at += 2) {
    const token = scan.tokens[at + 1];
    if (token?.kind !== 'word' || token.fresh || opensSentence(scan, at + 1)) return false;
    // «улице Лермонтова, Фирсова, пл. Театральной»
    if (streetType(token.word) !== undefined) return count > 0;
    if (/^др|^проч|^т$/.test(token.word)) break;
    if (!token.capital || token.word.length < 4 || notNames.has(token.word)) return false;
    if (
      !commonStreets.has(token.word) &&
      !surname.test(token.word) &&
      (longestName(scan, at + 1) !== null || !/(?:[аяыи]|ой|ая|ого)$/.test(token.word))
    )
      return false;
    count++;
  }
  return count >= 2;
}
