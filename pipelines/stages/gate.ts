import { drop, type Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Deduped, dedupedSchema } from '../values.js';

/** Lets only what may be an incident on to the classifiers: nearly all of a feed is not. */
export const gate: Stage<Deduped, Deduped> = {
  name: 'gate',
  input: dedupedSchema,
  async run(batch, context) {
    return batch.map((post) => {
      const { pass, reason } = context.gate.admits(ownWords(post.text), post);
      return pass ? post : drop(reason);
    });
  },
};
