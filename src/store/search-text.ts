/** What both stores make of an operator's search words. */

export interface SearchWords {
  /** Each must be found, anywhere in the incident. */
  words: string[];
  /** Each must be found as it stands, apart from endings. */
  phrases: string[];
}

const readable = /[\p{L}\p{N}]/u;
/** More words than this are not looked at: nobody types them. */
const maxWords = 40;

/**
 * Splits at white space; text in "…", «…» or “…” is a phrase; an opening quotation mark without its end counts as white space. Pieces
 * without letter or digit are left out: an empty result means «no search».
 */
export function parseSearchText(text: string): SearchWords {
  const phrases: string[] = [];
  const rest = text.normalize('NFC').replace(/"([^"]*)"|«([^»]*)»|“([^”]*)”/g, (_all, a, b, c) => {
    const phrase = String(a ?? b ?? c ?? '').trim();
    if (readable.test(phrase)) phrases.push(phrase);
    return ' ';
  });
  const words = rest
    .replace(/["«»“”]/g, ' ')
    .split(/\s+/)
    .filter((word) => readable.test(word));
  return { words: words.slice(0, maxWords), phrases: phrases.slice(0, maxWords) };
}

/**
 * The beginning of an incident number that the word may be, in upper case; null when it cannot be one. Without the letters «ИН-»
 * three characters are asked for, so that a house number does not bring up foreign incidents.
 */
export function numberPrefix(word: string): string | null {
  const upper = word.toUpperCase();
  const bare = upper.replace(/^ИН-/, '');
  if (!/^[0-9A-Z]{1,6}$/.test(bare)) return null;
  return bare !== upper || bare.length >= 3 ? bare : null;
}

/** Marks around a match in a highlight. */
export const matchStart = '\uE000';
export const matchEnd = '\uE001';
