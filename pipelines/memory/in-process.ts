import type { ClusterMark, ClusterMemory, IncidentFeed, IncidentNotice } from '../../src/core/ports.js';

/** The cluster memory of the embedded line: one process, nothing kept. */
export function createProcessMemory(): ClusterMemory {
  const marks = new Map<string, ClusterMark>();
  const tails = new Map<string, Promise<unknown>>();
  let isFilled = false;
  return {
    async withLock(key, run) {
      const turn = (tails.get(key) ?? Promise.resolve()).then(run);
      const tail = turn.catch(() => undefined);
      tails.set(key, tail);
      try {
        return await turn;
      } finally {
        if (tails.get(key) === tail) tails.delete(key);
      }
    },
    async find(keys) {
      return new Map(keys.flatMap((key) => (marks.has(key) ? [[key, marks.get(key) as ClusterMark]] : [])));
    },
    async remember(entries) {
      for (const { key, mark } of entries) marks.set(key, mark);
    },
    isFilled: async () => isFilled,
    markFilled: async () => {
      isFilled = true;
    },
  };
}

/** Live updates inside one process. */
export function createProcessFeed(): IncidentFeed {
  const listeners = new Set<(notice: IncidentNotice) => void>();
  return {
    async publish(notice) {
      for (const listener of listeners) listener(notice);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
