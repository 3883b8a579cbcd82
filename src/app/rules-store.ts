import type { Env } from '../config/env.js';
import { AppError } from '../core/errors.js';
import type { Store } from '../core/ports.js';
import { createElasticsearchStore } from '../store/elasticsearch.js';

/**
 * The store for tools that only read it: nothing is created, and Redis is not needed.
 * @throws AppError E_SERVICE_MISSING without an address.
 */
export function openStore(env: Env): Store {
  if (env.OTKLIK_ELASTICSEARCH_URL === undefined)
    throw new AppError(
      'E_SERVICE_MISSING',
      'OTKLIK_ELASTICSEARCH_URL is not set: stored posts and deployed rules are in Elasticsearch; run «npm run services -- up», set the address, or work on a file (--on)',
    );
  return createElasticsearchStore({
    url: env.OTKLIK_ELASTICSEARCH_URL,
    apiKey: env.OTKLIK_ELASTICSEARCH_API_KEY,
    indexPrefix: env.OTKLIK_PREFIX,
  });
}
