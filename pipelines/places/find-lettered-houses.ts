import { claim, type HouseMention, type Scan, type StreetMention, wordAt } from './scan.js';
import { houseWords } from './words.js';

const lettered = /^(?:[а-я]-|[абвгде])\d{1,3}[а-в]?$/;
const houseAt = (scan: Scan, at: number): HouseMention | null =>
  scan.tokens[at]?.capital && lettered.test(wordAt(scan, at))
    ? { value: wordAt(scan, at).toUpperCase(), start: at, end: at + 1 }
    : null;

/** «у дома В-52», «домов В-50 и В-52»: houses of a quarter that is called by a letter; claims the tokens. */
export function findLetteredHouse(scan: Scan, at: number): StreetMention | null {
  const first = houseAt(scan, at);
  const before = wordAt(scan, at - 1) === '.' ? at - 2 : at - 1;
  if (first === null || !houseWords.has(wordAt(scan, before))) return null;
  const houses = [first];
  const letter = wordAt(scan, at).charAt(0);
  let end = at + 1;
  while (/^(?:и|,)$/.test(wordAt(scan, end)) && wordAt(scan, end + 1).startsWith(letter)) {
    const next = houseAt(scan, end + 1);
    if (next === null) break;
    houses.push(next);
    end += 2;
  }
  claim(scan, at, end);
  return { name: `микрорайон ${letter.toUpperCase()}`, start: at, end, weight: 0.75, houses };
}

/** Such a house is an address only where no street is told: «от дома В-32 в сторону Курочкина 5». */
export function withoutLettered(streets: readonly StreetMention[]): StreetMention[] {
  const isLettered = ({ houses }: StreetMention): boolean => /^[А-Я]/.test(houses[0]?.value ?? '');
  const others = streets.filter((street) => !isLettered(street));
  return others.length === 0 ? [...streets] : others;
}
