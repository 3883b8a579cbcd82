/** Which posts stood on a page when it was last read: what is gone from the middle of it was taken away. Pure. */
export interface RollEntry {
  /** Id of the post. */
  id: string;
  publishedMs: number;
  /** Readings in a row in which it was missing. */
  misses: number;
}

/** Readings without a post after which it counts as removed: one may be a page that was half built. */
export const MISSES_TO_REMOVE = 2;
/** Posts remembered of one page. */
const MOST_ENTRIES = 200;

export interface RollChange {
  roll: RollEntry[];
  /** Removed since. */
  gone: string[];
  /** Counted as removed before and there again. */
  back: string[];
}

/**
 * Compares a reading with the one before. A post is missed when it is not there although older ones are; one that is older than all that are there
 * was pushed to the next page. When more than half of the posts that should be there are missing, the page is not the same view
 * (a redesign, a login wall), and nothing is held against it.
 * @param now posts whose time the page tells
 */
export function compareRoll(
  before: readonly RollEntry[],
  now: readonly { id: string; publishedMs: number }[],
): RollChange {
  const present = new Set(now.map(({ id }) => id));
  const oldestMs = Math.min(...now.map(({ publishedMs }) => publishedMs));
  const due = before.filter(({ publishedMs }) => publishedMs > oldestMs);
  const missing = due.filter(({ id }) => !present.has(id));
  const isNewlyMissing = missing.filter(({ misses }) => misses === 0).length;
  const stood = due.filter(({ misses }) => misses === 0).length;
  const isSameView = now.length > 0 && isNewlyMissing * 2 <= stood;
  if (!isSameView) return { roll: [...before], gone: [], back: [] };
  const missed = missing.map((entry) => ({ ...entry, misses: Math.min(entry.misses + 1, MISSES_TO_REMOVE) }));
  const removedBefore = new Set(before.filter(({ misses }) => misses >= MISSES_TO_REMOVE).map(({ id }) => id));
  return {
    roll: [...now.map(({ id, publishedMs }) => ({ id, publishedMs, misses: 0 })), ...missed].slice(0, MOST_ENTRIES),
    gone: missed.filter(({ id, misses }) => misses >= MISSES_TO_REMOVE && !removedBefore.has(id)).map(({ id }) => id),
    back: now.filter(({ id }) => removedBefore.has(id)).map(({ id }) => id),
  };
}

/** The same for a page that answers that it is as it was: what was missing is missing once more. Null when nothing was. */
export function missAgain(before: readonly RollEntry[]): Pick<RollChange, 'roll' | 'gone'> | null {
  const open = new Set(before.filter(({ misses }) => misses > 0 && misses < MISSES_TO_REMOVE).map(({ id }) => id));
  if (open.size === 0) return null;
  const roll = before.map((entry) => (open.has(entry.id) ? { ...entry, misses: entry.misses + 1 } : entry));
  const gone = roll.filter(({ id, misses }) => open.has(id) && misses >= MISSES_TO_REMOVE);
  return { roll, gone: gone.map(({ id }) => id) };
}

/** The same for a page that answers that it is not there: all of it was missed. */
export function missAll(before: readonly RollEntry[]): Pick<RollChange, 'roll' | 'gone'> {
  const roll = before.map((entry) => ({ ...entry, misses: Math.min(entry.misses + 1, MISSES_TO_REMOVE) }));
  const gone = roll.filter(({ misses }, at) => misses >= MISSES_TO_REMOVE && before[at]?.misses !== misses);
  return { roll, gone: gone.map(({ id }) => id) };
}
