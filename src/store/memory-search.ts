import { approvalStatuses, type Incident, isWaiting } from '../core/incident.js';
import type { IncidentPage, IncidentQuery } from '../core/ports.js';
import { openPromisesEndAt } from '../core/promise.js';
import { decodeCursor, effectiveSort, encodeCursor, neverMs, pageSize, type Sort, type SortValues } from './cursor.js';
import { type FacetName, facetNames, facetSize, settlementsOf, wantedValues } from './incident-search.js';
import { type AnalyzedIncident, analyzeIncident, highlight, prepareSearch, scoreMatch } from './memory-match.js';
import { compareInstant, compareText } from './memory-table.js';
import { parseSearchText } from './search-text.js';
import { copy } from './serialize.js';

const analyzed = new WeakMap<Readonly<Incident>, AnalyzedIncident>();

function analysisOf(incident: Readonly<Incident>): AnalyzedIncident {
  let found = analyzed.get(incident);
  if (!found) {
    found = analyzeIncident(incident);
    analyzed.set(incident, found);
  }
  return found;
}

function facetValues(incident: Readonly<Incident>, facet: FacetName): string[] {
  if (facet === 'settlement') return settlementsOf(incident);
  if (facet === 'sourceId') return [...new Set(incident.sourceIds)];
  const value = incident[facet];
  return value === null ? [] : [value];
}

function passesPlain(incident: Readonly<Incident>, query: IncidentQuery): boolean {
  const queuedMs = Date.parse(incident.clocks.queuedAt);
  if (query.territory?.length && !query.territory.some((id) => incident.territories.includes(id))) return false;
  if (query.oktmo !== undefined && incident.oktmo?.startsWith(query.oktmo) !== true) return false;
  if (query.bodies !== undefined && !concerns(incident, query.bodies)) return false;
  if (query.unsure !== undefined && incident.unsure !== query.unsure) return false;
  if (query.recurring === true && incident.recurrences === 0) return false;
  if (query.from !== undefined && queuedMs < Date.parse(query.from)) return false;
  if (query.to !== undefined && queuedMs > Date.parse(query.to)) return false;
  const { promisesOverAt } = query;
  if (
    promisesOverAt !== undefined &&
    !openPromisesEndAt(incident).some((at) => compareInstant(at, promisesOverAt) <= 0)
  )
    return false;
  if (query.overdueAt === undefined) return true;
  const waits = isWaiting(incident.status);
  return waits && incident.dueAt !== null && Date.parse(incident.dueAt) < Date.parse(query.overdueAt);
}

function concerns({ executorId, approverId, status }: Readonly<Incident>, bodies: readonly string[]): boolean {
  if (bodies.includes(executorId)) return true;
  const isForApprover = (approvalStatuses as readonly string[]).includes(status);
  return isForApprover && approverId !== null && bodies.includes(approverId);
}

function passesFacet(incident: Readonly<Incident>, query: IncidentQuery, facet: FacetName): boolean {
  const wanted = wantedValues(query, facet);
  return wanted.length === 0 || facetValues(incident, facet).some((value) => wanted.includes(value));
}

function sortValues(incident: Readonly<Incident>, score: number, sort: Sort): SortValues {
  const queued = Date.parse(incident.clocks.queuedAt);
  switch (sort) {
    case 'newest':
      return [queued, incident.id];
    case 'due':
      return [incident.dueAt === null ? neverMs : Date.parse(incident.dueAt), queued, incident.id];
    case 'people':
      return [incident.peopleCount, queued, incident.id];
    case 'recurrences':
      return [incident.recurrences, queued, incident.id];
    case 'relevance':
      return [score, queued, incident.id];
  }
}

/** Numbers fall, but the deadline rises; the id at the end rises. */
function compare(a: SortValues, b: SortValues, sort: Sort): number {
  for (let place = 0; place < a.length - 1; place++) {
    const difference = Number(b[place]) - Number(a[place]);
    if (difference !== 0) return sort === 'due' && place === 0 ? -difference : difference;
  }
  return compareText(String(a.at(-1)), String(b.at(-1)));
}

/** The search of the queue over all incidents in memory. */
export function searchIncidents(incidents: Iterable<Readonly<Incident>>, query: IncidentQuery): IncidentPage {
  const words = parseSearchText(query.text ?? '');
  const search = prepareSearch(words);
  const hasText = words.words.length + words.phrases.length > 0;
  const nearest = query.nearest && new Map(query.nearest.map(({ id, similarity }) => [id, similarity]));
  const sort = effectiveSort(query, hasText || nearest !== undefined);
  const size = pageSize(query);
  const after = query.after === undefined ? null : decodeCursor(query.after, sort);

  const counts = Object.fromEntries(facetNames.map((facet) => [facet, new Map<string, number>()])) as Record<
    FacetName,
    Map<string, number>
  >;
  const found: { incident: Readonly<Incident>; values: SortValues }[] = [];
  for (const incident of incidents) {
    if (!passesPlain(incident, query)) continue;
    const similarity = nearest?.get(incident.id);
    if (nearest !== undefined && similarity === undefined) continue;
    const match = hasText ? scoreMatch(analysisOf(incident), search) : 1;
    if (match === 0) continue;
    const score = similarity ?? match;
    const failed = facetNames.filter((facet) => !passesFacet(incident, query, facet));
    for (const facet of facetNames) {
      if (failed.some((other) => other !== facet)) continue;
      for (const value of facetValues(incident, facet)) {
        counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      }
    }
    if (failed.length === 0) found.push({ incident, values: sortValues(incident, score, sort) });
  }

  found.sort((a, b) => compare(a.values, b.values, sort));
  const start = after ? found.findIndex(({ values }) => compare(values, after, sort) > 0) : 0;
  const rest = start < 0 ? [] : found.slice(start);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const highlights: IncidentPage['highlights'] = {};
  for (const { incident } of hasText ? page : []) {
    const fragments = highlight(analysisOf(incident), search);
    if (fragments.length > 0) highlights[incident.id] = fragments;
  }
  const facets = {} as IncidentPage['facets'];
  for (const facet of facetNames) {
    facets[facet] = [...counts[facet]]
      .map(([key, count]) => ({ key, count }))
      .sort((a, b) => b.count - a.count || compareText(a.key, b.key))
      .slice(0, facetSize);
  }
  return {
    items: page.map(({ incident }) => copy(incident as Incident)),
    total: found.length,
    next: rest.length > size && last ? encodeCursor(sort, last.values) : null,
    facets,
    highlights,
  };
}
