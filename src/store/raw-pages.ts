import type { RawPage } from '../core/raw-page.js';
import type { RawPageStore } from '../core/source-ports.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, kept, keyword, long } from './fields.js';

/** Bodies of pages that could not be parsed. Id: of the dead letter. Kept for 30 days (src/core/raw-page.ts). */
export const rawPagesIndex: IndexDefinition = {
  name: 'raw-pages',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    sourceId: keyword,
    kind: keyword,
    url: keyword,
    fetchedAt: date,
    contentType: keyword,
    timeZone: keyword,
    code: keyword,
    message: kept,
    bytes: long,
    body: kept,
  },
};

/** `list` (at most 10 000) and `removeBefore` see what was written up to the last refresh. */
export function createRawPageStore(connection: Connection): RawPageStore {
  const index = connection.index(rawPagesIndex.name);
  const remove = (ids: readonly string[]) =>
    connection.putAll(
      'removing kept pages',
      ids.map((id) => ({ action: 'delete', index, id })),
      { refresh: 'wait_for', tolerate: 404 },
    );
  return {
    put: (pages) =>
      connection.putAll(
        'keeping pages that cannot be parsed',
        pages.map((page) => ({ action: 'index', index, id: page.id, document: page })),
      ),
    get: (id) => connection.get<RawPage>(rawPagesIndex.name, id),
    async list({ sourceId, limit = 100 } = {}) {
      const reply = await connection.search<Omit<RawPage, 'body'>>('listing kept pages', {
        index,
        size: Math.min(limit, 10_000),
        query: sourceId === undefined ? { match_all: {} } : { term: { sourceId } },
        sort: [{ fetchedAt: 'desc' }, { id: 'asc' }],
        _source_excludes: ['body'],
        track_total_hits: false,
      });
      return reply.hits.hits.flatMap((hit) => (hit._source ? [hit._source] : []));
    },
    remove,
    async removeBefore(at) {
      // One by one: the archive of Elasticsearch without modules has no deletion by query.
      const query = { range: { fetchedAt: { lt: at } } };
      const ids: string[] = [];
      const old = connection.walk<Pick<RawPage, 'id'>>('forgetting kept pages', rawPagesIndex.name, query, 'id', {
        fields: ['id'],
      });
      for await (const { id } of old) ids.push(id);
      if (ids.length > 0) await remove(ids);
      return ids.length;
    },
  };
}
