import { type Houses, readHouseBefore, readHouses } from './find-houses.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { readNameAfter, readNameBefore, streetTitle, surname } from './street-names.js';
import {
  commonStreets,
  houseWords,
  notNames,
  notSurnames,
  plainAdjectives,
  ranks,
  type StreetType,
  settlementType,
  shortStreetForms,
  streetType,
} from './words.js';

/** Streets whose type word stands at the token; claims their tokens. Several for «перекрёсток улиц Сумской и Дейнеки». */
export function findTypedStreets(scan: Scan, at: number): StreetMention[] {
  const type = streetType(wordAt(scan, at));
  if (type === undefined || scan.used[at] === 1 || isNoType(scan, at, type)) return [];
  const dotted = type.short && wordAt(scan, at + 1) === '.' ? at + 2 : at + 1;
  const after = scan.tokens[dotted];
  const prefersBefore = type.name !== 'улица' && type.name !== 'микрорайон' && type.name !== 'набережная';
  const before = readNameBefore(scan, at, type);
  const isSure = before !== null && scan.tokens[at - 1]?.capital === true;
  if (
    before !== null &&
    isSure &&
    (prefersBefore || !(after?.capital ?? false) || after?.fresh || opensSentence(scan, dotted))
  ) {
    if (!(type.short && wordAt(scan, at + 1) === '.' && after?.capital && !prefersBefore))
      return [make(scan, before.words, type, before.start, at + 1, 0.95)];
  }
  const name = readNameAfter(scan, dotted, type);
  if (name !== null) {
    const first = make(
      scan,
      name.words,
      type,
      at,
      name.end,
      scan.tokens[name.end - 1]?.capital || /^\d/.test(name.words[0] ?? '') ? 0.95 : 0.88,
    );
    return [first, ...furtherNames(scan, first, type)];
  }
  return before === null ? [] : [make(scan, before.words, type, before.start, at + 1, 0.88)];
}

/** «площадь» of a flat, «проезд закрыт», «пр.» for «и прочее», «ш.» and «пл.» without a name, a city's «квартал». */
function isNoType(scan: Scan, at: number, type: StreetType): boolean {
  const next = scan.tokens[wordAt(scan, at + 1) === '.' ? at + 2 : at + 1];
  const word = wordAt(scan, at);
  if (/^(?:пр|ш|пл|бул|наб)$/.test(word)) {
    if (wordAt(scan, at - 1) === 'и' && word === 'пр') return true;
    const isReversed = word === 'ш' && /(?:ое|ом|ого)$/.test(wordAt(scan, at - 1));
    return !isReversed && !(next?.kind === 'word' && next.capital);
  }
  if (
    type.name === 'площадь' ||
    type.name === 'аллея' ||
    type.name === 'квартал' ||
    type.name === 'проезд' ||
    type.name === 'набережная' ||
    type.name === 'тупик'
  ) {
    const isNamed =
      next !== undefined &&
      !next.fresh &&
      ((next.kind === 'word' && next.capital && !notNames.has(next.word)) ||
        (next.kind === 'number' && type.name === 'квартал'));
    return !isNamed && scan.tokens[at - 1]?.capital !== true && scan.tokens[at - 2]?.kind !== 'number';
  }
  return false;
}

function make(
  scan: Scan,
  words: readonly string[],
  type: StreetType,
  start: number,
  end: number,
  weight: number,
): StreetMention {
  claim(scan, start, end);
  return { name: streetTitle(words, type), start, end, weight, houses: [] };
}

/** «улиц Мира и Ленина», «ул. Сумской и Дейнеки»: names after «и», «/» or a comma that have no type word of their own. */
function furtherNames(scan: Scan, first: StreetMention, type: StreetType): StreetMention[] {
  const cue = [1, 2, 3].some((back) =>
    /^(?:перекрест|пересечен|угол|углу|между)/.test(wordAt(scan, first.start - back)),
  );
  if (!type.plural && !cue && wordAt(scan, first.start) !== 'улицы') return [];
  const found: StreetMention[] = [];
  let at = first.end;
  while (
    /^(?:и|,|\/|-)$/.test(wordAt(scan, at)) &&
    scan.tokens[at + 1]?.capital === true &&
    streetType(wordAt(scan, at + 1)) === undefined
  ) {
    const name = readNameAfter(scan, at + 1, type);
    if (name === null) break;
    found.push(make(scan, name.words, type, at + 1, name.end, 0.9));
    at = name.end;
  }
  return found;
}

