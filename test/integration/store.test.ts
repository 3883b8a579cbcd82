import { describe } from 'vitest';
import type { Store } from '../../src/core/ports.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { describeStoreContract } from '../support/store-contract.js';

describe('the store on Elasticsearch', () => {
  const prefixes = new Map<Store, string>();
  describeStoreContract({
    async open(clock) {
      const indexPrefix = randomPrefix();
      const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix, clock });
      prefixes.set(store, indexPrefix);
      await store.setUp();
      return store;
    },
    async discard(store) {
      const prefix = prefixes.get(store);
      await store?.close();
      if (prefix) await removeIndices(prefix);
    },
  });
});
