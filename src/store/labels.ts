import type { estypes } from '@elastic/elasticsearch';
import { AppError } from '../core/errors.js';
import type { Label, LabelOrigin } from '../core/label.js';
import type { LabelCount, LabelQuery, LabelStore } from '../core/label-store.js';
import type { GroupCode } from '../core/verdict.js';
import type { BulkOutcome } from './bulk.js';
import type { Connection } from './connection.js';
import { date, flag, type IndexDefinition, kept, keyword, long, opaque } from './fields.js';

/** What persons said of texts. Id: the label's own, so that a person's next word on a text replaces the one before. */
export const labelsIndex: IndexDefinition = {
  name: 'labels',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    version: long,
    subject: keyword,
    postId: keyword,
    text: kept,
    cluster: keyword,
    who: keyword,
    at: date,
    origin: keyword,
    incident: flag,
    group: keyword,
    alt: keyword,
    topic: keyword,
    kind: keyword,
    urgency: keyword,
    shown: opaque,
    note: kept,
  },
};

/** Buckets that one answer may hold. */
const bucketsAtOnce = 1_000;

export function createLabelStore(connection: Connection): LabelStore {
  const { name } = labelsIndex;
  const index = connection.index(name);
  const refresh = () => connection.attempt('refreshing labels', () => connection.client.indices.refresh({ index }));

  return {
    async put(labels) {
      const operations = labels.map((label) => ({
        action: 'index' as const,
        index,
        id: label.id,
        document: label,
        version: label.version,
      }));
      refuse(await connection.write('writing labels', operations), operations);
    },
    async byIds(ids) {
      return (await connection.getMany<Label>(name, ids)).filter((label) => label !== null);
    },
    async *all(query = {}) {
      await refresh();
      yield* connection.walk<Label>('walking labels', name, { bool: { filter: filtersOf(query) } }, 'id');
    },
    async counts() {
      await refresh();
      const counts: LabelCount[] = [];
      let after: Record<string, estypes.FieldValue> | undefined;
      do {
        const reply = await connection.search<Label, estypes.AggregationsCompositeAggregate>('counting labels', {
          index,
          size: 0,
          track_total_hits: false,
          aggs: { labels: { composite: { size: bucketsAtOnce, sources: countedBy, ...(after ? { after } : {}) } } },
        });
        const found = reply.aggregations?.labels;
        for (const { key, doc_count: count } of (found?.buckets ?? []) as estypes.AggregationsCompositeBucket[]) {
          const group = key.incident ? ((key.group as GroupCode | null) ?? 'none') : 'not-incident';
          counts.push({ origin: key.origin as LabelOrigin, who: String(key.who), group, count });
        }
        after = found?.after_key;
      } while (after !== undefined);
      return counts;
    },
    async remove(ids) {
      // With its version, so that the same label may come back at once; one that was replaced meanwhile stays.
      const stored = await connection.getMany<Label>(name, ids, ['id', 'version']);
      const operations = stored.flatMap((label) =>
        label === null ? [] : [{ action: 'delete' as const, index, id: label.id, version: label.version }],
      );
      refuse(await connection.write('removing labels', operations), operations);
    },
  };
}

/** A newer version that is stored already is as good as done; so is one that is gone. */
function refuse(outcomes: readonly BulkOutcome[], operations: readonly { id: string }[]): void {
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome.ok || outcome.status === 409 || outcome.status === 404) continue;
    const id = operations[place]?.id;
    throw new AppError(
      'E_STORE_REJECTED',
      `Elasticsearch refuses label «${id}»: ${outcome.message}. The labels before and after it are written.`,
      { details: { id, reason: outcome.code } },
    );
  }
}

const countedBy: Record<string, estypes.AggregationsCompositeAggregationSource>[] = [
  { origin: { terms: { field: 'origin' } } },
  { who: { terms: { field: 'who' } } },
  { incident: { terms: { field: 'incident' } } },
  { group: { terms: { field: 'group', missing_bucket: true, missing_order: 'last' } } },
];

function filtersOf({ origin, who, since, subjects }: LabelQuery): estypes.QueryDslQueryContainer[] {
  return [
    ...(origin ? [{ terms: { origin: [...origin] } }] : []),
    ...(who === undefined ? [] : [{ term: { who } }]),
    ...(since === undefined ? [] : [{ range: { at: { gte: since } } }]),
    ...(subjects ? [{ terms: { subject: [...subjects] } }] : []),
  ];
}
