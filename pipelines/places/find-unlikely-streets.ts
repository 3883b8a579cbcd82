import { isCountOrDate, turnsAt } from './bare-street-signs.js';
import { readHouses } from './find-houses.js';
import { landmarkWord } from './landmark-words.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, longestName, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { feminine, isStreetWord } from './street-shapes.js';
import { notNames } from './words.js';

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
  if (!/^(?:на|по|адресу?)$/.test(before) || !/[ая]$/.test(word) || word.length < 5) return null;
  if (longestName(scan, at) !== null || landmarkWord(word) !== undefined || wordAt(scan, at + 1) === '-') return null;
  const houses = readHouses(scan, at + 1);
  if (houses === null || isCountOrDate(scan, at, at + 1, houses)) return null;
  claim(scan, at, at + 1);
  return { name: capitalise(writtenAt(scan, at)), start: at, end: at + 1, weight: 0.7, houses: [] };
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
