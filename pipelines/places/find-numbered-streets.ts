import { findBareStreet } from './find-bare-streets.js';
import { type Houses, readHouses } from './find-houses.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { gluedOrdinal, readNameAfter } from './street-names.js';
import { counted, isTornOrdinal, jubileeWords } from './street-numbers.js';
import { feminine, isCommonAdjective, isCrossing } from './street-shapes.js';
import { ordinalFor } from './street-title.js';
import type { StreetType } from './words.js';

const street: StreetType = {
  name: 'улица',
  gender: 'f',
  short: true,
  nominative: true,
  genitive: false,
  plural: false,
};
const leads = /^(?:на|по|вдоль|адрес|адресу|угол|углу)$/;

/**
 * A street without a type word whose name opens with a number: «8 Марта 12», «на 50 лет Октября», «40-летия Победы, 3», «5 Армии, 56»,
 * «на 2-й Агрегатной», «7-я линия, 10»; claims its tokens.
 */
export function findNumberedStreet(scan: Scan, at: number): StreetMention | null {
  const number = wordAt(scan, at);
  const glued = number.length < 5 ? null : gluedOrdinal.exec(number);
  // «перекрёсток Магистрального проезда и 1-Степной», «6-линия, 12»
  if (glued !== null) return findGlued(scan, at, glued[1] ?? '', glued[2] ?? glued[3] ?? '');
  const next = scan.tokens[at + 1];
  if (next === undefined || next.fresh || next.kind !== 'word') return null;
  const digits = Number.parseInt(number, 10);
  if (digits > 105) return null;
  if (number.length > 4)
    return /^\d{2,3}-?лет(?:и|$)/.test(number) && jubileeWords.test(next.word)
      ? named(scan, at, (/лет$/.test(number) ? yearLeads : leads).test(wordAt(scan, at - 1)))
      : null;
  if (/^\d+$/.test(number)) {
    if (next.word === 'лет') return findJubilee(scan, at);
    if (months.has(next.word)) return findDate(scan, at);
    if (counted.test(next.word)) return named(scan, at, leads.test(wordAt(scan, at - 1)));
  }
  return findOrdinal(scan, at);
}

function findGlued(scan: Scan, at: number, number: string, name: string): StreetMention | null {
  if (!isCommonAdjective(name) && !/[сц]к|^лини/.test(name)) return null;
  const isPaired = wordAt(scan, at - 1) === 'и' && scan.used[at - 2] === 1;
  if (readHouses(scan, at + 1) === null && !leads.test(wordAt(scan, at - 1)) && !isPaired) return null;
  claim(scan, at, at + 1);
  const title = capitalise(
    `${ordinalFor(number, street)} ${/^лини/.test(name) ? 'линия' : adjectiveNominative(name, 'f')}`,
  );
  return { name: title, start: at, end: at + 1, weight: 0.8, houses: [] };
}

const months = new Set(['марта', 'мая', 'января', 'июля', 'октября', 'ноября', 'февраля']);

/** Anniversaries are hardly anything but streets beside these too. */
const yearLeads = /^(?:на|по|вдоль|адрес|адресу|угол|углу|от|до|у|через|возле|около|напротив|между)$/;

function findJubilee(scan: Scan, at: number): StreetMention | null {
  if (!jubileeWords.test(wordAt(scan, at + 2))) return null;
  const isPaired = /^(?:и|,)$/.test(wordAt(scan, at - 1)) && scan.used[at - 2] === 1;
  return named(scan, at, yearLeads.test(wordAt(scan, at - 1)) || isPaired);
}

/** In small letters only the dates that streets are named after, and only with a house. */
function findDate(scan: Scan, at: number): StreetMention | null {
  const next = scan.tokens[at + 1];
  const before = wordAt(scan, at - 1);
  const isTold =
    (opensSentence(scan, at) || /^(?:на|адрес|адресу)$/.test(before)) &&
    /^(?:8 марта|1 мая|9 мая|9 января)$/.test(`${wordAt(scan, at)} ${next?.word}`);
  if (
    before === 'и' &&
    ([3, 4, 5].some((back) => isCrossing(wordAt(scan, at - back))) || (next?.capital && scan.used[at - 2] === 1))
  )
    return named(scan, at, true);
  const number = wordAt(scan, at + 2) === ',' ? at + 3 : at + 2;
  if (!next?.capital && !(isTold && scan.tokens[number]?.kind === 'number')) return null;
  const isListed = scan.gazetteer.street(`${wordAt(scan, at)} ${next?.word}`, scan.homeId) !== null;
  return named(scan, at, isListed && (before === 'на' || before === 'по'));
}

