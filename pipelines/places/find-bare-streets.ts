import {
  isAlone,
  isCountOrDate,
  isDouble,
  isGenitiveOrWomen,
  isHomeTown,
  isInFirm,
  isListedMention,
  isPartOfStreet,
  isPerson,
  isRange,
  isRankedName,
  isSlashPair,
  isStreetByGrammar,
  localAdjectives,
  looksLikeAddress,
  turnsAt,
} from './bare-street-signs.js';
import { findGenitiveStreet } from './find-genitive-streets.js';
import { readHouses } from './find-houses.js';
import { findLetteredHouse } from './find-lettered-houses.js';
import { findMasculineStreet } from './find-masculine-streets.js';
import { findNounStreet } from './find-noun-streets.js';
import {
  findLoneAddress,
  findNumberBehind,
  findToldStreet,
  findTurn,
  findUnlikelyStreet,
} from './find-unlikely-streets.js';
import { GATE } from './gates.js';
import { hasHouseAfter, hasHouseBefore, readHouseRange } from './house-ranges.js';
import { adjectiveNominative, capitalise, isWomansSurname } from './restore.js';
import { claim, longestName, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { isService, isSiblings, shortened } from './street-names.js';
import {
  announcesLack,
  asksNeighbours,
  isWork,
  isWorkedOn,
  saysOfStreet,
  streetCrowds,
  vagueAdjectives,
} from './street-predicates.js';
import { feminine, isCrossing, isHyphened, isStreetWord, surname } from './street-shapes.js';
import {
  commonStreets,
  notNames,
  notSurnames,
  plainAdjectives,
  ranks,
  secondWords,
  shortStreetForms,
  streetType,
} from './words.js';

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
  if ((token.word.length < 4 && !ranks.has(token.word)) || !/^[а-я-]+$/.test(token.word))
    return findNumberBehind(scan, at) ?? findLetteredHouse(scan, at);
  const pair = (token.capital ? findNounStreet(scan, at, lead) : null) ?? findGenitiveStreet(scan, at, lead);
  if (pair !== null) return pair;
  const told = findToldStreet(scan, at);
  if (told !== null) return told;
  if (notNames.has(token.word) || (plainAdjectives.has(token.word) && !isDouble(scan, at)) || isInFirm(scan, at))
    return null;
  const listed = listedStreet(scan, at);
  const known = listed?.name ?? null;
  const isAdjective = feminine.test(token.word);
  const isCommon =
    commonStreets.has(token.word) ||
    isHyphened(token.word) ||
    (isAdjective && commonStreets.has(adjectiveNominative(token.word, 'f')));
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
    return token.capital
      ? (findMasculineStreet(scan, at, before) ??
          findTurn(scan, at) ??
          findUnlikelyStreet(scan, at, before) ??
          findLoneAddress(scan, at, before))
      : null;
  if (!isCommon && known === null && isHomeTown(scan, at)) return null;

  const end = listed === null ? nameEnd(scan, at) : listed.end;
  if (ranks.has(token.word) && end === at + 1 && !commonStreets.has(token.word)) return null;
  const houses = readHouses(scan, end);
  const hasStraight = houses !== null && !isCountOrDate(scan, at, end, houses);
  // Most words of this form with a small letter are ordinary adjectives: nothing below would take them.
  const isRanked = isRankedName(scan, at, end);
  if (
    !token.capital &&
    !scan.loud &&
    !hasStraight &&
    known === null &&
    !isCommon &&
    !isRanked &&
    !/[сц]кой$/.test(token.word)
  )
    return null;
  const hasHouse =
    hasStraight ||
    // «в районе дома 71а по Красноармейской», «27 Северная, от дома 1 до 60»
    ((before === 'на' || before === 'по') && hasHouseBefore(scan, lead)) ||
    readHouseRange(scan, wordAt(scan, end) === ',' ? end + 1 : end, true) !== null ||
    // «Гагарина, напротив дома 5»
    (isCommon &&
      opensSentence(scan, at) &&
      wordAt(scan, end) === ',' &&
      /^(?:у|возле|около|напротив|за)$/.test(wordAt(scan, end + 1)) &&
      hasHouseAfter(scan, end + 2)) ||
    // «на первомайской возле 15 дома»
    (isCommon &&
      before === 'на' &&
      /^(?:у|возле|около|напротив|за)$/.test(wordAt(scan, end)) &&
      hasHouseAfter(scan, end + 1));
  // «светофор Чусовского моста»: an adjective whose noun follows.
  if (
    !hasHouse &&
    !isCommon &&
    /[сц]кого$/.test(token.word) &&
    end === at + 1 &&
    /^[а-я]{3,}[ая]$/.test(wordAt(scan, end)) &&
    !scan.tokens[end]?.fresh
  )
    return null;
  const words = Array.from({ length: end - at }, (_, i) => writtenAt(scan, at + i));
  const isTurn = turnsAt(scan, at, end);
  const isOn =
    before === 'на' ||
    before === 'по' ||
    before === 'вдоль' ||
    // «вся Мира без воды»
    (isCommon && !isAdjective && (before === 'вся' || before === 'всю')) ||
    // «по всей Борчанинова»
    (wholeOf.has(before) && /^(?:на|по|вдоль)$/.test(wordAt(scan, lead - 1))) ||
    isTurn ||
    // «в районе Ломакина»
    (before === 'районе' &&
      (isSurname || isCommon) &&
      !/(?:ая|яя|ую|юю)$/.test(token.word) &&
      longestName(scan, at) === null) ||
    (isPartOfStreet.test(before) &&
      (isCommon || (isAdjective && !isWomansSurname(token.word))) &&
      !/(?:ая|яя|ую|юю)$/.test(token.word));
  const isPair =
    (isCrossing(before) &&
      (before !== 'между' || isCommon || isSurname) &&
      // «между Воронежской трассой и домом»
      (before !== 'между' || !isAdjective || isAlone(scan, end))) ||
    (isCrossing(wordAt(scan, at - 2)) && wordAt(scan, at - 2) !== 'между') ||
    (/^(?:и|с)$/.test(before) &&
      (scan.used[at - 2] === 1 || [2, 3].some((back) => scan.tokens[at - back]?.kind === 'number')) &&
      [3, 4, 5, 6, 7].some((back) => isCrossing(wordAt(scan, at - back)))) ||
    isSlashPair(scan, at) ||
    // «Карла Маркса угол Советской»
    (wordAt(scan, end) === 'угол' && (isStreetWord(wordAt(scan, end + 1)) || ranks.has(wordAt(scan, end + 1)))) ||
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
      const isListed = known !== null && isGenitiveOrWomen(token.word) && !isAdjective;
      // «по ленина», «на мира»: a genitive where the preposition asks for another case.
      const isGenitive = (token.word === 'мира' || (isCommon && isSurname)) && end === at + 1 && !isPerson(scan, at);
      // «на карла маркса», «по советской ехать нельзя», «на новоселов темно»
      const isAdjectiveAlone =
        isCommon &&
        isAdjective &&
        /^(?:на|по|вдоль)$/.test(before) &&
        /(?:ой|ей)$/.test(token.word) &&
        !vagueAdjectives.test(token.word) &&
        isAlone(scan, end);
      const isTold = isAdjectiveAlone || (isRanked && !isPerson(scan, at)) || streetCrowds.has(token.word);
      if (!isOn || !(isListed || isGenitive || isTold)) return null;
    }
  } else if (!hasHouse) {
    const isListed = known !== null && token.capital && isListedMention(scan, at, end);
    // «до Лесной идти страшно», and what opens a text: «Лесная — темно»
    const isBeside =
      isCommon &&
      isAdjective &&
      !opensSentence(scan, at) &&
      /^(?:до|от|возле|около|напротив|жители|жителей|жителям|жильцы)$/.test(before) &&
      /(?:ой|ей)$/.test(token.word);
    const isSpokenOf =
      (isCommon || isRanked || /ская$/.test(token.word) || isDouble(scan, at)) &&
      isStreetBySense(scan, at, end, lead, isAdjective);
    if (
      !isListed &&
      !isBeside &&
      !isSpokenOf &&
      (isPair ? !(isCommon || isSurname || isAdjective || (words.length === 2 && ranks.has(token.word))) : !isOn)
    )
      return null;
    if (
      !isPair &&
      !isListed &&
      !isSpokenOf &&
      !(isBeside && isAdjective && isAlone(scan, end, true)) &&
      !(isTurn && isCommon) &&
      !isStreetByGrammar(scan, at, end, {
        isCommon: isCommon || isRanked || (end === at + 2 && isStreetWord(wordAt(scan, at + 1))),
        isSurname,
        isAdjective,
        isKnown: known !== null,
      })
    )
      return null;
  } else if (
    !isCommon &&
    known === null &&
    !isSurname &&
    !isAdjective &&
    !shortStreetForms.has(token.word) &&
    words.length < 2
  )
    return null;
  else if (isPerson(scan, at)) return null;
  // «почти как на Тверской»
  if (houses === null && /^(?:как|словно|будто|типа)$/.test(wordAt(scan, lead - 1))) return null;
  const name = known ?? shortStreetForms.get(token.word) ?? bareTitle(words, isAdjective);
  claim(scan, at, end);
  return { name, start: at, end, weight: hasHouse ? 0.85 : 0.7, houses: [] };
}

