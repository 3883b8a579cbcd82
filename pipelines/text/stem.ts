import { stemmer } from '@orama/stemmers/russian';
import { STEM_EXCEPTIONS } from './stem-exceptions.js';

const LONGEST_WORD = 60;

/**
 * Stem of one folded word (lower case, «ё» as «е»): the reference Snowball algorithm for Russian with a table of exceptions. Words that
 * do not end in a Russian letter, and longer than 60 letters, are their own stem. Not memoised: `analyse` remembers whole words.
 */
export function stem(word: string): string {
  const exception = STEM_EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  if (word.length > LONGEST_WORD) return word;
  const code = word.charCodeAt(word.length - 1);
  return code >= 0x430 && code <= 0x44f ? stemmer(word) : word;
}
