import { type Houses, readHouses } from './find-houses.js';
import { findNounStreet } from './find-noun-streets.js';
import { isCrossing } from './find-streets.js';
import { GATE } from './gates.js';
import { landmarkWord } from './landmark-words.js';
import { adjectiveNominative, capitalise, isWomansSurname } from './restore.js';
import { claim, longestName, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { shortened, surname } from './street-names.js';
import {
  commonStreets,
  houseWords,
  notNames,
  notSurnames,
  plainAdjectives,
  ranks,
  secondWords,
  shortStreetForms,
  streetType,
} from './words.js';

export const feminine =
  /(?:[сц]к|н|в|л|р|больш)(?:ая|ой|ую)$|рабоч(?:ая|ей|ую)$|(?:верх|ниж|сред|даль|лет|осен|весен|зим)(?:няя|ней|нюю)$/;

/**
 * A street without a type word: «на Мира 15», «по Ленина», «на Дружбе», «Нахимова 61», «Сумская, 37Б/1», «на Чердынской». Wants a house
 * number, or the grammar of «на/по (улице)»: a genitive or a feminine adjective where the preposition asks for something else.
 * `lead` is the token before the name: one further back when an ordinal stands between («на 2-й Агрегатной»).
 */
export function findBareStreet(scan: Scan, at: number, lead = at - 1): StreetMention | null {
  const token = scan.tokens[at];
  if (token === undefined || token.kind !== 'word' || scan.used[at] === 1) return null;
  if (wordAt(scan, at + 1) === '.') {
    const cut = findCutName(scan, at);
    if (cut !== null) return cut;
  }
  if ((token.word.length < 4 && !ranks.has(token.word)) || !/^[а-я-]+$/.test(token.word)) return null;
  const pair = token.capital ? findNounStreet(scan, at, lead) : null;
  if (pair !== null) return pair;
  const told = findToldStreet(scan, at);
  if (told !== null) return told;
  if (notNames.has(token.word) || (plainAdjectives.has(token.word) && !isDouble(scan, at)) || isInFirm(scan, at))
    return null;
  const listed = listedStreet(scan, at);
  const known = listed?.name ?? null;
  const isAdjective = feminine.test(token.word);
  const isCommon =
    commonStreets.has(token.word) || (isAdjective && commonStreets.has(adjectiveNominative(token.word, 'f')));
  const isSurname = surname.test(token.word) && token.word.length > 4 && !notSurnames.has(token.word);
  const before = wordAt(scan, lead);
  if (
    !isCommon &&
    !isSurname &&
    !isAdjective &&
    known === null &&
    !shortStreetForms.has(token.word) &&
    !ranks.has(token.word)
  )
    return token.capital ? (findTurn(scan, at) ?? findUnlikelyStreet(scan, at, before)) : null;
  if (!isCommon && known === null && isHomeTown(scan, at)) return null;

  const end = listed === null ? nameEnd(scan, at) : listed.end;
  if (ranks.has(token.word) && end === at + 1 && !commonStreets.has(token.word)) return null;
  const houses = readHouses(scan, end);
  const hasHouse = houses !== null && !isCountOrDate(scan, at, end, houses);
  // Most words of this form with a small letter are ordinary adjectives: nothing below would take them.
  if (!token.capital && !scan.loud && !hasHouse && known === null && !isCommon && !/[сц]кой$/.test(token.word))
    return null;
  const words = Array.from({ length: end - at }, (_, i) => writtenAt(scan, at + i));
  const isTurn = turnsAt(scan, at, end);
  const isOn =
    before === 'на' ||
    before === 'по' ||
    before === 'вдоль' ||
    isTurn ||
    (isPartOfStreet.test(before) && (isCommon || isAdjective) && !/(?:ая|яя|ую|юю)$/.test(token.word));
  const isPair =
    (isCrossing(before) && (before !== 'между' || isCommon || isSurname)) ||
    (isCrossing(wordAt(scan, at - 2)) && wordAt(scan, at - 2) !== 'между') ||
    (/^(?:и|с)$/.test(before) &&
      (scan.used[at - 2] === 1 || [2, 3].some((back) => scan.tokens[at - back]?.kind === 'number')) &&
      [3, 4, 5, 6, 7].some((back) => isCrossing(wordAt(scan, at - back)))) ||
    isSlashPair(scan, at) ||
    isRange(scan, at, end);
  if (!token.capital && !scan.loud) {
    if (
      !(isPair && (isCommon || /[сц]кой$/.test(token.word))) &&
      !(
        hasHouse &&
        (isCommon ||
          known !== null ||
          (words.length === 2 && ranks.has(token.word)) ||
          (/[сц]кая$/.test(token.word) && !localAdjectives.test(token.word)) ||
          (/[сц]к(?:ая|ой)$/.test(token.word) && looksLikeAddress(scan, at)) ||
          (isSurname && looksLikeAddress(scan, at)))
      )
    ) {
      if (!(isOn && (isCommon || known !== null) && isGenitiveOrWomen(token.word) && !isAdjective && known !== null))
        return null;
    }
  } else if (!hasHouse) {
    const isListed = known !== null && token.capital && isListedMention(scan, at, end);
    if (
      !isListed &&
      (isPair ? !(isCommon || isSurname || isAdjective || (words.length === 2 && ranks.has(token.word))) : !isOn)
    )
      return null;
    if (
      !isPair &&
      !isListed &&
      !isStreetByGrammar(scan, at, end, {
        isCommon: isCommon || isRankedName(scan, at, end) || (end === at + 2 && isStreetWord(wordAt(scan, at + 1))),
        isSurname,
        isAdjective,
        isKnown: known !== null,
      })
    )
      return null;
  } else if (!isCommon && known === null && !isSurname && !isAdjective && words.length < 2) return null;
  else if (isPerson(scan, at)) return null;
  const name = known ?? shortStreetForms.get(token.word) ?? bareTitle(words, isAdjective);
  claim(scan, at, end);
  return { name, start: at, end, weight: hasHouse ? 0.85 : 0.7, houses: [] };
}

/** «К. Маркса 12», «нар. ополчения 12а»: an initial or a cut word before the name. */
function findCutName(scan: Scan, at: number): StreetMention | null {
  const word = wordAt(scan, at);
  const next = scan.tokens[at + 2];
  if (next === undefined || next.kind !== 'word' || next.fresh) return null;
  const full = shortened.get(word);
  if (full !== undefined) {
    const fits =
      secondWords.has(next.word) &&
      (readHouses(scan, at + 3) !== null || /^(?:на|по|вдоль)$/.test(wordAt(scan, at - 1)));
    if (!fits) return null;
    claim(scan, at, at + 3);
    return { name: capitalise(`${full} ${writtenAt(scan, at + 2)}`), start: at, end: at + 3, weight: 0.8, houses: [] };
  }
  if (word.length !== 1 || !scan.tokens[at]?.capital || !next.capital || settlementLetters.has(word)) return null;
  const found = findBareStreet(scan, at + 2, at - 1);
  if (found === null) return null;
  claim(scan, at, found.end);
  return { ...found, name: `${word.toUpperCase()}. ${found.name}`, start: at };
}
/** «Г. Гагарин» is a town; initials of these letters need a type word. */
const settlementLetters = new Set(['г', 'д', 'с', 'п', 'х']);

/** «со стороны Уинской», «в конце Лесной»: what is said of a street. */
const isPartOfStreet = /^(?:стороны|сторону|стороне|начале|начала|конце|конца|середине)$/;
/** Adjectives that people count things with: «городская 5». */
const localAdjectives =
  /^(?:городск|сельск|детск|женск|мужск|русск|российск|человеческ|юридическ|физическ|техническ|медицинск|административн|диспетчерск|парикмахерск|мастерск|учительск|воинск|бытовк|автобусн|юношеск)/;

/** «на Большой Садовой»: two adjectives with capitals. */
function isDouble(scan: Scan, at: number): boolean {
  const next = scan.tokens[at + 1];
  return (
    /^(?:больш|мал|стар|нов|верхн|нижн)(?:ая|яя|ой|ей)$/.test(wordAt(scan, at)) &&
    scan.tokens[at]?.capital === true &&
    next?.capital === true &&
    !next.fresh &&
    feminine.test(next.word) &&
    !plainAdjectives.has(next.word)
  );
}

/** «"УК на Маяковского"»: the name of a firm that holds a street's. */
function isInFirm(scan: Scan, at: number): boolean {
  return wordAt(scan, at - 2) === 'ук' && /^["«“`]$/.test(wordAt(scan, at - 3));
}

/** The genitive of the home town looks like a surname: «в мик-не Льгова 1». */
function isHomeTown(scan: Scan, at: number): boolean {
  const { homeId, gazetteer } = scan;
  if (homeId === null || ((scan.tokens[at]?.gates ?? 0) & GATE.name) === 0) return false;
  const home = gazetteer.at(homeId, 'settlement');
  return home !== null && gazetteer.byForm(wordAt(scan, at)).some(({ territory }) => territory === home);
}

/** «Жукова/Маяковского»: two streets of which either looks like one. */
function isSlashPair(scan: Scan, at: number): boolean {
  const other = wordAt(scan, at + 1) === '/' ? at + 2 : wordAt(scan, at - 1) === '/' ? at - 2 : -1;
  const token = scan.tokens[other];
  if (token === undefined || !token.capital) return false;
  return isStreetWord(token.word) && isStreetWord(wordAt(scan, at));
}

/** «(от Володарского до Горького)»: a stretch of a street that the text has named before. */
function isRange(scan: Scan, at: number, end: number): boolean {
  const before = wordAt(scan, at - 1);
  if (before !== 'от' && before !== 'до') return false;
  const other =
    before === 'от' ? (wordAt(scan, end) === 'до' ? end + 1 : -1) : wordAt(scan, at - 3) === 'от' ? at - 2 : -1;
  const token = scan.tokens[other];
  if (token === undefined || !token.capital || !isStreetWord(token.word)) return false;
  const isSure = (place: number): boolean =>
    /(?:ой|ей)$/.test(wordAt(scan, place)) && commonStreets.has(adjectiveNominative(wordAt(scan, place), 'f'));
  if (isSure(at) && isSure(other)) return true;
  for (let back = at - 1; back >= Math.max(0, at - 25); back--)
    if (streetType(wordAt(scan, back)) !== undefined) return true;
  return false;
}

/** «с Гашека на Конева», «с Машиностроительной на Гашека»: is the name at the token one end of a turn with a street at the other? */
function turnsAt(scan: Scan, at: number, end: number): boolean {
  const before = wordAt(scan, at - 1);
  if (before === 'с' || before === 'со') {
    const next = scan.tokens[end + 1];
    if (wordAt(scan, end) === 'на' && next?.capital === true && isTurnEnd(next.word)) return true;
    return /^(?:поворот|повороте|поворота|выезд|выезде|съезд|съезде)$/.test(wordAt(scan, at - 2));
  }
  return before === 'на' && /^(?:с|со)$/.test(wordAt(scan, at - 3)) && scan.used[at - 2] === 1;
}

const isStreetWord = (word: string): boolean =>
  commonStreets.has(word) ||
  (feminine.test(word) && commonStreets.has(adjectiveNominative(word, 'f'))) ||
  (surname.test(word) && !notSurnames.has(word)) ||
  /[сц]к(?:ой|ая|ую)$/.test(word);
const isTurnEnd = (word: string): boolean => word.length > 4 && (isStreetWord(word) || /(?:[аяй]|ую)$/.test(word));

/** The end of a turn whose name looks like no street by itself: «Поворот с Машиностроительной на Гашека». */
function findTurn(scan: Scan, at: number): StreetMention | null {
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
function findUnlikelyStreet(scan: Scan, at: number, before: string): StreetMention | null {
  const word = wordAt(scan, at);
  if (!/^(?:на|по|адресу?)$/.test(before) || !/[ая]$/.test(word) || word.length < 5) return null;
  if (longestName(scan, at) !== null || landmarkWord(word) !== undefined || wordAt(scan, at + 1) === '-') return null;
  const houses = readHouses(scan, at + 1);
  if (houses === null || isCountOrDate(scan, at, at + 1, houses)) return null;
  claim(scan, at, at + 1);
  return { name: capitalise(writtenAt(scan, at)), start: at, end: at + 1, weight: 0.7, houses: [] };
}

/** A street that config/places lists for the writer's home, of one or two words. */
function listedStreet(scan: Scan, at: number): { name: string; end: number } | null {
  if (!scan.gazetteer.hasStreets || ((scan.tokens[at]?.gates ?? 0) & GATE.listedStreet) === 0) return null;
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

function nameEnd(scan: Scan, at: number): number {
  const first = wordAt(scan, at);
  if (ranks.has(first) || first === 'народного' || first === 'красной' || first === 'старая' || first === 'большая') {
    const next = scan.tokens[at + 1];
    if (
      next?.kind === 'word' &&
      (next.capital ||
        scan.loud ||
        surname.test(next.word) ||
        secondWords.has(next.word) ||
        /(?:[оеё]в|ин)ых$/.test(next.word)) &&
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

/** «Розы Люксембург», «Юрия Гагарина»: a first name or rank and a name that streets bear. */
function isRankedName(scan: Scan, at: number, end: number): boolean {
  const last = wordAt(scan, end - 1);
  return end === at + 2 && ranks.has(wordAt(scan, at)) && (commonStreets.has(last) || secondWords.has(last));
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
      /^(?:у|в|во|на|по|с|к|от|до|из|за|вместо|кроме|вокруг|со|сторону|и|а|но|не|ни|то|опять|снова|уже|нет|есть|будет|где|когда|который|после|вдоль|прямо|перед|третий|вторые|вторую|месяц|неделю|сутки|просто|совсем|так|как|очень|только|ещё|еще|сломан|упал|упало|горит|горят|убирают|чистят|возле|около|напротив|рядом|между|вчера|сегодня|все|весь|вся|тоже|вообще|дом|дома|темно)$/.test(
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

/** Before «на»: «жалоба на Иванова»; without it also «директора Петрова», «врач Сидорова 2 часа». */
const againstPerson = /^(?:жалоб|жалу|пожаловал|заявлени|обиж|нападени|надея|надежд|обращени)/;
const namedAfter =
  /^(?:директор|врач|депутат|губернатор|глав[аеуы]$|мэр|начальник|учител|доктор|имени|памятник|бюст|музе|театр|парк|сквер|стадион)/;

function isPerson(scan: Scan, at: number): boolean {
  const isOn = /^(?:на|по)$/.test(wordAt(scan, at - 1));
  for (let back = 1; back <= (isOn ? 2 : 3); back++) {
    const word = wordAt(scan, at - back);
    if (againstPerson.test(word)) return true;
    if (!isOn && namedAfter.test(word) && !(back > 1 && houseWords.has(wordAt(scan, at - 1)))) return true;
  }
  const next = scan.tokens[at + 1];
  return next !== undefined && next.kind === 'word' && next.capital && /(?:вич|вича|вна|вны)$/.test(next.word);
}
