/** Shorter words have too many neighbours that are words themselves. */
export const SHORTEST_TYPO = 7;

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
