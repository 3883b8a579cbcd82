import { readHouses } from './find-houses.js';
import { CASE, type NameEntry } from './gazetteer.js';
import { opensSentence, type Scan, wordAt } from './scan.js';
import { isCommonAdjective } from './street-shapes.js';
import { ambiguousTowns, commonStreets, districtWords, notNames, ranks, settlementType, streetType } from './words.js';

export const settlements = (entries: readonly NameEntry[]): readonly NameEntry[] =>
  entries.filter((entry) => entry.territory.level === 'settlement');

/** Lies in the home region, or in a region that the text has named so far. */
export function isNear(scan: Scan, entry: NameEntry): boolean {
  const region = scan.gazetteer.at(entry.territory.id, 'region');
  return region !== null && scan.near.has(region.id);
}

/** «дорога до Тюкалинска» written in its district: the way to a place of the home district is told of the place. */
export function isInHomeDistrict({ gazetteer, homeId }: Scan, entries: readonly NameEntry[]): boolean {
  if (homeId === null || gazetteer.get(homeId)?.level !== 'municipality') return false;
  return entries.some(({ territory }) => gazetteer.at(territory.id, 'municipality')?.id === homeId);
}

/** Territories near home that bear this nominative name. */
export function entriesOf(scan: Scan, name: string): readonly NameEntry[] {
  return scan.gazetteer
    .named('settlement', name)
    .map((territory) => ({ territory, cases: CASE.nominative, alias: false, kind: 'name' as const }))
    .filter((entry) => isNear(scan, entry));
}

export function isTypeWord(word: string): boolean {
  return streetType(word) !== undefined || settlementType(word) !== undefined || districtWords.has(word);
}

/** What the bare name of a territory also reads as: an ordinary word («Мир», «Победа»), a surname («Киров»), or nothing else. */
export function otherReading({ territory }: NameEntry): 'word' | 'surname' | null {
  if (ambiguousTowns.has(territory.name.toLowerCase().replaceAll('ё', 'е'))) return 'word';
  return territory.common;
}

/**
 * Does the bare name of a town need more than its form? Large towns are known by their names, and so are those near home whose name is a
 * surname only; the few that people use as words every day stand in a list.
 */
export function isAmbiguousTown(scan: Scan, entry: NameEntry, form: string): boolean {
  if (ambiguousTowns.has(entry.territory.name.toLowerCase().replaceAll('ё', 'е'))) return true;
  const reading = otherReading(entry);
  if (reading === null || (entry.territory.population ?? 0) >= 200_000) return false;
  return reading === 'word' || (!isNear(scan, entry) && !form.endsWith('о'));
}

/** «в Московском регионе», «в Таврическом доме-интернате»: the name is an adjective here, a noun follows in its case. */
export function isAdjectiveBefore(scan: Scan, at: number, end: number, name: string): boolean {
  if (!/(?:[сц]кий|ый|ой|ая|яя|ое|ее)$/.test(name)) return false;
  const next = scan.tokens[end];
  if (end !== at + 1 || next === undefined || next.kind !== 'word' || next.fresh) return false;
  return /(?:[^ю]е|ом|ем|у|ю|ах|ях)$/.test(next.word) && next.word.length > 3 && !notNames.has(next.word);
}

/** «Касимов ул Советская», «Касимов. Ул. Советская», «Касимов, Советская 5», «рязань ленина 5»: an address follows the town. */
export function opensAddress(scan: Scan, end: number): boolean {
  const sign = wordAt(scan, end);
  const at = sign === ',' || sign === '.' ? end + 1 : end;
  const token = scan.tokens[at];
  if (token === undefined || token.fresh || token.kind !== 'word') return false;
  if (streetType(token.word) !== undefined) return at > end || streetType(token.word)?.short === true;
  if (sign === '.') return false;
  const name = ranks.has(token.word) ? at + 1 : at;
  const word = wordAt(scan, name);
  return (commonStreets.has(word) || isCommonAdjective(word)) && readHouses(scan, name + 1) !== null;
}

const ownWord = /^(?:сам|наш|ваш|родн|любим|славн|вс)(?:ой|ом|ему?|ей|ого|его|ую|ю)$/;

/** The preposition before a settlement at the token; «недалеко от» and «рядом с» count as «около» and «под», whose cases they ask for. */
export function prepositionOf(scan: Scan, at: number): string {
  // «по самой Елабуге», «в нашем Курске»
  if (ownWord.test(wordAt(scan, at - 1))) return wordAt(scan, at - 2);
  const before = wordAt(scan, at - 1);
  if (before === 'от' && /^(?:недалеко|неподалеку|невдалеке|поблизости|вблизи)$/.test(wordAt(scan, at - 2)))
    return 'около';
  if ((before === 'с' || before === 'со') && wordAt(scan, at - 2) === 'рядом') return 'под';
  return before;
}

/** «мы из Рязани»: whoever lives there. */
export const ofPeople =
  /^(?:мы|я|пишу|пишем|житель|жители|жительница|коллег[аи]м?|сосед[иь]|дети|люди|семья|родители|бабушка|ребята)$/;

/** «на выезде из Шумерли»: the edge of the place. */
export const isEdge = /^(?:выезд|въезд|выход)(?:а|е|у|ом|ы)?$/;

/** Whose people, school or road it is, or how much of it: «жители Яйвы», «половина Скопина». */
export const belonging =
  /^(?:жител|администрац|школ|больниц|амбулатори|кладбищ|фап|поселк|окраин|центр|въезд|территори|половин|пол$|полгород|вс[ея]$|весь$|всю$|улиц[аы]$|дорог[аи]$)/;

const motion =
  /^(?:еха|езд|поех|прие|уех|доех|дое|ехать|едет|едем|едут|автобус|маршрут|поезд|электричк|рейс|билет|вез|везу|ведущ|ведет|ехавш|отправ|съезд|переех|из$|звон|лете|прилет|добрат|добир)/;

const road =
  /^(?:дорог|трасс|автодорог|шоссе|поворот|съезд|выезд|отворот|развилк|автобус|маршрут|маршрутк|электричк|поезд|мост)/;

/** «дорога на Кондратово», «автобус на Барду»: the way to a place. */
export function isRoadTo(scan: Scan, at: number): boolean {
  return wordAt(scan, at - 1) === 'на' && road.test(wordAt(scan, at - 2)) && !/ое$/.test(wordAt(scan, at));
}

/** «в Курск» after a word of motion; «В Лысьва ужас» is a slip of the pen. */
export function isWay(scan: Scan, at: number): boolean {
  // «в Москву»: no slip of the pen ends so.
  if (/[ую]$/.test(wordAt(scan, at)) && wordAt(scan, at).length > 4 && !opensSentence(scan, at - 1)) return true;
  for (let back = 2; back <= 6; back++) if (motion.test(wordAt(scan, at - back))) return true;
  return false;
}
