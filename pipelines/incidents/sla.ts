import type { ClockRun, ClockView } from '../../src/core/clock-run.js';
import type { Incident, IncidentChange } from '../../src/core/incident.js';
import type { SlaPolicy, Term } from '../../src/core/sla.js';
import {
  addWorkingMinutes,
  endOfWorkingDay,
  type WorkingCalendar,
  type WorkPlace,
  workingMinutesBetween,
} from '../../src/core/working-time.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What of an incident its terms are counted by. */
export type Timed = Pick<Incident, 'clockRuns' | 'oktmo'> & { machine: Pick<Incident['machine'], 'timeZone'> };

/** Where and in which hours a run is counted. */
export function workPlaceOf(run: ClockRun, incident: Timed, { sla }: WorkingCalendar): WorkPlace {
  const policy = policyOf(run, sla.policies);
  return {
    timeZone: incident.machine.timeZone,
    region: incident.oktmo?.slice(0, 2) ?? null,
    schedule: policy?.schedule ?? null,
  };
}

export function policyOf(run: ClockRun, policies: readonly SlaPolicy[]): SlaPolicy | null {
  return policies.find(({ id }) => id === run.policyId) ?? null;
}

export function termOf(run: ClockRun, { sla }: WorkingCalendar): Term | null {
  return policyOf(run, sla.policies)?.terms[run.clock] ?? null;
}

/** Stretches of the run that count, as instants; the last one is open while it runs. */
export function countedSpans(run: ClockRun): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  let fromMs: number | null = Date.parse(run.startedAt);
  for (const { from, to } of run.pauses) {
    if (fromMs !== null) spans.push({ fromMs, toMs: Date.parse(from) });
    fromMs = to === null ? null : Date.parse(to);
  }
  if (fromMs !== null) {
    const toMs = run.stoppedAt === null ? Number.POSITIVE_INFINITY : Date.parse(run.stoppedAt);
    if (toMs > fromMs || spans.length === 0) spans.push({ fromMs, toMs });
  }
  return spans;
}

interface Measure {
  /** Minutes of the term. */
  budget: number;
  between(fromMs: number, toMs: number): number;
  add(fromMs: number, minutes: number): number;
}

/** How time counts for the run; null where no policy gives it a term. */
function measureOf(run: ClockRun, incident: Timed, calendar: WorkingCalendar): Measure | null {
  const term = termOf(run, calendar);
  if (term === null) return null;
  if ('hours' in term && !term.workingTime) {
    return {
      budget: term.hours * 60,
      between: (fromMs, toMs) => Math.max(0, toMs - fromMs) / minuteMs,
      add: (fromMs, minutes) => fromMs + minutes * minuteMs,
    };
  }
  const where = workPlaceOf(run, incident, calendar);
  const startMs = Date.parse(run.startedAt);
  const between = (fromMs: number, toMs: number): number => workingMinutesBetween(fromMs, toMs, calendar, where);
  return {
    budget:
      'hours' in term ? term.hours * 60 : between(startMs, endOfWorkingDay(startMs, term.workingDays, calendar, where)),
    between,
    add: (fromMs, minutes) => addWorkingMinutes(fromMs, minutes, calendar, where),
  };
}

/**
 * The instant at which so many minutes of the run's own time have passed.
 * @returns null when they have not and the run rests or has ended
 */
function reached(run: ClockRun, { between, add }: Measure, minutes: number): number | null {
  // A run that ended is looked at as if it had gone on: whether it was late is asked of it.
  const spans = countedSpans(run.stoppedAt === null ? run : { ...run, stoppedAt: null });
  let left = minutes;
  for (const { fromMs, toMs } of spans) {
    if (toMs === Number.POSITIVE_INFINITY) return add(fromMs, left);
    const passed = between(fromMs, toMs);
    if (passed >= left) return add(fromMs, left);
    left -= passed;
  }
  return null;
}

/** When the run is due, ms; null while it rests, and where it has no term. */
export function dueOf(run: ClockRun, incident: Timed, calendar: WorkingCalendar): number | null {
  const measure = measureOf(run, incident, calendar);
  return measure === null ? null : reached(run, measure, measure.budget);
}

/**
 * Every run of every clock as it stands at an instant. Pure: the same incident, calendar and instant always give the same views, and the incident's runs are a
 * fold over its log.
 */
export function slaOf(incident: Timed, calendar: WorkingCalendar, nowMs: number): ClockView[] {
  return incident.clockRuns.map((run) => {
    const measure = measureOf(run, incident, calendar);
    const dueMs = measure === null ? null : reached(run, measure, measure.budget);
    const endMs = run.stoppedAt === null ? nowMs : Date.parse(run.stoppedAt);
    const isLate = dueMs !== null && endMs > dueMs;
    const term = termOf(run, calendar);
    const between = measure?.between ?? ((fromMs: number, toMs: number) => Math.max(0, toMs - fromMs) / minuteMs);
    const elapsedMinutes = countedSpans(run).reduce(
      (sum, { fromMs, toMs }) => sum + between(fromMs, Math.min(toMs, endMs)),
      0,
    );
    return {
      run,
      state: stateOf(run, isLate),
      dueAt: dueMs === null ? null : new Date(dueMs).toISOString(),
      isLate,
      elapsedMinutes,
      budgetMinutes: measure?.budget ?? null,
      isWorkingTime: term === null ? false : !('hours' in term) || term.workingTime,
    };
  });
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
  if (run.end !== null || measure === null) return [];
  const dueMs = reached(run, measure, measure.budget);
  if (dueMs === null) return [];
  const dueAt = new Date(dueMs).toISOString();
  const notices: Notice[] = [];
  for (const percent of calendar.sla.warnings) {
    const atMs = reached(run, measure, (measure.budget * percent) / 100);
    if (percent > run.told && atMs !== null)
      notices.push({ atMs, change: { type: 'clock-warned', clock, percent, dueAt } });
  }
  if (!run.missed) notices.push({ atMs: dueMs + 1, change: { type: 'clock-missed', clock, dueAt } });
  for (const [index, { afterHours, to }] of calendar.sla.escalation.entries()) {
    const atMs = Math.max(dueMs + 1, measure.add(dueMs, (afterHours * hourMs) / minuteMs));
    if (index + 1 > run.escalated) notices.push({ atMs, change: { type: 'escalated', clock, level: index + 1, to } });
  }
  return notices.sort((one, other) => one.atMs - other.atMs);
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