/** «почистят Чкалова», «Ленина перекрыта», «Садовая: нет света», «кто с Комсомольской»: what is said tells a street. */
function isStreetBySense(scan: Scan, at: number, end: number, lead: number, isAdjective: boolean): boolean {
  if (isPerson(scan, at)) return false;
  const next = scan.tokens[end];
  if (next?.kind === 'word' && next.capital && !next.fresh) return false;
  const word = wordAt(scan, at);
  const isKnown = end > at + 1 || commonStreets.has(word) || commonStreets.has(adjectiveNominative(word, 'f'));
  // «Веспремская: яма у дома 3»
  if (!isKnown) return opensSentence(scan, at) && wordAt(scan, end) === ':' && !localAdjectives.test(word);
  if (asksNeighbours(scan, lead, end)) return !isAdjective || (/(?:ой|ей)$/.test(word) && isAlone(scan, end, true));
  if (isWorkedOn(scan, lead)) return !isAdjective || (/(?:ую|юю)$/.test(word) && isAlone(scan, end));
  if (isAdjective && /(?:ую|юю)$/.test(word) && isWork(scan, end)) return true;
  if (isAdjective && (!/(?:ая|яя)$/.test(word) || (end === at + 1 && vagueAdjectives.test(word)))) return false;
  // «Садовая от Ленина до Мира не чищена»
  if (saysOfStreet(scan, end) || (wordAt(scan, end) === 'от' && isRange(scan, end + 1, end + 2))) return true;
  return isAdjective && opensSentence(scan, at) && announcesLack(scan, end);
}

