import { AppError } from '../core/errors.js';
import type { Incident, IncidentEvent } from '../core/incident.js';
import type { IncidentStore, RestedIncident } from '../core/ports.js';
import { traceFields, traceOf, uncounted } from '../core/series.js';
import { checkAppend } from './append-check.js';
import type { BulkOperation } from './bulk.js';
import type { Connection } from './connection.js';
import { completeEvent, createEvents, eventsIndex, readLog } from './events.js';
import {
  date,
  double,
  flag,
  geoPoint,
  type IndexDefinition,
  kept,
  keyword,
  keywordAndRussian,
  long,
  object,
  opaque,
  russian,
} from './fields.js';
import { fromStored, planSearch, readPage, type StoredIncident, toStored } from './incident-search.js';

/** Projections of the events: what the queue shows and filters by. Id: the incident's id. Kept for ever. */
export const incidentsIndex: IndexDefinition = {
  name: 'incidents',
  refreshInterval: '1s',
  fields: {
    id: keyword,
    number: keyword,
    version: long,
    status: keyword,
    group: keyword,
    topic: keyword,
    urgency: keyword,
    executorId: keyword,
    executorName: keyword,
    approverId: keyword,
    approverName: keyword,
    nature: keyword,
    proposedAnswer: opaque,
    finalBy: date,
    promises: opaque,
    pausedAt: date,
    pauseReason: keyword,
    forwardedTo: keyword,
    ties: opaque,
    recurrences: long,
    recurredAt: date,
    reply: opaque,
    reactions: opaque,
    score: double,
    unsure: flag,
    territories: keyword,
    settlement: keywordAndRussian,
    street: keywordAndRussian,
    house: keywordAndRussian,
    district: keyword,
    precision: keyword,
    oktmo: keyword,
    point: geoPoint,
    pointOf: keyword,
    title: russian,
    texts: russian,
    posts: opaque,
    postIds: { ...keyword, index: false, doc_values: false },
    authors: { ...keyword, index: false, doc_values: false },
    postCount: long,
    peopleCount: long,
    sourceIds: keyword,
    clusterKeys: { ...keyword, index: false, doc_values: false },
    clocks: object({
      publishedAt: date,
      fetchedAt: date,
      queuedAt: date,
      termFrom: date,
      acceptedAt: date,
      assignedAt: date,
      startedAt: date,
      interimAt: date,
      proposedAt: date,
      approvedAt: date,
      answeredAt: date,
      closedAt: date,
    }),
    dueAt: date,
    clockRuns: opaque,
    noticeAt: date,
    lastPostAt: date,
    updatedAt: date,
    logHash: { ...keyword, index: false, doc_values: false },
    machine: opaque,
    review: object({
      group: keyword,
      topic: keyword,
      urgency: keyword,
      executorId: keyword,
      executorName: keyword,
      approverId: keyword,
      approverName: keyword,
      nature: keyword,
      incident: flag,
      outcome: keyword,
      reason: kept,
    }),
    search: object({ settlements: keyword, promisesEndAt: date }),
  },
};

type EventKey = Pick<IncidentEvent, 'incidentId' | 'seq'>;

/** Traces on a page of a walk: they are small. */
const tracePage = 2_000;

