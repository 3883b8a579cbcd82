import { findFurtherNames } from './find-further-names.js';
import { readHouses } from './find-houses.js';
import { readNameBefore } from './read-name-before.js';
import { adjectiveNominative, agrees } from './restore.js';
import { claim, longestName, opensSentence, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { isNear } from './settlement-names.js';
import { followedByHouse, readNameAfter } from './street-names.js';
import { months, ordinal } from './street-numbers.js';
import { isCrossing } from './street-shapes.js';
import { ordinalFor, streetTitle } from './street-title.js';
import { commonStreets, houseWords, notNames, type StreetType, streetType } from './words.js';

/** Streets whose type word stands at the token; claims their tokens. Several for «перекрёсток улиц Сумской и Дейнеки». */
export function findTypedStreets(scan: Scan, at: number): StreetMention[] {
  const type = streetType(wordAt(scan, at));
  if (type === undefined || scan.used[at] === 1 || isNoType(scan, at, type)) return [];
  const quarter = numberedQuarter(scan, at, type);
  if (quarter !== null) return [quarter];
  const dotted = type.short && wordAt(scan, at + 1) === '.' ? at + 2 : at + 1;
  const after = scan.tokens[dotted];
  const prefersBefore = type.name !== 'улица' && type.name !== 'микрорайон' && type.name !== 'набережная';
  const before = isRoleBefore(scan, at) ? null : readNameBefore(scan, at, type);
  const isSure = before !== null && scan.tokens[at - 1]?.capital === true;
  if (
    before !== null &&
    isSure &&
    !(
      type.short &&
      after?.kind === 'number' &&
      (wordAt(scan, dotted + 1) === 'лет' || months.test(wordAt(scan, dotted + 1)))
    ) &&
    (prefersBefore || !(after?.capital ?? false) || after?.fresh || opensSentence(scan, dotted))
  ) {
    if (!(type.short && wordAt(scan, at + 1) === '.' && after?.capital && !prefersBefore))
      return [...earlierNames(scan, before.start, type), make(scan, before.words, type, before.start, at + 1, 0.95)];
  }
  const part = numberedPart(scan, at, dotted, type);
  if (part !== null) return [part];
  const name = readNameAfter(scan, dotted, type);
  if (name !== null) {
    // «1-й проезд Ломоносова»
    const ordinal =
      // «2-я ул. Грибоедова»
      (type.name !== 'улица' || /^\d{1,2}-?я$/.test(wordAt(scan, at - 1))) &&
      !scan.tokens[at]?.fresh &&
      scan.used[at - 1] === 0 &&
      (/^\d{1,2}-[а-я]{1,3}$/.test(wordAt(scan, at - 1)) || isBareOrdinal(scan, at - 1, type))
        ? at - 1
        : null;
    if (ordinal !== null) {
      const title = `${ordinalFor(wordAt(scan, ordinal), type)} ${streetTitle(name.words, type)}`;
      claim(scan, ordinal, name.end);
      return [{ name: title, start: ordinal, end: name.end, weight: 0.95, houses: [] }];
    }
    const first = make(
      scan,
      name.words,
      sharedType(scan, name.end, name.words, type) ?? type,
      at,
      name.end,
      scan.tokens[name.end - 1]?.capital || /^\d/.test(name.words[0] ?? '') ? 0.95 : 0.88,
    );
    return [first, ...findFurtherNames(scan, first, type)];
  }
  const shared = sharedOrdinal(scan, at, dotted, type);
  if (shared.length > 0) return shared;
  return before === null
    ? []
    : [...earlierNames(scan, before.start, type), make(scan, before.words, type, before.start, at + 1, 0.88)];
}

/** «улицы 1-я и 2-я Учхозная»: a bare ordinal that takes the name of the one behind it. */
function sharedOrdinal(scan: Scan, at: number, from: number, type: StreetType): StreetMention[] {
  if (!(type.plural || type.genitive) || !ordinal.test(wordAt(scan, from)) || !/^(?:и|,)$/.test(wordAt(scan, from + 1)))
    return [];
  const name = scan.tokens[from + 2]?.kind === 'number' ? readNameAfter(scan, from + 2, type) : null;
  if (name === null || name.words.length < 2) return [];
  const first = make(scan, [wordAt(scan, from), ...name.words.slice(1)], type, at, from + 1, 0.9);
  return [first, make(scan, name.words, type, from + 2, name.end, 0.9)];
}

/** «на 9 Садовом и на 11 Садовом переулках»: names before the one that stands at `start`, which share its type word of the plural. */
function earlierNames(scan: Scan, start: number, type: StreetType): StreetMention[] {
  if (!type.plural) return [];
  let at = /^(?:на|по|в)$/.test(wordAt(scan, start - 1)) ? start - 2 : start - 1;
  const found: StreetMention[] = [];
  while (/^(?:и|,)$/.test(wordAt(scan, at))) {
    const token = scan.tokens[at - 1];
    if (token === undefined || !token.capital || scan.used[at - 1] === 1 || !agrees(token.word, type.gender)) break;
    const number = ordinal.test(wordAt(scan, at - 2)) && scan.tokens[at - 2]?.kind === 'number' ? at - 2 : at - 1;
    const words = number < at - 1 ? [ordinalFor(wordAt(scan, number), type)] : [];
    const name = adjectiveNominative(writtenAt(scan, at - 1), type.gender);
    found.push(make(scan, [...words, name], { ...type, plural: false }, number, at, 0.9));
    at = number - 1;
  }
  return found;
}

/** «на центральной улице города», «по главной площади»: what the street is to the town, no name, unless a house follows. */
function isRoleBefore(scan: Scan, at: number): boolean {
  const token = scan.tokens[at - 1];
  return (
    token !== undefined &&
    !token.capital &&
    !scan.loud &&
    /^(?:центральн|главн)/.test(token.word) &&
    readHouses(scan, at + 1) === null
  );
}

/** «ул. 7-й Мервинский и 8-й Мервинский проезд»: the masculine name belongs to the type word further on. */
function sharedType(scan: Scan, end: number, words: readonly string[], type: StreetType): StreetType | null {
  if (type.gender !== 'f' || !/(?:ий|ый)$/.test(words.at(-1) ?? '') || !/^(?:и|,)$/.test(wordAt(scan, end)))
    return null;
  for (let at = end + 2; at <= end + 3; at++) {
    const other = streetType(wordAt(scan, at));
    if (other?.gender === 'm' && /(?:ий|ый)$/.test(wordAt(scan, at - 1))) return other;
  }
  return null;
}

/** «11 микрорайон», «в 5-м микрорайоне», but not «3 микрорайона», which counts them. */
function numberedQuarter(scan: Scan, at: number, type: StreetType): StreetMention | null {
  if (type.name !== 'микрорайон' && type.name !== 'квартал') return null;
  const number = /^(\d{1,3}[аб]?)(?:-?(?:й|м|ом|го|ого|му|ому|ый|ой|ым))?$/.exec(wordAt(scan, at - 1));
  const next = scan.tokens[wordAt(scan, at + 1) === '.' ? at + 2 : at + 1];
  if (number === null || scan.used[at - 1] === 1 || scan.tokens[at]?.fresh || type.plural) return null;
  // «дом 3 мкр Юбилейный»: the number is the house's.
  if (
    (next?.kind === 'word' && next.capital && !next.fresh) ||
    houseWords.has(wordAt(scan, at - 2)) ||
    /^[.№#n]$/.test(wordAt(scan, at - 2))
  )
    return null;
  if (
    type.genitive &&
    number[0] === number[1] &&
    /[234]$/.test(number[1] ?? '') &&
    !/^(?:из|до|от|у|для|около)$/.test(wordAt(scan, at - 2))
  )
    return null;
  claim(scan, at - 1, at + 1);
  return { name: `${type.name} ${number[1]?.toUpperCase()}`, start: at - 1, end: at + 1, weight: 0.85, houses: [] };
}

/** «в мик-не Льгова 2»: a part of a town, numbered. */
function numberedPart(scan: Scan, at: number, from: number, type: StreetType): StreetMention | null {
  if (type.name !== 'микрорайон' || !scan.tokens[from]?.capital) return null;
  const town = longestName(scan, from);
  const entry = town?.entries.find(({ territory }) => territory.level === 'settlement');
  if (town === null || entry === undefined || !isNear(scan, entry)) return null;
  const number = from + town.length;
  if (!/^\d$/.test(wordAt(scan, number)) || scan.tokens[number + 1]?.kind === 'number') return null;
  claim(scan, at, number + 1);
  const name = `микрорайон ${entry.territory.name} ${wordAt(scan, number)}`;
  return { name, start: at, end: number + 1, weight: 0.85, houses: [] };
}

/** «4 проезд Добролюбова»: a number that no house or list goes before. */
function isBareOrdinal(scan: Scan, at: number, type: StreetType): boolean {
  return (
    (type.name === 'проезд' || type.name === 'переулок' || type.name === 'тупик') &&
    /^\d{1,2}$/.test(wordAt(scan, at)) &&
    /^(?:на|по|в|до|от|с|и|угол|вдоль|)$/.test(wordAt(scan, at - 1))
  );
}

/** «набережная реки Фонтанки», «наб. канала Грибоедова» */
const isWater = (word: string): boolean => word === 'реки' || word === 'канала';

/** «свободный проезд», «сквозной проезд»: a way through and no street. */
const noProper =
  /^(?:свободн|сквозн|единственн|бесплатн|нормальн|безопасн|удобн|платн|основн|пожарн|служебн|запасн|прям|обратн|ночн|льготн)/;

/** «площадь» of a flat, «проезд закрыт», «пр.» for «и прочее», «ш.» and «пл.» without a name, a city's «квартал». */
function isNoType(scan: Scan, at: number, type: StreetType): boolean {
  const next = scan.tokens[wordAt(scan, at + 1) === '.' ? at + 2 : at + 1];
  const word = wordAt(scan, at);
  // «м-н Заречный», but «м-н Магнит» is a shop.
  if (word === 'м-н' && /^\d{1,3}$/.test(wordAt(scan, at - 1)) && opensSentence(scan, at - 1)) return false;
  // «ГОС № О 186 МР 46»
  if (word === 'мр') return !(next?.kind === 'word' && next.capital);
  if (/^м-н[ае]?$/.test(word)) return !(next?.capital === true && /(?:ый|ий|ой|ом|ого)$|^[а-я]$/.test(next.word));
  if (type.name === 'проезд' && noProper.test(wordAt(scan, at - 1))) return true;
  // «Больничный городок, корпус 4»
  if (type.name === 'городок' && /^(?:больничн|медицинск|детск|студенческ|спортивн)/.test(wordAt(scan, at - 1)))
    return true;
  // «14-й квартал, дом 3», «25 кв-л, 3»
  if (
    type.name === 'квартал' &&
    scan.tokens[at - 1]?.kind === 'number' &&
    (houseWords.has(wordAt(scan, wordAt(scan, at + 1) === ',' ? at + 2 : at + 1)) || type.short)
  )
    return false;
  // «в первом квартале 2 дома» is a time.
  if (
    type.name === 'квартал' &&
    /^(?:перв|втор|трет|четверт|эт|прошл|следующ|текущ|последн|[ivі]+$)/.test(wordAt(scan, at - 1))
  )
    return true;
  if (/^(?:пр|ш|пл|бул|наб)$/.test(word)) {
    // «и пр.» is «and so on», but not in «перекрёсток Садовой и пр. Мира».
    if (wordAt(scan, at - 1) === 'и' && word === 'пр' && ![3, 4, 5].some((back) => isCrossing(wordAt(scan, at - back))))
      return true;
    const isReversed =
      (word === 'ш' && /(?:ое|ом|ого)$/.test(wordAt(scan, at - 1))) ||
      ((word === 'пр' || word === 'бул') &&
        scan.tokens[at - 1]?.capital === true &&
        ((wordAt(scan, at + 1) === '.' && /[сц]к(?:ий|ого|ому|ом)$/.test(wordAt(scan, at - 1))) ||
          // «Морской пр. 15», «Комсомольский пр 34»
          (/(?:ий|ый|ой|ом|ому)$/.test(wordAt(scan, at - 1)) &&
            followedByHouse(scan, wordAt(scan, at + 1) === '.' ? at + 2 : at + 1))));
    const isSquare =
      word === 'пл' &&
      scan.tokens[at - 1]?.capital === true &&
      (/[сц]к(?:ая|ой|ую)$/.test(wordAt(scan, at - 1)) ||
        // «Соборная пл., 1»
        (/(?:ая|яя)$/.test(wordAt(scan, at - 1)) && wordAt(scan, at + 1) === '.' && followedByHouse(scan, at + 2)));
    const isNamed =
      next?.kind === 'word'
        ? next.capital ||
          (word === 'наб' && isWater(next.word)) ||
          // «пр ленина 44»
          (commonStreets.has(next.word) && followedByHouse(scan, (wordAt(scan, at + 1) === '.' ? at + 2 : at + 1) + 1))
        : next?.kind === 'number' && /^\d{2,3}-лети/.test(next.word);
    return !isReversed && !isSquare && !isNamed;
  }
  if (
    type.name === 'площадь' ||
    type.name === 'аллея' ||
    type.name === 'квартал' ||
    type.name === 'проезд' ||
    type.name === 'набережная' ||
    type.name === 'тупик' ||
    type.name === 'городок'
  ) {
    const isNamed =
      next !== undefined &&
      !next.fresh &&
      ((next.kind === 'word' && (next.capital || isWater(next.word)) && !notNames.has(next.word)) ||
        (next.kind === 'number' && type.name === 'квартал'));
    // «3/3 по заводскому проезду»
    // «магистральный проезд 16б»
    if (
      type.name === 'проезд' &&
      /(?:[сц]к|[нвл])(?:ый|ий|ой|ом|ому)$/.test(wordAt(scan, at - 1)) &&
      readHouses(scan, at + 1) !== null
    )
      return false;
    const isAnnounced = wordAt(scan, at - 2) === 'по' && scan.tokens[at - 3]?.kind === 'number';
    return !isNamed && !isAnnounced && scan.tokens[at - 1]?.capital !== true && scan.tokens[at - 2]?.kind !== 'number';
  }
  return false;
}

export function make(
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
