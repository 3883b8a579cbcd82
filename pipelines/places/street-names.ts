import { adjectiveNominative, agrees, capitalise, isWomansSurname } from './restore.js';
import { longestName, opensSentence, type Scan, wordAt, writtenAt } from './scan.js';
import { otherReading } from './settlement-names.js';
import {
  commonStreets,
  districtWords,
  houseWords,
  notNames,
  plainAdjectives,
  ranks,
  type StreetType,
  secondWords,
  settlementType,
  streetType,
  womenOfStreets,
} from './words.js';

const months = /^(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)$/;
/** Surname in the genitive: «Маяковского», «Ленина», «Гоголевой» is none. */
export const surname = /(?:[сц]кого|[оеё]ва|[иы]на)$/;
const anyAdjective = /(?:ая|яя|ой|ей|ый|ий|ое|ее|ого|его|ом|ем|ому|ему|ым|им|ых|их|ые|ие|ую|юю)$/;
const firstNames = /^(?:валентина|константина|марина|нина|галина|ирина|екатерина|августина|мартина)$/;
const ordinal = /^\d{1,3}-?(?:[яйе]|ая|ой|ый|ий|го|ого|му|ому|м|ом|ю|ую|ей|ые)?$/;
/** «40-летия», «40летия» before «Победы», «Октября». */
const jubilee = /^\d{2,3}-?лети[яею]$/;
/** What a number inside a name counts: «Бойцов 9 Дивизии», «5 Армии», «22 Партсъезда». */
export const counted =
  /^(?:дивизи[ия]|арми[ия]|партсъезда|съезда|пятилетки|бригады|полка|гвардейской|бакинских|рабочего|рабочей|интернационала|кавдивизии|стрелковой|ударной|воздушной|минометной)$/;

/** First words of names that people cut short: «Сов.Армии». */
export const shortened: ReadonlyMap<string, string> = new Map([
  ['сов', 'Советской'],
  ['крас', 'Красной'],
  ['красн', 'Красной'],
  ['нар', 'Народного'],
  ['лен', 'Ленинского'],
  ['комс', 'Комсомольской'],
]);

export interface StreetName {
  readonly words: readonly string[];
  /** Position of the token after the name. */
  readonly end: number;
}

function isTypeWord(word: string): boolean {
  return (
    streetType(word) !== undefined ||
    settlementType(word)?.letter === false ||
    districtWords.has(word) ||
    houseWords.has(word)
  );
}

/** Could this small-letter word be the name of a street after a type word written in full? */
export function looksLikeName(word: string, type: StreetType | null): boolean {
  if (notNames.has(word) || plainAdjectives.has(word) || isTypeWord(word) || word.length < 3) return false;
  if (commonStreets.has(word) || ranks.has(word) || surname.test(word)) return true;
  if (/[сц]к(?:ая|ой|ую|ий|ого|ом|ому|ое)$/.test(word))
    return !/^(?:городск|сельск|детск|женск|мужск|человеческ|русск|российск|юридическ|физическ)/.test(word);
  if (type?.name === 'улица' && /(?:ая|ой)$/.test(word)) return commonStreets.has(word.replace(/ой$/, 'ая'));
  return false;
}

/**
 * Name that stands after the type word, from the token `at` on; null when there is none. Capitals, initials, ranks, numbers («8 Марта»,
 * «3-я Песковская», «50 лет Октября») and the usual small second words are understood.
 */
