import { isoTime } from '../../src/core/clock.js';
import type { Incident, IncidentEvent } from '../../src/core/incident.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { zoneOffsetMs } from '../../src/core/zone-offset.js';
import { clocksAfter } from '../incidents/clocks.js';
import { dueOf } from '../incidents/sla.js';

/** The local day of an instant: YYYY-MM-DD. */
export function localDay(atMs: number, timeZone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, timeZone)).toISOString().slice(0, 10);
}

/**
 * The day by which the final answer is owed: the day that was promised, else the end of the term that runs, else of the one that an interim answer given
 * now would start, in the hours of the body that acts.
 * @returns null where no policy of config/sla.yaml gives a final answer a term, and while the term rests
 */
export function finalDay(incident: Incident, calendar: WorkingCalendar, nowMs: number): string | null {
  if (incident.finalBy !== null) return incident.finalBy;
  const interim: IncidentEvent = {
    incidentId: incident.id,
    seq: incident.version + 1,
    at: isoTime(nowMs),
    actor: { kind: 'machine', id: 'answers', name: 'answers' },
    change: { type: 'interim-answered', text: '…', url: null, finalBy: null },
  };
  const runs = clocksAfter(incident.clockRuns, { ...incident, status: 'interim' }, interim, calendar.sla);
  const run = runs.find(({ clock, end }) => clock === 'final' && end === null);
  const dueMs = run === undefined ? null : dueOf(run, incident, calendar);
  return dueMs === null ? null : localDay(dueMs, incident.machine.timeZone);
}
