import { type Clock, isoTime } from '../core/clock.js';
import type { RegisteredSource } from '../core/source.js';
import type { SourceStore } from '../core/source-ports.js';

/** Changes of the last minute are asked for again: the index shows them late and clocks differ. */
const OVERLAP_MS = 60_000;
const FRESH_MS = 10_000;

export interface SourceName {
  id: string;
  name: string;
  kind: string;
  territory: string;
}

/**
 * Names of all sources, by id: read whole once, then only what changed, at most every ten seconds.
 * @returns asks for them
 */
export function sourceNames(
  registry: Pick<SourceStore, 'list' | 'changedSince'>,
  clock: Clock,
): () => Promise<SourceName[]> {
  const names = new Map<string, SourceName>();
  let sorted: SourceName[] = [];
  let askedMs: number | null = null;
  let asking: Promise<void> | null = null;

  function take(sources: readonly RegisteredSource[]): void {
    for (const { id, name, kind, territory } of sources) names.set(id, { id, name, kind, territory });
    sorted = [...names.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  async function ask(): Promise<void> {
    const nowMs = clock.now();
    const changed =
      askedMs === null ? await registry.list() : await registry.changedSince(isoTime(askedMs - OVERLAP_MS));
    if (changed.length > 0) take(changed);
    askedMs = nowMs;
  }
  return async () => {
    if (askedMs === null || clock.now() - askedMs >= FRESH_MS) {
      asking ??= ask().finally(() => {
        asking = null;
      });
      await asking;
    }
    return sorted;
  };
}
