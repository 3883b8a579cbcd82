import { bandKeys, signature, similarity } from '../../pipelines/text/minhash.js';
import type { Analysis } from '../../pipelines/text/tokens.js';

/** From this similarity of word shingles on two texts count as one. */
const sameFrom = 0.4;
/** So many texts of a bucket are compared; the rest of a crowd hangs together through them. */
const compared = 40;

/**
 * Clusters of near duplicates: a text and its copies must never stand on both sides of a fit and its check. Pure.
 * @returns for each text the index of the text that names its cluster
 */
export function nearDuplicates(analyses: readonly Analysis[]): Int32Array {
  const parent = Int32Array.from(analyses, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const signatures = analyses.map((analysis) => signature(analysis));
  const buckets = new Map<string, number[]>();
  signatures.forEach((signed, index) => {
    for (const key of bandKeys(signed)) {
      const others = buckets.get(key) ?? [];
      for (const other of others.slice(-compared))
        if (root(other) !== root(index) && similarity(signatures[other] as string, signed) >= sameFrom)
          parent[root(index)] = root(other);
      others.push(index);
      buckets.set(key, others);
    }
  });
  return Int32Array.from(analyses, (_, index) => root(index));
}
