import { findBareVillage } from './find-villages.js';
import { fold } from './fold.js';
import { CASE, type NameEntry } from './gazetteer.js';
import {
  claim,
  isFree,
  longestName,
  opensSentence,
  type Scan,
  type SettlementMention,
  spanOf,
  wordAt,
} from './scan.js';
import {
  belonging,
  isAdjectiveBefore,
  isAmbiguousTown,
  isEdge,
  isInHomeDistrict,
  isNear,
  isRoadTo,
  isWay,
  ofPeople,
  opensAddress,
  otherReading,
  prepositionOf,
  settlements,
} from './settlement-names.js';
import { districtWords, streetType } from './words.js';

const locative = new Map([
  ['в', CASE.prepositional],
  ['во', CASE.prepositional],
  ['на', CASE.prepositional],
  ['под', CASE.instrumental],
  ['по', CASE.dative],
  ['около', CASE.genitive],
  ['возле', CASE.genitive],
  ['близ', CASE.genitive],
  ['между', CASE.instrumental],
  ['вблизи', CASE.genitive],
]);
/** «в центре Екатеринбурга»: a part that only a town has. */
const partOfTown = /^(?:центре|центра|центру|окраине|окраины|окрестностях)$/;
const direction = /^(?:из|изо|до|от|с|со|к|ко|через|за)$/;

/** A town of the gazetteer without a type word: «в Рязани», «под Курском», «Пермь, ул. Акулова»; claims its tokens. */
export function findBareSettlement(scan: Scan, at: number): SettlementMention | null {
  const found = longestName(scan, at);
  if (found === null || !isFree(scan, at, at + found.length)) return null;
  const all = settlements(found.entries).filter((entry) => entry.territory.type === 'город' || isNear(scan, entry));
  const towns = all.filter((entry) => entry.territory.type === 'город' || entry.territory.id === scan.homeId);
  if (towns.length === 0) return all.length === 0 ? null : findBareVillage(scan, at, at + found.length, all);
  // A listed village of home is not meant where the name stands bare and is a larger town's as well: the rules of towns hold for both.
  const entries = all;
  const entry = towns[0];
  const first = scan.tokens[at];
  if (entry === undefined || first === undefined) return null;
  const end = at + found.length;
  const joined = joinedTo(scan, at);
  const preposition = prepositionOf(scan, at);
  const before = joined ?? preposition;
  const cases = entries.reduce((all, one) => all | one.cases, 0);
  const wanted = locative.get(before) ?? 0;
  const isPart = (cases & CASE.genitive) !== 0 && partOfTown.test(before);
  const isLocative = (wanted & cases) !== 0 || isPart;
  // «из Москвы» and «в Курск» tell a way; «мы из Рязани» tells where one lives.
  const isFrom = before === 'из' && ofPeople.test(wordAt(scan, at - 2));
  const isDirection =
    !isFrom &&
    !(before === 'из' && isEdge.test(wordAt(scan, at - 2))) &&
    (direction.test(before) ||
      isRoadTo(scan, at) ||
      // «передача о Губахе»
      (/^(?:о|об)$/.test(before) && (cases & CASE.prepositional) !== 0) ||
      (/^(?:в|во)$/.test(before) && !isLocative && (cases & CASE.accusative) !== 0 && isWay(scan, at)));
  if (isPartOfName(scan, at, end) || (isLocative && isAdjectiveBefore(scan, at, end, entry.territory.name)))
    return null;
  if (otherReading(entry) === 'surname' && isAfterFirstName(scan, at)) return null;
  if (isWholeRegion(scan, at, entry)) return null;
  // «между Ивановым и Петровым»: people, for the town would be «Ивановом».
  if (/(?:[оеё]в|[иы]н)ым$/.test(first.word) && /о$/.test(entry.territory.name)) return null;
  // «как в Москве» compares; «Омском» without its preposition is an adjective.
  if (/^(?:как|чем)$/.test(wordAt(scan, at - 2)) && /^(?:в|во|из|под)$/.test(before)) return null;
  // «как в Москве и Казани»
  if (wordAt(scan, at - 1) === 'и' && wordAt(scan, at - 3) === 'в' && /^(?:как|чем)$/.test(wordAt(scan, at - 4)))
    return null;
  if (!isLocative && !isDirection && (cases & (CASE.nominative | CASE.genitive | CASE.accusative)) === 0) return null;

  // «Находку передали в музей»
  const isObject = !isLocative && !isDirection && (cases & (CASE.nominative | CASE.genitive)) === 0;
  if (isObject && (entry.territory.population ?? 0) < 200_000 && !isNear(scan, entry)) return null;

  const isBeforeAddress = opensAddress(scan, end);
  const ambiguous =
    found.length === 1 &&
    !(wordAt(scan, end) === 'г' && /^[,.]$/.test(wordAt(scan, end + 1))) &&
    isAmbiguousTown(scan, entry, first.word) &&
    joined === null &&
    !isBeforeRegion(scan, end) &&
    !isBeforeAddress;
  if (
    !first.capital &&
    !(isBeforeAddress && opensSentence(scan, at) && isNear(scan, entry)) &&
    !isSureInSmallLetters(scan, entry, first.word, ambiguous, isLocative, isDirection)
  )
    return null;
  // «В Юбилейном» is a part of the home town sooner than a small town far away.
  const isFar = scan.homeId !== null && !isNear(scan, entry) && (entry.territory.population ?? 0) < 100_000;
  if (ambiguous && isFar && /(?:ый|ий|ой|ое|ая)$/.test(entry.territory.name)) return null;
  // «Сосновка в горшке засохла»: any word may open a sentence, and few write of a small town far away.
  const opens = opensSentence(scan, at) && wordAt(scan, end) !== ',';
  if (
    isFar &&
    opens &&
    found.length === 1 &&
    !isLocative &&
    !isDirection &&
    !isBeforeAddress &&
    !isBeforeRegion(scan, end)
  )
    return null;
  if (ambiguous && !isHome(scan, entries)) {
    const isSpecific = isLocative && (cases & CASE.nominative) === 0;
    if (!isSpecific || opensSentence(scan, at)) return null;
  } else if (
    ambiguous &&
    !isLocative &&
    !isDirection &&
    (opensSentence(scan, at) || ((cases & CASE.nominative) === 0 && !belonging.test(before)))
  )
    return null;
  if (before === 'на' || before === 'по') {
    if (before === 'на' && !entry.alias && !isDirection) return null;
    if (before === 'по' && !isLocative) return null;
  }
  claim(scan, at, end);
  // «Чайковский г, …» is the order of an address.
  if (wordAt(scan, end) === 'г' && /^[,.]$/.test(wordAt(scan, end + 1)))
    return { name: entry.territory.name, entries, start: at, end: end + 1, weight: 0.95, how: 'typed' };
  const how =
    (isDirection && !isInHomeDistrict(scan, entries)) || isHistory(scan, at)
      ? 'direction'
      : isLocative
        ? 'locative'
        : 'bare';
  const weight = (isLocative ? 0.92 : isDirection ? 0.6 : 0.8) - (first.capital ? 0 : 0.12) - (ambiguous ? 0.1 : 0);
  return { name: entry.territory.name, entries, start: at, end, weight, how };
}

