import { type RawPost, rawPostSchema } from '../../src/core/post.js';
import { drop, type Stage } from '../stage.js';
import { cleanText } from '../text/normalise.js';

/** Longest text that is read; longer ones are cut (a post of a social network has at most 16 384 characters). */
const maxTextLength = 20_000;

/** Turns the text of a page into readable text: no markup, no invisible characters. */
export const normalise: Stage<RawPost, RawPost> = {
  name: 'normalise',
  input: rawPostSchema,
  async run(batch) {
    return batch.map((post) => {
      const text = cleanText(post.text.slice(0, maxTextLength));
      return text === '' ? drop('empty', { keep: false }) : { ...post, text };
    });
  },
};
