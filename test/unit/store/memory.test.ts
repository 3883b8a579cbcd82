import { describe } from 'vitest';
import { createMemoryStore } from '../../../src/store/memory.js';
import { describeStoreContract } from '../../support/store-contract.js';

describe('the store in memory', () => {
  describeStoreContract({
    open: async (clock) => createMemoryStore({ clock }),
    discard: (store) => store.close(),
  });
});
