import type { ClusterMark } from '../../src/core/ports.js';
import { textKeys, textSignature } from '../incidents/cluster-keys.js';
import { drop, type Stage } from '../stage.js';
import { compareSignatures } from '../text/minhash.js';
import { type Deduped, type Masked, maskedSchema } from '../values.js';

/**
 * Lets a post that is stored already and unchanged go; an edited one becomes its next version. Finds out whether another post that is
 * part of an incident says the same, exactly or nearly.
 */
export const dedupe: Stage<Masked, Deduped> = {
  name: 'dedupe',
  input: maskedSchema,
  async run(batch, { posts, memory }) {
    const known = await posts.known(batch.map((post) => post.id));
    const signatures = batch.map((post) => textSignature(post.text));
    const keys = batch.map((post, index) => textKeys(post.text, signatures[index] ?? '', post.territory));
    const marks = await memory.find([...new Set(keys.flat())]);
    return batch.map((post, index) => {
      const before = known.get(post.id);
      if (before !== undefined && before.fingerprint === post.fingerprint) return drop('duplicate', { keep: false });
      const signature = signatures[index] ?? '';
      const repeat = findRepeat(post.id, signature, keys[index] ?? [], marks);
      return {
        ...post,
        version: (before?.version ?? 0) + 1,
        knownIncidentId: before?.incidentId ?? null,
        signature,
        repeat,
      };
    });
  },
};

/** The most similar remembered post among those that share a key; null when none is similar enough. */
export function findRepeat(
  postId: string,
  signature: string,
  [exact, ...near]: readonly string[],
  marks: ReadonlyMap<string, ClusterMark>,
): Deduped['repeat'] {
  const same = exact === undefined ? undefined : marks.get(exact);
  if (same !== undefined && same.postId !== postId) {
    return { postId: same.postId, incidentId: same.incidentId, exact: true, similarity: 1 };
  }
  let best: Deduped['repeat'] = null;
  for (const key of near) {
    const mark = marks.get(key);
    if (mark === undefined || mark.postId === postId) continue;
    const { near: isNear, similarity } = compareSignatures(signature, mark.signature);
    if (isNear && similarity > (best?.similarity ?? 0)) {
      best = { postId: mark.postId, incidentId: mark.incidentId, exact: false, similarity };
    }
  }
  return best;
}
