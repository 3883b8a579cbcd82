import { LOOK_AROUND, matchAt, matchesOf, textAfter, textBefore } from './mask-contexts.js';
import type { Findings } from './mask-found.js';
import { isDigit } from './mask-scan.js';

const WORD_BEFORE =
  /(?:^|[^\p{L}])((?:(?:кв|к\.в|kv|кв-р[аыеу]|кварт|квр)(?:\s?\.)?[,:]{0,2}\s{0,2}(?:[-–]\s?)?|квартир(?:[аa]|ы|[еe]|[уy]|ой|ами|ах|ам)(?::|-)?\s{0,2}(?:под\s)?)(?:(?:№{1,2}|N|номер\p{L}{0,2})\s?)?)$/iu;
const NUMBER =
  /\d{1,4}(?:-?[а-г](?![\p{L}\d])|-[яй](?!\p{L}))?(?:\/\d{1,2}(?!\d))?(?:\s?[-–]\s?\d{1,4}(?!\d|-?\p{L}))?/iuy;
const NOT_A_FLAT = /^(?:\s\d{3}\s(?:\d{3}|руб|р\.|₽|тыс)|[\d°%²]|\.\d|,\d(?!\d{0,3},\d)|-?[хк](?!\p{L})|-?\p{L}{2})/iu;
/** One more flat of a row («кв. 45, 46 и 47»). */
const NEXT_FLAT =
  /\s?(?:,|;|и)\s?(?:№\s?)?\d{1,4}(?:[а-г](?!\p{L}))?(?=$|[,;.!?):\n]+(?:\D|$)|\s(?:и|без|не|нет|в|на|по|с)(?!\p{L})|,\s?\d)/iuy;
const TENS = '(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто)';
const ONES =
  '(?:один|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцать)';
/** «кв. сорок пять», «в сорок пятой квартире». */
const IS_SPELLED = /дцать\s|сорок\s|десят\s|яносто\s|сто\s|[кК][вВ]\.\s?[а-яё]/;
const SPELLED = new RegExp(
  `(?<!\\p{L})(?:кв\\.\\s?(?:${TENS}(?:\\s${ONES})?|${ONES})(?!\\p{L}|\\s(?:м|кв|комн))|${TENS}\\s(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят)(?:ая|ой|ую|ья|ьей|ью)\\sквартир[аыеу](?!\\p{L}))`,
  'giu',
);
const NEXT_OF_SEVERAL = /\s?(?:,|;|и)\s?(?:№\s?)?\d{1,4}(?:[а-г](?!\p{L}))?(?![\d.:/%]|-?\p{L})/iuy;
/** Measures: the figure before them is no flat in any case. */
const MEASURED =
  /^\s?(?:°|%|градус|гр(?!\p{L})|кв\.?\s?м|м2|м²|м\.?(?!\p{L})|метр|куб|кв(?:т|\/ч)|гкал|литр|руб|р\.|тыс|т\.р|млн|сот(?:к|о|\.)|комнатн|канал|с половиной|из \d)/iu;
/** What is counted in a flat: «в квартире 5 человек», «квартира 3 дня без света». */
const COUNTED =
  /^\s?(?:человек\p{L}{0,2}|чел|люд\p{L}+|дн(?:я|ей)|день|сут(?:ок|ки)|час(?:а|ов)?|минут\p{L}?|год(?:а|у|ов)?|лет|месяц\p{L}{0,2}|мес|недел\p{L}|раза?|реб[её]н\p{L}+|дет(?:ей|и)|батаре\p{L}+|радиатор\p{L}{1,2}|ок(?:он|на|но)|комнат\p{L}?|комн|семь[ией]\p{L}?|собак\p{L}?|кош\p{L}+|кот(?:а|ов)|инвалид(?:а|ов)|пенсионер(?:а|ов|к\p{L})|собственник(?:а|ов)|жильц(?:а|ов)|взрослы\p{L}|стояк\p{L}{1,2}|сч[её]тчик\p{L}{1,2}|ламп\p{L}*|рам\p{L}?|зим\p{L}?|микро\p{L}*|(?:этаж|подъезд)\p{L}{0,2}(?!\s?№?\s?\d))(?!\p{L})/iu;