/** The name from the number on, when a house follows or, with `enough`, what stands before it tells a street. */
function named(scan: Scan, at: number, enough: boolean): StreetMention | null {
  const name = readNameAfter(scan, at, street);
  if (name === null || name.words.length < 2) return null;
  let end = name.end;
  if (wordAt(scan, end) === 'ул') end += wordAt(scan, end + 1) === '.' ? 2 : 1;
  const houses = readHouses(scan, end);
  const hasHouse =
    houses !== null &&
    !/^(?:19|20)\d\d$/.test(houses.list[0]?.value ?? '') &&
    !(months.has(wordAt(scan, at + 1)) && countsPeople(scan, houses));
  if (!hasHouse && !enough) return null;
  if (hasHouse && wordAt(scan, at - 1) === 'по' && scan.tokens[at - 2]?.kind === 'number') return null;
  claim(scan, at, end);
  return { name: capitalise(name.words.join(' ')), start: at, end, weight: 0.8, houses: [] };
}

/** «8 марта 12 женщин пришли»: behind a date a number may count. */
function countsPeople(scan: Scan, { list, end }: Houses): boolean {
  const after = scan.tokens[end];
  return (
    after?.kind === 'word' &&
    !after.fresh &&
    !after.capital &&
    list.length === 1 &&
    after.word.length > 3 &&
    /(?:[оеё]в|ей|ий|ых|их|ин|[еоё]к|ан|ет|ат|иц|ц|р[ауы]?)$/.test(after.word)
  );
}

/** «1-я Советская, 12», «на 2-й Агрегатной», «3 Челюскинцев 97», «7-я линия, 10». */
function findOrdinal(scan: Scan, at: number): StreetMention | null {
  const number = wordAt(scan, at);
  const isBare = /^\d{1,2}$/.test(number);
  if (!isBare && !/^\d{1,2}-?(?:я|й|ой|ая|ую|ю|ей)$/.test(number)) return null;
  const next = scan.tokens[at + 1];
  if (next === undefined) return null;
  // «на 5 я Новгородская»
  const torn =
    isTornOrdinal(scan, at) && /^(?:на|по|вдоль)$/.test(wordAt(scan, at - 1)) ? scan.tokens[at + 2] : undefined;
  if (torn?.capital && feminine.test(torn.word)) {
    claim(scan, at, at + 3);
    const name = capitalise(adjectiveNominative(writtenAt(scan, at + 2), 'f'));
    return { name: `${ordinalFor(number, street)} ${name}`, start: at, end: at + 3, weight: 0.75, houses: [] };
  }
  if (!isBare && /^лини[яию]$/.test(next.word)) {
    const houses = readHouses(scan, at + 2);
    if (houses === null && !leads.test(wordAt(scan, at - 1))) return null;
    claim(scan, at, at + 2);
    return { name: `${ordinalFor(number, street)} Линия`, start: at, end: at + 2, weight: 0.8, houses: [] };
  }
  // «2-я песковская 14»: in small letters a house tells it.
  if (!next.capital && (isBare || !feminine.test(next.word) || readHouses(scan, at + 2) === null)) return null;
  const isFree =
    isBare && !opensSentence(scan, at) && !leads.test(wordAt(scan, at - 1)) && scan.tokens[at - 1]?.kind !== 'sign';
  if (isFree) return null;
  const found = findBareStreet(scan, at + 1, at - 1) ?? findPlural(scan, at + 1);
  if (found === null) return null;
  if (isBare && readHouses(scan, found.end) === null && !/(?:ая|яя|ой)$/.test(next.word)) return found;
  claim(scan, at, found.end);
  return { ...found, name: `${ordinalFor(number, street)} ${found.name}`, start: at };
}

/** «Челюскинцев 97»: people in the genitive plural and a house. */
function findPlural(scan: Scan, at: number): StreetMention | null {
  if (!/(?:цев|ников|истов|телей|оров|огов)$/.test(wordAt(scan, at)) || readHouses(scan, at + 1) === null) return null;
  claim(scan, at, at + 1);
  return { name: capitalise(wordAt(scan, at)), start: at, end: at + 1, weight: 0.75, houses: [] };
}
