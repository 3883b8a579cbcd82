import { readHouses } from './find-houses.js';
import { landmarkWord } from './landmark-words.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, longestName, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { isTypeWord } from './settlement-names.js';
import { commonStreets, houseWords, notNames, units } from './words.js';

/**
 * Streets that nothing but their place in an address tells: «Ебург, Вайнера 15», «Пермь, Сибирская, 8»: a capital word between a named
 * place (which ends at one of `ends`) and a house; claims their tokens.
 */
export function findAddressStreets(scan: Scan, ends: readonly number[]): StreetMention[] {
  const found: StreetMention[] = [];
  for (const end of ends) {
    const at = wordAt(scan, end) === ',' ? end + 1 : end;
    const token = scan.tokens[at];
    if (token === undefined || token.kind !== 'word' || !token.capital || token.fresh || scan.used[at] === 1) continue;
    const word = token.word;
    if (word.length < 4 || notNames.has(word) || houseWords.has(word) || isTypeWord(word)) continue;
    // «Пермь, Комсомольский 27»
    const isMasculine = /(?:ый|ий)$/.test(word) && commonStreets.has(adjectiveNominative(word, 'f'));
    if (landmarkWord(word) !== undefined) continue;
    if (!isMasculine && (longestName(scan, at) !== null || !/^[а-я-]+(?:а|я|ы|и|ой|ей|го|х|в|ко)$/.test(word)))
      continue;
    const houses = readHouses(scan, at + 1);
    const first = houses?.list[0];
    if (houses === null || first === undefined || units.has(wordAt(scan, houses.end))) continue;
    claim(scan, at, at + 1);
    const name = /(?:ая|яя|[сц]кой)$/.test(word) ? adjectiveNominative(writtenAt(scan, at), 'f') : writtenAt(scan, at);
    found.push({ name: capitalise(name), start: at, end: at + 1, weight: 0.75, houses: [] });
  }
  return found;
}
