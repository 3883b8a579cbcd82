import { type RawPost, rawPostSchema } from '../../src/core/post.js';
import type { Stage } from '../stage.js';
import { maskPersonalData } from '../text/mask.js';
import type { Masked } from '../values.js';

/** Replaces personal data before anything is stored. */
export const mask: Stage<RawPost, Masked> = {
  name: 'mask',
  input: rawPostSchema,
  async run(batch) {
    return batch.map((post) => {
      const { text, counts } = maskPersonalData(post.text);
      const attachments = post.attachments.map((attachment) => ({
        ...attachment,
        alt: attachment.alt === null ? null : maskPersonalData(attachment.alt).text,
      }));
      const masked = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
      return { ...post, text, attachments, masked };
    });
  },
};
