import { GATE } from './gates.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, isFree, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { surname } from './street-shapes.js';
import { commonStreets, notSurnames } from './words.js';

/**
 * Streets in a row that nothing else tells: «Кирова, Бурылова, Федосеева везде бардак»: three names or more with capitals, all of which may be
 * streets and one of which hardly is anything else; claims their tokens.
 */
export function findStreetLists(scan: Scan): StreetMention[] {
  const found: StreetMention[] = [];
  for (let at = 0; at + 4 < scan.tokens.length; at++) {
    if (((scan.tokens[at]?.gates ?? 0) & GATE.streetForm) === 0 || wordAt(scan, at + 1) !== ',' || !isName(scan, at))
      continue;
    const list = [at];
    while (/^(?:,|и)$/.test(wordAt(scan, (list.at(-1) ?? at) + 1)) && isName(scan, (list.at(-1) ?? at) + 2))
      list.push((list.at(-1) ?? at) + 2);
    const isSure = list.some((place) => commonStreets.has(wordAt(scan, place)));
    if (list.length >= 3 && isSure) {
      for (const place of list) {
        claim(scan, place, place + 1);
        const written = writtenAt(scan, place);
        const name = capitalise(/ая$/.test(written) ? adjectiveNominative(written, 'f') : written);
        found.push({ name, start: place, end: place + 1, weight: 0.7, houses: [] });
      }
    }
    at = (list.at(-1) ?? at) + 1;
  }
  return found;
}

/** A surname in the genitive, the name of a common street, or an adjective in the nominative: «Кирова», «Мира», «Уинская». */
function isName(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  if (token === undefined || !token.capital || token.word.length < 4 || !isFree(scan, at, at + 1)) return false;
  if (commonStreets.has(token.word)) return true;
  return (surname.test(token.word) && !notSurnames.has(token.word)) || /[сц]кая$/.test(token.word);
}
