import type { estypes } from '@elastic/elasticsearch';
import type { LedgerStore, LedgerTotal } from '../core/ports.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, keyword, long } from './fields.js';

/** How many posts of a batch left a stage in which way. Id: derived from batch, stage and outcome. */
export const ledgerIndex: IndexDefinition = {
  name: 'ledger',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    at: date,
    batchId: keyword,
    sourceId: keyword,
    queue: keyword,
    stage: keyword,
    outcome: keyword,
    count: long,
  },
};

interface Sums {
  after_key?: Record<string, string>;
  buckets: { key: { queue: string; stage: string; outcome: string }; sum: { value: number } }[];
}

/** `totals` sees what was written up to the last refresh; ordered by queue, stage, outcome. */
export function createLedgerStore(connection: Connection): LedgerStore {
  const index = connection.index(ledgerIndex.name);
  return {
    add: (entries) =>
      connection.putAll(
        'writing the ledger',
        entries.map((entry) => ({ action: 'index', index, id: entry.id, document: entry })),
      ),
    async totals({ sourceId, from } = {}) {
      const filter: estypes.QueryDslQueryContainer[] = [];
      if (sourceId !== undefined) filter.push({ term: { sourceId } });
      if (from !== undefined) filter.push({ range: { at: { gte: from } } });
      const totals: LedgerTotal[] = [];
      let after: Record<string, string> | undefined;
      do {
        const reply = await connection.search<unknown, Sums>('adding up the ledger', {
          index,
          size: 0,
          query: { bool: { filter } },
          track_total_hits: false,
          aggs: {
            sums: {
              composite: {
                size: 1_000,
                sources: ['queue', 'stage', 'outcome'].map((field) => ({ [field]: { terms: { field } } })),
                ...(after ? { after } : {}),
              },
              aggs: { sum: { sum: { field: 'count' } } },
            },
          },
        });
        const sums = reply.aggregations?.sums;
        for (const bucket of sums?.buckets ?? []) totals.push({ ...bucket.key, count: bucket.sum.value });
        after = sums?.after_key;
      } while (after);
      return totals;
    },
  };
}
