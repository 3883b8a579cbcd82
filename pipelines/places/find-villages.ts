import { fold } from './fold.js';
import { CASE, type NameEntry } from './gazetteer.js';
import { settlementNominative } from './restore.js';
import {
  type AreaMention,
  claim,
  isFree,
  opensSentence,
  type Scan,
  type SettlementMention,
  type StreetMention,
  wordAt,
  writtenAt,
} from './scan.js';
import {
  belonging,
  entriesOf,
  isAdjectiveBefore,
  isEdge,
  isInHomeDistrict,
  isRoadTo,
  isTypeWord,
  isWay,
  ofPeople,
  opensAddress,
  otherReading,
  prepositionOf,
} from './settlement-names.js';
import { notNames, secondWords, villageAdjective } from './words.js';

const within = new Map([
  ['в', CASE.prepositional],
  ['во', CASE.prepositional],
  ['под', CASE.instrumental],
  ['около', CASE.genitive],
  ['возле', CASE.genitive],
  ['близ', CASE.genitive],
  ['вблизи', CASE.genitive],
]);
/** Told of a village too, but of so much else that its name must read as nothing else. */
const beside = new Map([
  ['за', CASE.instrumental],
  ['перед', CASE.instrumental],
  ['между', CASE.instrumental],
  ['по', CASE.dative],
  ['у', CASE.genitive],
  ['мимо', CASE.genitive],
]);
const ways = new Set(['из', 'до', 'от', 'с', 'со', 'к', 'через']);

/**
 * A listed village near home without a type word: «в Яйве», «жители Яйвы», «…на дворе холод. Большеречье.»; claims its tokens. Names that
 * are ordinary words («Победа») or surnames too («Иваново», of which «Иванова» is a case) need more: the home itself, or an address.
 */
export function findBareVillage(
  scan: Scan,
  at: number,
  end: number,
  entries: readonly NameEntry[],
): SettlementMention | null {
  const first = scan.tokens[at];
  const entry = entries[0];
  if (first === undefined || entry === undefined || scan.loud || first.word.length < 3) return null;
  if (!first.capital) return findSmallVillage(scan, at, end, entries);
  const cases = entries.reduce((all, one) => all | one.cases, 0);
  // «до Седельниково»: a surname has no such case; «Усть-Ишим» is read as nothing else.
  const isNeuter = /(?:[оеё]во|[иы]но)$|^(?:усть|верх)-/.test(first.word) && end === at + 1;
  const other = entries.some((one) => otherReading(one) === 'word') ? 'word' : otherReading(entry);
  // Two words with capitals («Русская Поляна») are read as nothing else.
  const isLong = end > at + 1 && scan.tokens.slice(at, end).every((token) => token.capital);
  const reading = (other === 'surname' && isNeuter) || isLong ? null : other;
  const before = prepositionOf(scan, at);
  const next = scan.tokens[end];
  if (next?.capital && !next.fresh && next.kind === 'word') return null;
  // «Новая жизнь» with a small letter in it is no village «Новая Жизнь».
  if (reading !== null && !scan.tokens.slice(at, end).every((token) => token.capital)) return null;
  const make = (how: SettlementMention['how'], weight: number): SettlementMention => {
    claim(scan, at, end);
    return { name: entry.territory.name, entries, start: at, end, weight, how };
  };
  if (isAdjectiveBefore(scan, at, end, entry.territory.name)) return null;
  if (before === 'в' && (cases & CASE.accusative) !== 0 && isWay(scan, at)) return make('direction', 0.6);
  const isWithin = ((within.get(before) ?? 0) & cases) !== 0;
  if (isWithin) {
    // «в Победе» is a day more often than a village; «в Южном» is hardly anything else.
    if (reading === 'word' && !/(?:ом|ем|ой|ей|ых|их)$/.test(first.word) && !isSureOfWord(scan, entries)) return null;
    return make('locative', reading === null ? 0.88 : 0.7);
  }
  if (reading !== null) return null;
  if (((beside.get(before) ?? 0) & cases) !== 0 && !opensSentence(scan, at)) return make('locative', 0.75);
  if (isRoadTo(scan, at)) return make('direction', 0.6);
  const whence = before === 'из' ? wordAt(scan, at - 2) : '';
  if (isEdge.test(whence) || ofPeople.test(whence)) return make('locative', 0.75);
  if (ways.has(before))
    return (cases & ~CASE.accusative) === 0 ? null : make(isInHomeDistrict(scan, entries) ? 'bare' : 'direction', 0.6);
  if ((cases & CASE.genitive) !== 0 && belonging.test(before)) return make('bare', 0.75);
  const closes = next === undefined || next.fresh || /^[.,:;!)(]$/.test(next.word);
  const opens = opensSentence(scan, at) || before === ',' || before === '(';
  if ((cases & CASE.nominative) === 0) return null;
  // «Лобаново ул Зелёная», «Лобаново опять без света»
  if (opens && (closes || opensAddress(scan, end) || isNeuter)) return make('bare', 0.75);
  // «…поддержать нашу команду, Тевриз любит хоккей»: a capital inside a sentence.
  const isClause =
    before === ',' && !opensSentence(scan, at) && next?.kind === 'word' && !next.capital && first.word.length > 4;
  return isClause ? make('bare', 0.65) : null;
}

