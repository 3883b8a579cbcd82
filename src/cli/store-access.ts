import { openStore } from '../app/store-only.js';
import type { Store } from '../core/ports.js';
import { openEnv } from './environment.js';

/** Runs something over the store alone, set up and checked; Redis is not needed. Closes it whatever comes. */
export async function withStore<T>(run: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(openEnv(), { creates: true });
  try {
    return await run(store);
  } finally {
    await store.close();
  }
}
