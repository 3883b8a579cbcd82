import type { ClockRun, ClockView } from '../../src/core/clock-run.js';
import type { IncidentChange } from '../../src/core/incident.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { measureOf, stretchesOf, type Timed } from './measure.js';

const minuteMs = 60_000;

/** When the run is due, ms; null while it rests, and where it has no term. */
export function dueOf(run: ClockRun, incident: Timed, calendar: WorkingCalendar): number | null {
  return measureOf(run, incident, calendar)?.reached(1) ?? null;
}

/**
 * Every run of every clock as it stands at an instant. Pure: the same incident, calendar and instant always give the same views, and the incident's runs are a
 * fold over its log.
 */
export function slaOf(incident: Timed, calendar: WorkingCalendar, nowMs: number): ClockView[] {
  return incident.clockRuns.map((run) => {
    const measure = measureOf(run, incident, calendar);
    const dueMs = measure?.reached(1) ?? null;
    const endMs = run.stoppedAt === null ? nowMs : Date.parse(run.stoppedAt);
    const isLate = dueMs !== null && endMs > dueMs;
    return {
      run,
      state: stateOf(run, isLate),
      dueAt: dueMs === null ? null : new Date(dueMs).toISOString(),
      isLate,
      elapsedMinutes: measure?.minutesUntil(endMs) ?? plainMinutes(run, incident, calendar, endMs),
      budgetMinutes: measure?.budgetMinutes ?? null,
      isWorkingTime: measure?.isWorkingTime ?? false,
    };
  });
}

/** Minutes around the clock: where nothing gives a term, nothing gives hours. */
function plainMinutes(run: ClockRun, incident: Timed, calendar: WorkingCalendar, endMs: number): number {
  return stretchesOf(run, incident, calendar).reduce(
    (sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, endMs) - fromMs) / minuteMs,
    0,
  );
}

/** A run that was waited for no more is missed all the same when its term was over by then. */
function stateOf(run: ClockRun, isLate: boolean): ClockView['state'] {
  if (run.end === null) return run.pauses.at(-1)?.to === null ? 'paused' : 'running';
  if (isLate) return 'missed';
  return run.end === 'done' ? 'met' : 'void';
}

/** Clocks whose end the resident waits for: the queue's deadline is the nearest of theirs. */
const answers: readonly ClockRun['clock'][] = ['first-answer', 'final'];

/** When the next answer is due, ISO; null when none is owed or the work rests. */
export function answerDueAt(incident: Timed, calendar: WorkingCalendar): string | null {
  const dues = incident.clockRuns
    .filter(({ clock, end }) => end === null && answers.includes(clock))
    .flatMap((run) => dueOf(run, incident, calendar) ?? []);
  return dues.length === 0 ? null : new Date(Math.min(...dues)).toISOString();
}

/** A notice of a term, and the instant at which it is owed. */
interface Notice {
  atMs: number;
  change: Extract<IncidentChange, { type: 'clock-warned' | 'clock-missed' | 'escalated' }>;
}

/** What is still to be told of a run, in order. */
function noticesOf(run: ClockRun, incident: Timed, calendar: WorkingCalendar): Notice[] {
  const { clock } = run;
  const measure = measureOf(run, incident, calendar);
  const dueMs = measure?.reached(1) ?? null;
  if (measure === null || dueMs === null) return [];
  if (clock === 'detection') return noticesOfDetection(run, dueMs);
  if (run.end !== null) return [];
  const dueAt = new Date(dueMs).toISOString();
  const notices: Notice[] = [];
  for (const percent of calendar.sla.warnings) {
    const atMs = measure.reached(percent / 100);
    if (percent > run.told && atMs !== null)
      notices.push({ atMs, change: { type: 'clock-warned', clock, percent, dueAt } });
  }
  if (!run.missed) notices.push({ atMs: dueMs + 1, change: { type: 'clock-missed', clock, dueAt } });
  for (const [index, { afterHours, to }] of calendar.sla.escalation.entries()) {
    const atMs = Math.max(dueMs + 1, measure.minutesAfter(dueMs, afterHours * 60));
    if (index + 1 > run.escalated) notices.push({ atMs, change: { type: 'escalated', clock, level: index + 1, to } });
  }
  return notices.sort((one, other) => one.atMs - other.atMs);
}

/** Detection is over as soon as anything is known of it: a miss is all that there is to tell. */
function noticesOfDetection({ clock, stoppedAt, missed }: ClockRun, dueMs: number): Notice[] {
  const stoppedMs = stoppedAt === null ? 0 : Date.parse(stoppedAt);
  if (missed || stoppedMs <= dueMs) return [];
  return [{ atMs: stoppedMs, change: { type: 'clock-missed', clock, dueAt: new Date(dueMs).toISOString() } }];
}

/** The miss of a problem that was found too late, unless it was recorded. */
export function owedOfDetection(incident: Timed, calendar: WorkingCalendar): IncidentChange[] {
  const run = incident.clockRuns.find(({ clock }) => clock === 'detection');
  return run === undefined ? [] : noticesOf(run, incident, calendar).map(({ change }) => change);
}

/** When somebody must be told of a term next, ISO; null when nothing is left to tell. */
export function noticeDueAt(incident: Timed, calendar: WorkingCalendar): string | null {
  const instants = incident.clockRuns.flatMap((run) => noticesOf(run, incident, calendar).map(({ atMs }) => atMs));
  return instants.length === 0 ? null : new Date(Math.min(...instants)).toISOString();
}

/**
 * What is owed at an instant: of the shares of a term that have passed only the greatest (who was away is not told of each), a miss once, each step
 * of the escalation once. Every one is an event, and the event takes it off the list: a run is never told of twice.
 */
export function owedNotices(incident: Timed, calendar: WorkingCalendar, nowMs: number): IncidentChange[] {
  return incident.clockRuns.flatMap((run) => {
    const owed = noticesOf(run, incident, calendar).filter(({ atMs }) => atMs <= nowMs);
    const lastWarning = owed.findLastIndex(({ change }) => change.type === 'clock-warned');
    return owed
      .filter(({ change }, index) => change.type !== 'clock-warned' || index === lastWarning)
      .map(({ change }) => change);
  });
}
