/** What is known of a text that waits for the encoder. */
export interface Waiting {
  /** Number of its pieces. */
  readonly length: number;
  /** Number of its turn: the least has waited longest. */
  readonly turn: number;
}

/** Puts a text where it belongs among waiting ones, which stand in order of length. */
export function insertByLength<T extends Waiting>(waiting: T[], item: T): void {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle] as T).length <= item.length) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, item);
}

/**
 * Takes the texts of the next batch out of `waiting`, which stands in order of length: the one that has waited longest and those nearest to
 * it in length. All of them padded to the longest have at most `budget` pieces, unless one alone has more.
 * @param worthPadding pieces by which a text is padded rather than run alone
 */
export function takeBatch<T extends Waiting>(waiting: T[], budget: number, worthPadding: number): T[] {
  if (waiting.length === 0) return [];
  let seed = 0;
  waiting.forEach((item, at) => {
    if (item.turn < (waiting[seed] as T).turn) seed = at;
  });
  let from = seed;
  let to = seed + 1;
  let longest = (waiting[seed] as T).length;
  let shortest = longest;
  for (;;) {
    const below = waiting[from - 1];
    const above = waiting[to];
    const gapBelow = below === undefined ? Number.POSITIVE_INFINITY : longest - below.length;
    const gapAbove = above === undefined ? Number.POSITIVE_INFINITY : above.length - shortest;
    const goesUp = gapAbove <= gapBelow;
    const next = goesUp ? above : below;
    if (next === undefined || Math.min(gapAbove, gapBelow) > worthPadding) break;
    const width = Math.max(longest, next.length);
    if (width * (to - from + 1) > budget) break;
    longest = width;
    shortest = Math.min(shortest, next.length);
    if (goesUp) to++;
    else from--;
  }
  return waiting.splice(from, to - from);
}