/** «В Нижнем Тагиле и Серове», «Мытищи, Пушкино»: the preposition (or nothing) of the town before it; null when it stands alone. */
function joinedTo(scan: Scan, at: number): string | null {
  const sign = wordAt(scan, at - 1);
  if ((sign !== 'и' && sign !== ',') || scan.used[at - 2] !== 1) return null;
  let start = at - 2;
  while (start > 0 && scan.used[start - 1] === 1) start--;
  const found = longestName(scan, start);
  const isTown = found !== null && start + found.length === at - 1 && settlements(found.entries).length > 0;
  if (!isTown) return null;
  // «в Ржеве, Зубцове и Старице»
  return joinedTo(scan, start) ?? wordAt(scan, start - 1);
}

/** «Киров Калужской области»: the region tells that a town is meant. */
function isBeforeRegion(scan: Scan, end: number): boolean {
  const at = wordAt(scan, end) === ',' || wordAt(scan, end) === '(' ? end + 1 : end;
  return scan.tokens[at]?.capital === true && /^(?:обл|област[ьи]|края|край)$/.test(wordAt(scan, at + 1));
}

/** «по всей Москве», «нужна помощь Москвы» written in a town of hers: the region and whom it is ruled by, not where something is. */
function isWholeRegion(scan: Scan, at: number, { territory }: NameEntry): boolean {
  const { gazetteer, homeId } = scan;
  const home = homeId === null ? null : gazetteer.at(homeId, 'settlement');
  if (home === null || home.id === territory.id || gazetteer.at(territory.id, 'municipality') !== null) return false;
  if (gazetteer.at(home.id, 'region')?.id !== territory.parent) return false;
  const before = wordAt(scan, at - 1);
  return (
    (before === 'всей' && wordAt(scan, at - 2) === 'по') ||
    /^(?:помощ|власт|правительств|департамент|мэр|бюджет|чиновник|руководств|закон|стройкомплекс)/.test(before)
  );
}

