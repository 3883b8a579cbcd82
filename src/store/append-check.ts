import { AppError } from '../core/errors.js';
import type { Incident, IncidentEvent } from '../core/incident.js';

/**
 * Makes sure that the events are one unbroken piece of one incident's log and that the projection ends where they end; throws
 * E_INPUT_INVALID otherwise. Returns the first event.
 */
export function checkAppend(events: readonly IncidentEvent[], projection: Incident): IncidentEvent {
  const [first] = events;
  if (!first)
    throw new AppError('E_INPUT_INVALID', `Nothing to append to incident «${projection.id}»: give at least one event.`);
  for (const [place, event] of events.entries()) {
    if (event.incidentId !== projection.id || event.seq !== first.seq + place) {
      throw new AppError(
        'E_INPUT_INVALID',
        `Event ${place + 1} of ${events.length} is number ${event.seq} of incident «${event.incidentId}»; number ${first.seq + place} of «${projection.id}» belongs here.`,
      );
    }
  }
  const last = first.seq + events.length - 1;
  if (projection.version !== last) {
    throw new AppError(
      'E_INPUT_INVALID',
      `The projection of incident «${projection.id}» has version ${projection.version}, its last event is number ${last}; project the whole log.`,
    );
  }
  return first;
}

/** Somebody else wrote event `seq`, or the log is shorter than the writer believed. */
export function appendConflict(incidentId: string, seq: number): AppError {
  return new AppError(
    'E_CONFLICT',
    `Event ${seq} is not the next one of incident «${incidentId}»: it changed meanwhile. Read its events and decide again.`,
    { details: { incidentId, seq } },
  );
}
