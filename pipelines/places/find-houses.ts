import type { HouseMention, Scan } from './scan.js';
import { houseWords, pluralHouseWords, units } from './words.js';

const housePattern =
  /^(\d{1,4})(?:([абвгдежзиклмн])|-([абвгджзи]))?(?:([/\\-])(\d{1,4})([абвгдежзи])?)?(?:(к|с|корп|стр)(\d{1,3}[абвгде]?))?$/;
/** Latin letters that stand for their Russian look-alikes. */
const lookAlikes: Readonly<Record<string, string>> = { a: 'а', b: 'в', c: 'с', e: 'е', k: 'к' };
const blockWords = /^(?:к|корп|корпус|корпуса|корпусе|кор|крп)$/;
const buildingWords = /^(?:стр|строение|строения|строении)$/;

/** «15-а» → «15А», «10\1» → «10/1», «24корп1» → «24к1»; null when the token is no house number. */
export function houseNumber(word: string): string | null {
  const match = housePattern.exec(word.replace(/[abcek]/g, (letter) => lookAlikes[letter] ?? letter));
  if (match === null) return null;
  const [, digits = '', glued, hyphened, sign, second, secondLetter = '', block, blockNumber] = match;
  const letter = glued ?? hyphened ?? '';
  if (Number(digits) === 0) return null;
  let value = digits + (letter === 'к' && block === undefined ? '' : letter.toUpperCase());
  if (letter === 'к' && block === undefined) return null;
  if (sign !== undefined && second !== undefined)
    value += `${sign === '\\' ? '/' : sign}${second}${secondLetter.toUpperCase()}`;
  if (block !== undefined && blockNumber !== undefined)
    value += `${block.startsWith('к') ? 'к' : 'с'}${blockNumber.toUpperCase()}`;
  return value;
}

/** Most numbers are digits alone; to look is cheaper than any pattern. */
function isDigits(word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return word.length > 0;
}

/** Glued «24к1» is not caught by the letter branch above, so it is tried first. */
function parseNumber(word: string): string | null {
  if (isDigits(word)) return word.length > 4 || Number(word) === 0 ? null : word;
  // «63нашей»: a blank was forgotten.
  const torn = /^(\d{1,4})[а-я]{4,}$/.exec(word);
  if (torn !== null) return torn[1] ?? null;
  // «84/а»
  const stroke = /^(\d{1,4})\/([абвгдежзик])$/.exec(word);
  if (stroke !== null) return `${stroke[1]}/${(stroke[2] ?? '').toUpperCase()}`;
  // «5/к2»
  const parted = /^(\d{1,4}[абвгд]?)\/(?:к|корп)(\d{1,2})$/.exec(word);
  if (parted !== null) return `${(parted[1] ?? '').toUpperCase()}к${parted[2]}`;
  // «27А2»: the block stands behind the letter.
  const lettered = /^(\d{1,3})([абвгд])(\d)$/.exec(word);
  if (lettered !== null) return `${lettered[1]}${(lettered[2] ?? '').toUpperCase()}${lettered[3]}`;
  const glued = /^(\d{1,4})([а-яa-z]?)(к|корп|с|стр)(\d{1,3}[абвгде]?)$/.exec(word);
  if (glued !== null)
    return `${glued[1]}${(glued[2] ?? '').toUpperCase()}${(glued[3] ?? '').startsWith('к') ? 'к' : 'с'}${(glued[4] ?? '').toUpperCase()}`;
  return houseNumber(word);
}

