import type { SourceStore } from '../core/ports.js';
import type { Source, SourceState } from '../core/source.js';
import type { Connection } from './connection.js';
import { date, double, flag, type IndexDefinition, kept, keyword, long, object } from './fields.js';

/** Definitions of what is watched. Id: the source's id. Kept for ever. */
export const sourcesIndex: IndexDefinition = {
  name: 'sources',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    kind: keyword,
    name: keyword,
    urls: keyword,
    territory: keyword,
    timeZone: keyword,
    language: keyword,
    everyMinutes: double,
    depth: object({ pages: long, topics: long }),
    requestsPerDay: long,
    allowPrivateNetwork: flag,
    enabled: flag,
    passport: object({ ground: kept, terms: kept, contact: keyword, expires: date }),
    labels: keyword,
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
  },
};

async function collect<T>(documents: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const document of documents) all.push(document);
  return all;
}

/** `list` and `states` see what was written up to the last refresh; `put` waits for it. */
export function createSourceStore(connection: Connection): SourceStore {
  const everything = { match_all: {} };
  return {
    async put(sources) {
      const index = connection.index(sourcesIndex.name);
      await connection.putAll(
        'writing sources',
        sources.map((source) => ({ action: 'index', index, id: source.id, document: source })),
        { refresh: 'wait_for' },
      );
    },
    list: () => collect(connection.walk<Source>('listing sources', sourcesIndex.name, everything, 'id')),
    get: (id) => connection.get<Source>(sourcesIndex.name, id),
    async putStates(states) {
      const index = connection.index(sourceStatesIndex.name);
      await connection.putAll(
        'writing the state of sources',
        states.map((state) => ({ action: 'index', index, id: state.sourceId, document: state })),
      );
    },
    states: () =>
      collect(
        connection.walk<SourceState>('listing the state of sources', sourceStatesIndex.name, everything, 'sourceId'),
      ),
  };
}
