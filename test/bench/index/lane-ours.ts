/** The store's way of saving posts, in the batches in which the indexer gets them: one page each, four at a time as in the role `work`. */
import { createElasticsearchStore } from '../../../src/store/elasticsearch.js';
import { storedBatches, storedPosts } from '../batches.js';
import { lanes } from '../catalogue.js';
import { serveLane } from '../lane.js';

const CONCURRENCY = 4;

serveLane(async ({ nullServer }) => {
  const store = createElasticsearchStore({ url: nullServer, indexPrefix: 'bench' });
  const batches = storedBatches(storedPosts(lanes.index.roundSize));
  return {
    async round(size) {
      let next = 0;
      let saved = 0;
      const save = async () => {
        for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
          const outcomes = await store.posts.save(batch);
          saved += outcomes.filter(({ ok }) => ok).length;
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, save));
      if (saved !== size) throw new Error(`${saved} of ${size} posts were saved`);
    },
    close: () => store.close(),
  };
});
