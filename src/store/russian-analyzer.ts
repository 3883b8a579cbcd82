/** The analyser `ru` of the indices once more, for the store in memory. */
import { stemmer } from '@orama/stemmers/russian';

export interface Token {
  term: string;
  /** Place among the tokens of the text, from 0. */
  position: number;
  /** Offsets in UTF-16 code units, end exclusive. */
  start: number;
  end: number;
}

// The word boundaries of Unicode as far as they matter here: «3,5» and «г.о» hold together, «по-русски» does not.
const words = /[\p{L}\p{M}\p{N}_]+(?:(?:(?<=\p{L})['’.:·](?=\p{L})|(?<=\p{N})['’.,;](?=\p{N}))[\p{L}\p{M}\p{N}_]+)*/gu;
const readable = /[\p{L}\p{N}]/u;

const maxStems = 50_000;
const stems = new Map<string, string>();

function stem(word: string): string {
  let found = stems.get(word);
  if (found === undefined) {
    found = stemmer(word);
    if (stems.size >= maxStems) stems.clear();
    stems.set(word, found);
  }
  return found;
}

/** Splits into words, reads ё as е, drops case and endings; keeps every word. */
export function analyze(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(words)) {
    const word = match[0];
    if (!readable.test(word)) continue;
    const term = stem(word.toLowerCase().replaceAll('ё', 'е'));
    tokens.push({ term, position: tokens.length, start: match.index, end: match.index + word.length });
  }
  return tokens;
}
