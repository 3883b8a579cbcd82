import { type Houses, readHouses } from './find-houses.js';
import { isCrossing } from './find-streets.js';
import { adjectiveNominative, capitalise, isWomansSurname } from './restore.js';
import { claim, longestName, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { readNameAfter, surname } from './street-names.js';
import {
  commonStreets,
  houseWords,
  notNames,
  notSurnames,
  plainAdjectives,
  ranks,
  type StreetType,
  shortStreetForms,
  streetType,
} from './words.js';

const street: StreetType = {
  name: 'улица',
  gender: 'f',
  short: true,
  nominative: true,
  genitive: false,
  plural: false,
};
const feminine = /(?:[сц]к|н|в|л|р)(?:ая|ой|ую)$|(?:верх|ниж|сред|даль|лет|осен|весен|зим)(?:няя|ней|нюю)$/;

/**
 * A street without a type word: «на Мира 15», «по Ленина», «на Дружбе», «Нахимова 61», «Сумская, 37Б/1», «на Чердынской». Wants a house
 * number, or the grammar of «на/по (улице)»: a genitive or a feminine adjective where the preposition asks for something else.
 */
export function findBareStreet(scan: Scan, at: number): StreetMention | null {
  const token = scan.tokens[at];
  if (token === undefined || token.kind === 'sign' || scan.used[at] === 1) return null;
  const numbered = token.kind === 'number' ? findDateStreet(scan, at) : null;
  if (numbered !== null || token.kind === 'number') return numbered;
  if (!/^[а-я-]{3,}$/.test(token.word)) return null;
  const listed = listedStreet(scan, at);
  const known = listed?.name ?? null;
  const isCommon =
    commonStreets.has(token.word) ||
    (feminine.test(token.word) && commonStreets.has(adjectiveNominative(token.word, 'f')));
  const isSurname = surname.test(token.word) && token.word.length > 4 && !notSurnames.has(token.word);
  const isAdjective = feminine.test(token.word);
  const told = findToldStreet(scan, at);
  if (told !== null) return told;
  if (
    !isCommon &&
    !isSurname &&
    !isAdjective &&
    known === null &&
    !shortStreetForms.has(token.word) &&
    !ranks.has(token.word)
  )
    return null;
  if (notNames.has(token.word) || plainAdjectives.has(token.word)) return null;

  const before = wordAt(scan, at - 1);
  const end = listed === null ? nameEnd(scan, at) : listed.end;
  const words = Array.from({ length: end - at }, (_, i) => writtenAt(scan, at + i));
  if (ranks.has(token.word) && words.length < 2 && !commonStreets.has(token.word)) return null;
  const houses = readHouses(scan, end);
  const hasHouse = houses !== null && !isCountOrDate(scan, at, end, houses);
  const isOn = before === 'на' || before === 'по';
  const isPair =
    (isCrossing(before) && (before !== 'между' || isCommon || isSurname)) ||
    (isCrossing(wordAt(scan, at - 2)) && wordAt(scan, at - 2) !== 'между') ||
    (/^(?:и|с)$/.test(before) &&
      scan.used[at - 2] === 1 &&
      [3, 4, 5].some((back) => isCrossing(wordAt(scan, at - back))));
  if (!token.capital && !scan.loud) {
    if (
      !(isPair && (isCommon || /[сц]кой$/.test(token.word))) &&
      !(
        hasHouse &&
        (isCommon ||
          known !== null ||
          (/[сц]к(?:ая|ой)$/.test(token.word) && looksLikeAddress(scan, at)) ||
          (isSurname && looksLikeAddress(scan, at)))
      )
    ) {
      if (!(isOn && (isCommon || known !== null) && isGenitiveOrWomen(token.word) && !isAdjective && known !== null))
        return null;
    }
  } else if (!hasHouse) {
    const isListed = known !== null && token.capital && isListedMention(scan, at, end);
    if (!isListed && (isPair ? !(isCommon || isSurname || isAdjective) : !isOn)) return null;
    if (
      !isPair &&
      !isListed &&
      !isStreetByGrammar(scan, at, end, { isCommon, isSurname, isAdjective, isKnown: known !== null })
    )
      return null;
  } else if (!isCommon && known === null && !isSurname && !isAdjective && words.length < 2) return null;
  else if (isPerson(scan, at)) return null;
  const name = known ?? shortStreetForms.get(token.word) ?? bareTitle(words, isAdjective);
  claim(scan, at, end);
  return { name, start: at, end, weight: hasHouse ? 0.85 : 0.7, houses: [] };
}

/** A street that config/places lists for the writer's home, of one or two words. */
function listedStreet(scan: Scan, at: number): { name: string; end: number } | null {
  if (!scan.gazetteer.hasStreets) return null;
  const next = scan.tokens[at + 1];
  const two =
    next?.kind === 'word' && !next.fresh
      ? scan.gazetteer.street(`${wordAt(scan, at)} ${next.word}`, scan.homeId)
      : null;
  if (two !== null) return { name: two, end: at + 2 };
  const one = scan.gazetteer.street(wordAt(scan, at), scan.homeId);
  return one === null ? null : { name: one, end: at + 1 };
}

/** A listed street with a capital, where the sentence leaves it alone: «с Лесной, 8», «Молодёжная: нет света», not «Лесная школа». */
function isListedMention(scan: Scan, at: number, end: number): boolean {
  const next = scan.tokens[end];
  const closes = next === undefined || next.fresh || next.kind !== 'word';
  if (opensSentence(scan, at))
    return next !== undefined && /^[,:;]$/.test(next.word) && /(?:ая|яя)$/.test(wordAt(scan, at));
  if (!/(?:ая|яя|ой|ей|ую|юю)$/.test(wordAt(scan, at))) return /^(?:на|по|с|до|от|у|к)$/.test(wordAt(scan, at - 1));
  return closes || !(next.capital || /(?:ая|яя|ой|ей|ую|юю|[еуы])$/.test(next.word));
}

function isGenitiveOrWomen(word: string): boolean {
  return !/(?:ая|ой)$/.test(word) || surname.test(word);
}

function bareTitle(words: readonly string[], isAdjective: boolean): string {
  if (isAdjective && !isWomansSurname(words[0] ?? ''))
    return capitalise(words.map((word) => adjectiveNominative(word, 'f')).join(' '));
  return capitalise(words.join(' '));
}

/** «по адресу: Пучковка, д. 17В»: any name with a capital, where an address is announced and a house follows. */
function findToldStreet(scan: Scan, at: number): StreetMention | null {
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

/** «8 Марта 12», «на 50 лет Октября». */
function findDateStreet(scan: Scan, at: number): StreetMention | null {
  if (!/^\d{1,2}$/.test(wordAt(scan, at))) return null;
  const next = scan.tokens[at + 1];
  if (next === undefined || next.fresh) return null;
  const before = wordAt(scan, at - 1);
  // In small letters only the dates that streets are named after, and only with a house.
  const isTold =
    (opensSentence(scan, at) || /^(?:на|адрес|адресу)$/.test(before)) &&
    /^(?:8 марта|1 мая|9 мая|9 января)$/.test(`${wordAt(scan, at)} ${next.word}`);
  const isMonth =
    /^(?:марта|мая|января|июля|октября|ноября)$/.test(next.word) &&
    (next.capital || (isTold && scan.tokens[at + 2]?.kind === 'number'));
  const isJubilee =
    next.word === 'лет' &&
    /^(?:октября|победы|влксм|ссср|комсомола|пионерии|рлкс|советской)$/.test(wordAt(scan, at + 2));
  if (!isMonth && !isJubilee) return null;
  const name = readNameAfter(scan, at, street);
  if (name === null || name.words.length < 2) return null;
  let after = name.end;
  if (wordAt(scan, after) === 'ул') after += wordAt(scan, after + 1) === '.' ? 2 : 1;
  const houses = readHouses(scan, after);
  const hasHouse = houses !== null && !/^(?:19|20)\d\d$/.test(houses.list[0]?.value ?? '');
  const isKnown = isJubilee || scan.gazetteer.street(`${wordAt(scan, at)} ${next.word}`, scan.homeId) !== null;
  if (!hasHouse && !((before === 'на' || before === 'по') && isKnown)) return null;
  if (hasHouse && before === 'по' && scan.tokens[at - 2]?.kind === 'number') return null;
  claim(scan, at, after);
  return { name: capitalise(name.words.join(' ')), start: at, end: after, weight: 0.8, houses: [] };
}

function nameEnd(scan: Scan, at: number): number {
  const first = wordAt(scan, at);
  if (ranks.has(first) || first === 'народного' || first === 'красной' || first === 'старая' || first === 'большая') {
    const next = scan.tokens[at + 1];
    if (
      next?.kind === 'word' &&
      (next.capital || scan.loud || surname.test(next.word)) &&
      !notNames.has(next.word) &&
      streetType(next.word) === undefined
    )
      return at + 2;
  }
  const second = scan.tokens[at + 1];
  if (
    /^(?:верхн|нижн|больш|мал|стар|нов|красн)(?:ая|яя|ой|ей)$/.test(first) &&
    second?.kind === 'word' &&
    !second.fresh &&
    /(?:ая|яя|ой|ей)$/.test(second.word)
  )
    return at + 2;
  return at + 1;
}

/** «Иванова 15 лет» and «Садовая, 5 ям» hold counts; readHouses has refused known units already. */
function isCountOrDate(scan: Scan, at: number, end: number, houses: Houses): boolean {
  const hasComma = wordAt(scan, end) === ',';
  const isWord = houseWords.has(wordAt(scan, hasComma ? end + 1 : end));
  if (isWord || (houses.list[0]?.value ?? '').length > String(Number.parseInt(houses.list[0]?.value ?? '', 10)).length)
    return false;
  const after = scan.tokens[houses.end];
  if (
    hasComma &&
    !commonStreets.has(wordAt(scan, at)) &&
    after?.kind === 'word' &&
    !after.capital &&
    /(?:ов|ей|ых|их|а|ы|и)$/.test(after.word) &&
    after.word.length > 3
  )
    return true;
  return after?.kind === 'word' && /^-?(?:й|го|му|ый|ой)$/.test(after.word);
}

/** Small letters are believed only where an address is being told. */
function looksLikeAddress(scan: Scan, at: number): boolean {
  return (
    at === 0 ||
    /^(?:на|по|адрес|адресу|г|:|,|\.|у|дом|дома|домом|между|домами|возле|около|напротив|районе)$/.test(
      wordAt(scan, at - 1),
    ) ||
    opensSentence(scan, at)
  );
}

interface Traits {
  isCommon: boolean;
  isSurname: boolean;
  isAdjective: boolean;
  isKnown: boolean;
}

/** After «на» or «по» and without a house number. */
function isStreetByGrammar(scan: Scan, at: number, end: number, traits: Traits): boolean {
  const word = wordAt(scan, at);
  if (shortStreetForms.has(word)) return true;
  if (isPerson(scan, at)) return false;
  if (traits.isAdjective) {
    if (!/(?:ой|ей)$/.test(word)) return false;
    const next = scan.tokens[end];
    if (next === undefined || next.kind !== 'word' || next.fresh) return true;
    if (
      /^(?:у|в|во|на|по|с|к|от|до|из|за|и|а|но|не|ни|то|опять|снова|уже|нет|есть|будет|где|когда|который|после|вдоль|прямо|перед|третий|вторые|вторую|месяц|неделю|сутки|просто|совсем|так|как|очень|только|ещё|еще|сломан|упал|упало|горит|горят|убирают|чистят|возле|около|напротив|рядом|между|вчера|сегодня|все|весь|вся|тоже|вообще|дом|дома|темно)$/.test(
        next.word,
      )
    )
      return true;
    return traits.isCommon && !next.capital && !/(?:ой|ей|е|и)$/.test(next.word);
  }
  if (traits.isSurname || traits.isCommon || traits.isKnown) {
    const next = scan.tokens[end];
    return !(next?.capital && /(?:вича|вны|вну)$/.test(next.word));
  }
  return false;
}

/** «жалоба на Иванова», «директора Петрова», «врач Сидорова 2 часа». */
function isPerson(scan: Scan, at: number): boolean {
  for (let back = 1; back <= 3; back++) {
    if (
      /^(?:жалоб|жалу|пожаловал|заявлени|обиж|нападени|надея|надежд|директор|врач|депутат|губернатор|глав[аеуы]$|мэр|начальник|учител|доктор|имени|памятник|бюст|музе|театр|парк|школ|больниц|поликлиник|сквер|стадион)/.test(
        wordAt(scan, at - back),
      )
    ) {
      return !/^(?:на|по)$/.test(wordAt(scan, at - 1)) || back === 2;
    }
  }
  const next = scan.tokens[at + 1];
  return next !== undefined && next.kind === 'word' && next.capital && /(?:вич|вича|вна|вны)$/.test(next.word);
}