const QUARTER_BEFORE = /(?:[1-4]|[IVХX]{1,3})\s?$/;
/** A number, perhaps with the ending of an ordinal («45-й»), and the word. */
const WORD_AFTER =
  /(\d{1,4})(-?(?:ой|ая|ую|ым|[яйюе]|ей|го|му)(?!\p{L}))?\s{0,2}(квартир(?:а|ы|е|у|ой)(?!\p{L}|\s?(?:№|номер|\d))|кв\.?(?![\p{L}.])(?!\s?м(?!\p{L})|\s?[\d№]|\s?метр|\s?год))/iuy;
const FROM_WHERE = /(?:^|[^\p{L}])(?:из|из-под|в|с|со|от|у|до|над|под|возле|к|жил\p{L}+|сосед\p{L}+|хозя\p{L}+)\s$/iu;
const AREA = /(?:площад|метраж|размер|общ\.)\p{L}*[^.!?\n]{0,20}$/iu;

const HOUSE_BEFORE = /(?:^|[^\p{L}])(?:д|дом|доме)\.?\s?(?:№\s?)?$/iu;
const STREET_BEFORE =
  /(?:^|[^\p{L}])(?:ул|улиц[аыеу]|пр-?к?т|просп|проспект[ауе]?|пер|переул\p{L}{2,3}|б-р|бульвар[ауе]?|наб|набережн\p{L}{2}|проезд[ауе]?|ш|шоссе)\.?\s[^.\d!?\n]{3,40},?\s$/iu;
/** «проживаю: Лесная 8-45»: after such a word a street may stand bare. */
const ADDRESS = /(?:прожива|жив[уеё](?!\p{L})|прописан|зарегистрирован|адрес(?!ам|ов|ах))/iu;
const CAPITAL_BEFORE = /(?:^|[^\p{L}])[А-ЯЁ][а-яё-]{2,30},?\s$/u;
/** Several houses are spoken of, not one flat. */
const HOUSES = /(?:адресам|адресах|районе|домам|домах|домов|дома(?!\p{L})|между|вдоль|участ[ок]к|улицам|улицах)/iu;
const HOUSE_AND_FLAT =
  /(\d{1,3})(?:[а-г]|[/к]\d{1,2})?\s?[-–]\s?(\d{1,4})(?![\d\p{L}%°]|\s?[-–./,:]\s?\d|\s(?:лет|час|дн|мет|руб|эта|год|км|м(?!\p{L})))/iuy;

const ROOM_BEFORE = /(?:^|[^\p{L}])((?:комн|ком|к|комнат[аеыу])\.?\s?(?:№\s?)?)$/iu;
const ROOM_NUMBER = /\d{1,4}[а-г]?(?![\d\p{L}²]|[.,]\d|\s?(?:кв|м(?!\p{L})|м2|метр|челов|дн[яе]))/iuy;
const HOSTEL = /общежит|общаг|коммунал/iu;

/** Numbers of flats and of rooms in hostels. `runs` are where digits begin. */
export function findFlats(text: string, runs: readonly number[], found: Findings): void {
  const hasFlats = /к\.?в|kv/i.test(text);
  if (hasFlats && IS_SPELLED.test(text))
    for (const match of matchesOf(SPELLED, text)) found.add(match.index, match.index + match[0].length, 'flat');
  const hasRooms = /ком|общ/i.test(text);
  for (const run of runs) {
    if (found.isTaken(run) || isLongRun(text, run)) continue;
    const before = textBefore(text, run);
    if (hasFlats && (findAfterWord(text, run, before, found) || findBeforeWord(text, run, before, found))) continue;
    if (findAfterHouse(text, run, before, found)) continue;
    if (hasRooms) findRoom(text, run, before, found);
  }
}

