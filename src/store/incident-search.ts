/** Turns a query of the queue into a search request and its answer into a page. */
import type { estypes } from '@elastic/elasticsearch';
import { approvalStatuses, completeIncident, type Incident, placeFields, waitingStatuses } from '../core/incident.js';
import type { NearIncident } from '../core/nearness.js';
import { completePlace } from '../core/place.js';
import type { IncidentPage, IncidentQuery } from '../core/ports.js';
import { openPromisesEndAt } from '../core/promise.js';
import { completeVerdict } from '../core/verdict.js';
import { decodeCursor, effectiveSort, encodeCursor, neverMs, pageSize, type Sort, type SortValues } from './cursor.js';
import { matchEnd, matchStart, numberPrefix, parseSearchText, type SearchWords } from './search-text.js';

type Query = estypes.QueryDslQueryContainer;
export type FacetName = keyof IncidentPage['facets'];

/** An incident as stored: with what is only needed to find it. */
export interface StoredIncident extends Incident {
  search: { settlements: string[]; promisesEndAt: string[] };
}

/** Index field of each facet. */
const facetFields: Record<FacetName, string> = {
  status: 'status',
  group: 'group',
  urgency: 'urgency',
  executorId: 'executorId',
  settlement: 'search.settlements',
  sourceId: 'sourceIds',
};
export const facetNames = Object.keys(facetFields) as FacetName[];
/** Most values of one facet that are counted. */
export const facetSize = 200;

const textFields = ['texts', 'title', 'settlement.text', 'street.text', 'house.text'];

/** Values that a facet's own filter asks for; empty when it is not set. */
export function wantedValues(query: IncidentQuery, facet: FacetName): readonly string[] {
  if (facet === 'urgency') return query.urgency === undefined ? [] : [query.urgency];
  return query[facet] ?? [];
}

/** Filters of the fields with facets: applied after counting. */
function facetFilters(query: IncidentQuery): Map<FacetName, Query> {
  const filters = new Map<FacetName, Query>();
  for (const facet of facetNames) {
    const values = wantedValues(query, facet);
    if (values.length > 0) filters.set(facet, { terms: { [facetFields[facet]]: [...values] } });
  }
  return filters;
}

function plainFilters(query: IncidentQuery): Query[] {
  const filters: Query[] = [];
  if (query.territory?.length) filters.push({ terms: { territories: query.territory } });
  if (query.oktmo !== undefined) filters.push({ prefix: { oktmo: { value: query.oktmo } } });
  if (query.bodies !== undefined) {
    const bodies = [...query.bodies];
    const approvals: Query[] = [{ terms: { approverId: bodies } }, { terms: { status: [...approvalStatuses] } }];
    filters.push({
      bool: { should: [{ terms: { executorId: bodies } }, { bool: { filter: approvals } }], minimum_should_match: 1 },
    });
  }
  if (query.unsure !== undefined) filters.push({ term: { unsure: query.unsure } });
  if (query.recurring === true) filters.push({ range: { recurrences: { gt: 0 } } });
  if (query.from !== undefined) filters.push({ range: { 'clocks.queuedAt': { gte: query.from } } });
  if (query.to !== undefined) filters.push({ range: { 'clocks.queuedAt': { lte: query.to } } });
  if (query.overdueAt !== undefined) {
    filters.push({ range: { dueAt: { lt: query.overdueAt } } }, { terms: { status: [...waitingStatuses] } });
  }
  if (query.promisesOverAt !== undefined)
    filters.push({ range: { 'search.promisesEndAt': { lte: query.promisesOverAt } } });
  return filters;
}

function textClauses({ words, phrases }: SearchWords): Query[] {
  const clauses: Query[] = phrases.map((phrase) => ({
    multi_match: { query: phrase, type: 'phrase', fields: textFields },
  }));
  for (const word of words) {
    const inText: Query = { multi_match: { query: word, operator: 'and', fields: textFields } };
    const number = numberPrefix(word);
    clauses.push(
      number === null
        ? inText
        : { bool: { should: [inText, { prefix: { number: { value: number } } }], minimum_should_match: 1 } },
    );
  }
  return clauses;
}

/** The incidents asked for by nearness, each with a score that grows with its similarity. */
function nearestClause(nearest: readonly NearIncident[]): Query {
  if (nearest.length === 0) return { match_none: {} };
  const should = nearest.map(({ id, similarity }) => ({
    // A boost must be above zero.
    constant_score: { filter: { term: { id } }, boost: Math.max(1e-6, (1 + similarity) / 2) },
  }));
  return { bool: { should, minimum_should_match: 1 } };
}

