import { adjectiveNominative, agrees, capitalise } from './restore.js';
import { longestName, type Scan, wordAt, writtenAt } from './scan.js';
import { otherReading } from './settlement-names.js';
import {
  anyAdjective,
  counted,
  jubileeWords,
  ordinal,
  readCounted,
  readNumbered,
  type StreetName,
} from './street-numbers.js';
import { isNamedByNoun } from './street-predicates.js';
import { loneForm, surname } from './street-shapes.js';
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
} from './words.js';

/** Second halves of double surnames: «Новикова Прибоя», «Салтыкова Щедрина». */
const doubleSurnames = new Set(
  'прибоя щедрина сибиряка корсакова ценского кумача седого апостола данченко водкина рюмина кутузова печерского амурского забайкальского'.split(
    ' ',
  ),
);
const firstNames = /^(?:валентина|константина|марина|нина|галина|ирина|екатерина|августина|мартина)$/;

/** First words of names that people cut short: «Сов.Армии». */
export const shortened: ReadonlyMap<string, string> = new Map([
  ['сов', 'Советской'],
  ['крас', 'Красной'],
  ['красн', 'Красной'],
  ['нар', 'Народного'],
  ['лен', 'Ленинского'],
  ['комс', 'Комсомольской'],
  ['ак', 'Академика'],
  ['акад', 'Академика'],
  ['ген', 'Генерала'],
  ['марш', 'Маршала'],
  ['проф', 'Профессора'],
  ['адм', 'Адмирала'],
  ['кап', 'Капитана'],
  ['полк', 'Полковника'],
  ['пол', 'Полковника'],
  ['космон', 'Космонавта'],
  ['бр', 'Братьев'],
]);

