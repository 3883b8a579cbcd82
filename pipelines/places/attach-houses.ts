import { type Houses, readHouseBefore, readHouses } from './find-houses.js';
import { GATE } from './gates.js';
import { readHouseRange } from './house-ranges.js';
import { claim, type Scan, type StreetMention, wordAt } from './scan.js';
import { houseWords, settlementType, streetType } from './words.js';

/** Gives each street its houses: straight after the name, before it («дом 5 по улице Мира»), or further on in the sentence. */
export function attachHouses(scan: Scan, streets: readonly StreetMention[]): void {
  const ordered = streets.toSorted((a, b) => a.start - b.start);
  ordered.forEach((mention, i) => {
    if (mention.houses.length > 0) return;
    const from = ordered[i - 1]?.houses.at(-1)?.end ?? ordered[i - 1]?.end ?? 0;
    const until = ordered[i + 1]?.start ?? scan.tokens.length;
    const straight =
      readHouses(scan, mention.end) ??
      readHouseRange(scan, wordAt(scan, mention.end) === ',' ? mention.end + 1 : mention.end, false);
    const houses =
      straight ??
      beforeName(scan, mention, from, 6) ??
      listBefore(scan, mention, from) ??
      afterName(scan, mention, until) ??
      beforeName(scan, mention, from, 12);
    if (houses === null) return;
    mention.houses = houses.list;
    for (const house of houses.list) claim(scan, house.start, house.end);
    addHouseBehind(scan, mention, until);
  });
  addHousesOfThatStreet(scan, ordered);
}

const behindLeads: ReadonlySet<string> = new Set(['за', 'у', 'возле', 'около', 'напротив', 'перед']);

/** «около домов 15/1, 15/2. За 16 домом»: one more house of the street, told beside those it has. */
function addHouseBehind(scan: Scan, mention: StreetMention, until: number): void {
  const end = mention.houses.at(-1)?.end ?? mention.end;
  for (let at = end; at < Math.min(until, end + 6); at++) {
    if (!behindLeads.has(wordAt(scan, at))) continue;
    const house = readHouseBefore(scan, at + 2);
    if (house === null || house.start !== at + 1 || scan.used[at + 1] === 1) continue;
    claim(scan, house.start, house.end);
    mention.houses = [...mention.houses, house];
    return;
  }
}

/** «у дома 54 по этой же улице»: a house of the street that was named last. */
function addHousesOfThatStreet(scan: Scan, ordered: readonly StreetMention[]): void {
  if (ordered.length === 0) return;
  for (let at = 2; at < scan.tokens.length; at++) {
    if (((scan.tokens[at]?.gates ?? 0) & GATE.typed) === 0) continue;
    const word = wordAt(scan, at);
    if (word !== 'улице' && word !== 'улицы') continue;
    const that = wordAt(scan, at - 1) === 'же' ? at - 2 : at - 1;
    if (!/^(?:этой|той|данной)$/.test(wordAt(scan, that)) || !/^(?:по|на)$/.test(wordAt(scan, that - 1))) continue;
    const street = ordered.findLast(({ start }) => start < that);
    for (let from = that - 2; street !== undefined && from >= that - 6; from--) {
      if (!houseWords.has(wordAt(scan, from))) continue;
      const houses = readHouses(scan, from, true);
      if (houses?.end === that - 1 && !houses.list.some((house) => scan.used[house.start] === 1))
        street.houses = [...street.houses, ...houses.list];
      break;
    }
  }
}

/** «посёлок Сахаровка, д. 80»: villages without streets. Null unless a word for house stands there, or the number closes the address. */
export function houseAfterSettlement(scan: Scan, end: number): Houses | null {
  const houses = readHouses(scan, end, true) ?? bareHouse(scan, end);
  if (houses === null || houses.list.some((house) => scan.used[house.start] === 1)) return null;
  for (const house of houses.list) claim(scan, house.start, house.end);
  return houses;
}

/** «пос. Борки, 3»: a number that closes the address. */
function bareHouse(scan: Scan, end: number): Houses | null {
  const houses = wordAt(scan, end) === ',' ? readHouses(scan, end) : null;
  const after = houses === null ? undefined : scan.tokens[houses.end];
  return after === undefined || after.fresh || /^[,.;:]$/.test(after.word) ? houses : null;
}

function isSentenceEnd(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  if (token === undefined || token.fresh) return true;
  if (!/^[.!?…]$/.test(token.word)) return false;
  if (token.word !== '.') return true;
  const next = scan.tokens[at + 1];
  const before = wordAt(scan, at - 1);
  const isAbbreviation =
    houseWords.has(before) ||
    streetType(before)?.short === true ||
    settlementType(before)?.short === true ||
    /^(?:кв|корп|к|стр|им)$/.test(before);
  return !isAbbreviation && (next === undefined || next.capital || next.fresh);
}

/** Walking back: does a sentence or line end between this token and the next? */
function breaksBefore(scan: Scan, at: number): boolean {
  return scan.tokens[at + 1]?.fresh === true || (scan.tokens[at]?.kind === 'sign' && isSentenceEnd(scan, at));
}

