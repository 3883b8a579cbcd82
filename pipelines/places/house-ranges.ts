import { type Houses, readHouseBefore, readHouses } from './find-houses.js';
import { type HouseMention, type Scan, wordAt } from './scan.js';
import { houseWords, units } from './words.js';

/**
 * A stretch of houses that starts at «от» or «с»: «от дома 1 до 60», «с дома №36 до дома №44», «с домов 51 по 61», «от 30 до 42 дома»: its first
 * and last house. `needWord`: a word for house must stand in it. Null when there is none.
 */
export function readHouseRange(scan: Scan, from: number, needWord: boolean): Houses | null {
  const open = wordAt(scan, from);
  if (open === 'между') return betweenHouses(scan, from + 1);
  if (open !== 'от' && open !== 'с' && open !== 'со') return null;
  const first = readEnd(scan, from + 1);
  if (first === null || !/^(?:до|по)$/.test(wordAt(scan, first.end))) return null;
  const last = readEnd(scan, first.end + 1);
  if (last === null) return null;
  if (!first.told && !last.told && (needWord || units.has(wordAt(scan, last.end)))) return null;
  return { list: [first.house, last.house], end: last.end };
}

/** «между 5 и 7 домами»: both, where the word for house stands behind them. */
function betweenHouses(scan: Scan, at: number): Houses | null {
  if (scan.tokens[at]?.kind !== 'number' || wordAt(scan, at + 1) !== 'и') return null;
  const first = readHouses(scan, at)?.list[0];
  const last =
    readHouseBefore(scan, at + 3) ?? (/^домами$/.test(wordAt(scan, at + 3)) ? readHouses(scan, at + 2)?.list[0] : null);
  if (first === undefined || last == null || scan.used[first.start] === 1) return null;
  return { list: [{ ...first, end: at + 1 }, last], end: at + 4 };
}

/** One end: «дома №36», «36 дома», «36»; `told` when a word for house stands there. */
function readEnd(scan: Scan, at: number): { house: HouseMention; end: number; told: boolean } | null {
  const isWord = houseWords.has(wordAt(scan, at));
  const before = isWord ? null : readHouseBefore(scan, at + 1);
  if (before?.start === at) return { house: before, end: before.end, told: true };
  const houses = readHouses(scan, at, isWord);
  const house = houses?.list[0];
  if (house === undefined || houses?.list.length !== 1 || scan.used[house.start] === 1) return null;
  const after = /^дом(?:а|у|ом)?$/.test(wordAt(scan, house.end));
  return { house, end: after && !isWord ? house.end + 1 : house.end, told: isWord || after };
}

/** Does a house with its word end right before the token: «в районе дома 71а | по Красноармейской», «у 15 дома | на Садовой»? */
export function hasHouseBefore(scan: Scan, end: number): boolean {
  if (readHouseBefore(scan, end - 1) !== null) return true;
  for (let at = end - 2; at >= Math.max(0, end - 5); at--)
    if (houseWords.has(wordAt(scan, at)) && readHouses(scan, at, true)?.end === end) return true;
  return false;
}

/** «15 дома», «дома 15» from the token on. */
export const hasHouseAfter = (scan: Scan, at: number): boolean =>
  readHouseBefore(scan, at + 1) !== null || readHouses(scan, at, true) !== null;
