import { stemmer } from '@orama/stemmers/russian';
import { STEM_EXCEPTIONS } from './stem-exceptions.js';

/** Words kept in each of the two generations of the cache: about 8 MB at most, and more than the vocabulary of a day. */
const GENERATION_SIZE = 40_000;
const LONGEST_WORD = 60;

let young = new Map<string, string>();
let old = new Map<string, string>();

/**
 * Stem of one folded word (lower case, «ё» as «е»): the reference Snowball algorithm for Russian with a table of exceptions. Words
 * without Russian letters, and longer than 60 letters, are their own stem. Memoised; memory is bounded by two generations.
 */
export function stem(word: string): string {
  const known = young.get(word);
  if (known !== undefined) return known;
  const result = old.get(word) ?? compute(word);
  if (young.size >= GENERATION_SIZE) {
    old = young;
    young = new Map();
  }
  young.set(word, result);
  return result;
}

function compute(word: string): string {
  const exception = STEM_EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  if (word.length > LONGEST_WORD) return word;
  const code = word.charCodeAt(word.length - 1);
  return code >= 0x430 && code <= 0x44f ? stemmer(word) : word;
}

/** Number of words held now, for tests and metrics. */
export function stemCacheSize(): number {
  return young.size + old.size;
}