/** «в чердыни», «в яйве»: in small letters only declined, after its preposition, and when it reads as nothing else. */
function findSmallVillage(
  scan: Scan,
  at: number,
  end: number,
  entries: readonly NameEntry[],
): SettlementMention | null {
  const name = entries[0]?.territory.name ?? '';
  const isWithin = entries.some(({ cases }) => ((within.get(wordAt(scan, at - 1)) ?? 0) & cases) !== 0);
  const isDeclined = wordAt(scan, at) !== fold(name) || /(?:[оеё]во|[иы]но)$/.test(name);
  if (!isWithin || !isDeclined || wordAt(scan, at).length < 5 || entries.some((one) => otherReading(one) !== null))
    return null;
  if (isAdjectiveBefore(scan, at, end, name)) return null;
  claim(scan, at, end);
  return { name, entries, start: at, end, weight: 0.7, how: 'locative' };
}

/** A village called by an everyday word: believed in the home's own line, or when it is large and its name no brand, feast or slogan. */
function isSureOfWord(scan: Scan, entries: readonly NameEntry[]): boolean {
  const { gazetteer, homeId } = scan;
  const municipality = homeId === null ? null : gazetteer.at(homeId, 'municipality');
  return entries.some(
    ({ territory }) =>
      territory.id === homeId ||
      (municipality !== null && gazetteer.at(territory.id, 'municipality')?.id === municipality.id) ||
      ((territory.population ?? 0) >= 2500 && !slogans.has(territory.name.toLowerCase())),
  );
}
const slogans = new Set(
  `победа мир дружба заря восход надежда лента магнит светофор родник радуга мечта россия лада калина звезда свобода правда слава труд
  искра прогресс маяк рассвет родина луч путь вера любовь весна юность спутник космос союз спорт центр рынок вокзал дом лес парк`.split(
    /\s+/,
  ),
);

/**
 * Villages that no list holds in the place where an address has them: «Лузино, Майорова 20», «Павлоградский район, Южное, Спортивная 17»;
 * claims their tokens. Wants a street or an area beside it, since any capital word may open a sentence.
 */
