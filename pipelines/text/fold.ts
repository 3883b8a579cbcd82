import { classOf, DIGIT, foldCyrillic, isLetterClass, JOINED } from './chars.js';
import { mendWord, readWholeWord } from './lookalikes.js';
import { collapseRepeats, mendDrawn } from './repeats.js';

/**
 * The form in which words are compared: lower case, «ё» as «е», compatibility forms unified (NFKC), stress marks and invisible characters
 * dropped, look-alikes of another alphabet and digits inside Russian words corrected, drawn-out letters («пааамагите», «а-а-а»)
 * shortened. Works word by word, so the fold of a token's own piece of text equals the token's text; everything between words is only
 * lower-cased. `fold(fold(x)) = fold(x)`.
 */
export function fold(text: string): string {
  const source = isPlain(text) ? text : dropMarks(unify(text));
  const folded = foldWords(source);
  if (!folded.includes('-')) return folded;
  const mended = mendDrawn(folded);
  return mended === folded ? folded : fold(mended);
}

function foldWords(source: string): string {
  let out = '';
  let index = 0;
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
  const mended = mendWord(run);
  const word = collapseRepeats(mended);
  // Shorter, a word with a digit may be one that is known.
  if (word.length < mended.length && /\d/.test(word)) return foldWord(word);
  return readWholeWord(run, word) ?? word;
}
