import { CYRILLIC, classOf, DIGIT, isLetterClass, LATIN } from './chars.js';
import { stem } from './stem.js';

/** Latin letters (lower case) that stand in for Russian ones inside a Russian word. */
const TO_RUSSIAN: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  i: 'і',
  k: 'к',
  m: 'м',
  n: 'п',
  o: 'о',
  p: 'р',
  r: 'г',
  t: 'т',
  u: 'и',
  x: 'х',
  y: 'у',
};
/** Russian letters that look like Latin ones, for the way back: «Googlе», «iPhоne». */
const TO_LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
};
const DIGIT_LETTERS: Readonly<Record<string, string>> = { '0': 'о', '3': 'з', '4': 'ч', '6': 'б' };
/** Latin one-letter words that are Russian prepositions, conjunctions or house letters in a Russian text. */
const LONE_LETTER = /^[abckoy]$/;
/** Letters that look alike in the case in which they are written. */
const ALL_ALIKE = /^[ABCEHKMOPTXYaceopxy]{3,}$/;
/** After these a digit is a number even when letters follow it («дом3корпус2»). */
const BEFORE_NUMBER = new Set(
  'д дом дома доме кв квартира к корп корпус стр строение под подъезд этаж ул школа сош лицей гимназия сад детсад уч участок м р рп'.split(
    ' ',
  ),
);
/**
 * Words that are read as Russian when all their letters are Latin look-alikes («CAXAP», «PEMOHT», «MYCOP»): such a word can't be told
 * from a foreign one by its letters («MAX», «COMET»), hence a list. All forms of them count.
 */
const WHOLE_WORDS = stemsOf(
  'нет все вот как так кто там тут она оно нас вас нам вам снова скоро вместе вместо около место мост трасса тротуар сахар мусор ремонт ' +
    'номер ток свет ветер север остановка окно стена сквер сосна каток метро контора совет москва осмотр страх мама насос автомат ресурс ' +
    'вахта весна корова ворота костер рост сено хата канава карта комната контакт котенок крах масса мера монтер мотор мох нора отсутствует ' +
    'норма отрава отсек отвести перерасчет ров рота сектор сосок ссора старт статус стакан тариф тема трактор туман увести хам храм касса ' +
    'санаторка консерватор космос коммунар хоккей кросс отсев кухонька нарост насест',
);
/** Words whose first letter is read out of a digit: «4истить», «6ез», «3десь». Without a list «3этажа» and «4комнатная» would suffer. */
const AFTER_DIGIT = stemsOf(
  'чистить чистый чисто чистка чистят чинить чинят человек часто часть через что чтобы чем чего чужой чиновник черный честно четыре четверг ' +
    'без был была было были быть будет будут беда безобразие бесплатно беспредел больница больной большой больше бордюр борьба бросать ' +
    'бросили бак бардак батарея беспокоит бить бомж бюджет бабушка берег благоустройство близко ближайший брошенный бывает ' +
    'за забор забыли заберите завод завтра завал завалили задолбали зачем закон закрыт закрыли заявка заявление замена залило залили ' +
    'затопило затопили запах запрос здание здесь здоровье земля зима зимой знак знать значит звонить звонок зона',
);

/** One word in lower case with what was written in the letters of another alphabet put right; `run` is letters and digits alone. */
export function mendWord(run: string): string {
  let word = run.toLowerCase().replaceAll('ё', 'е');
  const { cyrillic, latin, digits } = countLetters(word);
  if (latin > 0 && cyrillic > 0) word = mendMixed(word, cyrillic >= latin);
  else if (latin === 1 && cyrillic === 0 && isLone(word)) word = toRussian(word);
  if (digits > 0) word = mendDigits(word);
  return word;
}

