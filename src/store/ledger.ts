import type { estypes } from '@elastic/elasticsearch';
import type { LedgerStore, LedgerTotal } from '../core/ports.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, keyword, long } from './fields.js';

/** How many posts of a batch left each stage of a queue in which way. Id: derived from batch and queue; the first entry stays. */
export const ledgerIndex: IndexDefinition = {
  name: 'ledger',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    at: date,
    batchId: keyword,
    sourceId: keyword,
    queue: keyword,
    counts: { type: 'nested', dynamic: 'strict', properties: { stage: keyword, outcome: keyword, count: long } },
  },
};

interface Buckets<T> {
  buckets: ({ key: string } & T)[];
}
type Sums = Buckets<{ counts: { stage: Buckets<{ outcome: Buckets<{ sum: { value: number } }> }> } }>;

/** More stages than the line will ever have, and more reasons than a stage will ever name. */
const maxNames = 500;

/** `totals` sees what was written up to the last refresh; ordered by queue, stage, outcome. */
export function createLedgerStore(connection: Connection): LedgerStore {
  const index = connection.index(ledgerIndex.name);
  const terms = (field: string): estypes.AggregationsAggregationContainer => ({
    terms: { field, size: maxNames, order: { _key: 'asc' } },
  });
  return {
    async add(entries) {
      await connection.putAll(
        'writing the ledger',
        entries.map((entry) => ({ action: 'create', index, id: entry.id, document: entry })),
        { tolerate: 409 },
      );
    },
    async totals({ sourceId, from } = {}) {
      const filter: estypes.QueryDslQueryContainer[] = [];
      if (sourceId !== undefined) filter.push({ term: { sourceId } });
      if (from !== undefined) filter.push({ range: { at: { gte: from } } });
      const reply = await connection.search<unknown, Sums>('adding up the ledger', {
        index,
        size: 0,
        query: { bool: { filter } },
        track_total_hits: false,
        aggs: {
          queue: {
            ...terms('queue'),
            aggs: {
              counts: {
                nested: { path: 'counts' },
                aggs: {
                  stage: {
                    ...terms('counts.stage'),
                    aggs: {
                      outcome: { ...terms('counts.outcome'), aggs: { sum: { sum: { field: 'counts.count' } } } },
                    },
                  },
                },
              },
            },
          },
        },
      });
      const totals: LedgerTotal[] = [];
      for (const queue of reply.aggregations?.queue?.buckets ?? []) {
        for (const stage of queue.counts.stage.buckets) {
          for (const { key: outcome, sum } of stage.outcome.buckets) {
            totals.push({ queue: queue.key, stage: stage.key, outcome, count: sum.value });
          }
        }
      }
      return totals;
    },
  };
}
