import { openStore } from '../app/store-only.js';
import type { Env } from '../config/env.js';
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

/** The same where the store is wanted, or named in the environment; else runs without one. */
export async function withStoreIfNeeded<T>(
  env: Env,
  isNeeded: boolean,
  run: (store: Store | null) => Promise<T>,
): Promise<T> {
  return isNeeded || env.OTKLIK_ELASTICSEARCH_URL !== undefined ? withStore(run) : run(null);
}