/** One house number at the token, with its letter and block; `sure`: a word for house stands before it. */
function readHouse(scan: Scan, at: number, sure: boolean): HouseMention | null {
  const { tokens } = scan;
  const token = tokens[at];
  if (token === undefined || token.kind !== 'number') return null;
  // «7,9и 11»: the conjunction stands without its blank.
  const isTorn = /^\d{1,3}и$/.test(token.word) && tokens[at + 1]?.kind === 'number' && tokens[at + 1]?.fresh === false;
  let value = parseNumber(isTorn ? token.word.slice(0, -1) : token.word);
  if (value === null) return null;
  let end = at + 1;
  const next = tokens[end];
  if (
    next !== undefined &&
    !next.spaced &&
    (next.word === '.' || next.word === ':') &&
    tokens[end + 1]?.kind === 'number' &&
    tokens[end + 1]?.spaced === false
  ) {
    return null;
  }
  if (!sure && /^(?:1[89]|20)\d\d$/.test(token.word)) return null;
  if (next !== undefined && /^\d+$/.test(token.word)) {
    const letter = readLetter(scan, end);
    if (letter !== null) {
      value += letter.value;
      end = letter.end;
    } else if (!sure && counts(scan, end, token.word)) {
      return null;
    } else if (units.has(next.word) || next.word === '%' || (next.word === '-' && next.spaced === false)) {
      if (!sure || next.word === '%') return null;
    }
  }
  // «19 /2», «19/ 2»: blanks beside the stroke.
  const stroke = tokens[end];
  const part = tokens[end + 1];
  if (
    stroke?.word === '/' &&
    /^\d+[А-Я]?$/.test(value) &&
    !stroke.fresh &&
    part?.kind === 'number' &&
    !(stroke.spaced && part.spaced) &&
    /^\d{1,3}[а-в]?$/.test(part.word)
  ) {
    value += `/${part.word.toUpperCase()}`;
    end += 2;
  }
  const block = readBlock(scan, end);
  if (block !== null) {
    value += block.value;
    end = block.end;
  }
  return { value, start: at, end };
}

/** «на Мира 4 собаки», «на Мира 10 бродячих собак»: what stands behind the number is counted by it. */
function counts(scan: Scan, at: number, number: string): boolean {
  const next = scan.tokens[at];
  if (next?.kind !== 'word' || next.fresh || next.capital) return false;
  if (/[2-4]$/.test(number) && !/1[2-4]$/.test(number) && paucal.test(next.word)) return true;
  return /[а-я]{4}(?:ых|их)$/.test(next.word) && scan.tokens[at + 1]?.kind === 'word';
}
/** Genitives that stand beside 2, 3 and 4. */
const paucal =
  /^(?:ямы|люка|фонаря|столба|собаки|кошки|дерева|контейнера|бака|колодца|светофора|машины|автомобиля|лавочки|скамейки|урны|остановки|магазина|звонка|жалобы|заявки|женщины|мужчины|девочки|мальчика|трубы|подъезда|квартиры|участка|дома|двора|ребенка|дня)$/;