/** «кв. 45», «квартиры 45, 46 и 47». */
function findAfterWord(text: string, run: number, before: string, found: Findings): boolean {
  const word = WORD_BEFORE.exec(before);
  const match = word === null ? null : matchAt(NUMBER, text, run);
  if (word === null || match === null) return false;
  let end = run + match[0].length;
  const after = textAfter(text, end);
  const [, piece = ''] = word;
  const start = run - piece.length;
  if (NOT_A_FLAT.test(after) || MEASURED.test(after)) return false;
  // «кв. 45 собственник …» is a flat; «в кв. 5 человек» is not.
  const mayCount = /^квартир/iu.test(piece) || /(?:^|[^\p{L}])во?\s$/iu.test(textBefore(text, start, 4));
  if (mayCount && COUNTED.test(after)) return false;
  if (/^20\d\d$/.test(match[0]) && QUARTER_BEFORE.test(textBefore(text, start))) return false;
  const next = /^(?:квартир(?:ы|а[мх]|ами)|.*№№)/iu.test(piece) ? NEXT_OF_SEVERAL : NEXT_FLAT;
  for (let more = matchAt(next, text, end); more !== null; more = matchAt(next, text, end)) {
    const rest = textAfter(text, end + more[0].length);
    if (COUNTED.test(rest) || MEASURED.test(rest)) break;
    end += more[0].length;
  }
  return found.add(start, end, 'flat');
}

/** «45-я квартира», «из 45 квартиры», «45 кв.». What may be a number of flats («3 квартиры») stays. */
function findBeforeWord(text: string, run: number, before: string, found: Findings): boolean {
  const match = matchAt(WORD_AFTER, text, run);
  if (match === null || /[\d.,/-]$/.test(before)) return false;
  const [value, digits = '', ending, word = ''] = match;
  const end = run + value.length;
  if (ending === undefined) {
    const isOrdinal = word.startsWith('квартир')
      ? FROM_WHERE.test(before) ||
        (word.endsWith('а') && /(?:^|[.!?\n])\s?$/.test(before)) ||
        isOrdinalBefore(Number(digits), word)
      : (FROM_WHERE.test(before) || /^\s?[,;!?]/.test(text.slice(end, end + 2))) && Number(digits) > 4;
    if (!isOrdinal || AREA.test(before)) return false;
  }
  return found.add(run, end, 'flat');
}

/** «45 квартиры» can be no number of flats, «3 квартиры» and «21 квартира» can. */
function isOrdinalBefore(number: number, word: string): boolean {
  const ones = number % 10;
  const isTeen = number % 100 >= 11 && number % 100 <= 14;
  if (word.endsWith('ы')) return isTeen || ones < 2 || ones > 4;
  if (word.endsWith('а')) return isTeen || ones !== 1;
  return ones !== 1 || isTeen;
}

/** «д. 5-12», «ул. Мира, 25-3»: a house and a flat where it cannot be a row of houses. */
function findAfterHouse(text: string, run: number, before: string, found: Findings): boolean {
  const match = matchAt(HOUSE_AND_FLAT, text, run);
  if (match === null) return false;
  const [value, house = '', flat = ''] = match;
  const distance = Number(flat) - Number(house);
  const isDouble = distance === 1 || distance === 2;
  const far = textBefore(text, run, 2 * LOOK_AROUND);
  if (distance > 0 && distance % 2 === 0 && distance <= LONGEST_ROW && HOUSES.test(far)) return false;
  const isHouse = HOUSE_BEFORE.test(before) && !isDouble;
  const isAddress = ADDRESS.test(far) || ADDRESS.test(textAfter(text, run + value.length));
  const isStreet =
    (STREET_BEFORE.test(far) || (isAddress && CAPITAL_BEFORE.test(before))) &&
    (distance <= 0 || distance > LONGEST_ROW || isAddress);
  if (!isHouse && !isStreet) return false;
  const end = run + value.length;
  return found.add(end - flat.length, end, 'flat');
}

/** Houses of one row are at most so far apart. */
const LONGEST_ROW = 60;

/** «комн. 3»; a bare «к. 12» or «комната 12» only where a hostel is spoken of. */
function findRoom(text: string, run: number, before: string, found: Findings): boolean {
  const word = ROOM_BEFORE.exec(before);
  const match = word === null ? null : matchAt(ROOM_NUMBER, text, run);
  if (word === null || match === null) return false;
  const end = run + match[0].length;
  const piece = word[1] ?? '';
  if (!/^комн\./iu.test(piece) && !HOSTEL.test(textBefore(text, run, 60)) && !HOSTEL.test(textAfter(text, end)))
    return false;
  return found.add(run - piece.length, end, 'flat');
}

function isLongRun(text: string, run: number): boolean {
  for (let index = run; index < run + 5; index += 1) if (!isDigit(text.charCodeAt(index))) return false;
  return true;
}