const street: StreetType = {
  name: 'улица',
  gender: 'f',
  short: true,
  nominative: true,
  genitive: false,
  plural: false,
};
const feminine = /(?:[сц]к|н|в|л|р)(?:ая|ой|ую)$|(?:няя|ней|юю)$/;

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
    /^(?:перекрест|пересечен|угол|углу|между)/.test(wordAt(scan, at - 1)) ||
    /^(?:перекрест|пересечен|угол|углу)/.test(wordAt(scan, at - 2));
  if (!token.capital && !scan.loud) {
    if (
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
  } else if (!isCommon && known === null && !isSurname && !isAdjective) return null;
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
  if (words.length === 1 && isAdjective) return streetTitle(words, { ...street, nominative: false });
  return capitalise(words.join(' '));
}

/** «8 Марта 12», «на 50 лет Октября». */
function findDateStreet(scan: Scan, at: number): StreetMention | null {
  if (!/^\d{1,2}$/.test(wordAt(scan, at))) return null;
  const next = scan.tokens[at + 1];
  if (next === undefined || next.fresh) return null;
  const before = wordAt(scan, at - 1);
  const isTold = opensSentence(scan, at) || /^(?:на|по|адрес|адресу)$/.test(before);
  const isMonth =
    /^(?:марта|мая|января|июля|октября|ноября)$/.test(next.word) &&
    (next.capital || (isTold && scan.tokens[at + 2]?.kind === 'number'));
  const isJubilee =
    next.word === 'лет' &&
    /^(?:октября|победы|влксм|ссср|комсомола|пионерии|рлкс|советской)$/.test(wordAt(scan, at + 2));
  if (!isMonth && !isJubilee) return null;
  const name = readNameAfter(scan, at, street);
  if (name === null || name.words.length < 2) return null;
  const houses = readHouses(scan, name.end);
  const hasHouse = houses !== null && !/^(?:19|20)\d\d$/.test(houses.list[0]?.value ?? '');
  if (!hasHouse && !(before === 'на' || before === 'по')) return null;
  claim(scan, at, name.end);
  return { name: capitalise(name.words.join(' ')), start: at, end: name.end, weight: 0.8, houses: [] };
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
    /^(?:на|по|адрес|адресу|г|:|,|\.|у|дом|дома|между|домами|возле|около|напротив|районе)$/.test(
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

/** Gives each street its houses: straight after the name, before it («дом 5 по улице Мира»), or further on in the sentence. */
export function attachHouses(scan: Scan, streets: readonly StreetMention[]): void {
  const ordered = streets.toSorted((a, b) => a.start - b.start);
  ordered.forEach((mention, i) => {
    const from = ordered[i - 1]?.houses.at(-1)?.end ?? ordered[i - 1]?.end ?? 0;
    const until = ordered[i + 1]?.start ?? scan.tokens.length;
    const straight = readHouses(scan, mention.end);
    const houses =
      straight ??
      beforeName(scan, mention, from, 5) ??
      afterName(scan, mention, until) ??
      beforeName(scan, mention, from, 12);
    if (houses === null) return;
    mention.houses = houses.list;
    for (const house of houses.list) claim(scan, house.start, house.end);
  });
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

function beforeName(scan: Scan, mention: StreetMention, from: number, reach: number): Houses | null {
  // «24 корп. 1 по Московскому шоссе»
  if (/^(?:по|на)$/.test(wordAt(scan, mention.start - 1))) {
    for (let at = Math.max(from, mention.start - 5); at < mention.start - 1; at++) {
      const houses =
        scan.tokens[at]?.kind === 'number' && !/^(?:за|с|до|в|через|уже)$/.test(wordAt(scan, at - 1))
          ? readHouses(scan, at)
          : null;
      if (houses !== null && houses.end === mention.start - 1 && houses.list.length === 1 && scan.used[at] === 0)
        return houses;
    }
  }
  for (let at = mention.start - 1; at >= Math.max(from, mention.start - reach); at--) {
    if (isSentenceEnd(scan, at)) return null;
    if (houseWords.has(wordAt(scan, at)) || wordAt(scan, at) === '№') {
      const houses = readHouses(scan, at, true) ?? wrap(readHouseBefore(scan, at));
      if (houses !== null && houses.end <= mention.start && !houses.list.some((house) => scan.used[house.start] === 1))
        return houses;
    }
  }
  return null;
}

function afterName(scan: Scan, mention: StreetMention, until: number): Houses | null {
  for (let at = mention.end; at < Math.min(until, mention.end + 12); at++) {
    if (isSentenceEnd(scan, at) && at > mention.end) return null;
    if (houseWords.has(wordAt(scan, at)) || wordAt(scan, at) === '№') {
      if (
        /^(?:школ|сад|садик|детск|поликлиник|больниц|маршрут|автобус|подъезд|участ|кабинет|палат)/.test(
          wordAt(scan, at - 1),
        )
      )
        continue;
      const houses = readHouses(scan, at, true) ?? wrap(readHouseBefore(scan, at));
      if (houses !== null) return houses;
    }
  }
  return null;
}

function wrap(house: ReturnType<typeof readHouseBefore>): Houses | null {
  return house === null ? null : { list: [house], end: house.end };
}
