import type { Alert } from '../core/alert.js';
import type { AlertStore } from '../core/source-ports.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, kept, keyword } from './fields.js';

/** What somebody must look at, and what was. Id: the alert's id. */
export const alertsIndex: IndexDefinition = {
  name: 'alerts',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    kind: keyword,
    sourceId: keyword,
    startedAt: date,
    endedAt: date,
    code: keyword,
    message: kept,
  },
};

/** `list`: newest first, at most 10 000, as of the last refresh; `put` waits for it. */
export function createAlertStore(connection: Connection): AlertStore {
  const index = connection.index(alertsIndex.name);
  return {
    put: (alerts) =>
      connection.putAll(
        'writing alerts',
        alerts.map((alert) => ({ action: 'index', index, id: alert.id, document: alert })),
        { refresh: 'wait_for' },
      ),
    async list({ isOpen, kind, limit = 100 } = {}) {
      const reply = await connection.search<Alert>('listing alerts', {
        index,
        size: Math.min(limit, 10_000),
        query: {
          bool: {
            filter: kind === undefined ? [] : [{ term: { kind } }],
            must_not: isOpen === true ? [{ exists: { field: 'endedAt' } }] : [],
          },
        },
        sort: [{ startedAt: 'desc' }, { id: 'asc' }],
        track_total_hits: false,
      });
      return reply.hits.hits.flatMap((hit) => (hit._source ? [hit._source] : []));
    },
  };
}
