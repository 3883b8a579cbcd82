import type { Incident } from '../../src/core/incident.js';
import { policyFor } from '../../src/core/sla.js';
import {
  addWorkingMinutes,
  endOfWorkingDay,
  type WorkingCalendar,
  type WorkPlace,
  zoneOffsetMs,
} from '../../src/core/working-time.js';
import { dueOf } from '../incidents/sla.js';

const hourMs = 3_600_000;

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
  const policy = policyFor(calendar.sla, 'final', incident);
  const term = policy?.terms.final;
  if (policy === null || term === undefined) return null;
  const where: WorkPlace = {
    timeZone,
    region: incident.oktmo?.slice(0, 2) ?? null,
    schedule: policy.schedule ?? null,
  };
  if ('workingDays' in term) return localDay(endOfWorkingDay(nowMs, term.workingDays, calendar, where), timeZone);
  return localDay(
    term.workingTime ? addWorkingMinutes(nowMs, term.hours * 60, calendar, where) : nowMs + term.hours * hourMs,
    timeZone,
  );
}
