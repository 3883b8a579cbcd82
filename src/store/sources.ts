import type { estypes } from '@elastic/elasticsearch';
import type { RegisteredSource, SourceState } from '../core/source.js';
import type { SourceQuery, SourceStore } from '../core/source-ports.js';
import type { Connection } from './connection.js';
import { date, double, flag, type IndexDefinition, kept, keyword, keywordAndLower, long, object } from './fields.js';

/** Definitions of what is watched. Id: the source's id. Kept for ever. */
export const sourcesIndex: IndexDefinition = {
  name: 'sources',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    kind: keyword,
    name: keywordAndLower,
    urls: keyword,
    territory: keyword,
    timeZone: keyword,
    language: keyword,
    everyMinutes: double,
    atMostMinutes: double,
    depth: object({ pages: long, topics: long, backfill: long, comments: long }),
    browser: object({ hosts: keyword, waitFor: keyword }),
    requestsPerDay: long,
    allowPrivateNetwork: flag,
    enabled: flag,
    passport: object({ ground: kept, terms: kept, contact: keyword, expires: date }),
    labels: keyword,
    origin: keyword,
    updatedAt: date,
    switchedOff: object({ at: date, by: keyword, reason: kept }),
  },
};

/** What the collector knows of each source's health. Id: the source's id. Replaced at every visit. */
export const sourceStatesIndex: IndexDefinition = {
  name: 'source-states',
  refreshInterval: '1s',
  fields: {
    sourceId: keyword,
    lastVisitAt: date,
    lastSuccessAt: date,
    lastNewPostAt: date,
    nextVisitAt: date,
    failuresInRow: long,
    lastError: object({ code: keyword, message: kept, url: keyword }),
    postsSeen: long,
    requests: long,
    longestGapMinutes: double,
    silentAt: date,
    delayP50Seconds: double,
    delayP95Seconds: double,
    intervalMinutes: double,
    wantedMinutes: double,
  },
};

type Query = estypes.QueryDslQueryContainer;

/** Sources that a term query may name at once; Elasticsearch allows 65 536. */
const maxNamed = 60_000;
const pageSize = 1_000;

async function collect<T>(documents: AsyncIterable<T>, limit = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = [];
  for await (const document of documents) {
    all.push(document);
    if (all.length >= limit) break;
  }
  return all;
}

/** What documents of earlier versions lack. */
function complete(source: RegisteredSource): RegisteredSource {
  return {
    ...source,
    origin: source.origin ?? 'config',
    updatedAt: source.updatedAt ?? '1970-01-01T00:00:00.000Z',
    switchedOff: source.switchedOff ?? null,
  };
}
function completeState(state: SourceState): SourceState {
  const { longestGapMinutes = null, silentAt = null, delayP50Seconds = null, delayP95Seconds = null } = state;
  const { intervalMinutes = null, wantedMinutes = null } = state;
  return { ...state, longestGapMinutes, silentAt, delayP50Seconds, delayP95Seconds, intervalMinutes, wantedMinutes };
}