export function createIncidentStore(connection: Connection): IncidentStore {
  const index = connection.index(incidentsIndex.name);

  /** Writes the projection unless a newer one is there, together with `others`. */
  async function writeProjection(
    projection: Incident,
    others: readonly BulkOperation[],
    refresh: 'wait_for' | false,
  ): Promise<void> {
    const outcomes = await connection.write(
      'writing an incident',
      [
        ...others,
        { action: 'index', index, id: projection.id, document: toStored(projection), version: projection.version },
      ],
      { refresh },
    );
    for (const outcome of outcomes) {
      if (outcome.ok || outcome.status === 409) continue;
      throw new AppError(
        'E_STORE_REJECTED',
        `Elasticsearch refuses the projection of incident «${projection.id}», version ${projection.version}: ${outcome.message}. Its events are kept; project it again after mending.`,
        { details: { incidentId: projection.id, reason: outcome.code } },
      );
    }
  }

  return {
    async get(id) {
      const stored = await connection.get<StoredIncident>(incidentsIndex.name, id);
      return stored && fromStored(stored);
    },
    events: async (id) => (await readLog(connection, id)).map(completeEvent),
    log: (id) => readLog(connection, id),
    /**
     * When the events are in but the projection could not be written, throws E_STORE_UNAVAILABLE: the events count. A repeated
     * append then meets E_CONFLICT; reading the events and `project` heal it.
     */
    async append(events, projection, { visible = false } = {}) {
      const first = checkAppend(events, projection);
      const followers = await createEvents(connection, first, events);
      await writeProjection(projection, followers, visible ? 'wait_for' : false);
    },
    project: (projection) => writeProjection(projection, [], false),
    async search(query) {
      const plan = planSearch(query, index);
      const reply = await connection.search<StoredIncident>('searching incidents', plan.request);
      return readPage(plan, reply as Parameters<typeof readPage>[1]);
    },
    async noticesDue(at, limit) {
      const reply = await connection.search<Pick<Incident, 'id'>>('looking for terms to tell of', {
        index,
        size: limit,
        query: { range: { noticeAt: { lte: at } } },
        sort: [{ noticeAt: 'asc' }, { id: 'asc' }],
        _source: ['id'],
      });
      return reply.hits.hits.flatMap(({ _source }) => _source?.id ?? []);
    },
    async *restedSince(at) {
      await connection.attempt('refreshing incidents', () => connection.client.indices.refresh({ index }));
      const filter = [{ terms: { status: ['answered', 'closed', 'interim'] } }, { range: { updatedAt: { gte: at } } }];
      const query = { bool: { filter } };
      const fields = ['id', 'status', 'group', 'clocks', 'authors', 'clusterKeys', 'reply'];
      const walk = connection.walk<RestedIncident>('walking answered incidents', incidentsIndex.name, query, 'id', {
        fields,
      });
      for await (const rested of walk) yield { ...rested, reply: rested.reply ?? null };
    },
    async behind(from, to) {
      const query = { range: { at: { gte: from, lte: to } } };
      const fields = ['incidentId', 'seq'];
      const walk = connection.walk<EventKey>('looking for projections', eventsIndex.name, query, 'at', { fields });
      const latest = new Map<string, number>();
      for await (const { incidentId, seq } of walk) latest.set(incidentId, Math.max(seq, latest.get(incidentId) ?? 0));
      const ids = [...latest.keys()];
      const stored = await connection.getMany<Pick<Incident, 'version'>>(incidentsIndex.name, ids, ['version']);
      return ids.filter((id, place) => (stored[place]?.version ?? 0) < (latest.get(id) ?? 0));
    },
    async *since(lastPostAt) {
      await connection.attempt('refreshing incidents', () => connection.client.indices.refresh({ index }));
      const query = { range: { lastPostAt: { gte: lastPostAt } } };
      const walk = connection.walk<StoredIncident>('walking incidents', incidentsIndex.name, query, 'lastPostAt');
      for await (const stored of walk) yield fromStored(stored);
    },
    async *traces(since) {
      const range = { gte: since };
      const undated = {
        bool: {
          must_not: [{ exists: { field: 'clocks.publishedAt' } }],
          filter: [{ range: { 'clocks.queuedAt': range } }],
        },
      };
      const query = {
        bool: {
          must_not: [{ terms: { status: [...uncounted] } }],
          ...(since === undefined
            ? {}
            : { should: [{ range: { 'clocks.publishedAt': range } }, undated], minimum_should_match: 1 }),
        },
      };
      const page = { fields: traceFields, size: tracePage };
      const { name } = incidentsIndex;
      const walk = connection.walk<StoredIncident>('walking incidents', name, query, 'clocks.queuedAt', page);
      for await (const stored of walk) yield traceOf(stored);
    },
  };
}