function beforeName(scan: Scan, mention: StreetMention, from: number, reach: number): Houses | null {
  for (let at = mention.start - 1; at >= Math.max(from, mention.start - reach); at--) {
    if (breaksBefore(scan, at)) return null;
    if (isNumberedPlace(scan, at)) continue;
    if (houseWords.has(wordAt(scan, at)) || wordAt(scan, at) === '№') {
      // «между 5 и 7 домом по Горького», «с 5 по 9 дом по Мира»
      const range = /^(?:между|с|со|от)$/.test(wordAt(scan, at - 4)) ? readHouseRange(scan, at - 4, true) : null;
      if (range !== null && range.end <= mention.start) return range;
      const houses = readHouses(scan, at, true) ?? wrap(readHouseBefore(scan, at));
      if (houses !== null && houses.end <= mention.start && !houses.list.some((house) => scan.used[house.start] === 1))
        return withEarlier(scan, houses, at, from);
    }
  }
  // «дома с 12 по 16 на Мира»
  if (/^(?:по|на)$/.test(wordAt(scan, mention.start - 1))) {
    for (let at = Math.max(from, mention.start - 8); at < mention.start - 3; at++) {
      const range = houseWords.has(wordAt(scan, at - 1)) ? readHouseRange(scan, at, false) : null;
      if (range?.end === mention.start - 1) return range;
    }
  }
  // «24 корп. 1 по Московскому шоссе»
  if (/^(?:по|на)$/.test(wordAt(scan, mention.start - 1))) {
    for (let at = Math.max(from, mention.start - 5); at < mention.start - 1; at++) {
      const houses =
        scan.tokens[at]?.kind === 'number' &&
        !/^(?:и|за|с|до|,|в|через|уже|№|кв|квартира|квартире|этаж)$/.test(wordAt(scan, at - 1)) &&
        !(wordAt(scan, at - 1) === '.' && /^(?:кв|под|эт|к|корп|стр)$/.test(wordAt(scan, at - 2))) &&
        !/^(?:к|корп|корпус|стр|строение)$/.test(wordAt(scan, at - 1)) &&
        !isNumberedPlace(scan, at)
          ? readHouses(scan, at)
          : null;
      if (houses !== null && houses.end === mention.start - 1 && houses.list.length === 1 && scan.used[at] === 0)
        return houses;
    }
  }
  return null;
}

/** «рядом с домами 14, 14к1, 14к2, 16к2 по улице Урицкого»: a long list that ends at the street's preposition. */
function listBefore(scan: Scan, mention: StreetMention, from: number): Houses | null {
  const end = mention.start - 1;
  if (!/^(?:по|на)$/.test(wordAt(scan, end))) return null;
  for (let at = end - 1; at >= Math.max(from, end - 30); at--) {
    if (breaksBefore(scan, at)) return null;
    if (!houseWords.has(wordAt(scan, at))) continue;
    const houses = readHouses(scan, at, true);
    return houses?.end === end && !isNumberedPlace(scan, at) ? houses : null;
  }
  return null;
}

function afterName(scan: Scan, mention: StreetMention, until: number): Houses | null {
  for (let at = mention.end; at < Math.min(until, mention.end + 12); at++) {
    if (isSentenceEnd(scan, at) && at > mention.end) return null;
    // «Мира, дома с 3 по 9»
    const range = readHouseRange(scan, at, !houseWords.has(wordAt(scan, at - 1)));
    if (range !== null) return range;
    if (houseWords.has(wordAt(scan, at)) || wordAt(scan, at) === '№') {
      if (isNumberedPlace(scan, at)) continue;
      const houses = readHouses(scan, at, true) ?? wrap(readHouseBefore(scan, at));
      if (houses !== null) return houses;
    }
  }
  return null;
}

/** «№7 и №10», «от дома 22 к.1 до дома 23 к.1»: numbers further back that belong to the same list. */
function withEarlier(scan: Scan, houses: Houses, at: number, from: number): Houses {
  for (let back = at - 1; back >= Math.max(from, at - 7); back--) {
    if (breaksBefore(scan, back)) return houses;
    if (!houseWords.has(wordAt(scan, back)) && wordAt(scan, back) !== '№') continue;
    if (isNumberedPlace(scan, back)) return houses;
    const earlier = readHouses(scan, back, true);
    if (earlier === null) continue;
    if (earlier.end >= houses.end) return withEarlier(scan, earlier, back, from);
    const gap = scan.tokens.slice(earlier.end, at).every((token) => /^(?:и|до|от|,|№)$/.test(token.word));
    return gap ? withEarlier(scan, { list: [...earlier.list, ...houses.list], end: houses.end }, back, from) : houses;
  }
  return houses;
}

/** «школы №3», «подъезда № 2»: the number is not the house's. */
function isNumberedPlace(scan: Scan, at: number): boolean {
  return /^(?:жэу|жкх|жск|тсж|школ|сош|гимнази|лице|доу|мбдоу|сад|садик|детск|поликлиник|больниц|маршрут|автобус|троллейбус|подъезд|участ|кабинет|палат|сообщени|обращени|заявк|магазин|аптек|почт|отделени|опор|столб)/.test(
    wordAt(scan, at - 1),
  );
}

function wrap(house: ReturnType<typeof readHouseBefore>): Houses | null {
  return house === null ? null : { list: [house], end: house.end };
}
