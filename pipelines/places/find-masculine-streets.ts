import { isAlone, isCountOrDate, isPerson } from './bare-street-signs.js';
import { readHouses } from './find-houses.js';
import { closesAddress } from './find-unlikely-streets.js';
import { GATE } from './gates.js';
import { hasHouseAfter } from './house-ranges.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, longestName, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { isNear } from './settlement-names.js';
import { commonStreets, plainAdjectives } from './words.js';

/** Adjectives that a market, a bank or a square bears as often as a street. */
const vague = /^(?:центральн|красн|народн|рабоч|мирн|нов)/;

/**
 * «на Парковом темно», «по Октябрьскому не проехать», «Парковый, 8»: the adjective of a common street in the masculine, since «проспект» or
 * «проезд» goes without saying; claims its token. Told by «на» and «по» where no noun follows, or by a house.
 */
export function findMasculineStreet(scan: Scan, at: number, before: string): StreetMention | null {
  const { word, capital, gates } = scan.tokens[at] ?? { word: '', capital: false, gates: 0 };
  if (!capital || scan.loud || word.length < 6 || vague.test(word) || plainAdjectives.has(word)) return null;
  const isOn = (before === 'на' && /(?:ом|ем)$/.test(word)) || (before === 'по' && /(?:ому|ему)$/.test(word));
  const opens = opensSentence(scan, at) || /^(?:адрес|адресу|:)$/.test(before);
  const isNamed = opens && /(?:ый|ий)$/.test(word);
  if (!isOn && !isNamed) return null;
  // «на Свердловском»: streets are called by towns and regions too; any other adjective wants a house.
  const isCommon =
    commonStreets.has(adjectiveNominative(word, 'f')) || (/[сц]к(?:ом|ому)$/.test(word) && (gates & GATE.kin) !== 0);
  if (!isCommon && !/[сц]к(?:ом|ому|ий)$/.test(word)) return null;
  // «по Октябрьскому» where a settlement of that name is near and the writer is of no other.
  if (before === 'по' && scan.homeId !== null && scan.gazetteer.at(scan.homeId, 'settlement') === null)
    if (longestName(scan, at)?.entries.some((entry) => isNear(scan, entry))) return null;
  const houses = readHouses(scan, at + 1);
  const hasHouse =
    (houses !== null && !isCountOrDate(scan, at, at + 1, houses)) ||
    (isOn && /^(?:у|возле|около|напротив)$/.test(wordAt(scan, at + 1)) && hasHouseAfter(scan, at + 2));
  if (!hasHouse && !(isCommon && isOn && isAlone(scan, at + 1))) return null;
  const isPlace = longestName(scan, at)?.entries.some((entry) => isNear(scan, entry)) ?? false;
  if (!isCommon && (isPlace || !closesAddress(scan, houses))) return null;
  if (isPerson(scan, at) || /^(?:как|чем)$/.test(wordAt(scan, at - 2))) return null;
  claim(scan, at, at + 1);
  const name = capitalise(adjectiveNominative(writtenAt(scan, at), 'm'));
  return { name, start: at, end: at + 1, weight: hasHouse ? 0.8 : 0.7, houses: [] };
}

/** «фестивали на Сиреневом» beside «Сиреневый бульвар»: one street, by the name that says more. */
export function namedInFull(streets: readonly StreetMention[]): StreetMention[] {
  return streets.map((street) => {
    if (!/^[А-ЯЁ][а-яё-]+(?:ый|ий|ой)$/.test(street.name)) return street;
    const full = streets.find(({ name }) => name.startsWith(`${street.name} `));
    return full === undefined ? street : { ...street, name: full.name };
  });
}
