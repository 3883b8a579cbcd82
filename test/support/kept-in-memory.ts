import { deserialize, serialize } from 'node:v8';
import type { KeptResults } from '../../src/core/kept.js';

/** Keeps results in memory, as copies; counts how often something was known. */
export function keptInMemory(): KeptResults & { hits: () => number; size: () => number } {
  const results = new Map<string, Buffer>();
  let hits = 0;
  const nameOf = (kind: string, key: string): string => `${kind} ${key}`;
  return {
    hits: () => hits,
    size: () => results.size,
    has: (kind, key) => results.has(nameOf(kind, key)),
    get: (kind, key) => {
      const known = results.get(nameOf(kind, key));
      if (known === undefined) return undefined;
      hits++;
      return deserialize(known) as unknown;
    },
    put: (kind, key, result) => {
      results.set(nameOf(kind, key), serialize(result));
    },
  };
}
