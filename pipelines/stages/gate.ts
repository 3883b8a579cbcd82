import type { TextOrigin } from '../../src/core/ports.js';
import { answeringOf } from '../incidents/voices.js';
import { drop, type Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Deduped, dedupedSchema, type Gated } from '../values.js';

/**
 * Lets only what may be an incident on to the classifiers: nearly all of a feed is not. Saved searches see every post, also those that go
 * no further. «И у нас так же» in a thread has no word of an incident, and may be a further voice of one: it goes on. A small sample of what it lets go travels on all the same, so that its losses are known; the next stage lets it go.
 */
export const gate: Stage<Deduped, Gated> = {
  name: 'gate',
  input: dedupedSchema,
  async run(batch, { decision }) {
    const texts = batch.map((post) => ({ ...originOf(post), text: ownWords(post.text) }));
    const admissions = await decision.gate.admit(texts);
    return batch.map((post, index) => {
      const [text, admission] = [texts[index]?.text, admissions[index]];
      if (text === undefined || admission === undefined)
        throw new Error(`the gate answered ${admissions.length} of ${batch.length} texts`);
      const value = { ...post, decidedBy: decision.by, searches: decision.searches(text), sampled: false };
      const { pass, reason } = admission;
      if (pass || (post.threadId !== null && answeringOf(text) === 'agrees')) return value;
      return decision.isSampled(post.id) ? { ...value, sampled: true } : drop(reason, { value });
    });
  },
};

function originOf({ sourceId, sourceKind, territory, publishedAt }: Deduped): TextOrigin {
  return { sourceId, sourceKind, territory, publishedAt };
}
