import { hash } from 'node:crypto';
import { bandKeys, signature, similarity } from '../../pipelines/text/minhash.js';
import type { Analysis } from '../../pipelines/text/tokens.js';

/** From this estimated Jaccard similarity on two texts are copies for the split, also where their house numbers differ. */
const copyFrom = 0.7;

/**
 * What belongs together when texts are split: those of one cluster (an incident), and near copies wherever they stand. Gives each text the name
 * of its unit, the smallest name of a cluster in it, so the order of the texts does not matter.
 */
export function unitsOf(texts: readonly { cluster: string; analysis: Analysis }[]): string[] {
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root))
      root = parent;
    parents.set(name, root);
    return root;
  };
  const join = (one: string, other: string): void => {
    const [a, b] = [rootOf(one), rootOf(other)];
    if (a !== b) parents.set(a < b ? b : a, a < b ? a : b);
  };
  const first = new Map<string, { signed: string; cluster: string }>();
  for (const { cluster, analysis } of texts) {
    const signed = signature(analysis);
    const keys = bandKeys(signed);
    // A text too short for signatures is a copy of the very same words alone.
    if (keys.length === 0) keys.push(analysis.tokens.map(({ stem }) => stem).join(' '));
    for (const key of keys) {
      const known = first.get(key);
      if (known === undefined) first.set(key, { signed, cluster });
      else if (known.cluster !== cluster && (!key.includes('.') || similarity(known.signed, signed) >= copyFrom))
        join(known.cluster, cluster);
    }
  }
  return texts.map(({ cluster }) => rootOf(cluster));
}

/** What a labelled text is for: fitting the heads, setting the decision over them, or measuring what came of it. */
export type Part = 'fit' | 'calibrate' | 'measure';

/** Shares of the units in percent; the rest measures. */
const shares = { fit: 70, calibrate: 15 };

/** The part of a unit, by its name alone: it stays where it is when labels are added. */
export function partOf(unit: string): Part {
  const place = Number.parseInt(hash('sha256', `split:${unit}`, 'hex').slice(0, 8), 16) % 100;
  if (place < shares.fit) return 'fit';
  return place < shares.fit + shares.calibrate ? 'calibrate' : 'measure';
}