export function findListedVillages(
  scan: Scan,
  areas: readonly AreaMention[],
  streets: readonly StreetMention[],
): SettlementMention[] {
  const found: SettlementMention[] = [];
  const take = (start: number, end: number): void => {
    const length = end - start;
    const first = scan.tokens[start];
    if (length < 1 || length > 2 || first === undefined || !isFree(scan, start, end)) return;
    const words = Array.from({ length }, (_, i) => writtenAt(scan, start + i));
    if (!words.every((word, i) => isVillageWord(scan, start + i, word))) return;
    if (length === 2 && !/(?:ая|яя|ое|ее|ый|ий|ой|ые|ие)$/.test(first.word)) return;
    claim(scan, start, end);
    const name = words.join(' ');
    found.push({ name, entries: entriesOf(scan, name), start, end, weight: 0.75, how: 'bare' });
  };
  for (const { start } of streets) {
    if (wordAt(scan, start - 1) !== ',') continue;
    const end = start - 1;
    for (const length of [1, 2]) {
      const from = end - length;
      const before = wordAt(scan, from - 1);
      if (from < 0) continue;
      const opens = scan.tokens[from]?.fresh || from === 0 || /^[.!:(>]$/.test(before);
      if (opens || (before === ',' && areas.some((area) => area.end === from - 1))) take(from, end);
    }
  }
  for (const area of areas) {
    if (wordAt(scan, area.end) !== ',') continue;
    const start = area.end + 1;
    for (const end of [start + 1, start + 2]) {
      const after = scan.tokens[end];
      if (after === undefined || after.fresh || /^[,.:]$/.test(after.word)) take(start, end);
    }
  }
  return found;
}

/** A noun or adjective with a capital that villages are named with; no greeting, person, firm or type word. */
function isVillageWord(scan: Scan, at: number, written: string): boolean {
  const token = scan.tokens[at];
  if (token === undefined || token.kind !== 'word' || !token.capital || token.word.length < 4) return false;
  if (isTypeWord(token.word) || notNames.has(token.word) || written === written.toUpperCase()) return false;
  return (
    /^(?:усть|верх)-/.test(token.word) ||
    /^[а-я-]*(?:[оеё]в[оа]|[иы]н[оа]|[вншлмдрг]к[аи]|ое|ье|[цжшщ]ы|[чхщ]и|[сц]к|град|бор)$/.test(token.word) ||
    (/(?:ая|яя|ый|ий|ой|ые|ие)$/.test(token.word) &&
      scan.tokens[at + 1]?.capital === true &&
      wordAt(scan, at + 1) !== ',')
  );
}

/** «в голованово»: what a village alone ends in, small letters or not. */
export const villageForm =
  /^(?!.*(?:дерево|кружево|марево|варево|курево|слово|право|кино|вино|казино|домино|пиво|крестово|строево)$)[а-я]{4,}(?:[оеё]во|[иы]но)$/;

/** «в Верхнем Гуторове», «до Глебово»: a village that no list knows, told by its form after a preposition; claims its tokens. */
export function findVillageByForm(scan: Scan, at: number): SettlementMention | null {
  const first = scan.tokens[at];
  const before = wordAt(scan, at - 1);
  if (first === undefined || scan.loud || !isFree(scan, at, at + 1)) return null;
  if (!first.capital && (before !== 'в' || scan.homeId === null || !villageForm.test(first.word))) return null;
  const isBetween =
    before === 'между' || (before === 'и' && scan.used[at - 2] === 1 && wordAt(scan, at - 3) === 'между');
  const isIn = before === 'в' || before === 'во' || before === 'под' || isBetween || before === 'мимо';
  if (!isIn && !/^(?:из|до|возле|около|близ)$/.test(before)) return null;
  // «между Пушкиным и Лермонтовым»
  if ((isBetween || before === 'мимо') && !/^[а-я]{3,}(?:[оеё]во|[иы]но)$/.test(first.word)) return null;
  const second = scan.tokens[at + 1];
  let length = 0;
  if (villageAdjective.test(first.word)) {
    if (
      second?.kind === 'word' &&
      second.capital &&
      !isTypeWord(second.word) &&
      !secondWords.has(second.word) &&
      !/^(?:[а-я]{1,3}|год.*|мир.*|свет.*|век.*|завет.*|москв.*)$/.test(second.word)
    )
      length = 2;
  } else if (/^(?:усть|верх)-[а-я]{3,}$/.test(first.word) && !/(?:ск(?:ий|ого|ом|ая|ой|ую|ое))$/.test(first.word)) {
    length = 1;
  } else if (
    /^[а-я-]{3,}(?:[оеё]во|[иы]но)$/.test(first.word) &&
    !/^(?:кино|казино|пиво|домино|вино|слово|право|дерево|панно)$/.test(first.word)
  ) {
    length = 1;
  } else if (isIn && scan.homeId !== null && isVillageEnding(scan, at)) {
    length = 1;
  }
  if (length === 0) return null;
  const words = Array.from({ length }, (_, i) => writtenAt(scan, at + i));
  const isHeaded = /^(?:усть|верх)-/i.test(words[0] ?? '');
  const name = isHeaded
    ? // «в Усть-Каменке», but «в Усть-Куте»
      (words[0] ?? '')
        .replace(/(?<=[бвгджзлмнпрстфхцчшщ][кгх])[еуи]$/i, 'а')
        .replace(/(?<=[бвгджзклмнпрстфхцчшщ])[еуы]$/i, '')
    : settlementNominative(words, 'n', true, !isIn);
  const known = entriesOf(scan, name);
  claim(scan, at, at + length);
  return {
    name,
    entries: known.length > 0 ? known : shortNamed(scan, name),
    start: at,
    end: at + length,
    weight: 0.65,
    how: isIn ? 'locative' : 'direction',
  };
}

/** «в Камышах» for «Малые Камыши», where the home municipality has one village of the name. */
function shortNamed(scan: Scan, name: string): readonly NameEntry[] {
  const { gazetteer, homeId } = scan;
  const home = homeId === null ? null : gazetteer.at(homeId, 'municipality');
  if (home === null || name.includes(' ')) return [];
  const ending = /[иы]$/.test(name) ? 2 : /[ое]$/.test(name) ? 1 : /[ая]$/.test(name) ? 0 : 3;
  const found = shortened.flatMap((forms) => entriesOf(scan, `${forms[ending]} ${name}`));
  return found.filter(({ territory }) => gazetteer.at(territory.id, 'municipality')?.id === home.id);
}
const shortened = ['Мал', 'Больш', 'Верхн', 'Нижн', 'Стар', 'Нов'].map((stem) =>
  stem.endsWith('хн') || stem.endsWith('жн')
    ? [`${stem}яя`, `${stem}ее`, `${stem}ие`, `${stem}ий`]
    : [
        `${stem}ая`,
        `${stem}ое`,
        stem === 'Больш' ? 'Большие' : `${stem}ые`,
        stem === 'Больш' ? 'Большой' : `${stem}ый`,
      ],
);

/** «в Саургачах», «в Воробьёвке», «в Гуторове»: endings that hardly anything but a village has with a capital inside a sentence. */
function isVillageEnding(scan: Scan, at: number): boolean {
  const word = wordAt(scan, at);
  const next = scan.tokens[at + 1];
  if (word.length < 6 || opensSentence(scan, at) || (next?.capital && !next.fresh && next.kind === 'word'))
    return false;
  if (next?.word === '-' || next?.word === 'по' || next?.word === 'для') return false;
  return /(?:[оеи]вке|инке|ихе|[оеё]ве|[чшщжкгх]ах)$/.test(word) && !notVillages.has(word);
}
const notVillages = new Set(
  `николаеве харькове киеве львове кракове могилеве кишиневе госуслугах известиях новостях одноклассниках альпах карпатах соцсетях афинах нидерландах
  сми эмиратах штатах филиппинах мальдивах сейшелах бермудах каннах черемушках островах курилах соловках уралах горах сетях интернетах
  контактах инстаграмах твиттерах телеграмах вконтактах вооруженках пятерочках магнитах европах вечерке литературке`.split(
    /\s+/,
  ),
);
