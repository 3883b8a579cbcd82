import { stemmer } from '@orama/stemmers/russian';
import { STEM_EXCEPTIONS } from './stem-exceptions.js';

/** Words kept in each of the two generations of the cache: some 12 MB each; a smaller one is refilled all the time and twice as slow. */
const GENERATION_SIZE = 120_000;
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
  const key = detach(word);
  const result = old.get(key) ?? compute(key);
  if (young.size >= GENERATION_SIZE) {
    old = young;
    young = new Map();
  }
  young.set(key, result);
  return result;
}

/** A copy of its own: V8 keeps the whole text alive for a slice of 13 and more units of it. */
function detach(word: string): string {
  return word.length < 13 ? word : Buffer.from(word, 'utf16le').toString('utf16le');
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
