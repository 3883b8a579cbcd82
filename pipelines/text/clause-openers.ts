/** Conjunctions that begin a clause of their own, with a comma before them or without: «но», «зато». */
const AGAINST = 'но';
const INSTEAD = 'зато';
const againstKey = lowKey(AGAINST);
const insteadKey = lowKey(INSTEAD);

/** Whether a folded word begins a clause. */
export function isClauseOpener(folded: string): boolean {
  return folded === AGAINST || folded === INSTEAD;
}

/** The same by the two halves of the word's key (see word-cache.ts), without a look at the word. */
export function hasOpenerKey(low: number, high: number): boolean {
  return high === 0 && (low === againstKey || low === insteadKey);
}

/** Key of a word of at most five Russian letters. */
function lowKey(word: string): number {
  let key = 1;
  for (let index = 0; index < word.length; index += 1) key = (key << 5) | (word.charCodeAt(index) & 31);
  return key;
}
