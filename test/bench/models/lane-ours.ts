/** Ours: the encoder as the work role opens it, all texts of a round in one call. */
import { join } from 'node:path';
import { openEncoder } from '../../../models/encoder/encoder.js';
import type { Analysis } from '../../../pipelines/text/tokens.js';
import { projectRoot } from '../../../src/version.js';
import { serveLane } from '../lane.js';
import { PostMaker } from '../text/posts.js';
import { candidates } from './texts.js';

serveLane(async () => {
  const encoder = await openEncoder({ folder: join(projectRoot, 'models') });
  const maker = new PostMaker();
  let round = 0;
  let texts: Analysis[] = [];
  return {
    async prepare(size) {
      texts = candidates(maker, round++, size);
    },
    async round(size) {
      const encodings = await encoder.encode(texts);
      if (encodings.filter(({ pooled }) => pooled.length > 0).length !== size) throw new Error('texts were not read');
    },
    close: () => encoder.close(),
  };
});