/** «15 А», «15 "а"», «лит. А»; small letters only where they cannot be a word of the sentence. */
function readLetter(scan: Scan, at: number): { value: string; end: number } | null {
  const { tokens, text } = scan;
  if (tokens[at]?.word === ',' && /^(?:лит|литер|литера)$/.test(tokens[at + 1]?.word ?? ''))
    return readLetter(scan, at + 1);
  const token = tokens[at];
  if (token === undefined) return null;
  if (
    /^["«“`']$/.test(token.word) &&
    /^[а-я]$/.test(tokens[at + 1]?.word ?? '') &&
    /^["»”`']$/.test(tokens[at + 2]?.word ?? '')
  ) {
    return { value: (tokens[at + 1]?.word ?? '').toUpperCase(), end: at + 3 };
  }
  if (/^(?:лит|литер|литера)$/.test(token.word)) {
    const letter = tokens[at + 1]?.word === '.' ? at + 2 : at + 1;
    return /^[а-я]$/.test(tokens[letter]?.word ?? '')
      ? { value: (tokens[letter]?.word ?? '').toUpperCase(), end: letter + 1 }
      : null;
  }
  // Further letters only as capitals that close: «5 М, дорога разбита», not «5 м» nor «5 К кому».
  if (/^[клмн]$/.test(token.word) && token.capital && !scan.loud)
    return closesHouse(scan, at + 1) ? { value: token.word.toUpperCase(), end: at + 1 } : null;
  if (!/^[а-ж]$/.test(token.word)) return null;
  const after = tokens[at + 1];
  const closes =
    after === undefined ||
    after.fresh ||
    (after.kind === 'sign' && after.word !== '.') ||
    (after.word === '.' && /^[абвеж]$/.test(token.word));
  const isCapital = text[token.start] !== text[token.start]?.toLowerCase();
  if (token.word === 'г' || token.word === 'д')
    return closes && isCapital ? { value: token.word.toUpperCase(), end: at + 1 } : null;
  if (isCapital && !scan.loud && !(after?.kind === 'word' && tokens[at - 1]?.fresh))
    return { value: token.word.toUpperCase(), end: at + 1 };
  if (closes || /^[беж]$/.test(token.word)) return { value: token.word.toUpperCase(), end: at + 1 };
  return null;
}

function closesHouse(scan: Scan, at: number): boolean {
  const after = scan.tokens[at];
  return (
    after === undefined ||
    after.fresh ||
    (after.kind === 'sign' && after.word !== '.') ||
    (after.word === '.' && (scan.tokens[at + 1] === undefined || scan.tokens[at + 1]?.capital === true))
  );
}

/** «корп. 1», «к.1», «к 1», «к1», «стр. 2»; a block told by a letter is the house's letter: «15 корпус Б». */
function readBlock(scan: Scan, from: number): { value: string; end: number } | null {
  const { tokens } = scan;
  // «5 (корп. 2)»
  if (tokens[from]?.word === '(') {
    const inner = readBlock(scan, from + 1);
    return inner !== null && tokens[inner.end]?.word === ')' ? { ...inner, end: inner.end + 1 } : null;
  }
  let at = from;
  if (tokens[at]?.word === ',') at++;
  const token = tokens[at];
  if (token === undefined) return null;
  const glued = /^(к|корп|стр)(\d{1,3})$/.exec(token.word);
  if (glued !== null) return { value: `${glued[1]?.startsWith('к') ? 'к' : 'с'}${glued[2]}`, end: at + 1 };
  const isBlock = blockWords.test(token.word);
  if (!isBlock && !buildingWords.test(token.word)) return null;
  at++;
  if (tokens[at]?.word === '.') at++;
  if (tokens[at]?.word === '№') at++;
  const number = tokens[at];
  if (
    isBlock &&
    number !== undefined &&
    /^[а-е]$/.test(number.word) &&
    (number.capital || token.word.length > 1) &&
    (token.word !== 'к' || tokens[from + 1]?.word === '.')
  )
    return scan.tokens[from - 1]?.kind === 'number' || tokens[from]?.word === ','
      ? { value: number.word.toUpperCase(), end: at + 1 }
      : null;
  if (number === undefined || !/^\d{1,3}[а-я]?$/.test(number.word)) return null;
  if (token.word === 'к' && number.spaced && tokens[at - 1] !== token && units.has(tokens[at + 1]?.word ?? ''))
    return null;
  return { value: `${isBlock ? 'к' : 'с'}${number.word.toUpperCase()}`, end: at + 1 };
}

export interface Houses {
  readonly list: readonly HouseMention[];
  readonly end: number;
}

/**
 * House numbers that start at the token: «, д. 15», «дома 3 и 5», «№ 24 корп. 1», «50,52,54». `needWord`: only after a word for house
 * (used away from the street's name). Null when there is none.
 */
export function readHouses(scan: Scan, from: number, needWord = false): Houses | null {
  const { tokens } = scan;
  let at = from;
  while (/^[,.(-]$/.test(tokens[at]?.word ?? '') && at - from < 2) at++;
  let sure = false;
  let many = false;
  let listed = false;
  if (houseWords.has(tokens[at]?.word ?? '')) {
    sure = true;
    many = pluralHouseWords.has(tokens[at]?.word ?? '');
    at++;
    while (tokens[at]?.word === '.' || tokens[at]?.word === '-') at++;
    // «во дворах домов, 9, 10, 16»: what is counted behind the sign is told by its list.
    if (/^дом(?:ов|ам|ами|ах)$/.test(tokens[at - 1]?.word ?? '') && /^[,:]$/.test(tokens[at]?.word ?? '')) {
      listed = true;
      at++;
    }
    if (tokens[at]?.word === 'под') at++;
    if (/^(?:номер|номером|номера)$/.test(tokens[at]?.word ?? '')) at++;
  } else {
    const glued = /^д(?:ом)?(\d{1,4}.*)$/.exec(tokens[at]?.word ?? '');
    if (glued !== null) {
      // «д12кв5»
      const value = parseNumber((glued[1] ?? '').replace(/кв.*$/, ''));
      if (value !== null) return { list: [{ value, start: at, end: at + 1 }], end: at + 1 };
    }
  }
  // «Тополиная, строение 17»: nothing but the building's own number.
  const building = !sure && buildingWords.test(tokens[at]?.word ?? '') ? readBlock(scan, at) : null;
  if (building !== null) return { list: [{ value: building.value, start: at, end: building.end }], end: building.end };
  while (
    tokens[at]?.word === '№' ||
    tokens[at]?.word === 'n' ||
    (tokens[at]?.word === '#' && tokens[at - 1]?.word !== ';')
  ) {
    sure = true;
    at++;
  }
  if (needWord && !sure && !/^n\d/.test(tokens[at]?.word ?? '')) return null;
  if (/^n\d/.test(tokens[at]?.word ?? '')) {
    const value = parseNumber((tokens[at]?.word ?? '').slice(1));
    if (value !== null) return { list: [{ value, start: at, end: at + 1 }], end: at + 1 };
  }
  const first = readHouse(scan, at, sure && !listed) ?? (sure ? readLettered(scan, at) : null);
  if (first === null) return null;
  const list = [first];
  at = first.end;
  for (;;) {
    const sign = tokens[at]?.word ?? '';
    const letter = readFurtherLetter(scan, at, list.at(-1)?.value ?? '');
    if (letter !== null) {
      list.push(letter);
      at = letter.end;
      continue;
    }
    // «7,9и 11»
    const isGlued = tokens[at]?.kind === 'number' && /^\d{1,3}и$/.test(tokens[at - 1]?.word ?? '');
    const isList =
      isGlued ||
      sign === ',' ||
      sign === ';' ||
      (sign === '.' && many && tokens[at + 1]?.kind === 'number') ||
      ((sign === 'и' || sign === 'или') && (many || list.length > 0));
    if (!isList) break;
    let next = isGlued ? at : at + 1;
    // «между д.28 и д.24а», «д.3, д.5, д.7»
    if (tokens[next]?.word === 'д' && tokens[next + 1]?.word === '.' && tokens[next + 2]?.kind === 'number') next += 2;
    while (tokens[next]?.word === '№' || (many && houseWords.has(tokens[next]?.word ?? ''))) next++;
    const house = readHouse(scan, next, false);
    if (house === null || tokens[next]?.fresh || isFlatOrEntrance(scan, house.end)) break;
    list.push(house);
    at = house.end;
  }
  return { list, end: at };
}

/** «дом А по Садовой», «Садовая, дом Б.»: a house that bears a letter alone. */
function readLettered(scan: Scan, at: number): HouseMention | null {
  const token = scan.tokens[at];
  if (token === undefined || !token.capital || scan.loud || !/^[абвге]$/.test(token.word)) return null;
  const closes = closesHouse(scan, at + 1) || /^(?:по|на)$/.test(scan.tokens[at + 1]?.word ?? '');
  return closes ? { value: token.word.toUpperCase(), start: at, end: at + 1 } : null;
}

/** «12-б, в, г», «3 А и Б»: one more letter of the number before. */
function readFurtherLetter(scan: Scan, at: number, value: string): HouseMention | null {
  const number = /^(\d{1,4})[А-Ж]$/.exec(value);
  if (number === null || !/^(?:,|и)$/.test(scan.tokens[at]?.word ?? '')) return null;
  const letter = scan.tokens[at + 1];
  if (letter === undefined || letter.fresh || !/^[а-ж]$/.test(letter.word)) return null;
  const after = scan.tokens[at + 2];
  const closes =
    after === undefined ||
    after.fresh ||
    after.kind === 'sign' ||
    after.word === 'и' ||
    (letter.word !== 'в' && /^(?:на|по|во|у|до)$/.test(after.word));
  if (!closes && !(letter.capital && !scan.loud)) return null;
  return { value: `${number[1]}${letter.word.toUpperCase()}`, start: at + 1, end: at + 2 };
}

function isFlatOrEntrance(scan: Scan, at: number): boolean {
  return (
    /^(?:подъезд|подъезда|подъезде|подъезду|квартира|квартире|кв|этаж|этаже|й|го)$/.test(scan.tokens[at]?.word ?? '') ||
    (scan.tokens[at]?.word === '-' && scan.tokens[at]?.spaced === false) ||
    (scan.tokens[at]?.word === '.' && /^(?:о?й|ый|го|ом|подъезд)$/.test(scan.tokens[at + 1]?.word ?? ''))
  );
}

/** «53 дом по Ленина», «у 15 дома»: the number stands before the word for house, which stands at `at`. */
export function readHouseBefore(scan: Scan, at: number): HouseMention | null {
  const { tokens } = scan;
  if (!/^дом(?:а|е|у|ом)?$/.test(tokens[at]?.word ?? '')) return null;
  // «во дворе 5-го дома»
  const ordinal = /^(\d{1,3})-?(?:й|го|м|му|ом|ый)$/.exec(tokens[at - 1]?.word ?? '');
  if (ordinal !== null) return { value: ordinal[1] ?? '', start: at - 1, end: at + 1 };
  const house = readHouse(scan, at - 1, true);
  return house !== null && house.end === at ? { ...house, end: at + 1 } : null;
}
