import type { DeadLetter } from '../core/dead-letter.js';
import type { DeadLetterStore } from '../core/ports.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, kept, keyword, long } from './fields.js';

/** Input that could not be handled. Id: derived from where and what. Kept until replayed or removed. */
export const deadLettersIndex: IndexDefinition = {
  name: 'dead-letters',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    at: date,
    where: keyword,
    code: keyword,
    message: kept,
    sourceId: keyword,
    url: keyword,
    input: kept,
    attempts: long,
  },
};

/** `list` (newest first, at most 10 000) and `count` see what was written up to the last refresh; `remove` waits for it. */
export function createDeadLetterStore(connection: Connection): DeadLetterStore {
  const index = connection.index(deadLettersIndex.name);
  return {
    put: (letters) =>
      connection.putAll(
        'writing dead letters',
        letters.map((letter) => ({ action: 'index', index, id: letter.id, document: letter })),
      ),
    async list({ where, limit = 100 } = {}) {
      const reply = await connection.search<DeadLetter>('listing dead letters', {
        index,
        size: Math.min(limit, 10_000),
        query: where === undefined ? { match_all: {} } : { term: { where } },
        sort: [{ at: 'desc' }, { id: 'asc' }],
        track_total_hits: false,
      });
      return reply.hits.hits.flatMap((hit) => (hit._source ? [hit._source] : []));
    },
    async count() {
      const reply = await connection.attempt('counting dead letters', () => connection.client.count({ index }));
      return reply.count;
    },
    remove: (ids) =>
      connection.putAll(
        'removing dead letters',
        ids.map((id) => ({ action: 'delete', index, id })),
        { refresh: 'wait_for', tolerate: 404 },
      ),
  };
}
