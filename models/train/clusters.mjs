/** Clusters of near duplicates: what the split is drawn by and what cross-fitting leaves out together. */
import { bandKeys, signature, similarity } from '../../dist/pipelines/text/minhash.js';

/** From this similarity of word shingles on two texts are kept on the same side. */
const SAME_SIDE = 0.4;
/** So many texts of a bucket are compared; the rest of a crowd hangs together through them. */
const COMPARED = 40;

/**
 * @param analyses of the texts
 * @returns for each text the index of the text that names its cluster
 */
export function nearDuplicates(analyses) {
  const parent = analyses.map((_, index) => index);
  const root = (index) => {
    let at = index;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  const signatures = analyses.map((analysis) => signature(analysis));
  const buckets = new Map();
  signatures.forEach((signed, index) => {
    for (const key of signed === '' ? [] : bandKeys(signed)) {
      const others = buckets.get(key) ?? [];
      for (const other of others.slice(-COMPARED))
        if (root(other) !== root(index) && similarity(signatures[other], signed) >= SAME_SIDE)
          parent[root(index)] = root(other);
      others.push(index);
      buckets.set(key, others);
    }
  });
  return analyses.map((_, index) => root(index));
}