/** «9кировская», «1-Степная», «6-линия»: the ordinal and the name are one token. */
export const gluedOrdinal =
  /^(\d{1,2})(?:([а-я]{3,}[сц]к(?:ая|ой|ую|ий|ого|ом|ому))|-([а-я]{3,}(?:ая|яя|ой|ую)|лини[яию]))$/;

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
  // «на сиреневом бульваре»
  // «улица птицеводов»
  if (type?.name === 'улица' && loneForm.test(word)) return true;
  if (type?.gender === 'm') return commonStreets.has(adjectiveNominative(word, 'f'));
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
  while (/^["«“'‘`]$/.test(tokens[place]?.word ?? '') || (type.name === 'микрорайон' && wordAt(scan, place) === '№'))
    place++;
  const start = tokens[place];
  if (start === undefined || (start.fresh && place > 0)) return null;
  const glued = start.kind === 'number' ? gluedOrdinal.exec(start.word) : null;
  // «Ул.9кировская», «1-Степной», «6-линия»
  if (glued !== null) return { words: [`${glued[1]}-я`, capitalise(glued[2] ?? glued[3] ?? '')], end: place + 1 };
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
  if (
    type.name === 'микрорайон' &&
    /^[а-я]$/.test(wordAt(scan, place)) &&
    (tokens[place]?.capital || (place > at && /^["»”'`]$/.test(wordAt(scan, place + 1)))) &&
    !opensNext(scan, place)
  ) {
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
  // «ул.К Маркса»: the point behind the initial is missing.
  const afterInitial = tokens[place + 1];
  if (
    words.length === 0 &&
    /^[а-я]$/.test(wordAt(scan, place)) &&
    tokens[place]?.capital &&
    afterInitial?.kind === 'word' &&
    afterInitial.capital &&
    !afterInitial.fresh &&
    (surname.test(afterInitial.word) || commonStreets.has(afterInitial.word) || secondWords.has(afterInitial.word))
  ) {
    words.push(`${writtenInitial(scan, place)}.`);
    place++;
  }
  const first = tokens[place];
  if (first === undefined || first.kind !== 'word' || first.fresh || scan.used[place] === 1) return null;
  if (isTypeWord(first.word) && !/^(?:набережная|набережной|площадь|линия|квартал)$/.test(first.word)) return null;
  // «наб. реки Фонтанки», «ул. XXII Партсъезда»
  const after = tokens[place + 1];
  if (after?.kind === 'word' && after.capital && !after.fresh) {
    if (first.word === 'реки' || first.word === 'канала')
      return { words: [first.word, writtenAt(scan, place + 1)], end: place + 2 };
    if (counted.test(after.word) && /^[ivxlхі]+$/.test(first.word))
      return { words: [writtenInitial(scan, place), writtenAt(scan, place + 1)], end: place + 2 };
  }
  const isPlain = first.capital && !scan.loud && type.name === 'улица' && plainNames.test(first.word);
  if ((notNames.has(first.word) && !isPlain) || !/^[а-я0-9-]+$/.test(first.word) || first.word.length < 2) return null;
  if (/(?:льно|енно|ично|ешно|[сч]но)$/.test(first.word)) return null;
  // «площадь МКД», «площади ЗУ»
  if (type.name === 'площадь' && first.word.length < 5 && !scan.loud && isShouted(scan, place)) return null;
  if (!first.capital) {
    const isAbbreviation = type.short;
    const fits = isAbbreviation
      ? looksLikeName(first.word, type) ||
        (anyAdjective.test(first.word) && !plainAdjectives.has(first.word)) ||
        words.length > 0 ||
        followedByHouse(scan, place + 1) ||
        isNamedByNoun(scan, at, place, type)
      : looksLikeName(first.word, type) ||
        (words.length > 0 && anyAdjective.test(first.word)) ||
        secondWords.has(wordAt(scan, place + 1)) ||
        (followedByHouse(scan, place + 1) && (anyAdjective.test(first.word) || /[аяиы]$/.test(first.word))) ||
        isNamedByNoun(scan, at, place, type);
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
  // «Зои и Александра Космодемьянских»
  if (ranks.has(first.word) && words.length === 1 && wordAt(scan, place) === 'и' && isSiblings(scan, place)) {
    words.push('и', writtenAt(scan, place + 1), writtenAt(scan, place + 2));
    return { words, end: place + 3 };
  }
  while (words.length < 4 && continues(scan, place, words)) {
    words.push(writtenAt(scan, place));
    place++;
  }
  // «Толстого Л.Н., 3» keeps its surname, «Розы Л.» its letter.
  const cut = initialsEnd(scan, place);
  if (cut > place && words.length === 1 && (surname.test(first.word) || commonStreets.has(first.word))) place = cut;
  else if (
    words.length === 2 &&
    ranks.has(first.word) &&
    /^[А-ЯЁ]$/.test(words[1] ?? '') &&
    wordAt(scan, place) === '.'
  ) {
    words[1] = `${words[1]}.`;
    place++;
  }
  if (words.length === 1 && /^\d{1,3}(?:-?й)?$/.test(wordAt(scan, place)) && counted.test(wordAt(scan, place + 1))) {
    const inside = readCounted(scan, place);
    words.push(...inside.words);
    place = inside.end;
  }
  // «Бойцов 9-Дивизии»
  const torn = words.length === 1 ? /^(\d{1,3})-([а-я]{4,})$/.exec(wordAt(scan, place)) : null;
  if (torn !== null && counted.test(torn[2] ?? '')) {
    words.push(`${torn[1]}-й`, torn[2] ?? '');
    place++;
  }
  const following = scan.tokens[place];
  // «собственник проезда Индустриальный район»
  if (
    words.length === 1 &&
    following?.fresh === false &&
    districtWords.has(following.word) &&
    anyAdjective.test(first.word) &&
    type.name !== 'улица'
  )
    return null;
  // «ул. Магистральный проезд»: the second type word is the true one.
  const second = following === undefined || following.fresh ? undefined : streetType(following.word);
  if (
    (words.length === 1 || (words.length === 2 && ordinal.test(words[0] ?? ''))) &&
    second !== undefined &&
    second.name !== 'улица' &&
    agrees(first.word, second.gender) &&
    (second.gender !== type.gender ||
      following?.capital === true ||
      (/^(?:набережная|площадь|аллея)$/.test(second.name) &&
        /(?:ая|яя)$/.test(first.word) === second.nominative &&
        scan.tokens[place + 1]?.capital !== true) ||
      (second.short && wordAt(scan, place + 1) === '.') ||
      followedByHouse(scan, place + 1))
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
  if (
    words.length === 1 &&
    ranks.has(first.word) &&
    !commonStreets.has(first.word) &&
    !(first.word === 'героев' && type.name !== 'улица')
  )
    return null;
  // «ул. 1-я Красная улица, 28»: the type word once more.
  if (following?.word === 'улица' && !following.fresh && type.name === 'улица' && /[,\d]/.test(wordAt(scan, place + 1)))
    place++;
  return { words, end: place };
}

/** Where the initials behind a surname end: «Толстого Л.Н.», «Пушкина А. С.»; `at` when there are none before a house or a comma. */
function initialsEnd(scan: Scan, at: number): number {
  let end = at;
  while (
    end - at < 4 &&
    /^[а-я]$/.test(wordAt(scan, end)) &&
    scan.tokens[end]?.capital &&
    wordAt(scan, end + 1) === '.'
  )
    end += 2;
  return end > at && (wordAt(scan, end) === ',' || followedByHouse(scan, end)) ? end : at;
}

/** «для детей мкр. В каждом дворе»: behind the point the letter is a word of the next sentence. */
function opensNext(scan: Scan, at: number): boolean {
  const next = scan.tokens[at + 1];
  return (
    wordAt(scan, at - 1) === '.' &&
    next?.kind === 'word' &&
    !next.capital &&
    !next.fresh &&
    !houseWords.has(next.word) &&
    /^[восакуия]$/.test(wordAt(scan, at))
  );
}

/** Adjectives that are no names in small letters: «на улице Широкая», but «на улице широкая лужа». */
const plainNames = /^(?:широк|узк|длинн|коротк|красив|темн|тих|больш|мал|главн|кругл)(?:ая|ой|ую)$/;

function isShouted(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  const written = token === undefined ? '' : scan.text.slice(token.start, token.end);
  return written === written.toUpperCase();
}

function writtenInitial(scan: Scan, at: number): string {
  const token = scan.tokens[at];
  return token === undefined ? '' : scan.text.slice(token.start, token.end).toUpperCase();
}

/** Does a house start at the token: «, 5», «д. 5»? */
export function followedByHouse(scan: Scan, at: number): boolean {
  const place = wordAt(scan, at) === ',' ? at + 1 : at;
  return (
    scan.tokens[place]?.kind === 'number' ||
    (houseWords.has(wordAt(scan, place)) && /^(?:\d|№|\.)/.test(wordAt(scan, place + 1)))
  );
}

/** At the «и» of «Зои и Александра Космодемьянских»: another first name and a surname of several. */
export function isSiblings(scan: Scan, at: number): boolean {
  const last = scan.tokens[at + 2];
  return (
    ranks.has(wordAt(scan, at + 1)) && last?.kind === 'word' && !last.fresh && /[а-я]{3}(?:их|ых)$/.test(last.word)
  );
}

export const isService = /^(?:милиции|полиции|авиации|артиллерии|юстиции)$/;

/** Does the token still belong to the name that has these words so far? */
function continues(scan: Scan, at: number, words: readonly string[]): boolean {
  const token = scan.tokens[at];
  const last = (words.at(-1) ?? '').toLowerCase().replaceAll('ё', 'е');
  if (token === undefined || token.kind !== 'word' || token.fresh || scan.used[at] === 1) return false;
  if (isTypeWord(token.word) || notNames.has(token.word) || !/^[а-я-]+$/.test(token.word)) return false;
  // «Десять лет Октября»
  if (token.word === 'лет' || last === 'лет')
    return jubileeWords.test(wordAt(scan, token.word === 'лет' ? at + 1 : at));
  const isName = token.capital || scan.loud;
  if (/[ыи]х$/.test(last) && words.length === 1 && /(?:ов|ев|ей|иц|ин|к)$/.test(token.word)) return true;
  if (ordinal.test(last) || /^.\.$/.test(last)) return true;
  // «Полковника милиции Курочкина»
  if (ranks.has(last) && isService.test(token.word)) return scan.tokens[at + 1]?.capital === true;
  if (isService.test(last) && words.length === 2) return isName;
  if (ranks.has(last)) return isName || surname.test(token.word) || secondWords.has(token.word);
  if (
    secondWords.has(token.word) &&
    !/^(?:линии|мая|марта|июня|июля|августа|сентября|октября|ноября|декабря|января|февраля|апреля|лет)$/.test(
      token.word,
    )
  )
    return true;
  if (words.length === 1 && isHeadNoun(last, token.word)) return true;
  // «набережная Городского пруда»
  if (
    words.length === 1 &&
    /(?:ого|ой)$/.test(last) &&
    /^(?:пруда|озера|водохранилища|моря|залива|порта|затона|рощи|парка|сада)$/.test(token.word)
  )
    return true;
  if (!isName || scan.loud) return false;
  if (commonStreets.has(last) && !anyAdjective.test(last)) return false;
  if (surname.test(last) && !firstNames.test(last)) return doubleSurnames.has(token.word);
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

/** «Княжье поле», «Красный маяк»: an adjective that does not go with «улица» wants its noun, written small or not. */
function isHeadNoun(adjective: string, noun: string): boolean {
  if (!/^[а-я]{3,}$/.test(noun) || plainAdjectives.has(adjective)) return false;
  if (/(?:ое|ее|ье)$/.test(adjective))
    return /^(?:поле|озеро|болото|село|урочище|займище|знамя|утро|небо|лето|солнце|подворье|предместье|раздолье|гнездо)$/.test(
      noun,
    );
  return (
    /(?:ый|ий)$/.test(adjective) &&
    /^(?:лог|ключ|бор|яр|вал|луг|ручей|посад|спуск|маяк|путь|октябрь|сад|двор|стан|мост|холм|камень|остров|хутор|пруд|городок|мыс|край|берег|угол|быт|труд|май|восход|рассвет|закат|партизан|пахарь|текстильщик|химик|строитель|металлург)$/.test(
      noun,
    )
  );
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
