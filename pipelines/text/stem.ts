import { stemmer } from '@orama/stemmers/russian';
import { IRREGULAR_WORDS, STEM_EXCEPTIONS } from './stem-exceptions.js';

const LONGEST_WORD = 60;

/**
 * Stem of one folded word (lower case, «ё» as «е»): the reference Snowball algorithm for Russian with a table of exceptions. Words that
 * do not end in a Russian letter, and longer than 60 letters, are their own stem. Not memoised: `analyse` remembers whole words.
 */
export function stem(word: string): string {
  return STEM_EXCEPTIONS.get(word) ?? snowball(word);
}

/**
 * Stem of one folded word by the reference algorithm alone, but for the few irregular words (люди/человек). What `stem` adds is the
 * family: forms that the algorithm scatters over several stems («упал», «упасть») get that of one of them.
 */
export function plainStem(word: string): string {
  return IRREGULAR_WORDS.has(word) ? stem(word) : snowball(word);
}

function snowball(word: string): string {
  if (word.length > LONGEST_WORD) return word;
  const code = word.charCodeAt(word.length - 1);
  return code >= 0x430 && code <= 0x44f ? stemmer(word) : word;
}
