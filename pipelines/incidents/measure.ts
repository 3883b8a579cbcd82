import type { ClockRun } from '../../src/core/clock-run.js';
import type { Incident } from '../../src/core/incident.js';
import type { SlaPolicy, Term } from '../../src/core/sla.js';
import {
  addWorkingDays,
  addWorkingMinutes,
  endOfDay,
  type WorkingCalendar,
  type WorkPlace,
  workingDaysBetween,
  workingMinutesBetween,
} from '../../src/core/working-time.js';

const minuteMs = 60_000;

/** What of an incident its terms are counted by. */
export type Timed = Pick<Incident, 'clockRuns' | 'oktmo'> & { machine: Pick<Incident['machine'], 'timeZone'> };

/** A stretch of a run that counts, in the hours of one body; the last one is open while the run goes on. */
export interface Stretch {
  fromMs: number;
  toMs: number;
  where: WorkPlace;
}

export function policyOf(run: ClockRun, policies: readonly SlaPolicy[]): SlaPolicy | null {
  return policies.find(({ id }) => id === run.policyId) ?? null;
}

export function termOf(run: ClockRun, { sla }: WorkingCalendar): Term | null {
  return policyOf(run, sla.policies)?.terms[run.clock] ?? null;
}

/** Where and in which hours time counts for the run: the body's where it has any, else the policy's at the place of the incident. */
function workPlaceOf(run: ClockRun, bodyId: string | null, incident: Timed, calendar: WorkingCalendar): WorkPlace {
  const own = bodyId === null ? null : calendar.hoursOf(bodyId);
  const region = own?.calendar ?? incident.oktmo?.slice(0, 2) ?? null;
  return {
    timeZone: own?.timeZone ?? incident.machine.timeZone,
    region: region === 'country' ? null : region,
    schedule: policyOf(run, calendar.sla.policies)?.schedule ?? null,
    // A body without hours of its own is none to the arithmetic.
    body: own?.hours ? bodyId : null,
  };
}

/** The run cut where another body took over; before the first of them nobody had it. */
function cutByBodies(run: ClockRun, incident: Timed, calendar: WorkingCalendar): Stretch[] {
  const turns = [{ fromMs: Number.NEGATIVE_INFINITY, id: null as string | null }].concat(
    run.bodies.map(({ from, id }) => ({ fromMs: Date.parse(from), id })),
  );
  return turns.map(({ fromMs, id }, index) => ({
    fromMs,
    toMs: turns[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY,
    where: workPlaceOf(run, id, incident, calendar),
  }));
}

/** Stretches of the run that count, in order. */
export function stretchesOf(run: ClockRun, incident: Timed, calendar: WorkingCalendar): Stretch[] {
  const turns = cutByBodies(run, incident, calendar);
  return countedSpans(run).flatMap((span) => within(turns, span.fromMs, span.toMs));
}

function within(stretches: readonly Stretch[], fromMs: number, toMs: number): Stretch[] {
  return stretches
    .map((each) => ({ ...each, fromMs: Math.max(each.fromMs, fromMs), toMs: Math.min(each.toMs, toMs) }))
    .filter((each) => each.toMs > each.fromMs);
}

/** Spans between the pauses. */
function countedSpans(run: ClockRun): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  let fromMs: number | null = Date.parse(run.startedAt);
  for (const { from, to } of run.pauses) {
    if (fromMs !== null) spans.push({ fromMs, toMs: Date.parse(from) });
    fromMs = to === null ? null : Date.parse(to);
  }
  if (fromMs !== null)
    spans.push({ fromMs, toMs: run.stoppedAt === null ? Number.POSITIVE_INFINITY : Date.parse(run.stoppedAt) });
  return spans;
}

type Unit = 'clock-minutes' | 'minutes' | 'days';

/** How much time of the unit a stretch holds. */
function amountOf({ fromMs, toMs, where }: Stretch, unit: Unit, calendar: WorkingCalendar): number {
  if (unit === 'clock-minutes') return Math.max(0, toMs - fromMs) / minuteMs;
  return unit === 'days'
    ? workingDaysBetween(fromMs, toMs, calendar, where)
    : workingMinutesBetween(fromMs, toMs, calendar, where);
}

