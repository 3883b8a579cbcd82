import { adjectiveNominative, agrees, capitalise } from './restore.js';
import { opensSentence, type Scan, wordAt, writtenAt } from './scan.js';
import { followedByHouse, looksLikeName } from './street-names.js';
import { ordinal } from './street-numbers.js';
import { surname } from './street-shapes.js';
import { ordinalFor } from './street-title.js';
import { commonStreets, houseWords, notNames, plainAdjectives, type StreetType } from './words.js';

/** «дома №1 Академической площади»: the number is the house's. */
function isHouseOf(scan: Scan, at: number): boolean {
  if (!/^\d+$/.test(wordAt(scan, at))) return false;
  const before = wordAt(scan, at - 1);
  return before === '№' || houseWords.has(before) || (before === '.' && houseWords.has(wordAt(scan, at - 2)));
}

/** «3/3 по заводскому проезду»: a house and «по» before a small adjective. */
function isAnnounced(scan: Scan, at: number): boolean {
  return wordAt(scan, at - 1) === 'по' && scan.tokens[at - 2]?.kind === 'number';
}

/** «1-й Новый проезд», «Новый переулок, 5»: an ordinary adjective with a capital, an ordinal before it or a house behind the type word at `at`. */
function isNamedPlainly(scan: Scan, at: number): boolean {
  if (scan.tokens[at - 1]?.capital !== true) return false;
  return (
    /^\d{1,2}-[а-я]{1,3}$/.test(wordAt(scan, at - 2)) ||
    followedByHouse(scan, wordAt(scan, at + 1) === '.' ? at + 2 : at + 1)
  );
}

/** «магистральный проезд 16б»: any adjective in small letters, where a house closes the address behind the type word at `at`. */
function isAddressed(scan: Scan, at: number, type: StreetType): boolean {
  return (
    /^(?:проезд|переулок|проспект|бульвар|тупик)$/.test(type.name) &&
    !type.plural &&
    wordAt(scan, at - 1).length > 5 &&
    followedByHouse(scan, wordAt(scan, at + 1) === '.' ? at + 2 : at + 1)
  );
}

/** Adjective (with an ordinal before it) that stands before the type word: «Московское шоссе», «11 суворовский переулок»; null if none. */
export function readNameBefore(scan: Scan, at: number, type: StreetType): { words: string[]; start: number } | null {
  const place = at - 1;
  const token = scan.tokens[place];
  if (token === undefined || token.kind !== 'word' || scan.used[place] === 1 || scan.tokens[at]?.fresh) return null;
  // «Ленина ул., 5»
  if (
    type.name === 'улица' &&
    type.short &&
    token.capital &&
    (commonStreets.has(token.word) || surname.test(token.word)) &&
    !agrees(token.word, 'f')
  ) {
    return { words: [writtenAt(scan, place)], start: place };
  }
  if (
    !agrees(token.word, type.gender) ||
    (plainAdjectives.has(token.word) && !isNamedPlainly(scan, at)) ||
    notNames.has(token.word) ||
    token.word.length < 4
  )
    return null;
  // «2- Институтский переулок»
  const isTorn = wordAt(scan, place - 1) === '-' && scan.tokens[place - 1]?.spaced === false;
  const numberAt = isTorn ? place - 2 : place - 1;
  const before = scan.tokens[numberAt];
  const hasOrdinal =
    before !== undefined &&
    before.kind === 'number' &&
    ordinal.test(before.word) &&
    !token.fresh &&
    !isHouseOf(scan, numberAt);
  // «по нижнему гостинному переулку», «Большой Каретный переулок»
  const first = scan.tokens[place - 1];
  if (
    first !== undefined &&
    !token.fresh &&
    scan.used[place - 1] === 0 &&
    /^(?:нижн|верхн|больш|мал|средн)(?:ий|ый|ой|ая|яя|ое|ее|его|ого|ему|ому|ем|ом|ей|ую|юю)$/.test(first.word) &&
    agrees(first.word, type.gender) &&
    (first.capital || (!token.capital && type.gender === 'm' && /^(?:нижн|верхн|средн)/.test(first.word)))
  )
    return {
      words: [place - 1, place].map((one) => capitalise(adjectiveNominative(writtenAt(scan, one), type.gender))),
      start: place - 1,
    };
  if (!token.capital && !hasOrdinal) {
    if (
      !/[сц]к(?:ая|ой|ую|ий|ого|ом|ому|ое|им)$/.test(token.word) &&
      !commonStreets.has(adjectiveNominative(token.word, 'f')) &&
      !isAddressed(scan, at, type)
    )
      return null;
    if (
      !looksLikeName(token.word, type) &&
      !(type.gender === 'm' && isAnnounced(scan, place)) &&
      !isAddressed(scan, at, type)
    )
      return null;
  }
  if (
    token.capital &&
    !scan.loud &&
    opensSentence(scan, place) &&
    type.name === 'улица' &&
    !followedByHouse(scan, wordAt(scan, at + 1) === '.' ? at + 2 : at + 1) &&
    !commonStreets.has(adjectiveNominative(token.word, 'f')) &&
    !/[сц]к/.test(token.word)
  )
    return null;
  const name = capitalise(adjectiveNominative(writtenAt(scan, place), type.gender));
  if (hasOrdinal && before !== undefined) return { words: [ordinalFor(before.word, type), name], start: numberAt };
  return { words: [name], start: place };
}
