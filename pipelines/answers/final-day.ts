import type { ClockRun } from '../../src/core/clock-run.js';
import type { Incident } from '../../src/core/incident.js';
import { policyFor } from '../../src/core/sla.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { zoneOffsetMs } from '../../src/core/zone-offset.js';
import { dueOf } from '../incidents/sla.js';

/** The local day of an instant: YYYY-MM-DD. */
export function localDay(atMs: number, timeZone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, timeZone)).toISOString().slice(0, 10);
}

/**
 * The day by which the final answer is owed: the day that was promised, else the end of the term that runs, else of the one that an interim answer given
 * now would start.
 * @returns null where no policy of config/sla.yaml gives a final answer a term
 */
export function finalDay(incident: Incident, calendar: WorkingCalendar, nowMs: number): string | null {
  const { timeZone } = incident.machine;
  if (incident.finalBy !== null) return incident.finalBy;
  const run = incident.clockRuns.find(({ clock, end }) => clock === 'final' && end === null);
  const running = run === undefined ? null : dueOf(run, incident, calendar);
  if (running !== null) return localDay(running, timeZone);
  const at = new Date(nowMs).toISOString();
  const imagined: ClockRun = {
    clock: 'final',
    startSeq: incident.version + 1,
    startedAt: at,
    stopSeq: null,
    stoppedAt: null,
    end: null,
    policyId: policyFor(calendar.sla, 'final', incident)?.id ?? null,
    pauses: [],
    bodies: [{ from: at, id: incident.executorId }],
    told: 0,
    missed: false,
    escalated: 0,
  };
  const due = dueOf(imagined, incident, calendar);
  return due === null ? null : localDay(due, timeZone);
}
