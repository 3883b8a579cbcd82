import type { ClockRun } from '../../src/core/clock-run.js';
import type { ClockName, Incident, IncidentEvent, PauseReason } from '../../src/core/incident.js';
import { policyFor, type Sla, type SlaSubject } from '../../src/core/sla.js';

type Change = IncidentEvent['change']['type'];

/** What each clock waits for, and after which it is waited for no more. */
const stops: Readonly<Record<ClockName, { done: readonly Change[] }>> = {
  // It ends in the queue, where everything begins: see `withEarliest`.
  detection: { done: [] },
  assignment: { done: ['assigned', 'work-started', 'interim-answered', 'answer-proposed', 'answered'] },
  'first-answer': { done: ['interim-answered', 'answered'] },
  final: { done: ['answered'] },
  approval: { done: ['answer-approved', 'answer-returned', 'answered'] },
};
/** Nobody waits any more, whatever ran. */
const ends: readonly Change[] = ['closed', 'marked-not-incident', 'forwarded', 'answered', 'merged'];

type Clocked = Pick<
  Incident,
  'urgency' | 'group' | 'topic' | 'nature' | 'executorId' | 'pauseReason' | 'status' | 'review' | 'clocks' | 'ties'
>;

/**
 * The runs of an incident's clocks after one more event. Pure, and all that is known of terms: folding a log gives the same runs as living through it.
 * @param after the incident with the event's effect on state, urgency, topic, nature and body
 */
export function clocksAfter(runs: readonly ClockRun[], after: Clocked, event: IncidentEvent, sla: Sla): ClockRun[] {
  const { change, seq, at } = event;
  const subject: SlaSubject = after;
  const begin = (clock: ClockName, startedAt = at): ClockRun => ({
    clock,
    startSeq: seq,
    startedAt,
    stopSeq: null,
    stoppedAt: null,
    end: null,
    policyId: policyFor(sla, clock, subject)?.id ?? null,
    pauses: [],
    bodies: [],
    told: 0,
    missed: false,
    escalated: 0,
  });
  const begun = startedBy(after, event)
    .filter(({ clock }) => !runs.some((run) => run.clock === clock && run.end === null))
    .map(({ clock, startedAt }) => begin(clock, startedAt));
  const all = withEarliest([...runs, ...begun], after, change, () => begin('detection'));
  return all.map((run) => {
    // Detection is over before anything can be told of it.
    if (run.end !== null) return run.clock === 'detection' ? told(run, event) : run;
    if (stops[run.clock].done.includes(change.type)) return stopped(run, event, 'done');
    if (ends.includes(change.type)) return stopped(run, event, 'void');
    const now = {
      ...run,
      policyId: policyFor(sla, run.clock, subject)?.id ?? null,
      bodies: bodiesAfter(run, after, at),
    };
    return told(paused(waitingSince(now, change), after, event, sla), event);
  });
}

/** The body that a clock waits for; null where it waits for somebody else, or for nobody in particular yet. */
function awaitedBody(clock: ClockName, { executorId, review }: Pick<Incident, 'executorId' | 'review'>): string | null {
  if (clock === 'final') return executorId;
  // Until a person names the body, the queue has it and not the body of the routing table.
  return clock === 'first-answer' ? review.executorId : null;
}

function bodiesAfter(run: ClockRun, after: Clocked, at: string): ClockRun['bodies'] {
  const id = awaitedBody(run.clock, after);
  const last = run.bodies.at(-1)?.id ?? null;
  return id === null || id === last ? run.bodies : [...run.bodies, { from: at, id }];
}

/** Whether the runs know less than the log: an earlier version stored them, which noted no bodies. */
export function isBehind(incident: Pick<Incident, 'clockRuns' | 'executorId' | 'review'>): boolean {
  return incident.clockRuns.some(
    (run) => run.end === null && (awaitedBody(run.clock, incident) ?? undefined) !== run.bodies.at(-1)?.id,
  );
}

/**
 * The runs with detection from the earliest publication that any of its posts states to the queue: a post that joins later may show that the
 * problem was public before. Where that is after the queue (a site's clock runs ahead, the first post has no time) nothing is known. What a merged
 * incident brings was detected there, and what was split off in the incident that it came from.
 */
function withEarliest(
  runs: readonly ClockRun[],
  { clocks: { queuedAt }, ties }: Pick<Incident, 'clocks' | 'ties'>,
  change: IncidentEvent['change'],
  begin: () => ClockRun,
): readonly ClockRun[] {
  if (ties.splitFrom !== null || (change.type !== 'opened' && change.type !== 'post-joined')) return runs;
  const { publishedAt } = change.post;
  if (publishedAt === null || publishedAt > queuedAt) return runs;
  if (!runs.some(({ clock }) => clock === 'detection')) {
    const run = begin();
    const ended = { stopSeq: run.startSeq, stoppedAt: queuedAt, end: 'done' } as const;
    return [{ ...run, startedAt: publishedAt, ...ended }, ...runs];
  }
  return runs.map((run) =>
    run.clock === 'detection' && publishedAt < run.startedAt ? { ...run, startedAt: publishedAt } : run,
  );
}

/** Who waited longer in an incident that is merged into this one goes on waiting since then. */
function waitingSince(run: ClockRun, change: IncidentEvent['change']): ClockRun {
  if (change.type !== 'absorbed' || run.clock !== 'first-answer' || change.from.waitsSince === null) return run;
  return change.from.waitsSince < run.startedAt ? { ...run, startedAt: change.from.waitsSince } : run;
}

/** Clocks that the event starts, unless they run already. */
function startedBy(
  after: Pick<Incident, 'status'>,
  { change, at }: IncidentEvent,
): { clock: ClockName; startedAt: string }[] {
  const now = (...clocks: ClockName[]) => clocks.map((clock) => ({ clock, startedAt: at }));
  switch (change.type) {
    case 'opened':
      // Split off from another: waited for since that was queued.
      return [...now('assignment'), { clock: 'first-answer', startedAt: change.splitFrom?.queuedAt ?? at }];
    case 'reopened':
      return after.status === 'new' ? now('assignment', 'first-answer') : now('first-answer');
    case 'interim-answered':
      return now('final');
    case 'answer-proposed':
      return now('approval');
    default:
      return [];
  }
}

function stopped(run: ClockRun, { seq, at }: IncidentEvent, end: 'done' | 'void'): ClockRun {
  return { ...resumedAt(run, at), stopSeq: seq, stoppedAt: at, end };
}

/** Begins a stretch that does not count, or ends it. */
function paused(
  run: ClockRun,
  { pauseReason }: { pauseReason: PauseReason | null },
  { at }: IncidentEvent,
  sla: Sla,
): ClockRun {
  const isStill = pauseReason !== null && (sla.pauses[run.clock] ?? []).includes(pauseReason);
  const isPaused = run.pauses.at(-1)?.to === null;
  if (isStill === isPaused) return run;
  if (isStill) return { ...run, pauses: [...run.pauses, { from: at, to: null }] };
  return resumedAt(run, at);
}

function resumedAt(run: ClockRun, at: string): ClockRun {
  return { ...run, pauses: run.pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause)) };
}

/** What somebody was told of the run. */
function told(run: ClockRun, { change }: IncidentEvent): ClockRun {
  if (!('clock' in change) || change.clock !== run.clock) return run;
  switch (change.type) {
    case 'clock-warned':
      return { ...run, told: Math.max(run.told, change.percent) };
    case 'clock-missed':
      return { ...run, missed: true };
    case 'escalated':
      return { ...run, escalated: Math.max(run.escalated, change.level) };
    default:
      return run;
  }
}
