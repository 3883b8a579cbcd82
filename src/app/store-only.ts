import type { Env } from '../config/env.js';
import { systemClock } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { Store } from '../core/ports.js';
import { createElasticsearchStore } from '../store/elasticsearch.js';
import { wordIndex } from './history-search.js';

/**
 * The store without the rest of the platform, for commands that need no queues.
 * @param creates makes indices that are missing; tools that only read leave the store as it is
 * @throws AppError E_SERVICE_MISSING or E_STORE_UNAVAILABLE with the remedy.
 */
export async function openStore(env: Env, { creates }: { creates: boolean }): Promise<Store> {
  if (env.OTKLIK_ELASTICSEARCH_URL === undefined) {
    throw new AppError(
      'E_SERVICE_MISSING',
      'OTKLIK_ELASTICSEARCH_URL is not set, and stored posts and deployed rules are in Elasticsearch: run «npm run services -- up» and its «env», or set the address of your own',
    );
  }
  const store = createElasticsearchStore({
    url: env.OTKLIK_ELASTICSEARCH_URL,
    apiKey: env.OTKLIK_ELASTICSEARCH_API_KEY,
    indexPrefix: env.OTKLIK_PREFIX,
    words: wordIndex,
    clock: systemClock,
  });
  try {
    await store.check();
    if (creates) await store.setUp();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
