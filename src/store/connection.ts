/** What the index files share: the client, the names and the ways to read and write documents. */
import type { Client, estypes } from '@elastic/elasticsearch';
import type { Clock } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { BulkOperation, BulkOutcome, BulkWriter } from './bulk.js';
import { describeFailure, missingIndex, toStoreError } from './failure.js';

type Hit<T> = estypes.SearchHit<T>;

/** The part of the logger that the store uses: fields first, constant message. */
export interface StoreLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Connection {
  client: Client;
  clock: Clock;
  /** Address without credentials, for messages. */
  address: string;
  log?: StoreLog | undefined;
  /** Alias of an index: `<prefix>-<name>`. */
  index(name: string): string;
  /** Runs a request; what it throws becomes an error of the catalogue that says what was being done. */
  attempt<T>(doing: string, run: () => Promise<T>): Promise<T>;
  /** Bulk write; throws E_STORE_UNAVAILABLE when an index is missing. */
  write(
    doing: string,
    operations: readonly BulkOperation[],
    options?: { refresh?: 'wait_for' | false },
  ): Promise<BulkOutcome[]>;
  /** Writes documents that must all be taken; throws E_STORE_REJECTED after the rest is written. */
  putAll(
    doing: string,
    operations: readonly BulkOperation[],
    options?: {
      refresh?: 'wait_for' | false;
      /** Status of a refusal that is as good as done, e.g. 404 for a removal. */
      tolerate?: number;
    },
  ): Promise<void>;
  /** One document in real time. */
  get<T>(name: string, id: string): Promise<T | null>;
  /** Documents by id in real time, null where there is none; in the order asked. */
  getMany<T>(name: string, ids: readonly string[], fields?: string[]): Promise<(T | null)[]>;
  search<T, A = unknown>(
    doing: string,
    request: estypes.SearchRequest,
  ): Promise<estypes.SearchResponse<T, Record<string, A>>>;
  /** All documents of a query, page by page, over a frozen view of the index. The sort must be total. */
  walk<T>(
    doing: string,
    name: string,
    query: estypes.QueryDslQueryContainer,
    sort: string,
    page?: WalkPage,
  ): AsyncGenerator<T>;
}

/** How a walk reads: which fields (all), how many documents at once (200). */
interface WalkPage {
  fields?: readonly string[];
  size?: number;
}

/** Documents in one multi-get. */
const getSize = 500;
/** Documents on one page of a walk. */
const walkSize = 200;

export function createConnection(parts: {
  client: Client;
  clock: Clock;
  address: string;
  prefix: string;
  bulk: BulkWriter;
  log?: StoreLog | undefined;
}): Connection {
  const { client, clock, address, prefix, bulk, log } = parts;
  const index = (name: string) => `${prefix}-${name}`;

  async function attempt<T>(doing: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw toStoreError(error, doing, address);
    }
  }

  const write: Connection['write'] = (doing, operations, options) =>
    attempt(doing, async () => {
      const outcomes = await bulk(operations, options);
      for (const outcome of outcomes) {
        if (!outcome.ok && outcome.code === 'index_not_found_exception') throw missingIndex(doing, address);
      }
      return outcomes;
    });

  const putAll: Connection['putAll'] = async (doing, operations, { refresh = false, tolerate = 0 } = {}) => {
    const outcomes = await write(doing, operations, { refresh });
    const refused = outcomes.flatMap((outcome, place) =>
      outcome.ok || outcome.status === tolerate ? [] : [{ id: operations[place]?.id, outcome }],
    );
    const first = refused[0];
    if (!first) return;
    throw new AppError(
      'E_STORE_REJECTED',
      `Elasticsearch refuses ${refused.length} of ${operations.length} documents (${doing}); the first is «${first.id}»: ${first.outcome.message}.`,
      { details: { ids: refused.slice(0, 20).map(({ id }) => id) } },
    );
  };

  async function get<T>(name: string, id: string): Promise<T | null> {
    const [document] = await getMany<T>(name, [id]);
    return document ?? null;
  }

  async function getMany<T>(name: string, ids: readonly string[], fields?: string[]): Promise<(T | null)[]> {
    const doing = `reading ${name}`;
    const found: (T | null)[] = [];
    for (let start = 0; start < ids.length; start += getSize) {
      const reply = await attempt(doing, () =>
        client.mget<T>({
          index: index(name),
          ids: ids.slice(start, start + getSize),
          ...(fields ? { _source_includes: fields } : {}),
        }),
      );
      for (const item of reply.docs) {
        if ('error' in item) {
          if (item.error.type === 'index_not_found_exception') throw missingIndex(doing, address);
          throw new AppError(
            'E_STORE_UNAVAILABLE',
            `Elasticsearch at ${address} could not read «${item._id}» (${doing}: ${item.error.type}); check its health.`,
          );
        }
        found.push(item.found && item._source ? item._source : null);
      }
    }
    return found;
  }

  const search: Connection['search'] = (doing, request) =>
    attempt(doing, async () => {
      // Half an answer (one shard missing) would look like fewer incidents.
      return client.search({ allow_partial_search_results: false, ...request });
    });

  async function* walk<T>(
    doing: string,
    name: string,
    query: estypes.QueryDslQueryContainer,
    sort: string,
    { fields, size = walkSize }: WalkPage = {},
  ): AsyncGenerator<T> {
    const keepAlive = '2m';
    const view = await attempt(doing, () => client.openPointInTime({ index: index(name), keep_alive: keepAlive }));
    try {
      let last: Hit<T> | undefined;
      for (;;) {
        const page: estypes.SearchResponse<T> = await search(doing, {
          pit: { id: view.id, keep_alive: keepAlive },
          size,
          ...(fields === undefined ? {} : { _source: [...fields] }),
          query,
          sort: [{ [sort]: 'asc' }, { _shard_doc: 'asc' }],
          track_total_hits: false,
          ...(last?.sort ? { search_after: last.sort } : {}),
        });
        for (const hit of page.hits.hits) if (hit._source) yield hit._source;
        last = page.hits.hits.at(-1);
        if (page.hits.hits.length < size) return;
      }
    } finally {
      // A view that cannot be closed ends by itself after two minutes; its failure must not hide one of the walk.
      await client
        .closePointInTime({ id: view.id })
        .catch((error: unknown) => log?.debug({ cause: describeFailure(error) }, 'point in time not closed'));
    }
  }

  return { client, clock, address, log, index, attempt, write, putAll, get, getMany, search, walk };
}