/** Letters of each alphabet; one that is repeated counts once, so that drawing a word out changes nothing. */
function countLetters(word: string): { cyrillic: number; latin: number; digits: number } {
  const counts = { cyrillic: 0, latin: 0, digits: 0 };
  let previous = 0;
  for (let index = 0; index < word.length; index += 1) {
    const code = word.charCodeAt(index);
    const cls = classOf(code);
    if (cls === DIGIT) counts.digits += 1;
    else if (code === previous) continue;
    else if (cls === CYRILLIC) counts.cyrillic += 1;
    else if (cls === LATIN) counts.latin += 1;
    previous = code;
  }
  return counts;
}

/** The Russian word behind letters that are all Latin («caxap» of «CAXAP»); undefined when it is none of the list. */
export function readWholeWord(run: string, folded: string): string | undefined {
  if (!ALL_ALIKE.test(run)) return undefined;
  const word = toRussian(folded);
  return WHOLE_WORDS.has(stem(word)) ? word : undefined;
}

/** A single letter, or a house number with one look-alike letter after it («15A»). */
function isLone(word: string): boolean {
  return LONE_LETTER.test(word) || /^\d+([abcek])(?:\1{2,})?\d*$/.test(word);
}

/** A word of both alphabets: Russian when most letters are, or all Latin ones have a Russian look-alike; Latin the other way round. */
function mendMixed(word: string, mostlyRussian: boolean): string {
  if (mostlyRussian || [...word].every((char) => !isLatin(char) || TO_RUSSIAN[char] !== undefined))
    return toRussian(word);
  const isCyrillic = (char: string) => classOf(char.charCodeAt(0)) === CYRILLIC;
  const back = [...word].every((char) => !isCyrillic(char) || TO_LATIN[char] !== undefined);
  return back ? [...word].map((char) => TO_LATIN[char] ?? char).join('') : word;
}

function isLatin(char: string): boolean {
  return classOf(char.charCodeAt(0)) === LATIN;
}

function toRussian(word: string): string {
  let out = '';
  for (const char of word) out += TO_RUSSIAN[char] ?? char;
  return out;
}

function mendDigits(word: string): string {
  const first = word.charCodeAt(0);
  if (first === 0x33 || first === 0x34 || first === 0x36) {
    if (word.length < 3 || !/^\d[а-я]+$/.test(word)) return word;
    const mended = mapDigits(word);
    return AFTER_DIGIT.has(stem(mended)) ? mended : word;
  }
  return hasDigitLetters(word) ? mapDigits(word) : word;
}

/**
 * True when the digits of a run are letters in disguise: «в0да», «0тключили», «ма3ут». One digit of 0 3 4 6 at a time, with Russian
 * letters on both sides, three letters at least, and no word before it that calls for a number; a leading 0 counts too.
 */
function hasDigitLetters(word: string): boolean {
  let letters = 0;
  let found = false;
  for (let index = 0; index < word.length; index += 1) {
    const cls = classOf(word.charCodeAt(index));
    if (cls === DIGIT) {
      const before = index > 0 && isLetterClass(classOf(word.charCodeAt(index - 1)));
      const after = index + 1 < word.length && isLetterClass(classOf(word.charCodeAt(index + 1)));
      if (!after || DIGIT_LETTERS[word.charAt(index)] === undefined) return false;
      if (!before && !(index === 0 && word.charCodeAt(0) === 0x30)) return false;
      // No house, flat or floor has a number that begins with 0.
      const isZero = word.charCodeAt(index) === 0x30;
      if (!found && !isZero && index > 0 && BEFORE_NUMBER.has(word.slice(0, index))) return false;
      found = true;
    } else if (cls === CYRILLIC) letters += 1;
    else if (cls !== LATIN || TO_RUSSIAN[word.charAt(index)] === undefined) return false;
  }
  return found && letters >= 3;
}

function mapDigits(word: string): string {
  let out = '';
  for (const char of word) out += DIGIT_LETTERS[char] ?? char;
  return out;
}

function stemsOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map(stem));
}