/** «по всей Вавилова», «на самой Вавилова» */
const wholeOf: ReadonlySet<string> = new Set(['всей', 'самой', 'этой', 'нашей']);

/** «К. Маркса 12», «нар. ополчения 12а»: an initial or a cut word before the name. */
function findCutName(scan: Scan, at: number): StreetMention | null {
  const word = wordAt(scan, at);
  const next = scan.tokens[at + 2];
  if (next === undefined || next.kind !== 'word' || next.fresh) return null;
  const full = shortened.get(word);
  if (full !== undefined) {
    const fits =
      (secondWords.has(next.word) || (full === 'Братьев' && /(?:[оеё]в|ин)ых$/.test(next.word))) &&
      (readHouses(scan, at + 3) !== null || /^(?:на|по|вдоль)$/.test(wordAt(scan, at - 1)));
    if (!fits) return null;
    claim(scan, at, at + 3);
    return { name: capitalise(`${full} ${writtenAt(scan, at + 2)}`), start: at, end: at + 3, weight: 0.8, houses: [] };
  }
  if (word.length !== 1 || settlementLetters.has(word)) return null;
  // «б. хмельницкого 21»
  const isSmall =
    (commonStreets.has(next.word) || secondWords.has(next.word)) &&
    readHouses(scan, at + 3) !== null &&
    looksLikeAddress(scan, at);
  if (!isSmall && !(scan.tokens[at]?.capital && next.capital)) return null;
  const found = findBareStreet(scan, at + 2, at - 1);
  if (found === null) return null;
  claim(scan, at, found.end);
  return { ...found, name: `${word.toUpperCase()}. ${found.name}`, start: at };
}
/** «Г. Гагарин» is a town; initials of these letters need a type word. */
const settlementLetters = new Set(['г', 'д', 'с', 'п', 'х']);

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

function bareTitle(words: readonly string[], isAdjective: boolean): string {
  if (isAdjective && !isWomansSurname(words[0] ?? ''))
    return capitalise(words.map((word) => adjectiveNominative(word, 'f')).join(' '));
  return capitalise(words.join(' '));
}

function nameEnd(scan: Scan, at: number): number {
  const first = wordAt(scan, at);
  if (ranks.has(first)) {
    // «Полковника милиции Курочкина», «Зои и Александра Космодемьянских»
    if (isService.test(wordAt(scan, at + 1)) && scan.tokens[at + 2]?.capital === true) return at + 3;
    if (wordAt(scan, at + 1) === 'и' && isSiblings(scan, at + 1)) return at + 4;
  }
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
