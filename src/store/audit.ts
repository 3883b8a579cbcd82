import type { AuditStore } from '../core/ports.js';
import type { AuditEntry } from '../core/user.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, keyword } from './fields.js';

/** Who read or changed what. Id: the entry's id. */
export const auditIndex: IndexDefinition = {
  name: 'audit',
  refreshInterval: '1s',
  fields: { id: keyword, at: date, login: keyword, action: keyword, target: keyword },
};

/** `list`: newest first, at most 10 000, as of the last refresh. */
export function createAuditStore(connection: Connection): AuditStore {
  const index = connection.index(auditIndex.name);
  return {
    add: (entries) =>
      connection.putAll(
        'writing the audit log',
        entries.map((entry) => ({ action: 'index', index, id: entry.id, document: entry })),
      ),
    async list({ target, limit = 100 } = {}) {
      const reply = await connection.search<AuditEntry>('listing the audit log', {
        index,
        size: Math.min(limit, 10_000),
        query: target === undefined ? { match_all: {} } : { term: { target } },
        sort: [{ at: 'desc' }, { id: 'asc' }],
        track_total_hits: false,
      });
      return reply.hits.hits.flatMap((hit) => (hit._source ? [hit._source] : []));
    },
  };
}