/** `list`, `states` and `search` see what was written up to the last refresh; `put` waits for it. */
export function createSourceStore(connection: Connection): SourceStore {
  const index = connection.index(sourcesIndex.name);
  const statesOf = connection.index(sourceStatesIndex.name);
  const walk = (query: Query) =>
    connection.walk<RegisteredSource>('listing sources', sourcesIndex.name, query, 'id', { size: pageSize });

  async function idsOf(query: Query): Promise<string[]> {
    const page = { size: pageSize, fields: ['sourceId'] };
    const states = connection.walk<SourceState>('looking for trouble', sourceStatesIndex.name, query, 'sourceId', page);
    return (await collect(states, maxNamed)).map(({ sourceId }) => sourceId);
  }
  const isFailing: Query = { range: { failuresInRow: { gt: 0 } } };
  const isSilent = (at: string): Query => ({
    bool: { filter: [{ range: { silentAt: { lte: at } } }], must_not: [isFailing] },
  });

  async function healthFilter(health: SourceQuery['health'], at: string): Promise<Query[]> {
    const enabled: Query = { term: { enabled: true } };
    const day = at.slice(0, 10);
    if (health === undefined) return [];
    if (health === 'disabled') return [{ term: { enabled: false } }];
    if (health === 'no-passport') return [enabled, { range: { 'passport.expires': { lt: day } } }];
    const ids = await idsOf(health === 'failing' ? isFailing : isSilent(at));
    return [enabled, { range: { 'passport.expires': { gte: day } } }, { terms: { id: ids } }];
  }

  async function filtersOf(query: SourceQuery): Promise<Query[]> {
    const { text, kind, label, territory, origin } = query;
    const value = `*${(text ?? '').toLowerCase().replace(/[*?\\]/g, '\\$&')}*`;
    // Lucene folds the case of Latin letters only; names have a field in lower case.
    const wild = (field: string): Query => ({ wildcard: { [field]: { value, case_insensitive: true } } });
    return [
      ...(text === undefined || text === ''
        ? []
        : [{ bool: { should: [wild('id'), wild('name.lower'), wild('urls')] } }]),
      ...(kind === undefined ? [] : [{ term: { kind } }]),
      ...(label === undefined ? [] : [{ term: { labels: label } }]),
      ...(territory === undefined ? [] : [{ term: { territory } }]),
      ...(origin === undefined ? [] : [{ term: { origin } }]),
      ...(query.expiresBy === undefined
        ? []
        : [{ term: { enabled: true } }, { range: { 'passport.expires': { lte: query.expiresBy } } }]),
      ...(await healthFilter(query.health, query.at)),
    ];
  }

  return {
    async put(sources) {
      const isMany = sources.length > pageSize;
      await connection.putAll(
        'writing sources',
        sources.map((source) => ({ action: 'index', index, id: source.id, document: source })),
        { refresh: isMany ? false : 'wait_for' },
      );
      // Each part of a large write would wait for a refresh of its own.
      if (isMany) await connection.attempt('writing sources', () => connection.client.indices.refresh({ index }));
    },
    list: async () => (await collect(walk({ match_all: {} }))).map(complete),
    changedSince: async (at) => (await collect(walk({ range: { updatedAt: { gte: at } } }))).map(complete),
    async get(id) {
      const found = await connection.get<RegisteredSource>(sourcesIndex.name, id);
      return found === null ? null : complete(found);
    },
    async byIds(ids) {
      const found = await connection.getMany<RegisteredSource>(sourcesIndex.name, ids);
      return found.flatMap((source) => (source === null ? [] : [complete(source)]));
    },
    async putStates(states) {
      await connection.putAll(
        'writing the state of sources',
        states.map((state) => ({ action: 'index', index: statesOf, id: state.sourceId, document: state })),
      );
    },
    async states(sourceIds) {
      const doing = 'listing the state of sources';
      if (sourceIds === undefined) {
        const all = connection.walk<SourceState>(doing, sourceStatesIndex.name, { match_all: {} }, 'sourceId', {
          size: pageSize,
        });
        return (await collect(all)).map(completeState);
      }
      const found = await connection.getMany<SourceState>(sourceStatesIndex.name, [...sourceIds].sort());
      return found.flatMap((state) => (state === null ? [] : [completeState(state)]));
    },
    async search(query, { limit, after }) {
      const filter = await filtersOf(query);
      const reply = await connection.search<RegisteredSource>('searching sources', {
        index,
        size: Math.min(limit, 1_000),
        query: { bool: { filter } },
        sort: [{ id: 'asc' }],
        track_total_hits: true,
        ...(after === undefined ? {} : { search_after: [after] }),
      });
      const { total } = reply.hits;
      return {
        items: reply.hits.hits.flatMap((hit) => (hit._source ? [complete(hit._source)] : [])),
        total: typeof total === 'number' ? total : (total?.value ?? 0),
      };
    },
    async counts(at) {
      const count = async (health: SourceQuery['health']) =>
        connection.attempt('counting sources', async () => {
          const filter = await healthFilter(health, at);
          return (await connection.client.count({ index, query: { bool: { filter } } })).count;
        });
      const [total, disabled, noPassport, failing, silent] = await Promise.all([
        count(undefined),
        count('disabled'),
        count('no-passport'),
        count('failing'),
        count('silent'),
      ]);
      return { total, disabled, 'no-passport': noPassport, failing, silent };
    },
    async figures() {
      const percents = [50, 95];
      const [kinds, delays] = await Promise.all([
        connection.search<never, { buckets: { key: string; doc_count: number }[] }>('counting kinds of sources', {
          index,
          size: 0,
          query: { term: { enabled: true } },
          aggs: { kinds: { terms: { field: 'kind', size: 1_000 } } },
        }),
        connection.search<never, { values: Record<string, number | null> }>('measuring the delay of sources', {
          index: statesOf,
          size: 0,
          aggs: {
            p50: { percentiles: { field: 'delayP50Seconds', percents } },
            p95: { percentiles: { field: 'delayP95Seconds', percents } },
          },
        }),
      ]);
      const of = (name: string) => {
        const values = delays.aggregations?.[name]?.values ?? {};
        return { half: values['50.0'] ?? null, most: values['95.0'] ?? null };
      };
      const buckets = kinds.aggregations?.kinds?.buckets ?? [];
      return {
        byKind: Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count])),
        delayP50: of('p50'),
        delayP95: of('p95'),
      };
    },
  };
}
