import { serveLane } from '../lane.js';
import { PostMaker, type WordPost } from './posts.js';

/** Serves a lane whose unit of work is one word of a post; each round has posts of its own, the same for all lanes. */
export function serveTextLane(read: (posts: readonly WordPost[]) => number): void {
  serveLane(async () => {
    const maker = new PostMaker();
    let round = 0;
    let posts: WordPost[] = [];
    return {
      async prepare(size) {
        posts = maker.make(round++, size);
      },
      async round(size) {
        const tokens = read(posts);
        if (tokens < size) throw new Error(`${tokens} tokens of ${size} words: the texts were not read`);
      },
      close: async () => {},
    };
  });
}
