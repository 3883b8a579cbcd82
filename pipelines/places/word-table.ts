import { withoutTwins } from './fold.js';
import { everyGate } from './gates.js';

/**
 * Remembers the words of texts, so that a word seen before costs neither a string nor a look at any list: the tokeniser gets the same
 * folded string and the same gates as the last time.
 */
export interface WordTable {
  /** Where the tokeniser writes the folded units of the word that it reads, the first {@link longestKept} of them. */
  readonly units: Uint16Array;
  /**
   * Number of the word in `units`, for `texts` and `gates` until the next call.
   * @param length at most {@link longestKept}
   * @param hash of the units, see {@link hashUnit}
   */
  of(length: number, hash: number): number;
  /** Folded words by number. */
  readonly texts: readonly string[];
  /** Bits of `GATE` by number. */
  readonly gates: Uint8Array;
  /** Gates of a folded word that is not kept. */
  gatesOf(word: string): number;
  /** Gates of numbers and signs. */
  readonly otherGates: number;
}

/** Longer words are not kept: hardly any name is longer, and each place has room for so many units. */
export const longestKept = 24;
/** Two words are kept for each line: the vocabulary of some ten thousand posts, in some 6 MB. */
const manyLines = 32_768;

export const hashStart = 0x811c9dc5;
/** FNV-1a over the folded units. */
export const hashUnit = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/**
 * @param gatesOf gates of a folded word; asked when a word comes that is not kept
 * @param lines half the number of words that are kept, a power of two
 */
export function createWordTable(gatesOf: (word: string) => number, otherGates = 0, lines = manyLines): WordTable {
  // A word may stand in two places of one line, and drives out the one of the two that was used longer ago: words that are seen once
  // drive out each other, common ones stay.
  const texts: string[] = new Array<string>(2 * lines).fill('');
  const gates = new Uint8Array(2 * lines);
  const hashes = new Int32Array(2 * lines);
  const lengths = new Uint8Array(2 * lines);
  const latest = new Uint8Array(lines);
  /** Folded units of each word. */
  const pool = new Uint32Array((2 * lines * longestKept) / 2);
  const pairs = new Uint32Array(longestKept / 2);
  const units = new Uint16Array(pairs.buffer);

  const isSame = (place: number, hash: number, length: number): boolean => {
    if (hashes[place] !== hash || lengths[place] !== length) return false;
    const from = (place * longestKept) / 2;
    for (let i = 0; 2 * i < length; i++) if (pool[from + i] !== pairs[i]) return false;
    return true;
  };
  const put = (place: number, hash: number, length: number): void => {
    // Of the units, so that it does not depend on which text came first; from a plain array, which takes a tenth of the time of a typed one.
    const codes: number[] = [];
    for (let i = 0; i < length; i++) codes.push(units[i] as number);
    const word = withoutTwins(String.fromCharCode(...codes));
    texts[place] = word;
    gates[place] = gatesOf(word);
    hashes[place] = hash;
    lengths[place] = length;
    pool.set(pairs, (place * longestKept) / 2);
  };
  return {
    units,
    texts,
    gates,
    gatesOf,
    otherGates,
    of(length, hash) {
      // Units are compared by twos.
      if (length < longestKept) units[length] = 0;
      const line = (hash ^ (hash >>> 15)) & (lines - 1);
      const recent = latest[line] as number;
      let place = 2 * line + recent;
      if (isSame(place, hash, length)) return place;
      place ^= 1;
      if (!isSame(place, hash, length)) put(place, hash, length);
      latest[line] = recent ^ 1;
      return place;
    },
  };
}

/** All gates open everywhere: every finder looks at every token, which finds the same more slowly. */
export const openWords: WordTable = createWordTable(() => everyGate, everyGate, 256);
