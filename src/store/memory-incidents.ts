import { AppError } from '../core/errors.js';
import type { Incident, IncidentEvent } from '../core/incident.js';
import type { IncidentStore, SaveOutcome } from '../core/ports.js';
import { traceOf, uncounted } from '../core/series.js';
import { appendConflict, checkAppend } from './append-check.js';
import { eventsIndex } from './events.js';
import { incidentsIndex } from './incidents.js';
import { searchIncidents } from './memory-search.js';
import { compareInstant, compareText, MemoryTable } from './memory-table.js';
import { copy } from './serialize.js';

function demand(outcome: SaveOutcome, what: string): void {
  if (!outcome.ok) throw new AppError('E_STORE_REJECTED', `The store refuses ${what}: ${outcome.message}.`);
}

export function createMemoryIncidentStore(): IncidentStore {
  const incidents = new MemoryTable<Incident>(incidentsIndex);
  const shape = new MemoryTable<IncidentEvent>(eventsIndex);
  const logs = new Map<string, IncidentEvent[]>();

  function writeProjection(projection: Incident): void {
    const stored = incidents.peek(projection.id);
    if (stored && stored.version > projection.version) return;
    demand(incidents.put(projection.id, projection), `the projection of incident «${projection.id}»`);
  }

  return {
    async get(id) {
      return incidents.get(id);
    },
    async events(id) {
      return copy(logs.get(id) ?? []);
    },
    async log(id) {
      return copy(logs.get(id) ?? []);
    },
    async append(events, projection) {
      const first = checkAppend(events, projection);
      const log = logs.get(first.incidentId) ?? [];
      if (log.length !== first.seq - 1) throw appendConflict(first.incidentId, first.seq);
      for (const event of events) {
        const what = `event ${event.seq} (${event.change.type}) of incident «${event.incidentId}»`;
        demand(shape.check(`${event.incidentId}-${event.seq}`, event), what);
      }
      demand(incidents.check(projection.id, projection), `the projection of incident «${projection.id}»`);
      logs.set(first.incidentId, [...log, ...copy([...events])]);
      writeProjection(projection);
    },
    async project(projection) {
      writeProjection(projection);
    },
    async search(query) {
      return searchIncidents(incidents.peekAll(), query);
    },
    async noticesDue(at, limit) {
      const owed: { id: string; noticeAt: string }[] = [];
      for (const { id, noticeAt } of incidents.peekAll()) {
        if (noticeAt !== null && compareInstant(noticeAt, at) <= 0) owed.push({ id, noticeAt });
      }
      return owed
        .sort((a, b) => compareInstant(a.noticeAt, b.noticeAt) || compareText(a.id, b.id))
        .slice(0, limit)
        .map(({ id }) => id);
    },
    async *restedSince(at) {
      for (const { id, status, group, clocks, authors, clusterKeys, reply, updatedAt } of incidents.peekAll()) {
        if (['answered', 'closed', 'interim'].includes(status) && compareInstant(updatedAt, at) >= 0)
          yield copy({ id, status, group, clocks, authors, clusterKeys, reply });
      }
    },
    async behind() {
      return []; // Here both are written in one step.
    },
    async *since(lastPostAt) {
      const order = (a: Incident, b: Incident) => compareInstant(a.lastPostAt, b.lastPostAt) || compareText(a.id, b.id);
      yield* incidents.list(order, (incident) => compareInstant(incident.lastPostAt, lastPostAt) >= 0);
    },
    async *traces(since) {
      const counted = [...incidents.peekAll()].filter(
        ({ status }) => !(uncounted as readonly string[]).includes(status),
      );
      const order = (a: Incident, b: Incident) =>
        compareInstant(a.clocks.queuedAt, b.clocks.queuedAt) || compareText(a.id, b.id);
      for (const incident of counted.sort(order)) {
        const trace = traceOf(copy(incident));
        if (since === undefined || compareInstant(trace.at, since) >= 0) yield trace;
      }
    },
  };
}
