import { readText } from '../../../pipelines/text/read.js';
import type { Analysis } from '../../../pipelines/text/tokens.js';
import { seededRandom } from '../../../src/core/seeded-random.js';
import type { PostMaker } from '../text/posts.js';

/** Words of the shortest and longest post. */
const WORDS = { least: 4, most: 80 };

/**
 * Posts as candidates are: most are short, few are long (the logarithm of the number of words is uniform; 25 words on average). The same
 * `round` gives the same posts.
 */
export function candidates(maker: PostMaker, round: number, count: number): Analysis[] {
  const random = seededRandom(9_000 + round);
  const sizes = Array.from({ length: count }, () => Math.round(WORDS.least * (WORDS.most / WORDS.least) ** random()));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const words = maker.make(round, total).flatMap((post) => post.words);
  let from = 0;
  return sizes.map((size) => {
    from += size;
    return readText(words.slice(from - size, from).join(' ')).analysis;
  });
}
