import type { Houses } from './find-houses.js';
import { GATE } from './gates.js';
import { adjectiveNominative } from './restore.js';
import { opensSentence, type Scan, wordAt } from './scan.js';
import { speaksOfRoads } from './street-predicates.js';
import { feminine, isCommonAdjective, isStreetWord, surname } from './street-shapes.js';
import {
  commonStreets,
  houseWords,
  plainAdjectives,
  ranks,
  secondWords,
  shortStreetForms,
  streetType,
} from './words.js';

/** What speaks for and against a street without a type word, by the words around it. */

/** «со стороны Уинской», «в конце Лесной»: what is said of a street. */
export const isPartOfStreet =
  /^(?:сторона|стороны|сторону|стороне|части|начале|начала|начало|конце|конца|конец|середине|середина)$/;
/** Adjectives that people count things with: «городская 5». */
export const localAdjectives =
  /^(?:городск|сельск|детск|женск|мужск|русск|российск|человеческ|юридическ|физическ|техническ|медицинск|административн|диспетчерск|парикмахерск|мастерск|учительск|воинск|бытовк|автобусн|юношеск)/;

/** «на Большой Садовой»: two adjectives with capitals. */
export function isDouble(scan: Scan, at: number): boolean {
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
export function isInFirm(scan: Scan, at: number): boolean {
  return wordAt(scan, at - 2) === 'ук' && /^["«“`]$/.test(wordAt(scan, at - 3));
}

/** The genitive of the home town looks like a surname: «в мик-не Льгова 1». */
export function isHomeTown(scan: Scan, at: number): boolean {
  const { homeId, gazetteer } = scan;
  if (homeId === null || ((scan.tokens[at]?.gates ?? 0) & GATE.name) === 0) return false;
  const home = gazetteer.at(homeId, 'settlement');
  return home !== null && gazetteer.byForm(wordAt(scan, at)).some(({ territory }) => territory === home);
}

/** «Жукова/Маяковского»: two streets of which either looks like one. */
export function isSlashPair(scan: Scan, at: number): boolean {
  const sign = (place: number): boolean => wordAt(scan, place) === '/' || isSpacedDash(scan, place);
  const other = sign(at + 1) ? at + 2 : sign(at - 1) ? at - 2 : -1;
  const token = scan.tokens[other];
  if (token === undefined || !token.capital) return false;
  // «Ленина - Мира светофор не работает»: a dash joins much else.
  if (wordAt(scan, (at + other) / 2) !== '/')
    return commonStreets.has(token.word) && commonStreets.has(wordAt(scan, at));
  return isStreetWord(token.word) && isStreetWord(wordAt(scan, at));
}

const isSpacedDash = (scan: Scan, at: number): boolean =>
  wordAt(scan, at) === '-' && scan.tokens[at]?.spaced === true && scan.tokens[at + 1]?.spaced === true;

/** «(от Володарского до Горького)»: a stretch of a street that the text has named before. */
export function isRange(scan: Scan, at: number, end: number): boolean {
  const before = wordAt(scan, at - 1);
  if (before !== 'от' && before !== 'до') return false;
  const other =
    before === 'от' ? (wordAt(scan, end) === 'до' ? end + 1 : -1) : wordAt(scan, at - 3) === 'от' ? at - 2 : -1;
  const token = scan.tokens[other];
  if (token === undefined || !token.capital || !isStreetWord(token.word)) return false;
  const isSure = (place: number): boolean =>
    /(?:ой|ей)$/.test(wordAt(scan, place)) && commonStreets.has(adjectiveNominative(wordAt(scan, place), 'f'));
  if (isSure(at) && isSure(other)) return true;
  // «по Энгельса от Ленина до Победы»
  const from = before === 'от' ? at - 2 : other - 2;
  if (
    scan.used[from] === 1 &&
    scan.tokens[from]?.kind === 'word' &&
    commonStreets.has(token.word) &&
    commonStreets.has(wordAt(scan, at))
  )
    return true;
  // «дорога от Гагарина до Титова»
  const open = before === 'от' ? at - 1 : other - 1;
  const isNamed = (word: string): boolean => commonStreets.has(word) || surname.test(word);
  if (
    commonStreets.has(wordAt(scan, at)) &&
    commonStreets.has(token.word) &&
    speaksOfRoads(scan, Math.max(at, other) + 1)
  )
    return true;
  if (
    (commonStreets.has(wordAt(scan, at)) || commonStreets.has(token.word)) &&
    isNamed(wordAt(scan, at)) &&
    isNamed(token.word) &&
    !feminine.test(token.word)
  )
    for (let back = open - 1; back >= open - 4; back--) if (ofRoads.test(wordAt(scan, back))) return true;
  for (let back = at - 1; back >= Math.max(0, at - 25); back--)
    if (streetType(wordAt(scan, back)) !== undefined) return true;
  return false;
}

const ofRoads =
  /^(?:дорог|тротуар|участ|промежут|отрез|проезж|пробк|ям[аыу]|снег|освещен|фонар|свет|тропин|аллея|пешеход)/;

/** «с Гашека на Конева», «с Машиностроительной на Гашека»: is the name at the token one end of a turn with a street at the other? */
export function turnsAt(scan: Scan, at: number, end: number): boolean {
  const before = wordAt(scan, at - 1);
  if (before === 'с' || before === 'со') {
    const next = scan.tokens[end + 1];
    if (wordAt(scan, end) === 'на' && next?.capital === true && isTurnEnd(next.word)) return true;
    // «с Энгельса поворот на Союзную»
    const last = scan.tokens[end + 2];
    if (turnNoun.test(wordAt(scan, end)) && next?.word === 'на' && last?.capital && isTurnEnd(last.word)) return true;
    return /^(?:поворот|повороте|поворота|выезд|выезде|съезд|съезде)$/.test(wordAt(scan, at - 2));
  }
  return before === 'на' && /^(?:с|со)$/.test(wordAt(scan, at - 3)) && scan.used[at - 2] === 1;
}

export const turnNoun = /^(?:поворот|съезд|выезд|заезд|въезд|разворот)(?:а|е|у|ом)?$/;

const isTurnEnd = (word: string): boolean => word.length > 3 && (isStreetWord(word) || /(?:[аяй]|ую)$/.test(word));

/** A listed street with a capital, where the sentence leaves it alone: «с Лесной, 8», «Молодёжная: нет света», not «Лесная школа». */
export function isListedMention(scan: Scan, at: number, end: number): boolean {
  const next = scan.tokens[end];
  const closes = next === undefined || next.fresh || next.kind !== 'word';
  if (opensSentence(scan, at))
    return next !== undefined && /^[,:;]$/.test(next.word) && /(?:ая|яя)$/.test(wordAt(scan, at));
  if (!/(?:ая|яя|ой|ей|ую|юю)$/.test(wordAt(scan, at))) return /^(?:на|по|с|до|от|у|к)$/.test(wordAt(scan, at - 1));
  return closes || !(next.capital || /(?:ая|яя|ой|ей|ую|юю|[еуы])$/.test(next.word));
}

export function isGenitiveOrWomen(word: string): boolean {
  return !/(?:ая|ой)$/.test(word) || surname.test(word);
}

/** «Иванова 15 лет» and «Садовая, 5 ям» hold counts; readHouses has refused known units already. */
export function isCountOrDate(scan: Scan, at: number, end: number, houses: Houses): boolean {
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
    // «собственники Школьной, 7 создали группу»
    !(isCommonAdjective(wordAt(scan, at)) && /(?:[аеиыоя]л[аи]|лись|лась)$/.test(after.word)) &&
    after.word.length > 3
  )
    return true;
  // «Хозяйка Иванова 15 кошек держит»
  if (
    !hasComma &&
    after?.kind === 'word' &&
    !after.capital &&
    !after.fresh &&
    after.word.length > 3 &&
    !commonStreets.has(wordAt(scan, at)) &&
    surname.test(wordAt(scan, at)) &&
    /(?:[оеё]в|[еоа]к|ей|ин|иц|об|[ыи]х)$/.test(after.word)
  )
    return true;
  return after?.kind === 'word' && /^-?(?:й|го|му|ый|ой)$/.test(after.word);
}

/** Small letters are believed only where an address is being told. */
export function looksLikeAddress(scan: Scan, at: number): boolean {
  return (
    at === 0 ||
    /^(?:на|по|адрес|адресу|г|:|,|\.|у|дом|дома|домом|между|домами|возле|около|напротив|районе)$/.test(
      wordAt(scan, at - 1),
    ) ||
    opensSentence(scan, at)
  );
}

/** «Розы Люксембург», «Юрия Гагарина»: a first name or rank and a name that streets bear. */
export function isRankedName(scan: Scan, at: number, end: number): boolean {
  const last = wordAt(scan, end - 1);
  if (/^(?:братьев|сестер)$/.test(wordAt(scan, at)) && /(?:ых|их)$/.test(last)) return true;
  // «на Героев Сталинграда»
  if (wordAt(scan, at) === 'героев' && end === at + 2 && scan.tokens[at + 1]?.capital) return true;
  return end === at + 2 && ranks.has(wordAt(scan, at)) && (commonStreets.has(last) || secondWords.has(last));
}

interface Traits {
  isCommon: boolean;
  isSurname: boolean;
  isAdjective: boolean;
  isKnown: boolean;
}

/**
 * «на Комаринской трактора не было»: does what stands at `end` leave the adjective before it without a noun?
 * @param genitive whether the adjective stands in the genitive («до Лесной»), where its noun would end in -ы and -и
 */
export function isAlone(scan: Scan, end: number, genitive = false): boolean {
  const next = scan.tokens[end];
  if (next === undefined || next.kind !== 'word' || next.fresh || stops.has(next.word)) return true;
  if (next.capital || next.word.length <= 3) return false;
  return !(genitive ? ofGenitive : ofOblique).test(next.word) || /(?:[аяиыу]ли|лись|йти|дти)$/.test(next.word);
}
const ofOblique = /(?:ой|ей|[еиую])$/;
const ofGenitive = /(?:ой|ей|[еиыую])$/;
/** Words that are no noun for the adjective before them. */
const stops: ReadonlySet<string> = new Set(
  `у в во на по с к от до из за вместо кроме вокруг со сторону и а но не ни то опять снова уже нет есть будет где когда который после вдоль прямо перед
  третий вторые вторую второй месяц неделю сутки просто совсем так как очень только ещё еще сломан упал упало горит горят убирают чистят возле около
  напротив рядом между яма ямы ям лед газ люк дтп мы я он вы там тут вот кто что им нам вам мне вчера сегодня все весь вся тоже вообще дом дома темно`.split(
    /\s+/,
  ),
);

/** After «на» or «по» and without a house number. */
export function isStreetByGrammar(scan: Scan, at: number, end: number, traits: Traits): boolean {
  const word = wordAt(scan, at);
  if (shortStreetForms.has(word)) return true;
  if (isPerson(scan, at)) return false;
  if (traits.isAdjective) {
    const next = scan.tokens[end];
    const closes = next === undefined || next.kind !== 'word' || next.fresh;
    // «посылают на Высоковольтную, далеко»
    if (!/(?:ой|ей)$/.test(word))
      return (
        /(?:[сц]к|н|в)ую$/.test(word) &&
        wordAt(scan, at - 1) === 'на' &&
        (closes || (turnNoun.test(wordAt(scan, at - 2)) && isAlone(scan, end)))
      );
    const genitive = !/^(?:на|по)$/.test(wordAt(scan, at - 1));
    return (
      isAlone(scan, end, genitive) ||
      (!genitive && traits.isCommon && !next?.capital && !/(?:ой|ей|е|и)$/.test(next?.word ?? ''))
    );
  }
  if (traits.isSurname || traits.isCommon || traits.isKnown) {
    const next = scan.tokens[end];
    // «вдоль Северского Донца»
    if (next?.capital && !next.fresh && next.kind === 'word' && wordAt(scan, at - 1) === 'вдоль') return false;
    return !(next?.capital && /(?:вича|вны|вну)$/.test(next.word));
  }
  return false;
}

/** Before «на»: «жалоба на Иванова»; without it also «директора Петрова», «врач Сидорова 2 часа». */
const againstPerson =
  /^(?:жалоб|жалу|пожаловал|заявлени|обиж|нападени|надея|надею|надежд|обращени|похож|подозрени|обижен|кричал|накричал|донос)/;
const namedAfter =
  /^(?:книг|рассказ|стих|роман|орден|медал|учебник|теорем|портрет|песн|словам|словами|мнению|директор|врач|депутат|губернатор|глав[аеуы]$|мэр|начальник|учител|доктор|имени|памятник|бюст|музе|театр|парк|сквер|стадион)/;

export function isPerson(scan: Scan, at: number): boolean {
  const isOn = /^(?:на|по)$/.test(wordAt(scan, at - 1));
  // «в День Победы 5 ветеранов»
  if (wordAt(scan, at) === 'победы' && /^(?:день|дня|дню|днем|парад|парада|знамя|салют)$/.test(wordAt(scan, at - 1)))
    return true;
  for (let back = 1; back <= (isOn ? 2 : 3); back++) {
    const word = wordAt(scan, at - back);
    if (againstPerson.test(word)) return true;
    if (!isOn && namedAfter.test(word) && !(back > 1 && houseWords.has(wordAt(scan, at - 1)))) return true;
  }
  // «Звонила Орлова, дом 5 говорит не их»
  if (/[а-я]{3}(?:ла|лась)$/.test(wordAt(scan, at - 1)) && /(?:[оеё]ва|[иы]на)$/.test(wordAt(scan, at)))
    return !commonStreets.has(wordAt(scan, at));
  const next = scan.tokens[at + 1];
  return next !== undefined && next.kind === 'word' && next.capital && /(?:вич|вича|вна|вны)$/.test(next.word);
}
