/** A row on screen; gone when the server no longer lists it under the present filters. */
export interface ShownRow<T> {
  row: T;
  gone: boolean;
}
export interface MergedRows<T> {
  shown: ShownRow<T>[];
  /** Rows that belong between or above the shown ones and wait to be let in. */
  waiting: T[];
}

/**
 * Brings a fresh list into the list on screen without moving anything: known rows are updated in place, rows past the last known one are
 * appended (the next page), others wait until the operator lets them in. Rows that vanished stay, marked as gone.
 */
export function mergeRows<T extends { id: string }>(shown: readonly ShownRow<T>[], fresh: readonly T[]): MergedRows<T> {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const known = new Set(shown.map((entry) => entry.row.id));
  const lastKnown = fresh.reduce((last, row, index) => (known.has(row.id) ? index : last), -1);
  const kept = shown.map((entry) => {
    const row = byId.get(entry.row.id);
    return row ? { row, gone: false } : { row: entry.row, gone: true };
  });
  if (shown.length === 0) return { shown: fresh.map((row) => ({ row, gone: false })), waiting: [] };
  // When none of the shown rows is left, nothing tells where fresh ones belong: all of them wait.
  const appended = lastKnown < 0 ? [] : fresh.slice(lastKnown + 1);
  const waiting = fresh.filter((row, index) => !known.has(row.id) && (lastKnown < 0 || index < lastKnown));
  return { shown: [...kept, ...appended.map((row) => ({ row, gone: false }))], waiting };
}
