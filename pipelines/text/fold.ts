import { CYRILLIC, classOf, DIGIT, foldCyrillic, isLetterClass, JOINED, LATIN } from './chars.js';

/** Latin letters (lower case) that stand in for Russian ones inside a Russian word. */
const LOOKALIKES: Readonly<Record<string, string>> = {
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
const DIGIT_LETTERS: Readonly<Record<string, string>> = { '0': 'о', '3': 'з', '4': 'ч', '6': 'б' };
/** Latin one-letter words that are Russian prepositions, conjunctions or house letters in a Russian text. */
const LONE_LETTERS = new Set(['a', 'b', 'c', 'k', 'o', 'y']);
/** Words of one repeated letter that mean something as they are. */
const KEPT_REPEATS = new Set(['ооо', 'www', 'iii', 'xxx']);
/** After these a digit is a number even when letters follow it («дом3корпус2»). */
const BEFORE_NUMBER = new Set(
  'д дом дома доме кв квартира к корп корпус стр строение под подъезд этаж ул школа сош лицей гимназия сад детсад уч участок м р рп'.split(
    ' ',
  ),
);

/**
 * The form in which words are compared: lower case, «ё» as «е», compatibility forms unified (NFKC), stress marks and invisible characters
 * dropped, Latin look-alikes and digits inside Russian words corrected, three and more equal letters as one. Works word by word, so the
 * fold of a token's own piece of text equals the token's text; everything between words is only lower-cased. `fold(fold(x)) = fold(x)`.
 */
export function fold(text: string): string {
  let out = '';
  let index = 0;
  const source = isPlain(text) ? text : dropMarks(unify(text));
  while (index < source.length) {
    const from = index;
    while (index < source.length && isWordUnit(source.charCodeAt(index))) index += 1;
    if (index > from) out += foldWord(source.slice(from, index));
    const between = index;
    while (index < source.length && !isWordUnit(source.charCodeAt(index))) index += 1;
    if (index > between) out += source.slice(between, index).toLowerCase();
  }
  return out;
}

/** Folds a link, an address or a sign: lower case and nothing corrected, since a letter more or less is another address. */
export function foldSign(text: string): string {
  return dropMarks(unify(text));
}

function isWordUnit(code: number): boolean {
  const cls = classOf(code);
  return isLetterClass(cls) || cls === DIGIT;
}

/** Only characters for which no Unicode normalisation is needed. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    if (foldCyrillic(code) === 0 && code !== 0x2116) return false;
  }
  return true;
}

/** Compatibility forms and kinds of hyphen made one; «№» stays (its compatibility form is «No»). */
function unify(text: string): string {
  if (text.includes('№')) return text.split('№').map(unify).join('№');
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u2010\u2011]/g, '-');
}

function dropMarks(text: string): string {
  let out = '';
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (classOf(text.charCodeAt(index)) !== JOINED) continue;
    out += text.slice(from, index);
    from = index + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Folds one run of letters and digits. */
function foldWord(run: string): string {
  let cyrillic = 0;
  let latin = 0;
  let digits = 0;
  for (let index = 0; index < run.length; index += 1) {
    const cls = classOf(run.charCodeAt(index));
    if (cls === CYRILLIC) cyrillic += 1;
    else if (cls === LATIN) latin += 1;
    else if (cls === DIGIT) digits += 1;
  }
  let word = run.toLowerCase().replaceAll('ё', 'е');
  if (latin > 0 && cyrillic > 0) word = mapLookalikes(word, cyrillic >= latin);
  else if (latin === 1 && cyrillic === 0 && (run.length === 1 || digits > 0) && isLone(word))
    word = mapLookalikes(word, true);
  if (digits > 0 && hasDigitLetters(word)) word = mapDigits(word);
  return collapseRepeats(word);
}

/** A single letter, or a house number with one look-alike letter after it («15A»). */
function isLone(word: string): boolean {
  return LONE_LETTERS.has(word) || (classOf(word.charCodeAt(0)) === DIGIT && /^\d+[abcek]\d*$/.test(word));
}

function mapLookalikes(word: string, always: boolean): string {
  let out = '';
  for (const char of word) {
    const mapped = LOOKALIKES[char];
    if (mapped === undefined && !always && classOf(char.charCodeAt(0)) === LATIN) return word;
    out += mapped ?? char;
  }
  return out;
}

/**
 * True when the digits of a run are letters in disguise: «в0да», «0тключили», «ма3ут». One digit of 0 3 4 6 at a time, with Russian
 * letters on both sides, three letters at least, and no word before it that calls for a number; a leading 0 counts too.
 */
export function hasDigitLetters(word: string): boolean {
  let letters = 0;
  let found = false;
  for (let index = 0; index < word.length; index += 1) {
    const cls = classOf(word.charCodeAt(index));
    if (cls === DIGIT) {
      const char = word.charAt(index);
      const before = index > 0 && isLetterClass(classOf(word.charCodeAt(index - 1)));
      const after = index + 1 < word.length && isLetterClass(classOf(word.charCodeAt(index + 1)));
      if (!after || DIGIT_LETTERS[char] === undefined) return false;
      if (!before && !(index === 0 && char === '0')) return false;
      if (!found && index > 0 && BEFORE_NUMBER.has(word.slice(0, index).toLowerCase())) return false;
      found = true;
    } else if (cls === CYRILLIC) letters += 1;
    else if (cls === LATIN && LOOKALIKES[word.charAt(index).toLowerCase()] !== undefined) letters += 0;
    else return false;
  }
  return found && letters >= 3;
}

function mapDigits(word: string): string {
  let out = '';
  for (const char of word) out += DIGIT_LETTERS[char] ?? char;
  return out;
}

function collapseRepeats(word: string): string {
  let out = '';
  let from = 0;
  for (let index = 0; index < word.length; ) {
    const code = word.charCodeAt(index);
    let end = index + 1;
    while (end < word.length && word.charCodeAt(end) === code) end += 1;
    if (end - index >= 3 && classOf(code) !== DIGIT && (code < 0xd800 || code > 0xdfff)) {
      if (KEPT_REPEATS.has(word)) return word;
      out += word.slice(from, index + 1);
      from = end;
    }
    index = end;
  }
  return from === 0 ? word : out + word.slice(from);
}