function advance(fromMs: number, amount: number, unit: Unit, calendar: WorkingCalendar, where: WorkPlace): number {
  if (unit === 'clock-minutes') return fromMs + amount * minuteMs;
  return unit === 'days'
    ? addWorkingDays(fromMs, amount, calendar, where)
    : addWorkingMinutes(fromMs, amount, calendar, where);
}

/** The term of a run, applied to its stretches. */
export interface Measure {
  /** False where the term runs around the clock. */
  isWorkingTime: boolean;
  /** Minutes that count up to an instant, or to the end of the run. */
  minutesUntil(toMs: number): number;
  /** The instant at which so much of the term, 1 for all of it, has passed; null when it has not and the run rests. */
  reached(share: number): number | null;
  /** The instant so many minutes of the run's own time after another, in the hours of the body that has it last. */
  minutesAfter(fromMs: number, minutes: number): number;
  /** Minutes of the whole term. */
  budgetMinutes: number;
}

/**
 * How time counts for the run; null where no policy gives it a term. Terms in hours are minutes of whichever hours counted then. Terms in days
 * are days of whichever hours counted then, a part of a day being that part of its hours, so that eight hours of one body are as much as the
 * round-the-clock day of another: what is left of the day of the start, which does not count (Civil Code of the Russian Federation, article
 * 191), and the n days after it (article 194).
 */
export function measureOf(run: ClockRun, incident: Timed, calendar: WorkingCalendar): Measure | null {
  const term = termOf(run, calendar);
  if (term === null) return null;
  const unit: Unit = 'workingDays' in term ? 'days' : term.workingTime ? 'minutes' : 'clock-minutes';
  const minutes: Unit = unit === 'days' ? 'minutes' : unit;
  const budget = 'workingDays' in term ? term.workingDays + restOfFirstDay(run, incident, calendar) : term.hours * 60;
  const sum = (stretches: readonly Stretch[], toMs: number, of: Unit): number =>
    within(stretches, Number.NEGATIVE_INFINITY, toMs).reduce((all, each) => all + amountOf(each, of, calendar), 0);
  // A run that ended is looked at as if it had gone on: whether it was late is asked of it.
  const goingOn = stretchesOf({ ...run, stoppedAt: null }, incident, calendar);
  const reachedIn = (stretches: readonly Stretch[], amount: number): number | null => {
    let left = amount;
    for (const stretch of stretches) {
      const { fromMs, toMs, where } = stretch;
      if (toMs === Number.POSITIVE_INFINITY) return advance(fromMs, left, unit, calendar, where);
      const passed = amountOf(stretch, unit, calendar);
      // Parts of days do not add up to the last digit; minutes do.
      if (passed >= left - (unit === 'days' ? 1e-9 : 0)) return advance(fromMs, left, unit, calendar, where);
      left -= passed;
    }
    return null;
  };
  const last = cutByBodies(run, incident, calendar).at(-1)?.where ?? workPlaceOf(run, null, incident, calendar);
  return {
    isWorkingTime: unit !== 'clock-minutes',
    minutesUntil: (toMs) => sum(stretchesOf(run, incident, calendar), toMs, minutes),
    reached: (share) => reachedIn(goingOn, budget * share),
    minutesAfter: (fromMs, count) => advance(fromMs, count, minutes, calendar, last),
    get budgetMinutes() {
      if (unit !== 'days') return budget;
      // In a pause: as if it ended at once.
      const pauses = run.pauses.map(({ from, to }) => ({ from, to: to ?? from }));
      const stretches = stretchesOf({ ...run, stoppedAt: null, pauses }, incident, calendar);
      const dueMs = reachedIn(stretches, budget) ?? Number.POSITIVE_INFINITY;
      return sum(stretches, dueMs, 'minutes');
    },
  };
}

/** Part of a working day that is left of the day on which the run began. */
function restOfFirstDay(run: ClockRun, incident: Timed, calendar: WorkingCalendar): number {
  const startMs = Date.parse(run.startedAt);
  const turns = cutByBodies(run, incident, calendar);
  const first = turns.findLast(({ fromMs }) => fromMs <= startMs);
  if (first === undefined) return 0;
  return within(turns, startMs, endOfDay(startMs, calendar, first.where)).reduce(
    (all, each) => all + amountOf(each, 'days', calendar),
    0,
  );
}
