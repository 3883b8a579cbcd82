import type { Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Classified, classifiedSchema, type Located } from '../values.js';

/** Finds the place: named in the text, else the home territory of the source. */
export const locate: Stage<Classified, Located> = {
  name: 'locate',
  input: classifiedSchema,
  async run(batch, { locator }) {
    return batch.map((post) => ({
      ...post,
      place: locator.locate(ownWords(post.text), { territory: post.territory }),
    }));
  },
};
