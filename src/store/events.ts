/**
 * The log of events. Each event is a document `<incident id>-<seq>`. Several events appended together are ONE document for the purpose
 * of deciding: the first, created with `op_type=create`, carries the others in `log.followers`. So an append happens whole or not at
 * all, also when the process dies right after, and nobody can come in between. The followers' own documents are copies for searches
 * and statistics.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.js';
import type { IncidentEvent } from '../core/incident.js';
import { completePlace } from '../core/place.js';
import { completeVerdict } from '../core/verdict.js';
import { appendConflict } from './append-check.js';
import type { BulkOperation } from './bulk.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, keyword, long, object, opaque } from './fields.js';

/** What happened to incidents. Never changed, never removed. */
export const eventsIndex: IndexDefinition = {
  name: 'events',
  refreshInterval: '1s',
  fields: {
    incidentId: keyword,
    seq: long,
    at: date,
    actor: object({ kind: keyword, id: keyword, name: keyword }),
    change: opaque,
    prev: { ...keyword, index: false, doc_values: false },
    hash: { ...keyword, index: false, doc_values: false },
    log: object({
      /** The change's type, for searches. */
      type: keyword,
      /** Who appended, drawn for each append: tells our own event from another's after an unanswered request. */
      writer: { ...keyword, index: false, doc_values: false },
      followers: opaque,
    }),
  },
};

interface StoredEvent extends IncidentEvent {
  log: { type: string; writer: string; followers: IncidentEvent[] };
}

function documentId(incidentId: string, seq: number): string {
  return `${incidentId}-${seq}`;
}

function plain(stored: StoredEvent): IncidentEvent {
  const { log: _log, ...event } = stored;
  return event;
}

/** An event whose verdict and place an earlier version wrote lacks what came later. */
export function completeEvent(event: IncidentEvent): IncidentEvent {
  const { change } = event;
  if (!('machine' in change) || change.machine === undefined) return event;
  const { verdict, place } = change.machine;
  const machine = { ...change.machine, verdict: completeVerdict(verdict), place: completePlace(place) };
  return { ...event, change: { ...change, machine } };
}

/** Sizes of the steps in which a log is read: most have a handful of events. */
const readSteps = [16, 64, 256];

/** Reads a whole log in real time, as it was written: documents by id, as far as there are any. */
export async function readLog(connection: Connection, incidentId: string): Promise<IncidentEvent[]> {
  const found = new Map<number, IncidentEvent>();
  const events: IncidentEvent[] = [];
  for (let step = 0; ; step++) {
    const from = events.length + 1;
    const size = readSteps[Math.min(step, readSteps.length - 1)] ?? 16;
    const ids = Array.from({ length: size }, (_, place) => documentId(incidentId, from + place));
    for (const stored of await connection.getMany<StoredEvent>(eventsIndex.name, ids)) {
      if (!stored) continue;
      for (const event of [plain(stored), ...stored.log.followers]) found.set(event.seq, event);
    }
    for (let next = found.get(events.length + 1); next; next = found.get(events.length + 1)) events.push(next);
    if (events.length < from + size - 1) return events;
  }
}

/**
 * Creates the first event, which decides who is next; throws E_CONFLICT when another writer was faster or an earlier event is
 * missing, E_STORE_REJECTED when the server refuses the document. Returns what remains to be written: the followers' copies.
 */
export async function createEvents(
  connection: Connection,
  first: IncidentEvent,
  events: readonly IncidentEvent[],
): Promise<BulkOperation[]> {
  const index = connection.index(eventsIndex.name);
  const writer = randomUUID();
  const followers = events.slice(1);
  const { incidentId, seq } = first;
  if (seq > 1) await requirePredecessor(connection, incidentId, seq);
  const id = documentId(incidentId, seq);
  const document = (event: IncidentEvent, others: readonly IncidentEvent[]) => ({
    ...event,
    log: { type: event.change.type, writer, followers: others },
  });
  const [outcome] = await connection.write('appending an event', [
    { action: 'create', index, id, document: document(first, followers) },
  ]);
  if (outcome && !outcome.ok) {
    if (outcome.status !== 409) {
      throw new AppError(
        'E_STORE_REJECTED',
        `Elasticsearch refuses event ${seq} (${first.change.type}) of incident «${incidentId}»: ${outcome.message}. Nothing was written.`,
        { details: { incidentId, seq, reason: outcome.code } },
      );
    }
    const stored = outcome.repeated ? await connection.get<StoredEvent>(eventsIndex.name, id) : null;
    if (stored?.log.writer !== writer) throw appendConflict(incidentId, seq);
  }
  return followers.map((event) => ({
    action: 'index',
    index,
    id: documentId(incidentId, event.seq),
    document: document(event, []),
  }));
}

/** The log only grows: once the event before is there, it stays, and checking first is as good as checking together. */
async function requirePredecessor(connection: Connection, incidentId: string, seq: number): Promise<void> {
  const before = documentId(incidentId, seq - 1);
  const [found] = await connection.getMany<StoredEvent>(eventsIndex.name, [before], ['seq']);
  if (found) return;
  // Its copy may be missing although the event exists, inside the one that it was appended with.
  const events = await readLog(connection, incidentId);
  if (events.length !== seq - 1) throw appendConflict(incidentId, seq);
}
