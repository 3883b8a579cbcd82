import { cutName } from './cut-villages.js';
import { readHouses } from './find-houses.js';
import { villageForm } from './find-villages.js';
import type { NameEntry } from './gazetteer.js';
import { landmarkWord } from './landmark-words.js';
import { isWomansSurname, settlementNominative } from './restore.js';
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
import { entriesOf, isNear, isTypeWord, otherReading, settlements } from './settlement-names.js';
import { gardenNumber, isOrdinaryPair, smallNameLength } from './small-villages.js';
import { surname } from './street-shapes.js';
import {
  commonStreets,
  districtWords,
  type Gender,
  notNames,
  notSurnames,
  ranks,
  type SettlementType,
  settlementType,
  streetType,
  villageAdjective,
} from './words.js';

/** The type word at the token: «СТ» in capitals is no «ст.», and a «товарищество» is one of gardens only where that is said. */
function typeAt(scan: Scan, at: number): SettlementType | undefined {
  const word = wordAt(scan, at);
  if (word === 'ст' && spanOf(scan, at, at + 1).text === 'СТ' && !scan.loud) return settlementType('снт');
  if (word.startsWith('товариществ') && !/^(?:садов|дачн|огород|некоммерч)/.test(wordAt(scan, at - 1)))
    return undefined;
  return settlementType(word);
}

/** Settlements whose type word stands at the token, several for «сёла Ильинское и Дубровка»; claims their tokens. */
export function findTypedSettlements(scan: Scan, at: number): SettlementMention[] {
  const first = findTypedSettlement(scan, at);
  const type = first === null ? undefined : typeAt(scan, at);
  if (first === null || type === undefined || type.plural === null) return first === null ? [] : [first];
  const found = [first];
  for (let end = first.end; ; end = found.at(-1)?.end ?? end) {
    const sign = wordAt(scan, end);
    const next = scan.tokens[end + 1];
    if (!(sign === 'и' || (sign === ',' && type.plural === 'sure') || (sign === ',' && opensVillages(scan, end))))
      break;
    if (next?.kind !== 'word' || !next.capital || next.fresh || !isFree(scan, end + 1, end + 2)) break;
    if (landmarkWord(next.word) !== undefined || readHouses(scan, end + 2) !== null) break;
    const further = named(scan, end + 1, end + 1, { ...type, nominative: false });
    if (further === null || (type.plural === 'maybe' && !isVillageLike(scan, further))) break;
    found.push(further);
  }
  return found;
}

/** What a name behind a type word of the plural ends in, where no list has it. */
const pluralName = /(?:[оеё]в[оеа]|[иы]н[оеа]|[вшнклрд]к[аие]|ое|ый|ий|ой|ая|яя|ы|и|ах|ях|[а-я]ец|ск|град|бор)$/;

const isOfArea = (scan: Scan, at: number): boolean =>
  scan.tokens[at]?.fresh === false &&
  (districtWords.has(wordAt(scan, at)) ||
    /^(?:област|кра[йяюе]$|округ|республик|сельсовет|наслег)/.test(wordAt(scan, at)));

/** «деревни Ивкино, Глебово»: behind the comma stands one more village by its form. */
const opensVillages = (scan: Scan, comma: number): boolean => villageForm.test(wordAt(scan, comma + 1));
const isVillageLike = (scan: Scan, { entries, end }: SettlementMention): boolean =>
  entries.length > 0 || /(?:[оеё]во|[иы]но|[вшнк]ка|ское|[а-я]{3}ец)$/.test(wordAt(scan, end - 1));

