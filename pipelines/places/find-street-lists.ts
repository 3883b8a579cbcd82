import { findBareStreet } from './find-bare-streets.js';
import { GATE } from './gates.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, isFree, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { feminine, houseLeads, isCrossing, surname } from './street-shapes.js';
import { commonStreets, notSurnames, ranks, streetType } from './words.js';

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

/**
 * «на Копейской, Бузулукской», «На Мира, Победы и Труда», «угол Карла Либкнехта/Розы Люксембург»: names that go on where a street without a type
 * word ends, in the same form and under the same preposition; claims their tokens.
 */
export function findFurtherStreets(scan: Scan, streets: readonly StreetMention[]): StreetMention[] {
  const found: StreetMention[] = [];
  for (const { start, end } of streets) {
    const lead = start - 1;
    if (isTyped(scan, start, end) || !(houseLeads.has(wordAt(scan, lead)) || isCrossing(wordAt(scan, lead)))) continue;
    // «перекрёсток Чехова - Мира»
    const signs = isCrossing(wordAt(scan, lead)) ? /^(?:,|и|\/|-)$/ : /^(?:,|и|\/)$/;
    for (let at = end; signs.test(wordAt(scan, at)); ) {
      const token = scan.tokens[at + 1];
      if (token?.kind !== 'word' || !token.capital || token.fresh || scan.used[at + 1] === 1) break;
      const goesOn =
        commonStreets.has(token.word) ||
        (feminine.test(token.word) && token.word.slice(-2) === wordAt(scan, at - 1).slice(-2)) ||
        (ranks.has(token.word) && wordAt(scan, at) !== ',') ||
        (wordAt(scan, at) === '-' && surname.test(token.word));
      const next = goesOn ? findBareStreet(scan, at + 1, lead) : null;
      if (next === null) break;
      found.push(next);
      at = next.end;
    }
  }
  return found;
}

function isTyped(scan: Scan, start: number, end: number): boolean {
  for (let at = start; at <= end; at++) if (streetType(wordAt(scan, at)) !== undefined) return true;
  return false;
}

/** A surname in the genitive, the name of a common street, or an adjective in the nominative: «Кирова», «Мира», «Уинская». */
function isName(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  if (token === undefined || !token.capital || token.word.length < 4 || !isFree(scan, at, at + 1)) return false;
  if (commonStreets.has(token.word)) return true;
  return (surname.test(token.word) && !notSurnames.has(token.word)) || /[сц]кая$/.test(token.word);
}