export function readNameAfter(scan: Scan, at: number, type: StreetType): StreetName | null {
  const { tokens } = scan;
  let place = at;
  const words: string[] = [];
  while (/^["«“]$/.test(tokens[place]?.word ?? '')) place++;
  const start = tokens[place];
  if (start === undefined || (start.fresh && place > 0)) return null;
  if (start.kind === 'number') {
    const numbered = readNumbered(scan, place, type);
    if (numbered === null || numbered.words.length > 1) return numbered;
    words.push(...numbered.words);
    place = numbered.end;
    if (type.name === 'микрорайон' || type.name === 'квартал') return { words, end: place };
  }
  // «имени Гагарина», initials: «М. Горького», «К.Маркса»
  while (wordAt(scan, place) === 'им' || wordAt(scan, place) === 'имени')
    place += wordAt(scan, place + 1) === '.' ? 2 : 1;
  if (type.name === 'микрорайон' && /^[а-я]$/.test(wordAt(scan, place)) && tokens[place]?.capital) {
    return { words: [writtenInitial(scan, place)], end: place + 1 };
  }
  while (
    tokens[place]?.kind === 'word' &&
    tokens[place]?.capital &&
    /^[а-я]$/.test(wordAt(scan, place)) &&
    wordAt(scan, place + 1) === '.'
  ) {
    words.push(`${writtenInitial(scan, place)}.`);
    place += 2;
  }
  const first = tokens[place];
  if (first === undefined || first.kind !== 'word' || first.fresh || scan.used[place] === 1) return null;
  if (isTypeWord(first.word) && !/^(?:набережная|набережной|площадь|линия|квартал)$/.test(first.word)) return null;
  if (notNames.has(first.word) || !/^[а-я0-9-]+$/.test(first.word) || first.word.length < 2) return null;
  if (/(?:льно|енно|ично|ешно)$/.test(first.word)) return null;
  if (!first.capital) {
    const isAbbreviation = type.short;
    const fits = isAbbreviation
      ? looksLikeName(first.word, type) ||
        (anyAdjective.test(first.word) && !plainAdjectives.has(first.word)) ||
        words.length > 0 ||
        followedByHouse(scan, place + 1)
      : looksLikeName(first.word, type) ||
        (words.length > 0 && anyAdjective.test(first.word)) ||
        secondWords.has(wordAt(scan, place + 1)) ||
        (followedByHouse(scan, place + 1) && (anyAdjective.test(first.word) || /[аяиы]$/.test(first.word)));
    if (!fits) return null;
  }
  const abbreviated =
    wordAt(scan, place + 1) === '.' && scan.tokens[place + 2]?.capital === true ? shortened.get(first.word) : undefined;
  words.push(abbreviated ?? writtenAt(scan, place));
  place += abbreviated === undefined ? 1 : 2;
  if (abbreviated !== undefined) {
    words.push(writtenAt(scan, place));
    place++;
  }
  while (words.length < 4 && continues(scan, place, words)) {
    words.push(writtenAt(scan, place));
    place++;
  }
  if (words.length === 1 && /^\d{1,3}(?:-?й)?$/.test(wordAt(scan, place)) && counted.test(wordAt(scan, place + 1))) {
    const inside = readCounted(scan, place);
    words.push(...inside.words);
    place = inside.end;
  }
  const following = scan.tokens[place];
  // «ул. Магистральный проезд»: the second type word is the true one.
  const second = following === undefined || following.fresh ? undefined : streetType(following.word);
  if (
    (words.length === 1 || (words.length === 2 && ordinal.test(words[0] ?? ''))) &&
    second !== undefined &&
    second.name !== 'улица' &&
    agrees(first.word, second.gender) &&
    second.gender !== type.gender
  )
    return null;
  // «аллея Городского кладбища» is no name.
  if (
    words.length === 1 &&
    /[^сц][^к]ого$/.test(first.word) &&
    following?.kind === 'word' &&
    !following.capital &&
    !following.fresh &&
    !commonStreets.has(first.word)
  )
    return null;
  // «ул. Полковника» whose name was masked names no street.
  if (words.length === 1 && ranks.has(first.word) && !commonStreets.has(first.word)) return null;
  // «ул. 1-я Красная улица, 28»: the type word once more.
  if (following?.word === 'улица' && !following.fresh && type.name === 'улица' && /[,\d]/.test(wordAt(scan, place + 1)))
    place++;
  return { words, end: place };
}

function writtenInitial(scan: Scan, at: number): string {
  const token = scan.tokens[at];
  return token === undefined ? '' : scan.text.slice(token.start, token.end).toUpperCase();
}

function followedByHouse(scan: Scan, at: number): boolean {
  const place = wordAt(scan, at) === ',' ? at + 1 : at;
  return (
    scan.tokens[place]?.kind === 'number' ||
    (houseWords.has(wordAt(scan, place)) && /^(?:\d|№|\.)/.test(wordAt(scan, place + 1)))
  );
}

/** «8 Марта», «50 лет Октября», «26 Бакинских комиссаров», «1-я» (then the name goes on), «мкр 9». */
function readNumbered(scan: Scan, at: number, type: StreetType): StreetName | null {
  const number = wordAt(scan, at);
  const next = scan.tokens[at + 1];
  if (jubilee.test(number)) {
    const words = [number.replace(/^(\d+)-?/, '$1-').replace(/[ею]$/, 'я')];
    let end = at + 1;
    while (words.length < 4 && isJubileeWord(scan, end)) {
      words.push(writtenAt(scan, end));
      end++;
    }
    return words.length > 1 ? { words, end } : null;
  }
  if (!ordinal.test(number)) return null;
  if (next !== undefined && !next.fresh && next.kind === 'word') {
    if (counted.test(next.word) && !/\D/.test(number)) return readCounted(scan, at);
    if (months.test(next.word)) return { words: [number, writtenAt(scan, at + 1)], end: at + 2 };
    if (next.word === 'лет') {
      const words = [number, 'лет'];
      let end = at + 2;
      while (
        words.length < 4 &&
        (scan.tokens[end]?.capital ||
          secondWords.has(wordAt(scan, end)) ||
          /^(?:советской|октябрьской)$/.test(wordAt(scan, end))) &&
        scan.tokens[end]?.kind === 'word'
      ) {
        words.push(writtenAt(scan, end));
        end++;
      }
      return words.length > 2 ? { words, end } : null;
    }
    if (/\D/.test(number) || next.capital || (type.short && anyAdjective.test(next.word) && !notNames.has(next.word)))
      return { words: [number], end: at + 1 };
  }
  return (type.name === 'микрорайон' || type.name === 'квартал') && /^\d/.test(number)
    ? { words: [number], end: at + 1 }
    : null;
}

function isJubileeWord(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  return (
    token?.kind === 'word' &&
    !token.fresh &&
    !notNames.has(token.word) &&
    (token.capital || secondWords.has(token.word) || /^(?:советской|октябрьской)$/.test(token.word))
  );
}

/** «5 Армии», «26 Бакинских Комиссаров», «9 Гвардейской Дивизии» from the number on. */
function readCounted(scan: Scan, at: number): StreetName {
  const words = [wordAt(scan, at), writtenAt(scan, at + 1)];
  let end = at + 2;
  while (
    words.length < 4 &&
    /(?:ой|их)$/.test(words.at(-1) ?? '') &&
    (isJubileeWord(scan, end) || counted.test(wordAt(scan, end)))
  ) {
    words.push(writtenAt(scan, end));
    end++;
  }
  return { words, end };
}

/** Does the token still belong to the name that has these words so far? */
function continues(scan: Scan, at: number, words: readonly string[]): boolean {
  const token = scan.tokens[at];
  const last = (words.at(-1) ?? '').toLowerCase().replaceAll('ё', 'е');
  if (token === undefined || token.kind !== 'word' || token.fresh || scan.used[at] === 1) return false;
  if (isTypeWord(token.word) || notNames.has(token.word) || !/^[а-я-]+$/.test(token.word)) return false;
  const isName = token.capital || scan.loud;
  if (/[ыи]х$/.test(last) && words.length === 1 && /(?:ов|ев|ей|иц|ин|к)$/.test(token.word)) return true;
  if (ordinal.test(last) || /^.\.$/.test(last)) return true;
  if (ranks.has(last)) return isName || surname.test(token.word) || secondWords.has(token.word);
  if (
    secondWords.has(token.word) &&
    !/^(?:линии|мая|марта|июня|июля|августа|сентября|октября|ноября|декабря|января|февраля|апреля|лет)$/.test(
      token.word,
    )
  )
    return true;
  if (!isName || scan.loud) return false;
  if (commonStreets.has(last) && !anyAdjective.test(last)) return false;
  if (surname.test(last) && !firstNames.test(last)) return false;
  if (token.word.length < 3 || isTownAt(scan, at)) return false;
  if (opensOrg(token.word)) return false;
  if (/(?:ой|ей)$/.test(last) && !/[аеиоуыюяй]$/.test(token.word)) return false;
  if (/(?:ая|яя)$/.test(last) && !/[аяь]$/.test(token.word)) return false;
  if (/^(?:верхн|нижн|больш|мал|стар|нов|средн)(?:яя|ая|ей|ой)$/.test(last) && /(?:ая|ой)$/.test(token.word))
    return true;
  if (anyAdjective.test(last) && /[сц]к(?:ого|ая|ой)$/.test(token.word)) return false;
  if (/(?:ет|ит|ют|ят|ал|ала|ли|ать|ить)$/.test(token.word)) return false;
  return true;
}

/** A town or region that no street is named after: «ул. Мира Рязань», but «ул. Верхняя Луговая», «Красный Октябрь». */
function isTownAt(scan: Scan, at: number): boolean {
  const found = longestName(scan, at);
  if (found === null || anyAdjective.test(wordAt(scan, at))) return false;
  return found.entries.some(
    (entry) => entry.territory.level === 'region' || (entry.territory.type === 'город' && otherReading(entry) === null),
  );
}

function opensOrg(word: string): boolean {
  return /^(?:администраци|управля|школ|магазин|больниц|поликлиник|россия|тц|трц|жк|снт|мфц|детск|мбоу|сош)/.test(word);
}

/** Adjective (with an ordinal before it) that stands before the type word: «Московское шоссе», «11 суворовский переулок»; null if none. */
export function readNameBefore(scan: Scan, at: number, type: StreetType): { words: string[]; start: number } | null {
  const place = at - 1;
  const token = scan.tokens[place];
  if (token === undefined || token.kind !== 'word' || scan.used[place] === 1 || scan.tokens[at]?.fresh) return null;
  // «Ленина ул., 5»
  if (
    type.name === 'улица' &&
    type.short &&
    token.capital &&
    (commonStreets.has(token.word) || surname.test(token.word)) &&
    !agrees(token.word, 'f')
  ) {
    return { words: [writtenAt(scan, place)], start: place };
  }
  if (
    !agrees(token.word, type.gender) ||
    plainAdjectives.has(token.word) ||
    notNames.has(token.word) ||
    token.word.length < 4
  )
    return null;
  // «2- Институтский переулок»
  const isTorn = wordAt(scan, place - 1) === '-' && scan.tokens[place - 1]?.spaced === false;
  const numberAt = isTorn ? place - 2 : place - 1;
  const before = scan.tokens[numberAt];
  const hasOrdinal = before !== undefined && before.kind === 'number' && ordinal.test(before.word) && !token.fresh;
  if (!token.capital && !hasOrdinal) {
    if (
      !/[сц]к(?:ая|ой|ую|ий|ого|ом|ому|ое|им)$/.test(token.word) &&
      !commonStreets.has(adjectiveNominative(token.word, type.gender))
    )
      return null;
    if (!looksLikeName(token.word, type)) return null;
  }
  if (
    token.capital &&
    !scan.loud &&
    opensSentence(scan, place) &&
    type.name === 'улица' &&
    !commonStreets.has(adjectiveNominative(token.word, 'f')) &&
    !/[сц]к/.test(token.word)
  )
    return null;
  const name = capitalise(adjectiveNominative(writtenAt(scan, place), type.gender));
  if (hasOrdinal && before !== undefined) return { words: [ordinalFor(before.word, type), name], start: numberAt };
  return { words: [name], start: place };
}

/** «1-ого» before a masculine name → «1-й», «2-ой» before a feminine one → «2-я», «7 Мервинский» → «7-й»: as registers write it. */
export function ordinalFor(word: string, type: StreetType): string {
  const digits = /^\d+/.exec(word)?.[0] ?? word;
  return `${digits}-${type.gender === 'f' ? 'я' : type.gender === 'n' ? 'е' : 'й'}`;
}

/**
 * The name as the address register would write it: nominative, «улица» left out, other types kept on the side where they belong
 * («Московское шоссе», «проспект Победы»).
 */
export function streetTitle(words: readonly string[], type: StreetType): string {
  const restored = restoreWords(words, type);
  const name = capitalise(restored.join(' '));
  if (type.name === 'улица') return name;
  const last = restored.at(-1) ?? '';
  const isAdjective =
    type.name !== 'микрорайон' &&
    type.name !== 'квартал' &&
    restored.length <= 2 &&
    agrees(last, type.gender) &&
    /(?:ая|яя|ый|ий|ой|ое|ее)$/i.test(last) &&
    !womenOfStreets.has(last.toLowerCase());
  return isAdjective ? `${name} ${type.name}` : `${type.name} ${name}`;
}

function restoreWords(words: readonly string[], type: StreetType): string[] {
  const folded = words.map((word) => word.toLowerCase().replaceAll('ё', 'е'));
  const last = folded.at(-1) ?? '';
  const first = folded[0] ?? '';
  if (
    /^\d/.test(first) &&
    words.length >= 2 &&
    !counted.test(folded[1] ?? '') &&
    !months.test(last) &&
    folded[1] !== 'лет' &&
    !jubilee.test(first) &&
    type.gender !== 'n' &&
    anyAdjective.test(last)
  ) {
    if (type.gender === 'm' && /(?:ой|ый|ий)$/.test(last)) return [ordinalFor(first, type), ...words.slice(1)];
    if (type.gender === 'm')
      return [ordinalFor(first, type), ...words.slice(1, -1), adjectiveNominative(words.at(-1) ?? '', 'm')];
    return [ordinalFor(first, type), ...words.slice(1, -1), adjectiveNominative(words.at(-1) ?? '', 'f')];
  }
  if (words.length === 1 || /^\d/.test(first)) {
    const word = words.at(-1) ?? '';
    if (type.gender === 'f' ? isWomansSurname(last) : womenOfStreets.has(last)) return [...words];
    if (type.gender === 'f' && /(?:ой|ей|ую|юю)$/.test(last) && last.length > 4)
      return [...words.slice(0, -1), adjectiveNominative(word, 'f')];
    if (type.gender === 'f' && !type.nominative && /[вшт]?ке$/.test(last))
      return [...words.slice(0, -1), word.replace(/е$/i, 'а')];
    if (type.gender === 'm' && /(?:ом|ему|ому|ым|им)$/.test(last) && !type.nominative && last.length > 4)
      return [...words.slice(0, -1), adjectiveNominative(word, 'm')];
    if (type.gender === 'm' && type.genitive && /(?:ого|его)$/.test(last) && !/[сц]кого$/.test(last))
      return [...words.slice(0, -1), adjectiveNominative(word, 'm')];
    return [...words];
  }
  // «на улице Старой Слободе», «по улице Красной Горке»: both words are declined.
  if (
    words.length === 2 &&
    type.gender === 'f' &&
    /(?:ой|ей)$/.test(first) &&
    !type.nominative &&
    /(?:е|у)$/.test(last) &&
    !womenOfStreets.has(first)
  ) {
    return [adjectiveNominative(words[0] ?? '', 'f'), (words[1] ?? '').replace(/[еу]$/i, 'а')];
  }
  return [...words];
}