/** «деревня Большие Угоны», «г. Пермь», «пос. Сосновка», «СНТ Отдых» at the type word; claims its tokens. */
function findTypedSettlement(scan: Scan, at: number): SettlementMention | null {
  const type = typeAt(scan, at);
  if (type === undefined || scan.used[at] === 1) return null;
  const { tokens } = scan;
  let place = at + 1;
  const isDotted = type.short && tokens[place]?.word === '.' && (tokens[place]?.spaced === false || !type.letter);
  if (isDotted) place++;
  else if (type.name === 'посёлок' && wordAt(scan, place) === 'городского')
    place += wordAt(scan, place + 1) === 'типа' ? 2 : 0;
  if (type.name === 'город' && /^(?:герой|спутник)$/.test(wordAt(scan, place))) place++;
  while (/^["«“]$/.test(tokens[place]?.word ?? '') && place - at < 4) place++;
  const mayBeCut = type.name !== 'город' && type.name !== 'СНТ' && (isDotted || !type.letter);
  const cut = mayBeCut ? cutName(scan, place) : null;
  if (cut !== null && isFree(scan, place, cut.end)) {
    claim(scan, at, cut.end);
    return { name: cut.name, entries: entriesOf(scan, cut.name), start: at, end: cut.end, weight: 0.85, how: 'typed' };
  }
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
  // «зато» in small letters is a conjunction.
  if (type.name === 'ЗАТО' && !(isShouted(scan, at) && first.capital && !scan.loud)) return null;
  // «сел аккумулятор», «сёл много»
  if (type.plural === 'sure' && !first.capital) return null;
  // «города Золотого кольца»
  if (/^кольц/.test(wordAt(scan, place + 1))) return null;

  return named(scan, at, place, type, isDotted);
}

/** The settlement whose name stands at `place`, behind its type word at `at`. */
function named(
  scan: Scan,
  at: number,
  place: number,
  type: SettlementType,
  isDotted = false,
): SettlementMention | null {
  const first = scan.tokens[place];
  if (first === undefined) return null;
  const known = longestName(scan, place);
  // «с. Никольское» is neither the town of that name nor a listed village somewhere else.
  const entries =
    known === null
      ? []
      : settlements(known.entries).filter(
          (entry) => (type.name === 'город' && entry.territory.type === 'город') || isNear(scan, entry),
        );
  if (
    known !== null &&
    entries.length > 0 &&
    (first.capital || !type.letter || type.name === 'город' || isImeni(first.word))
  ) {
    return mention(scan, entries, at, place + known.length, 0.97);
  }
  if (type.name === 'город' && !(type.short && first.capital && isDotted)) return null;
  const length = nameLength(scan, place, type, isDotted);
  if (length === 0) return null;
  // «в сёлах Рязанского района», «в деревне Тарского района»
  if (isOfArea(scan, place + length)) return null;
  if (length === 1 && isStreetAfter(scan, place, type)) return null;
  // «г.ЕкатеринбургДевушке»: the blank after the name is missing.
  const words = Array.from({ length }, (_, i) => writtenAt(scan, place + i).replace(/(?<=[а-яё]{2})[А-ЯЁ].*$/u, ''));
  const oblique = type.short || type.plural === 'sure' ? isObliqueName(words, type.gender) : !type.nominative;
  // «в ауле Псейтуке»: names of auls hardly ever end in -а.
  if (type.name === 'аул' && oblique)
    words[length - 1] = (words[length - 1] ?? '')
      .replace(/(?<=[бвгджзклмнпрстфх])(?:[еу]|ом)$/, '')
      .replace(/([ае])е$/, '$1й');
  const name = settlementNominative(words, type.gender, oblique, type.genitive);
  const end = place + length;
  // «сел Иванов в тюрьму»
  if (type.plural === 'sure' && length === 1 && !pluralName.test(first.word)) return null;
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

/** «ТСН Челюскинцев 25» is a partnership of a house, «остановка п. Ленина» stands for a square. */
function isStreetAfter(scan: Scan, place: number, type: SettlementType): boolean {
  const word = wordAt(scan, place);
  if (!commonStreets.has(word)) return false;
  if (type.name === 'СНТ') return scan.tokens[place + 1]?.kind === 'number';
  return type.letter && type.name === 'посёлок' && surname.test(word);
}

/** «г.новосибирск»: a town that needs no capital to be known. */
function isSmallTown(scan: Scan, at: number, place: number, type: SettlementType): boolean {
  if (type.name !== 'город' || scan.tokens[at - 1]?.kind === 'number') return false;
  const towns = longestName(scan, place)?.entries ?? [];
  return towns.some((entry) => entry.territory.type === 'город' && otherReading(entry) === null);
}

const isShouted = (scan: Scan, at: number): boolean => spanOf(scan, at, at + 1).text === 'ЗАТО';

const isImeni = (word: string): boolean => word === 'имени' || word === 'им';

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
  if (first === undefined) return false;
  if (!first.capital && !isImeni(first.word)) {
    if ((isDotted || opensSentence(scan, at) || wordAt(scan, at - 1) === ',') && isSmallTown(scan, at, place, type))
      return true;
    // «д. малые угоны»; «т. д.» is no village.
    if (!isDotted || type.name === 'город' || before?.word === '.' || smallNameLength(scan, place, type, true) === 0)
      return false;
  }
  if (type.name === 'посёлок' && isOfDocument(scan, at, first.word)) return false;
  // «С.Фёдоров» is a person.
  if (
    scan.tokens[at]?.capital &&
    type.name !== 'город' &&
    !first.spaced &&
    /(?:[оеё]в|ин|ын|ий|ко|ян|ич)$/.test(first.word)
  )
    return false;
  if (type.name === 'село' && scan.tokens[at]?.capital && !opensSentence(scan, at)) return false;
  if (type.name === 'город' && before?.kind === 'number')
    return longestName(scan, place) !== null && isDotted && before.word.length < 3;
  const isWorkers = type.name === 'посёлок' && /^[рднг]$/.test(wordAt(scan, at - 2));
  if (
    !isWorkers &&
    before?.word === '.' &&
    before.spaced === false &&
    (scan.tokens[at]?.spaced === false || /^[а-я]$/.test(wordAt(scan, at - 2)))
  )
    return false;
  // «с Поляны ул Терехина»: nobody writes so of what comes from somewhere.
  if (type.name === 'село' && !isDotted)
    return (
      /(?:ое|ово|ево|ино|ье)$/.test(first.word) ||
      (opensSentence(scan, at) && streetType(wordAt(scan, place + 1)) !== undefined && /[ыика]$/.test(first.word))
    );
  if (type.name === 'станица' && !isDotted) return false;
  return isDotted || scan.tokens[at]?.capital === false;
}

/** «см. п. Правил», «п. Порядка»: a point of a document. */
const isOfDocument = (scan: Scan, at: number, word: string): boolean =>
  /^(?:см|согласно|соответствии|нарушени[ею]|пп)$/.test(
    wordAt(scan, at - 1) === '.' ? wordAt(scan, at - 2) : wordAt(scan, at - 1),
  ) ||
  /^(?:правил|порядка|устава|закона|договора|положени[ея]|постановлени[ея]|инструкции|регламента|кодекса|статьи|приказа|санпин|гост|приложени[ея])$/.test(
    word,
  );

/** After an abbreviation the name stands in the nominative, unless its ending says otherwise: «в д. Воробьёвке». */
function isObliqueName(words: readonly string[], gender: Gender): boolean {
  const last = words.at(-1) ?? '';
  return words.length === 1
    ? // «в д. Кочергиной», but «п. Береговой»
      (gender !== 'm' && isWomansSurname(last)) ||
        /(?:[квц]ке|[оеё]ве|ине|ском|цком|[а-я]{3}ном|[оеё]вом|ск[еуа]|ах|ях)$/i.test(last)
    : /^(?!.*(?:ые|ие|ая|яя|ое|ее|ый|ий)$).*(?:ых|их|ой|ом|ем|ым|им|ыми|ими|ому|ему)$/i.test(words[0] ?? '');
}

const farms = /^(?:совхоз|колхоз|учхоз|лесхоз|плодосовхоз|санаторий|разъезд|станция)$/;
const smallNouns = new Set(
  'заря роща поляна горка речка слобода гора балка долина поле луг ключ лог яр бор дача пустошь'.split(' '),
);

/** How many tokens from here form the name; 0 when it is none. */
function nameLength(scan: Scan, at: number, type: SettlementType, isDotted: boolean): number {
  const first = scan.tokens[at];
  if (first?.word === 'имени' && scan.tokens[at + 1]?.capital && wordAt(scan, at + 1).length > 2) return 2;
  if (first === undefined || notNames.has(first.word) || first.word.length < 3 || isTypeWord(first.word)) return 0;
  if (!/^[а-я-]+(?:-\d{1,2})?$/.test(first.word)) return 0;
  const second = scan.tokens[at + 1];
  // «посёлок Совхоз Рязанский»
  if (first.capital && farms.test(first.word) && second?.kind === 'word' && second.capital && !second.fresh) return 2;
  // «д. Майская заря, д. 35»
  if (first.capital && second !== undefined && smallNouns.has(second.word) && /^[,.]$/.test(wordAt(scan, at + 2)))
    return 2;
  const isAdjective =
    /(?:ая|яя|ой|ей|ое|ее|ые|ие|ых|их|ый|ий|ого|его|ому|ему|ым|им|ыми|ими|ом|ем|ую|юю|ьи|ья|ьей)$/.test(first.word);
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
      (isAdjective ||
        /(?:ин|ов|ев)$/.test(first.word) ||
        (/(?:[иы]н|[оеё]в)а$/.test(first.word) && smallNouns.has(second.word))) &&
      (second.capital || villageAdjective.test(first.word))
    ) {
      const isStreet = scan.tokens[at + 2]?.kind === 'number';
      return isStreet && !villageAdjective.test(first.word) ? 1 : 2;
    }
    if (type.name === 'СНТ') return 1 + gardenNumber(scan, at + 1);
    return /^(?:школа|администрация|больница|клуб|фап|рынок|завод|магазин)/.test(first.word) ? 0 : 1;
  }
  const isPair = villageAdjective.test(first.word) && canTakeSecond && !isOrdinaryPair(scan, at, type);
  if (isPair && !type.letter) return 2;
  const small = smallNameLength(scan, at, type, isDotted);
  if (small > 0 || (type.short && !scan.loud)) return small;
  if (/^красн(?:ая|ой|ый|ом|ое|ого)$/.test(first.word) && canTakeSecond) return 2;
  if (/(?:[оеё]в[оае]|ин[оае]|[вкн]к[аеиу]|ская|ской|ское|ском)$/.test(first.word) && first.word.length >= 5) {
    // «в посёлке сверлова»
    if (type.name === 'посёлок' && !type.nominative && surname.test(first.word) && !notSurnames.has(first.word))
      return 1;
    const sure = streetType(wordAt(scan, at + 1)) !== undefined || /^[,.]$/.test(wordAt(scan, at + 1));
    return sure || /[оеё]во$|ино$|овка$|овке$|евка$|евке$|ское$/.test(first.word) ? 1 : 0;
  }
  return 0;
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
