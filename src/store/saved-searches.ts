import { AppError } from '../core/errors.js';
import type { SavedSearchStore } from '../core/ports.js';
import type { SavedSearch } from '../core/rule-set.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, kept, keyword } from './fields.js';

/** Queries that analysts keep. Id: the search's own. */
export const savedSearchesIndex: IndexDefinition = {
  name: 'saved-searches',
  refreshInterval: '1s',
  fields: { id: keyword, name: keyword, query: kept, owner: keyword, createdAt: date },
};

/** More than these are not listed, and so do not watch. */
const maxSearches = 10_000;

export function searchTaken(id: string): AppError {
  return new AppError(
    'E_CONFLICT',
    `There is a saved search «${id}» already: give the new one another id, or remove the old one first.`,
    { details: { id } },
  );
}

/** `add` and `remove` wait until `list` shows it. */
export function createSavedSearchStore(connection: Connection): SavedSearchStore {
  const { name } = savedSearchesIndex;
  const index = connection.index(name);
  return {
    get: (id) => connection.get<SavedSearch>(name, id),
    async list() {
      const reply = await connection.search<SavedSearch>('listing saved searches', {
        index,
        size: maxSearches,
        query: { match_all: {} },
        sort: [{ id: 'asc' }],
        track_total_hits: false,
      });
      return reply.hits.hits.flatMap((hit) => (hit._source ? [hit._source] : []));
    },
    async add(search) {
      const [outcome] = await connection.write(
        'keeping a search',
        [{ action: 'create', index, id: search.id, document: search }],
        { refresh: 'wait_for' },
      );
      if (outcome?.ok || (outcome?.status === 409 && outcome.repeated)) return;
      if (outcome?.status === 409) throw searchTaken(search.id);
      throw new AppError(
        'E_STORE_REJECTED',
        `Elasticsearch refuses the saved search «${search.id}»: ${outcome?.message ?? 'no answer'}.`,
      );
    },
    async remove(id) {
      const there = (await connection.get<SavedSearch>(name, id)) !== null;
      await connection.putAll('removing a saved search', [{ action: 'delete', index, id }], {
        refresh: 'wait_for',
        tolerate: 404,
      });
      return there;
    },
  };
}
