import type { MachineDesk } from '../../pipelines/incidents/desk.js';
import { type Clock, isoTime } from '../core/clock.js';
import { toAppError } from '../core/errors.js';
import type { IncidentStore } from '../core/ports.js';
import type { Logger } from '../log.js';

/** Incidents looked at in one go. */
const page = 200;
/** Incidents looked at before the next look; more are left for it. */
const atMost = 4_000;

/**
 * Tells of all terms of which somebody must be told by now. An incident that cannot be told of stays for the next look and holds up none of the others.
 */
export async function tellOfTerms(
  incidents: Pick<IncidentStore, 'noticesDue'>,
  desk: Pick<MachineDesk, 'tellOfTerms'>,
  clock: Clock,
  log: Logger,
): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const ids = (await incidents.noticesDue(isoTime(clock.now()), page + seen.size)).filter((id) => !seen.has(id));
    for (const incidentId of ids) {
      seen.add(incidentId);
      try {
        for (const change of await desk.tellOfTerms(incidentId)) {
          if (change.type === 'clock-missed') log.warn({ incidentId, clock: change.clock }, 'term missed');
          if (change.type === 'promise-due') log.warn({ incidentId, seq: change.seq }, 'promise not settled');
        }
      } catch (thrown) {
        const { code, message } = toAppError(thrown);
        log.warn({ incidentId, code, message }, 'terms not told of');
      }
    }
    // What was told of may still stand in the search until its next refresh: it was seen and is left alone.
    if (ids.length < page || seen.size >= atMost) return;
  }
}
