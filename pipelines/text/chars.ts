/** Classes of UTF-16 code units, looked up in one table: a branch on a class is several times cheaper than a regular expression per token. */
export const OTHER = 0;
export const CYRILLIC = 1;
export const LATIN = 2;
export const DIGIT = 3;
export const SPACE = 4;
export const NEWLINE = 5;
/** Belongs to the word around it and is not read: combining marks (stress), soft hyphen, zero-width characters, variation selectors. */
export const JOINED = 6;
/** A letter of any other script (also one that needs two code units: both halves are marked while scanning). */
export const LETTER = 7;

const CLASSES = buildClasses();

function buildClasses(): Uint8Array {
  const table = new Uint8Array(0x10000);
  const letter = /\p{L}/u;
  const mark = /\p{M}/u;
  const digit = /\p{Nd}/u;
  const space = /\s/u;
  for (let code = 0; code < 0x10000; code += 1) {
    if (code >= 0xac00 && code <= 0xd7a3) {
      table[code] = LETTER;
      continue;
    }
    if (code >= 0x4e00 && code <= 0x9fff) {
      table[code] = LETTER;
      continue;
    }
    const char = String.fromCharCode(code);
    if (code >= 0x30 && code <= 0x39) table[code] = DIGIT;
    else if (code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029) table[code] = NEWLINE;
    else if (code === 0xad || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff)
      table[code] = JOINED;
    else if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) table[code] = JOINED;
    else if (mark.test(char)) table[code] = JOINED;
    else if (space.test(char) || code === 0x2800) table[code] = SPACE;
    else if (letter.test(char)) {
      const cyrillic = (code >= 0x400 && code <= 0x52f) || (code >= 0x1c80 && code <= 0x1c8f);
      const latin = code < 0x250 || (code >= 0x1e00 && code <= 0x1eff) || (code >= 0xff21 && code <= 0xff5a);
      table[code] = cyrillic ? CYRILLIC : latin ? LATIN : LETTER;
    } else if (digit.test(char)) table[code] = LETTER;
  }
  return table;
}

/** Class of the code unit at `index`; `OTHER` outside the text. */
export function classAt(text: string, index: number): number {
  return index >= 0 && index < text.length ? (CLASSES[text.charCodeAt(index)] as number) : OTHER;
}

/** Class of a code unit (0-65535). */
export function classOf(code: number): number {
  return CLASSES[code] as number;
}

export function isLetterClass(cls: number): boolean {
  return cls === CYRILLIC || cls === LATIN || cls === LETTER;
}

/** Lower-case Russian letter for a plain Cyrillic code unit А-я, Ё, ё (ё becomes е); 0 for anything else. */
export function foldCyrillic(code: number): number {
  if (code >= 0x430 && code <= 0x44f) return code;
  if (code >= 0x410 && code <= 0x42f) return code + 32;
  if (code === 0x451 || code === 0x401) return 0x435;
  return 0;
}

/** True for a capital letter of the Russian or the Latin alphabet. */
export function isCapital(code: number): boolean {
  return (code >= 0x410 && code <= 0x42f) || code === 0x401 || (code >= 0x41 && code <= 0x5a);
}

/** What a code unit means inside a plain Russian word, see `STEPS`. */
export const WORD_ENDS = 0;
/** Hyphen, digit, invisible character or a letter that is not Russian: the word has to be looked at more closely. */
export const WORD_IS_ODD = 1;

/**
 * For each code unit: the folded Russian letter (0x430-0x44f), `WORD_ENDS` or `WORD_IS_ODD`. One look-up a unit is all that reading an
 * ordinary word takes.
 */
export const STEPS = buildSteps();

function buildSteps(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let code = 0; code < 0x10000; code += 1) {
    const cls = CLASSES[code] as number;
    const ends = (cls === OTHER || cls === SPACE || cls === NEWLINE) && !isHyphen(code);
    table[code] = foldCyrillic(code) || (ends ? WORD_ENDS : WORD_IS_ODD);
  }
  return table;
}

export function isHyphen(code: number): boolean {
  return code === 0x2d || code === 0x2010 || code === 0x2011;
}
