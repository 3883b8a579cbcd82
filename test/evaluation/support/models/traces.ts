/** What of the development texts can be found in a file or among other texts. Pure. */
import { bandKeys, signature, similarity } from '../../../../pipelines/text/minhash.js';
import { readText } from '../../../../pipelines/text/read.js';

/** Texts that share so many of their word shingles are nearly equal. */
export const NEARLY = 0.6;
/** Shorter texts («спасибо», «доброе утро») are nobody's own words. */
const FEWEST_WORDS = 5;

export interface Own {
  /** Words in the order of the text, folded: what is compared. */
  words: string;
  signed: string;
}

/** A text as it is compared; null when it is too short to be somebody's. */
export function ownOf(text: string): Own | null {
  const { analysis } = readText(text);
  if (analysis.tokens.length < FEWEST_WORDS) return null;
  return { words: analysis.tokens.map((token) => token.text).join(' '), signed: signature(analysis) };
}

/** How many of the committed texts equal, and how many nearly equal, one of the data. */
export function countTraces(committed: readonly string[], data: readonly string[]): { equal: number; near: number } {
  const known = new Set<string>();
  const buckets = new Map<string, string[]>();
  for (const text of data) {
    const own = ownOf(text);
    if (own === null) continue;
    known.add(own.words);
    if (own.signed === '') continue;
    for (const key of bandKeys(own.signed)) {
      const bucket = buckets.get(key) ?? [];
      bucket.push(own.signed);
      buckets.set(key, bucket);
    }
  }
  let [equal, near] = [0, 0];
  for (const text of committed) {
    const own = ownOf(text);
    if (own === null) continue;
    if (known.has(own.words)) equal++;
    else if (
      own.signed !== '' &&
      bandKeys(own.signed).some((key) => buckets.get(key)?.some((other) => similarity(other, own.signed) >= NEARLY))
    )
      near++;
  }
  return { equal, near };
}