const sorts: Record<Sort, estypes.SortCombinations[]> = {
  newest: [{ 'clocks.queuedAt': 'desc' }, { id: 'asc' }],
  due: [{ dueAt: { order: 'asc', missing: neverMs } }, { 'clocks.queuedAt': 'desc' }, { id: 'asc' }],
  people: [{ peopleCount: 'desc' }, { 'clocks.queuedAt': 'desc' }, { id: 'asc' }],
  recurrences: [{ recurrences: { order: 'desc', missing: 0 } }, { 'clocks.queuedAt': 'desc' }, { id: 'asc' }],
  relevance: [{ _score: { order: 'desc' } }, { 'clocks.queuedAt': 'desc' }, { id: 'asc' }],
};

interface FacetCounts {
  values: { buckets: { key: string; doc_count: number }[] };
}
export type FacetAggregations = Record<FacetName, FacetCounts>;

export interface SearchPlan {
  request: estypes.SearchRequest;
  sort: Sort;
  size: number;
}

/** Throws E_INPUT_INVALID for a page size or cursor that cannot be. */
export function planSearch(query: IncidentQuery, index: string): SearchPlan {
  const words = parseSearchText(query.text ?? '');
  const must = textClauses(words);
  const hasText = must.length > 0;
  if (query.nearest !== undefined) must.push(nearestClause(query.nearest));
  const sort = effectiveSort(query, must.length > 0);
  const size = pageSize(query);
  const filters = facetFilters(query);
  const aggs: Record<string, estypes.AggregationsAggregationContainer> = {};
  for (const facet of facetNames) {
    const others = [...filters].filter(([name]) => name !== facet).map(([, filter]) => filter);
    aggs[facet] = {
      filter: { bool: { filter: others } },
      aggs: { values: { terms: { field: facetFields[facet], size: facetSize } } },
    };
  }
  const request: estypes.SearchRequest = {
    index,
    // One more than shown: tells whether there is a next page.
    size: size + 1,
    track_total_hits: true,
    query: { bool: { must, filter: plainFilters(query) } },
    post_filter: { bool: { filter: [...filters.values()] } },
    aggs,
    sort: sorts[sort],
    ...(query.after === undefined ? {} : { search_after: decodeCursor(query.after, sort) }),
  };
  // Copies of a shard may score a little differently: the pages of one list ask the same copy.
  if (sort === 'relevance') request.preference = 'otklik-queue';
  if (hasText) {
    request.highlight = {
      pre_tags: [matchStart],
      post_tags: [matchEnd],
      fields: { texts: {}, title: {} },
      type: 'unified',
      number_of_fragments: 3,
      fragment_size: 160,
      order: 'score',
      max_analyzed_offset: 900_000,
    };
  }
  return { request, sort, size };
}

/** Makes the page out of the answer to a plan's request. */
export function readPage(
  { sort, size }: SearchPlan,
  reply: estypes.SearchResponse<StoredIncident, FacetAggregations>,
): IncidentPage {
  const hits = reply.hits.hits.slice(0, size);
  const highlights: IncidentPage['highlights'] = {};
  for (const hit of hits) {
    // The title is the beginning of the first text: it is worth showing only where no text matched.
    const fragments = hit.highlight?.texts ?? hit.highlight?.title;
    if (hit._id !== undefined && fragments) highlights[hit._id] = fragments;
  }
  const facets = {} as IncidentPage['facets'];
  for (const facet of facetNames) {
    const buckets = reply.aggregations?.[facet].values.buckets ?? [];
    facets[facet] = buckets.map((bucket) => ({ key: bucket.key, count: bucket.doc_count }));
  }
  const total = reply.hits.total;
  const last = hits.at(-1)?.sort;
  return {
    items: hits.flatMap((hit) => (hit._source ? [fromStored(hit._source)] : [])),
    total: typeof total === 'object' ? total.value : (total ?? 0),
    next: reply.hits.hits.length > size && last ? encodeCursor(sort, last as SortValues) : null,
    facets,
    highlights,
  };
}

/** «Курск;Железногорск» names two settlements. */
export function settlementsOf(incident: Incident): string[] {
  const names = (incident.settlement ?? '').split(';').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

export function toStored(incident: Incident): StoredIncident {
  return {
    ...incident,
    search: { settlements: settlementsOf(incident), promisesEndAt: openPromisesEndAt(incident) },
  };
}

export function fromStored(stored: StoredIncident): Incident {
  const { search: _search, ...incident } = stored;
  const { machine } = incident;
  const complete = { ...machine, verdict: completeVerdict(machine.verdict), place: completePlace(machine.place) };
  // One that an earlier version wrote lacks what came later.
  return completeIncident({
    ...incident,
    ...('precision' in incident ? {} : placeFields(complete)),
    machine: complete,
  });
}
