import { CASE, type NameEntry } from './gazetteer.js';
import { settlementNominative } from './restore.js';
import {
  claim,
  isFree,
  longestName,
  opensSentence,
  type Scan,
  type SettlementMention,
  spanOf,
  wordAt,
  writtenAt,
} from './scan.js';
import {
  ambiguousTowns,
  districtWords,
  notNames,
  ranks,
  type SettlementType,
  secondWords,
  settlementType,
  streetType,
  villageAdjective,
} from './words.js';

const towns = (entries: readonly NameEntry[]): readonly NameEntry[] =>
  entries.filter((entry) => entry.territory.level === 'settlement');

/** «деревня Большие Угоны», «г. Пермь», «пос. Сосновка», «СНТ Отдых» at the type word; claims its tokens. */
export function findTypedSettlement(scan: Scan, at: number): SettlementMention | null {
  const type = settlementType(wordAt(scan, at));
  if (type === undefined || scan.used[at] === 1) return null;
  const { tokens } = scan;
  let place = at + 1;
  const isDotted = tokens[place]?.word === '.' && tokens[place]?.spaced === false;
  if (isDotted) place++;
  else if (type.name === 'посёлок' && wordAt(scan, place) === 'городского')
    place += wordAt(scan, place + 1) === 'типа' ? 2 : 0;
  if (type.name === 'город' && /^(?:герой|спутник)$/.test(wordAt(scan, place))) place++;
  while (/^["«“]$/.test(tokens[place]?.word ?? '') && place - at < 4) place++;
  const first = tokens[place];
  const isNumbered =
    first?.kind === 'number' &&
    /^\d-[а-я]{1,2}$/.test(first.word) &&
    scan.tokens[place + 1]?.capital === true &&
    !type.short;
  if (isNumbered) return numberedVillage(scan, at, place, type);
  if (first === undefined || first.kind !== 'word' || (first.fresh && !scan.loud) || !isFree(scan, place, place + 1))
    return null;
  if (type.letter && !isLetterType(scan, at, place, isDotted, type)) return null;

  const known = longestName(scan, place);
  // «с. Никольское» is neither the town of that name nor a listed village somewhere else.
  const entries =
    known === null
      ? []
      : towns(known.entries).filter(
          (entry) => (type.name === 'город' && entry.territory.type === 'город') || isInHomeRegion(scan, entry),
        );
  if (known !== null && entries.length > 0 && (first.capital || !type.letter)) {
    return mention(scan, entries, at, place + known.length, 0.97);
  }
  if (type.name === 'город' && !(type.short && first.capital && isDotted)) return null;
  const length = nameLength(scan, place, type);
  if (length === 0) return null;
  const words = Array.from({ length }, (_, i) => writtenAt(scan, place + i));
  const oblique = type.short ? isObliqueName(words) : !type.nominative;
  const name = settlementNominative(words, type.gender, oblique, type.genitive);
  const end = place + length;
  claim(scan, at, end);
  return {
    name: type.name === 'СНТ' ? `СНТ ${name}` : name,
    entries: entriesOf(scan, name),
    start: at,
    end,
    weight: first.capital ? 0.88 : 0.75,
    how: 'typed',
  };
}

function isInHomeRegion(scan: Scan, entry: NameEntry): boolean {
  const home = scan.homeId === null ? null : scan.gazetteer.at(scan.homeId, 'region');
  return home !== null && scan.gazetteer.at(entry.territory.id, 'region')?.id === home.id;
}

/** «деревня 2-е Максимово»: the ordinal is part of the name. */
function numberedVillage(scan: Scan, at: number, place: number, type: SettlementType): SettlementMention {
  const name = `${wordAt(scan, place)} ${settlementNominative([writtenAt(scan, place + 1)], type.gender, !type.nominative, type.genitive)}`;
  claim(scan, at, place + 2);
  return { name, entries: entriesOf(scan, name), start: at, end: place + 2, weight: 0.85, how: 'typed' };
}

/** «г Тара» and «с.Глебово» are settlements; «2021 г. Прошу», «с Ленина» and «д. 15» are not. */
function isLetterType(scan: Scan, at: number, place: number, isDotted: boolean, type: SettlementType): boolean {
  const before = scan.tokens[at - 1];
  const first = scan.tokens[place];
  if (first === undefined || !first.capital) return false;
  if (type.name === 'село' && scan.tokens[at]?.capital && !opensSentence(scan, at)) return false;
  if (type.name === 'город' && before?.kind === 'number')
    return longestName(scan, place) !== null && isDotted && before.word.length < 3;
  const isWorkers = type.name === 'посёлок' && wordAt(scan, at - 2) === 'р';
  if (
    !isWorkers &&
    before?.word === '.' &&
    before.spaced === false &&
    (scan.tokens[at]?.spaced === false || /^[а-я]$/.test(wordAt(scan, at - 2)))
  )
    return false;
  if (type.name === 'село' && !isDotted) return /(?:ое|ово|ево|ино|ье)$/.test(first.word);
  if (type.name === 'станица' && !isDotted) return false;
  return isDotted || scan.tokens[at]?.capital === false;
}

/** After an abbreviation the name stands in the nominative, unless its ending says otherwise: «в д. Воробьёвке». */
function isObliqueName(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  return words.length === 1
    ? /(?:[квц]ке|[оеё]ве|ине|ском|цком|ах|ях)$/i.test(last)
    : /^(?!.*(?:ые|ие|ая|яя|ое|ее|ый|ий)$).*(?:ых|их|ой|ом|ем)$/i.test(words[0] ?? '');
}

/** How many tokens from here form the name; 0 when it is none. */
function nameLength(scan: Scan, at: number, type: SettlementType): number {
  const first = scan.tokens[at];
  if (first === undefined || notNames.has(first.word) || first.word.length < 3 || isTypeWord(first.word)) return 0;
  if (!/^[а-я-]+$/.test(first.word)) return 0;
  const second = scan.tokens[at + 1];
  const isAdjective = /(?:ая|яя|ой|ое|ее|ые|ие|ых|их|ый|ий|ого|его|ом|ем)$/.test(first.word);
  const canTakeSecond =
    second !== undefined &&
    second.kind === 'word' &&
    !second.fresh &&
    !notNames.has(second.word) &&
    !isTypeWord(second.word) &&
    !districtWords.has(wordAt(scan, at + 2)) &&
    second.word.length > 2 &&
    wordAt(scan, at + 2) !== '-' &&
    /^[а-я-]+$/.test(second.word);
  // «посёлок имени Карла Либкнехта»
  if (first.capital && ranks.has(first.word) && second?.kind === 'word' && second.capital && !second.fresh) return 2;
  if (first.capital) {
    if (
      canTakeSecond &&
      (isAdjective || /(?:ин|ов|ев)$/.test(first.word)) &&
      (second.capital || villageAdjective.test(first.word))
    ) {
      const isStreet = scan.tokens[at + 2]?.kind === 'number';
      return isStreet && !villageAdjective.test(first.word) ? 1 : 2;
    }
    return /^(?:школа|администрация|больница|клуб|фап|рынок|завод|магазин)/.test(first.word) ? 0 : 1;
  }
  if (type.short && !scan.loud) return villageAdjective.test(first.word) && canTakeSecond ? 2 : 0;
  if (villageAdjective.test(first.word)) return canTakeSecond ? 2 : 0;
  if (/^красн(?:ая|ой|ый|ом|ое|ого)$/.test(first.word) && canTakeSecond) return 2;
  if (/(?:[оеё]в[оае]|ин[оае]|[вкн]к[аеиу]|ская|ской|ское|ском)$/.test(first.word) && first.word.length >= 5) {
    const sure = streetType(wordAt(scan, at + 1)) !== undefined || /^[,.]$/.test(wordAt(scan, at + 1));
    return sure || /[оеё]во$|ино$|овка$|овке$|евка$|евке$|ское$/.test(first.word) ? 1 : 0;
  }
  return 0;
}

function isTypeWord(word: string): boolean {
  return streetType(word) !== undefined || settlementType(word) !== undefined || districtWords.has(word);
}

function entriesOf(scan: Scan, name: string): readonly NameEntry[] {
  return scan.gazetteer
    .named('settlement', name)
    .map((territory) => ({ territory, cases: CASE.nominative, alias: false }))
    .filter((entry) => isInHomeRegion(scan, entry));
}

function mention(
  scan: Scan,
  entries: readonly NameEntry[],
  start: number,
  end: number,
  weight: number,
): SettlementMention {
  claim(scan, start, end);
  return { name: entries[0]?.territory.name ?? '', entries, start, end, weight, how: 'typed' };
}

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
/** What may follow the name of a place and is no noun that an adjective could belong to. */
const afterPlace = new Set(
  'а без бы была были было в вообще все всё где да дали до если ещё еще же за и из или их к как когда кто на над нам нас не нет нету ни но нужно о об опять около от очень по под после почему при с сейчас сегодня снова со так там то тоже у ул улица улице улицу улицы уже хотя что чтобы это'.split(
    ' ',
  ),
);
const direction = /^(?:из|изо|до|от|с|со|к|ко|через|за)$/;

/** A town of the gazetteer without a type word: «в Рязани», «под Курском», «Пермь, ул. Акулова»; claims its tokens. */
export function findBareSettlement(scan: Scan, at: number): SettlementMention | null {
  const found = longestName(scan, at);
  if (found === null || !isFree(scan, at, at + found.length)) return null;
  const entries = towns(found.entries).filter(
    (entry) => entry.territory.type === 'город' || isInHomeRegion(scan, entry),
  );
  const entry = entries[0];
  const first = scan.tokens[at];
  if (entry === undefined || first === undefined) return null;
  const end = at + found.length;
  const before = wordAt(scan, at - 1);
  const cases = entries.reduce((all, one) => all | one.cases, 0);
  const wanted = locative.get(before) ?? 0;
  const isLocative = (wanted & cases) !== 0;
  // «из Москвы» and «в Курск» tell a way; «мы из Рязани» tells where one lives.
  const isFrom = before === 'из' && /^(?:мы|я|пишу|пишем|житель|жители|жительница)$/.test(wordAt(scan, at - 2));
  const isDirection =
    !isFrom &&
    (direction.test(before) ||
      (/^(?:в|во)$/.test(before) && !isLocative && (cases & CASE.accusative) !== 0 && isWay(scan, at)));
  if (isPartOfName(scan, at, end)) return null;
  // «как в Москве» compares; «Омском» without its preposition is an adjective.
  if (/^(?:как|чем)$/.test(wordAt(scan, at - 2)) && /^(?:в|во|из|под)$/.test(before)) return null;
  if (!isLocative && (cases & (CASE.nominative | CASE.genitive | CASE.dative | CASE.accusative)) === 0) return null;

  const ambiguous =
    found.length === 1 &&
    !(wordAt(scan, end) === 'г' && /^[,.]$/.test(wordAt(scan, end + 1))) &&
    (ambiguousTowns.has(nominativeKey(entry)) || entries.every((one) => readsOtherwise(one, first.word)));
  if (found.length > 1 && isPhrase(scan, at, end, entries)) return null;
  if (found.length === 1 && !isHome(scan, entries) && isAdjectiveOfNext(scan, end, entries)) return null;
  if (!first.capital && !isSureInSmallLetters(scan, entry, first.word, ambiguous, isLocative, isDirection)) return null;
  if (ambiguous && !isHome(scan, entries)) {
    const isSpecific = isLocative && (cases & CASE.nominative) === 0;
    if (!isSpecific || opensSentence(scan, at)) return null;
  } else if (ambiguous && !isLocative && !isDirection && (opensSentence(scan, at) || (cases & CASE.nominative) === 0))
    return null;
  if (before === 'на' || before === 'по') {
    if (before === 'на' && !entry.alias) return null;
    if (before === 'по' && !isLocative) return null;
  }
  claim(scan, at, end);
  // «Чайковский г, …» is the order of an address.
  if (wordAt(scan, end) === 'г' && /^[,.]$/.test(wordAt(scan, end + 1)))
    return mention(scan, entries, at, end + 1, 0.95);
  const how = isDirection ? 'direction' : isLocative ? 'locative' : 'bare';
  const weight = (isLocative ? 0.92 : isDirection ? 0.6 : 0.8) - (first.capital ? 0 : 0.12) - (ambiguous ? 0.1 : 0);
  return { name: entry.territory.name, entries, start: at, end, weight, how };
}

/** «в Курск» after a word of motion; «В Лысьва ужас» is a slip of the pen. */
function isWay(scan: Scan, at: number): boolean {
  for (let back = 2; back <= 6; back++) {
    if (
      /^(?:еха|езд|поех|прие|уех|доех|дое|ехать|автобус|маршрут|поезд|электричк|рейс|билет|вез|везу|отправ|съезд|переех|из$|звон|лете|прилет|добрат|добир)/.test(
        wordAt(scan, at - back),
      )
    )
      return true;
  }
  return false;
}

function nominativeKey(entry: NameEntry): string {
  return entry.territory.name.toLowerCase().replaceAll('ё', 'е');
}

/** A village called «Победа» is a word, «Иванова» of the village «Иваново» a surname; of towns `ambiguousTowns` decides. */
function readsOtherwise({ territory }: NameEntry, word: string): boolean {
  if (territory.type === 'город') return false;
  return territory.common === 'word' || (territory.common === 'surname' && !(word.endsWith('о') && word.length > 4));
}

/** «Новая жизнь» with a small letter in it is no village «Новая Жизнь». */
function isPhrase(scan: Scan, at: number, end: number, entries: readonly NameEntry[]): boolean {
  const isWords = entries.every(({ territory }) => territory.type !== 'город' && territory.common === 'word');
  return isWords && scan.tokens.slice(at, end).some((token) => token.kind === 'word' && !token.capital);
}

/** «в Новом году», «Чайковская управляйка»: an adjective whose noun follows; «в Новом нет воды» is the village «Новое». */
function isAdjectiveOfNext(scan: Scan, end: number, entries: readonly NameEntry[]): boolean {
  const isAdjective = entries.every(
    ({ territory }) =>
      (territory.type !== 'город' || territory.common === 'word') && /(?:[ыи]й|ой|[ое]е|ая|яя)$/.test(territory.name),
  );
  const next = scan.tokens[end];
  return isAdjective && next?.kind === 'word' && !next.fresh && !afterPlace.has(next.word);
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
  return (isLocative || scan.loud) && population >= 100_000;
}

/** «"Рязань"», «ООО Курск», «улица Рязань», «Курск-Сити», «Рязань - Брыкин Бор», «Московский Комсомолец» are no place of the problem. */
function isPartOfName(scan: Scan, at: number, end: number): boolean {
  const before = wordAt(scan, at - 1);
  const after = scan.tokens[end];
  if (/^["«“]$/.test(before) && /^["»”]$/.test(after?.word ?? '')) return true;
  if (
    /^(?:ооо|оао|зао|пао|ао|тц|трц|тд|ук|жк|гк|тсж|фк|хк|газета|канал|группа|отель|гостиница|магазин|сеть|трасса|трассе|трассы|м)$/.test(
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
    longestName(scan, end + 1) !== null
  )
    return true;
  if (/^[-–—]$/.test(before) && longestName(scan, at - 2) !== null && scan.tokens[at - 2]?.capital === true)
    return true;
  if (before === '@' || before === '_' || after?.word === '_') return true;
  return after?.word === '-' && after.spaced === false;
}

/** «в Верхнем Гуторове», «до Глебово»: a village that no list knows, told by its form after a preposition; claims its tokens. */
export function findVillageByForm(scan: Scan, at: number): SettlementMention | null {
  const first = scan.tokens[at];
  const before = wordAt(scan, at - 1);
  if (first === undefined || !first.capital || scan.loud || !isFree(scan, at, at + 1)) return null;
  const isIn = before === 'в' || before === 'во' || before === 'под';
  if (!isIn && !/^(?:из|до|возле|около|близ)$/.test(before)) return null;
  const second = scan.tokens[at + 1];
  let length = 0;
  if (villageAdjective.test(first.word)) {
    if (
      second?.kind === 'word' &&
      second.capital &&
      !isTypeWord(second.word) &&
      !secondWords.has(second.word) &&
      !/^(?:[а-я]{1,3}|год.*|мир.*|свет.*|век.*|завет.*)$/.test(second.word)
    )
      length = 2;
  } else if (/^(?:усть|верх)-[а-я]{3,}$/.test(first.word) && !/(?:ск(?:ий|ого|ом|ая|ой|ую|ое))$/.test(first.word)) {
    length = 1;
  } else if (
    /^[а-я-]{3,}(?:[оеё]во|[иы]но)$/.test(first.word) &&
    !/^(?:кино|казино|пиво|домино|вино|слово|право|дерево|панно)$/.test(first.word)
  ) {
    length = 1;
  }
  if (length === 0) return null;
  const words = Array.from({ length }, (_, i) => writtenAt(scan, at + i));
  const isHeaded = /^(?:усть|верх)-/i.test(words[0] ?? '');
  const name = isHeaded
    ? (words[0] ?? '').replace(/(?<=[бвгджзклмнпрстфхцчшщ])[еауы]$/i, '')
    : settlementNominative(words, 'n', true, !isIn);
  claim(scan, at, at + length);
  return {
    name,
    entries: entriesOf(scan, name),
    start: at,
    end: at + length,
    weight: 0.65,
    how: isIn ? 'locative' : 'direction',
  };
}
