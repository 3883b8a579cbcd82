import type { Stage } from '../stage.js';
import { ownWords } from '../text/own-words.js';
import { type Classified, classifiedSchema, type Located } from '../values.js';

/**
 * Finds the place: named in the text, else by the post that opened its thread or that it answers (where the same batch holds it), else the
 * home territory of the source.
 */
export const locate: Stage<Classified, Located> = {
  name: 'locate',
  input: classifiedSchema,
  async run(batch, { locator }) {
    const texts = new Map(batch.map((post) => [`${post.sourceId} ${post.nativeId}`, post.text]));
    return batch.map((post) => {
      const above = post.replyTo ?? post.threadId;
      const thread = above === null || above === post.nativeId ? null : texts.get(`${post.sourceId} ${above}`);
      return {
        ...post,
        place: locator.locate(ownWords(post.text), {
          territory: post.territory,
          locality: post.locality,
          ...(thread === null || thread === undefined ? {} : { thread: ownWords(thread) }),
        }),
      };
    });
  },
};