/** «В 1943 году под Курском»: a year long past tells a tale. */
function isHistory(scan: Scan, at: number): boolean {
  for (let back = 2; back <= 6; back++) {
    if (/^год[уа]?$/.test(wordAt(scan, at - back)) && /^1(?:[0-8]\d\d|9[0-6]\d)$/.test(wordAt(scan, at - back - 1)))
      return true;
  }
  return false;
}

/** «Екатерина Котельникова» is no case of «Котельниково». */
function isAfterFirstName(scan: Scan, at: number): boolean {
  const before = scan.tokens[at - 1];
  if (scan.tokens[at]?.fresh || before === undefined || scan.used[at - 1] === 1) return false;
  if (before.word === '.') return /^[а-я]$/.test(wordAt(scan, at - 2)) && scan.tokens[at - 2]?.capital === true;
  return (
    before.kind === 'word' &&
    before.capital &&
    before.word.length > 3 &&
    !locative.has(before.word) &&
    // «Жители Скопина жалуются»
    !belonging.test(before.word)
  );
}

function isHome(scan: Scan, entries: readonly NameEntry[]): boolean {
  const { homeId, gazetteer } = scan;
  if (homeId === null) return false;
  const home = gazetteer.chain(homeId).map(({ id }) => id);
  return entries.some(
    ({ territory }) =>
      home.includes(territory.id) ||
      gazetteer.chain(territory.id).some(({ id }) => id === homeId && scan.gazetteer.get(id)?.level !== 'region'),
  );
}

/** People write «в рязани»; a small letter is believed after a preposition, for a name that is no common word. */
function isSureInSmallLetters(
  scan: Scan,
  entry: NameEntry,
  word: string,
  ambiguous: boolean,
  isLocative: boolean,
  isDirection: boolean,
): boolean {
  if (ambiguous || word.length < 4) return false;
  const population = entry.territory.population ?? 0;
  if (isHome(scan, [entry])) return isLocative || isDirection || scan.loud;
  if (isLocative && isNear(scan, entry) && (word !== fold(entry.territory.name) || /(?:[оеё]во|[иы]но)$/.test(word)))
    return true;
  return (isLocative || scan.loud) && population >= 100_000;
}

/** «фильм «Москва слезам не верит»»: what bears a name of several words in quotation marks. */
const isWork =
  /^(?:фильм|кино|сериал|песн|книг|клуб|команд|газет|журнал|канал|магазин|кафе|ресторан|гостиниц|отел|санатори|концерт|спектакл|групп|завод|фабрик|торт|компани|фирм)/;
const isRouteWord = /^(?:дорог|трасс|автодорог|маршрут|автобус|поезд|электричк|участк|рейс)/;

/** «"Рязань"», «ООО Курск», «улица Рязань», «Курск-Сити», «Рязань - Брыкин Бор», «Московский Комсомолец» are no place of the problem. */
function isPartOfName(scan: Scan, at: number, end: number): boolean {
  const before = wordAt(scan, at - 1);
  const after = scan.tokens[end];
  if (/^["«“]$/.test(before) && (/^["»”]$/.test(after?.word ?? '') || isWork.test(wordAt(scan, at - 2)))) return true;
  if (
    /^(?:ооо|оао|зао|пао|ао|тц|трц|тд|ук|жк|гк|тсж|фк|хк|газета|канал|группа|отель|гостиница|магазин|сеть|трасса|трассе|трассы|м|аэропорт|аэропорта|аэропорту|аэропорте)$/.test(
      before,
    )
  ) {
    return !/^(?:ук|группа)$/.test(before) || /^["«“]/.test(spanOf(scan, at, end).text);
  }
  if (streetType(before) !== undefined) return true;
  if (
    /^(?:усть|верх|ново|старо|нижне|верхне|усть-)$/.test(before) ||
    (/^(?:усть|верх|ново|старо)$/.test(wordAt(scan, at - 2)) && before === '-')
  )
    return true;
  if (
    districtWords.has(after?.word ?? '') ||
    /^(?:обл|област|кра[йяюе]$|окру[гж]|улиц|шоссе|проспект|тракт)/.test(after?.word ?? '')
  )
    return true;
  if (
    /^[-–—]$/.test(after?.word ?? '') &&
    scan.tokens[end + 1]?.capital === true &&
    (longestName(scan, end + 1) !== null || isRouteWord.test(before) || isRouteWord.test(wordAt(scan, at - 2)))
  )
    return true;
  if (/^[-–—]$/.test(before) && longestName(scan, at - 2) !== null && scan.tokens[at - 2]?.capital === true)
    return true;
  if (before === '@' || before === '_' || after?.word === '_') return true;
  return after?.word === '-' && after.spaced === false;
}
