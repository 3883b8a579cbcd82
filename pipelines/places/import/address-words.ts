import { houseNumber } from '../find-houses.js';
import { settlementType, streetType } from '../words.js';

/** A street as a register names it: type in full, name without it. */
export interface NamedStreet {
  readonly type: string;
  readonly name: string;
}
/** A settlement as a register names it; the type is null where it is not told. */
export interface NamedSettlement {
  readonly type: string | null;
  readonly name: string;
}

const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split(',').map((pair) => pair.trim().split('=') as [string, string]));

/** Types of registers that the finder does not look for in texts, beside those that it does. */
const moreStreetTypes = pairs(
  `тер=территория,территория=территория,снт=СНТ,днт=ДНТ,днп=ДНП,тсн=ТСН,гск=ГСК,линия=линия,лн=линия,спуск=спуск,с-к=спуск,въезд=въезд,
  заезд=заезд,ряд=ряд,дор=дорога,дорога=дорога,а/д=автодорога,автодорога=автодорога,просек=просек,просека=просека,проулок=проулок,пр-лок=проулок,
  парк=парк,сквер=сквер,ал=аллея,кольцо=кольцо,к-цо=кольцо,проселок=просёлок,взвоз=взвоз,взв=взвоз,ж/р=жилой район,промзона=промзона,
  п/р=промышленный район,местечко=местечко,мост=мост,эстакада=эстакада,городок=городок,тр-т=тракт,м-р=микрорайон,кв=квартал,пр-зд=проезд`,
);
const moreSettlementTypes = pairs(
  `станция=станция,ж/д_ст=станция,ж/д ст=станция,п/ст=посёлок,сл=слобода,слобода=слобода,местечко=местечко,м=местечко,кордон=кордон,выселки=выселки,
  высел=выселки,дп=дачный посёлок,кп=курортный посёлок,улус=улус,нп=населённый пункт,починок=починок,заимка=заимка,кишлак=кишлак,ж/д_рзд=разъезд,
  рзд=разъезд,с/п=сельское поселение`,
);

const foldType = (word: string): string => word.toLowerCase().replaceAll('ё', 'е').replace(/\.+$/, '');

/** The type of a street in full, by its abbreviation or nominative; null for what is no type. */
export function streetTypeInFull(word: string): string | null {
  const folded = foldType(word);
  const known = streetType(folded);
  if (known !== undefined && !known.plural && (known.nominative || known.short)) return known.name;
  return moreStreetTypes.get(folded) ?? null;
}

/** The same for settlements. */
export function settlementTypeInFull(word: string): string | null {
  const folded = foldType(word);
  const known = settlementType(folded);
  if (known?.nominative === true) return known.name;
  return moreSettlementTypes.get(folded) ?? null;
}

const isSmall = (word: string): boolean => word[0] === word[0]?.toLowerCase();

/**
 * «ул. Мира», «Московское шоссе», «Тихий пер», «1-й проезд Ломоносова» → type and name; without any type word it is a street proper.
 * @param type what the register says of the type in a column of its own; wins over what the name says
 * @returns null for an empty name
 */
export function readStreet(text: string, type: string | null = null): NamedStreet | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const given = type === null || type.trim() === '' ? null : type.trim();
  const at = placeOfType(words, streetTypeInFull);
  const told = at === -1 ? null : streetTypeInFull(words[at] ?? '');
  if (given !== null) {
    const full = streetTypeInFull(given) ?? given.toLowerCase();
    // «улица» in the column and «ул. Мира» in the name: once is enough.
    const rest = told === full && words.length > 1 ? words.filter((_, i) => i !== at) : words;
    return { type: full, name: named(rest) };
  }
  if (told === null || words.length === 1) return { type: 'улица', name: named(words) };
  return { type: told, name: named(words.filter((_, i) => i !== at)) };
}

/** «г. Курск», «Курск г», «деревня Малые Угоны» → type and name; null for an empty name. */
export function readSettlement(text: string, type: string | null = null): NamedSettlement | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const given = type === null || type.trim() === '' ? null : type.trim();
  const at = placeOfType(words, settlementTypeInFull);
  const told = at === -1 || words.length === 1 ? null : settlementTypeInFull(words[at] ?? '');
  const rest = told === null ? words : words.filter((_, i) => i !== at);
  return { type: given === null ? told : (settlementTypeInFull(given) ?? given.toLowerCase()), name: named(rest) };
}

/** Words with the blanks that registers forget («ул.Мира») and without quotation marks. */
function wordsOf(text: string): string[] {
  return text
    .replace(/[«»"“”„]/g, ' ')
    .replace(/(\p{L}{2,}|^[гдспх])\.(?=\S)/giu, '$1. ')
    .split(/[\s\u00A0]+/)
    .filter((word) => word !== '' && word !== ',');
}

/** Where the type word stands; a small letter tells it from a name («Набережная улица»). −1 without one. */
function placeOfType(words: readonly string[], typeOf: (word: string) => string | null): number {
  const found = words.flatMap((word, i) => (typeOf(word) === null ? [] : [i]));
  const last = words.length - 1;
  const isOuter = (i: number): boolean => i === 0 || i === last;
  const small = found.filter((i) => isSmall(words[i] ?? ''));
  return small.find(isOuter) ?? small[0] ?? found.find(isOuter) ?? -1;
}

/** «ЛЕНИНА» is shouted by the register; «50 ЛЕТ ОКТЯБРЯ» keeps its small word. */
function named(words: readonly string[]): string {
  const name = words.join(' ');
  if (name.length <= 3 || name !== name.toUpperCase() || !/\p{L}{3}/u.test(name)) return name;
  return words
    .map((word) => {
      const small = word.toLowerCase();
      if (/^(?:лет|и|имени|на|им\.)$/.test(small)) return small;
      return small.replace(/(^|-)(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
    })
    .join(' ');
}

/**
 * A house number as the finder writes it: «д. 15 а» → «15А», «24 корп. 1» → «24к1», «24, стр. 2» → «24с2»; unusual ones stay as the
 * register has them, without blanks. Null when there is no number in it.
 */
export function readHouseNumber(text: string): string | null {
  const tight = text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/^[\s,№]*(?:дом|д|владение|вл|здание|зд|домовладение|дв|№)[.\s]*(?=\d)/, '')
    .replace(/(?:корпус|корп|кор)\.?|(?<=[\d\s,])к\./g, 'к')
    .replace(/(?:строение|стр)\.?|(?<=[\d\s,])с\./g, 'с')
    .replace(/(?:литера|литер|лит)\.?/g, '')
    .replace(/[\s\u00A0,"«»]+/g, '');
  if (!/^\d/.test(tight) || tight.length > 24 || /^0+$/.test(tight)) return null;
  return houseNumber(tight) ?? tight.toUpperCase().replace(/[КС](?=\d)/g, (sign) => sign.toLowerCase());
}
