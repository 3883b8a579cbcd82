/** The store on Elasticsearch 9. Uses only what its core has, so it runs on the archive without modules as on any cluster. */
import { Client } from '@elastic/elasticsearch';
import { type Clock, systemClock } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { Store } from '../core/ports.js';
import { createAlertStore } from './alerts.js';
import { createAuditStore } from './audit.js';
import { type BulkOptions, createBulkWriter, type SendBulk } from './bulk.js';
import { createConnection, type StoreLog } from './connection.js';
import { createDeadLetterStore } from './dead-letters.js';
import { definitions } from './definitions.js';
import type { WordIndex } from './fields.js';
import { createIncidentStore } from './incidents.js';
import { setUpIndices } from './indices.js';
import { createLabelStore } from './labels.js';
import { createLedgerStore } from './ledger.js';
import { createModelSetStore } from './model-sets.js';
import { createPostStore } from './posts.js';
import { createRawPageStore } from './raw-pages.js';
import { createRuleSetStore } from './rule-sets.js';
import { createSavedSearchStore } from './saved-searches.js';
import { createSessionStore } from './sessions.js';
import { createSourceStore } from './sources.js';
import { createUserStore } from './users.js';

export interface ElasticsearchOptions {
  /** May hold user and password. */
  url: string;
  apiKey?: string | undefined;
  /** Beginning of all index names, lower case: «otklik» makes «otklik-posts» … */
  indexPrefix: string;
  /** Primary shards of the posts and of the incidents when they are created; 1 is right up to some 50 GB. */
  shards?: number;
  /** Makes the words by which rules search the posts. */
  words?: WordIndex;
  clock?: Clock;
  log?: StoreLog;
  /** Time to wait for one answer, ms. */
  requestTimeoutMs?: number;
  /** How often a reading is tried again after a temporary failure, with growing pauses of seconds. */
  readRetries?: number;
  bulk?: BulkOptions;
  /** Replaces the client's HTTP connection; for tests that script the server's answers. */
  Connection?: ConstructorParameters<typeof Client>[0]['Connection'];
}

/** Opens nothing until first used. Throws E_ENV_INVALID for an address or prefix that cannot be. */
export function createElasticsearchStore(options: ElasticsearchOptions): Store {
  const { clock = systemClock, log, indexPrefix: prefix, requestTimeoutMs = 30_000 } = options;
  const address = publicAddress(options.url);
  if (!/^[a-z0-9][a-z0-9_-]{0,99}$/.test(prefix)) {
    throw new AppError(
      'E_ENV_INVALID',
      `The index prefix «${prefix}» cannot be used; take lower-case Latin letters, digits, hyphens, at most 100.`,
    );
  }
  const client = new Client({
    node: options.url,
    ...(options.apiKey ? { auth: { apiKey: options.apiKey } } : {}),
    ...(options.Connection ? { Connection: options.Connection } : {}),
    requestTimeout: requestTimeoutMs,
    maxRetries: options.readRetries ?? 2,
  });
  const send: SendBulk = (lines, { refresh, timeoutMs }) =>
    client.bulk(
      // Lines that are text already go out as they are.
      { operations: lines as unknown as object[], refresh },
      // The bulk writer has its own way of trying again.
      { maxRetries: 0, requestTimeout: timeoutMs },
    );
  const bulk = createBulkWriter(send, {
    ...options.bulk,
    onRetry: (fields) => log?.warn(fields, 'bulk write tried again'),
  });
  const connection = createConnection({ client, clock, address, prefix, bulk, log });
  return {
    sources: createSourceStore(connection),
    alerts: createAlertStore(connection),
    rawPages: createRawPageStore(connection),
    posts: createPostStore(connection, options.words),
    incidents: createIncidentStore(connection),
    deadLetters: createDeadLetterStore(connection),
    ledger: createLedgerStore(connection),
    users: createUserStore(connection),
    sessions: createSessionStore(connection),
    audit: createAuditStore(connection),
    ruleSets: createRuleSetStore(connection),
    modelSets: createModelSetStore(connection),
    savedSearches: createSavedSearchStore(connection),
    labels: createLabelStore(connection),
    setUp: () =>
      connection.attempt('setting up the indices', () =>
        setUpIndices(client, definitions, { prefix, shards: options.shards ?? 1 }),
      ),
    check: () =>
      connection.attempt('asking for its health', async () => {
        // Not `info()`: the archive without modules answers 405 to GET /.
        const quick = { maxRetries: 0, requestTimeout: Math.min(requestTimeoutMs, 10_000) };
        const health = await client.cluster.health({}, quick);
        if (health.status === 'red') {
          throw new AppError(
            'E_STORE_UNAVAILABLE',
            `Elasticsearch at ${address} runs but its state is red: data cannot be reached. Look into its log and disk space.`,
          );
        }
        const nodes = await client.nodes.info({ node_id: '_local', filter_path: 'nodes.*.version' }, quick);
        const version = Object.values(nodes.nodes ?? {})[0]?.version ?? 'unknown';
        return { name: health.cluster_name, version };
      }),
    refresh: () =>
      connection.attempt('refreshing the indices', async () => {
        await client.indices.refresh({ index: definitions.map(({ name }) => connection.index(name)) });
      }),
    close: () => client.close(),
  };
}

/** The address without user, password and path tail. */
function publicAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new AppError(
      'E_ENV_INVALID',
      'The address of Elasticsearch (OTKLIK_ELASTICSEARCH_URL) is not an http or https address; write it like http://127.0.0.1:9200.',
    );
  }
  return parsed.origin;
}
