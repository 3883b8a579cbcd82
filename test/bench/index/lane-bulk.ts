/** Baseline: the client's own bulk call with 1 000 documents a request, four requests at a time, results not looked at. */
import { Client } from '@elastic/elasticsearch';
import { storedPosts } from '../batches.js';
import { lanes } from '../catalogue.js';
import { serveLane } from '../lane.js';

const PER_REQUEST = 1_000;
const CONCURRENCY = 4;

serveLane(async ({ nullServer }) => {
  const client = new Client({ node: nullServer });
  const posts = storedPosts(lanes.bulk.roundSize);
  return {
    async round(size) {
      let next = 0;
      let saved = 0;
      const write = async () => {
        while (next < size) {
          const part = posts.slice(next, next + PER_REQUEST);
          next += part.length;
          const operations = part.flatMap((post) => [{ index: { _index: 'bench-posts', _id: post.id } }, post]);
          const { items } = await client.bulk({ operations });
          saved += items.length;
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, write));
      if (saved !== size) throw new Error(`${saved} of ${size} documents were answered`);
    },
    close: () => client.close(),
  };
});
