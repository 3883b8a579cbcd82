/** Shorter words have too many neighbours that are words themselves. */
export const SHORTEST_TYPO = 7;

/**
 * Whether two words are equal or one edit apart: a letter put in, left out or replaced, or two neighbours changed (optimal string
 * alignment distance at most 1). Units are UTF-16 code units; linear in the length.
 */
export function isWithinOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const difference = long.length - short.length;
  if (difference > 1) return false;
  let from = 0;
  while (from < short.length && short.charCodeAt(from) === long.charCodeAt(from)) from += 1;
  if (difference === 1) return isEqualFrom(short, from, long, from + 1);
  if (from >= short.length - 1) return true;
  if (isEqualFrom(short, from + 1, long, from + 1)) return true;
  const areSwapped =
    short.charCodeAt(from) === long.charCodeAt(from + 1) && short.charCodeAt(from + 1) === long.charCodeAt(from);
  return areSwapped && isEqualFrom(short, from + 2, long, from + 2);
}

/**
 * The word and all words with one unit of it left out, each once. Two words that are one edit apart always share one of these, so a table
 * by them finds all candidates, which `isWithinOneEdit` then confirms (some pairs two edits apart share one too).
 */
export function deletionNeighbours(word: string): string[] {
  const found = [word];
  for (let index = 0; index < word.length; index += 1) {
    // Leaving out either of two equal neighbours gives the same word.
    if (index > 0 && word.charCodeAt(index) === word.charCodeAt(index - 1)) continue;
    found.push(word.slice(0, index) + word.slice(index + 1));
  }
  return found;
}

function isEqualFrom(a: string, fromA: number, b: string, fromB: number): boolean {
  if (a.length - fromA !== b.length - fromB) return false;
  for (let offset = 0; fromA + offset < a.length; offset += 1) {
    if (a.charCodeAt(fromA + offset) !== b.charCodeAt(fromB + offset)) return false;
  }
  return true;
}
