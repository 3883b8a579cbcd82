import { type Clock, isoTime } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import { sealed } from '../../src/core/event-chain.js';
import type { IncidentAction } from '../../src/core/http.js';
import type { Actor, Incident, IncidentChange, IncidentEvent } from '../../src/core/incident.js';
import type { MachineHalf } from '../../src/core/incident-machine.js';
import { incidentUnknown } from '../../src/core/incident-unknown.js';
import type { Label } from '../../src/core/label.js';
import type { LabelStore } from '../../src/core/label-store.js';
import type { IncidentDesk, IncidentFeed, IncidentStore } from '../../src/core/ports.js';
import { ordinaryRecurrence, type Recurrence } from '../../src/core/recurrence.js';
import type { Hand } from '../../src/core/user.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { isBehind } from './clocks.js';
import { decisionLabels } from './decisions.js';
import { allowedTo, type Bodies, changeFor, demandAllowed, isTieAction, refusal } from './lifecycle.js';
import { applyEvent, project } from './project.js';
import { owedPromises, promisesOf } from './promises.js';
import { withRecurrences } from './recurrence.js';
import { owedNotices, owedOfDetection, slaOf } from './sla.js';
import { createTieDesk, type Known, previewOf, type TieDecision } from './tie-desk.js';
import { reachesBack, standingEvents, whereabouts } from './ties.js';

export interface DeskOptions {
  incidents: IncidentStore;
  /** Where what operators decide is kept as labels. */
  labels: Pick<LabelStore, 'put' | 'remove'>;
  feed: IncidentFeed;
  calendar: WorkingCalendar;
  clock: Clock;
  bodies: Bodies;
  /** When a complaint about what was closed means that it came back; the shipped spans where it is left out. */
  recurrence?: Recurrence;
  /** Told when a decision was taken but its labels could not be written: they go with the next decision, or come by «otklik label rebuild». */
  onLabelsLate?: (fields: { incidentId: string; labels: number; cause: unknown }) => void;
}

/** The machine's way to the same log: what the line found for one incident. */
export interface MachineDesk {
  /**
   * Carries a batch's changes into an incident, opening it when it is not there yet. Safe to repeat: a post that is part of the
   * incident already is not joined again.
   * @returns null when nothing opens the incident and it is not there (an edit of a post whose incident was removed)
   * @throws AppError E_CONFLICT with `retry` when others were faster twenty times in a row.
   */
  record(incidentId: string, changes: readonly IncidentChange[]): Promise<Incident | null>;
  /**
   * Carries a change that depends on what the incident is by now.
   * @param change asked again when another writer was faster; null, or nothing, leaves the incident as it is
   * @returns null when there is no such incident
   * @throws AppError E_CONFLICT with `retry` when others were faster twenty times in a row.
   */
  amend(
    incidentId: string,
    change: (incident: Incident) => IncidentChange | readonly IncidentChange[] | null,
  ): Promise<Incident | null>;
  /**
   * Records what is owed of the incident's terms and promises by now: warnings, misses, escalations, days that are over; and gives other incidents what a merge or a split left owing. Safe to call at any time and from several processes.
   * @returns what was recorded
   */
  tellOfTerms(incidentId: string): Promise<IncidentChange[]>;
  /** Makes the projection anew from the log, after whoever wrote the log died before it; null when there is no such incident. */
  heal(incidentId: string): Promise<Incident | null>;
}

const machine: Actor = { kind: 'machine', id: 'pipeline', name: 'Отклик' };
const maxTries = 20;

/** Every change of an incident goes through here: one event after the other, each on the version before it. */
export function createDesk(options: DeskOptions): IncidentDesk & MachineDesk {
  const { incidents, labels, feed, calendar, clock, bodies, onLabelsLate } = options;
  const recurrence = options.recurrence ?? ordinaryRecurrence;

  async function append(
    incidentId: string,
    before: Incident | null,
    changes: readonly IncidentChange[],
    actor: Actor,
    visible: boolean,
    /** What the machine adds of its own, in the same write, before the changes and after them. */
    {
      leading = [],
      following = [],
    }: { leading?: readonly IncidentChange[]; following?: readonly IncidentChange[] } = {},
  ): Promise<{ after: Incident; events: IncidentEvent[] }> {
    const at = isoTime(clock.now());
    const events: IncidentEvent[] = [];
    const earlier = changes.some(reachesBack) ? await incidents.events(incidentId) : [];
    let after = before;
    const add = (change: IncidentChange, by: Actor): void => {
      const seq = (after?.version ?? 0) + 1;
      const event = sealed({ incidentId, seq, at, actor: by, change }, after?.logHash ?? null);
      events.push(event);
      after = reachesBack(change)
        ? project([...earlier.slice(0, before?.version ?? 0), ...events], calendar)
        : applyEvent(after, event, calendar);
    };
    for (const change of leading) add(change, machine);
    for (const change of changes) add(change, actor);
    for (const change of following) add(change, machine);
    // Found too late: known as soon as the post is.
    for (const change of after === null ? [] : owedOfDetection(after, calendar)) add(change, machine);
    if (after === null) throw new AppError('E_INTERNAL', `incident ${incidentId}: nothing to record`);
    await incidents.append(events, after, { visible });
    const type = changes.at(-1)?.type ?? 'opened';
    await feed.publish({ incidentId, version: after.version, type });
    return { after, events };
  }

  /** The projection from the log itself; mends the stored document when a crash left it behind. */
  async function heal(incidentId: string): Promise<Incident | null> {
    const events = await incidents.events(incidentId);
    if (events.length === 0) return null;
    const healed = project(events, calendar);
    await incidents.project(healed);
    return healed;
  }

  /** Labels of decisions that the store did not take: the decision itself stands in the log and is not taken back for them. */
  const late = new Map<string, Label>();
  async function keepLabels(incidentId: string, found: readonly Label[]): Promise<void> {
    for (const label of found) late.set(label.id, label);
    if (late.size === 0) return;
    const all = [...late.values()];
    try {
      await labels.put(all);
    } catch (cause) {
      onLabelsLate?.({ incidentId, labels: all.length, cause });
      // What is refused for good is refused again; the others of the write are in.
      if (cause instanceof AppError && cause.retry) return;
    }
    for (const label of all) if (late.get(label.id) === label) late.delete(label.id);
  }

  // Changes of one incident wait for each other inside this process: the store's check is for the other processes, and many writers
  // that only collide there would use up each other's tries.
  const tails = new Map<string, Promise<unknown>>();
  async function inTurn<T>(incidentId: string, run: () => Promise<T>): Promise<T> {
    const turn = (tails.get(incidentId) ?? Promise.resolve()).then(run);
    const tail = turn.catch(() => undefined);
    tails.set(incidentId, tail);
    try {
      return await turn;
    } finally {
      if (tails.get(incidentId) === tail) tails.delete(incidentId);
    }
  }

  const ties = createTieDesk({
    async read(incidentId) {
      const events = await incidents.events(incidentId);
      return events.length === 0 ? null : { incident: project(events, calendar), events };
    },
    write: (incidentId, actor, newsOf) => carry(incidentId, newsOf, actor, true),
    newsFor,
    machine,
  });

  /** What two incidents take part in: the decision first, in one log, then the other's side of it. */
  async function tie(current: Known, decision: TieDecision, actor: Actor): Promise<Incident> {
    const { id } = current.incident;
    if (decision.incidentId === id) {
      await append(id, current.incident, [decision.news(current.incident)], actor, true);
    } else {
      await carry(decision.incidentId, (before) => (before === null ? [] : [decision.news(before)]), actor, true);
    }
    try {
      await ties.settle(decision.incidentId);
    } catch (error) {
      // It is decided; the other side follows with the next look at what is owed.
      if (!(error instanceof AppError) || !error.retry) throw error;
    }
    const events = await incidents.events(id);
    await relabel(id, current.events, events);
    return project(events, calendar);
  }

  /** What one incident alone takes part in. */
  async function decide({ incident, events }: Known, change: IncidentChange, actor: Actor): Promise<Incident> {
    const nowMs = clock.now();
    const appended = await append(incident.id, incident, [change], actor, true, {
      // An answer that comes late ends the run of its clock: the miss is recorded first, whether or not anybody looked in between.
      leading: owedNotices(incident, calendar, nowMs).filter(({ type }) => type === 'clock-missed'),
      following: promisesOf(incident, change, calendar, nowMs),
    });
    if (change.type !== 'commented')
      await keepLabels(incident.id, decisionLabels(standingEvents([...events, ...appended.events])));
    return appended.after;
  }

  /** Decisions about posts that left are taken back from the labels, those about posts that came back return. */
  async function relabel(id: string, before: readonly IncidentEvent[], after: readonly IncidentEvent[]): Promise<void> {
    const found = decisionLabels(standingEvents(after));
    const kept = new Set(found.map((label) => label.id));
    const gone = decisionLabels(standingEvents(before)).filter((label) => !kept.has(label.id));
    if (gone.length > 0) {
      try {
        await labels.remove(gone.map((label) => label.id));
      } catch (cause) {
        onLabelsLate?.({ incidentId: id, labels: gone.length, cause });
      }
    }
    if (found.length > 0) await keepLabels(id, found);
  }

  async function act(incidentId: string, version: number, action: IncidentAction, hand: Hand): Promise<Incident> {
    const actor: Actor = { kind: 'operator', id: hand.login, name: hand.name };
    for (let attempt = 1; ; attempt++) {
      const events = await incidents.events(incidentId);
      if (events.length === 0) throw incidentUnknown(incidentId);
      const current = project(events, calendar);
      const conflict = (since: readonly IncidentEvent[]): AppError =>
        new AppError(
          'E_CONFLICT',
          `incident ${current.number} was changed by somebody else meanwhile: look at the change and decide again`,
          {
            details: {
              version: since.at(-1)?.seq ?? current.version,
              events: since.map(({ seq, at, actor: by, change }) => ({ seq, at, actor: by, change })),
            },
            reason: { key: 'incident-changed', params: { number: current.number } },
          },
        );
      const since = events.filter((event) => event.seq > version);
      // Further posts that the machine joined are no conflict: no decision of a person is overwritten. One that they sent back to work is not what
      // the operator saw any more.
      const isNews = ({ actor: by, change }: IncidentEvent) => by.kind === 'operator' || change.type === 'reopened';
      if (since.some(isNews) || version > current.version) throw conflict(since);
      demandAllowed(current, action.type);
      const refused = refusal(hand, current, action.type);
      if (refused !== null) throw new AppError('E_FORBIDDEN', refused.message, { reason: refused.reason });
      const known = { incident: current, events };
      const decision = isTieAction(action) ? await ties.decide(known, action) : changeFor(current, action, bodies);
      try {
        return 'type' in decision ? await decide(known, decision, actor) : await tie(known, decision, actor);
      } catch (error) {
        // Somebody wrote between reading and writing; the next look says whether it was a person.
        if (!isConflict(error)) throw error;
        if (attempt === maxTries) {
          throw conflict((await incidents.events(incidentId)).filter((event) => event.seq > version));
        }
      }
    }
  }

  async function carry(
    incidentId: string,
    newsOf: (before: Incident | null) => readonly IncidentChange[],
    actor = machine,
    visible = false,
  ): Promise<Incident | null> {
    let before = await incidents.get(incidentId);
    // One that is not there, or was projected by a version whose clocks knew less.
    if (before === null || before.clockRuns.length === 0 || isBehind(before)) before = await heal(incidentId);
    for (let attempt = 1; ; attempt++) {
      const news = newsOf(before);
      if (news.length === 0) return before;
      try {
        return (await append(incidentId, before, news, actor, visible)).after;
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (attempt === maxTries) throw new AppError('E_CONFLICT', error.message, { retry: true, cause: error });
        before = await heal(incidentId);
      }
    }
  }

  /** The machine's changes; those about posts that went on elsewhere go there. */
  async function record(incidentId: string, changes: readonly IncidentChange[], hops = 0): Promise<Incident | null> {
    let moved = new Map<string, IncidentChange[]>();
    const after = await inTurn(incidentId, () =>
      carry(incidentId, (before) => {
        const stay: IncidentChange[] = [];
        moved = new Map();
        for (const change of changes) {
          const there =
            before && hops < maxTries ? whereabouts(before, 'post' in change ? change.post.postId : null) : null;
          if (there === null) stay.push(change);
          else moved.set(there, [...(moved.get(there) ?? []), change]);
        }
        return withRecurrences(before, newsFor(before, stay), recurrence);
      }),
    );
    for (const [otherId, others] of moved) await record(otherId, others, hops + 1);
    return after;
  }

  return {
    allowed: (incident, hand) => allowedTo(hand, incident),
    clocks: (incident) => slaOf(incident, calendar, clock.now()),
    act: (incidentId, version, action, hand) => inTurn(incidentId, () => act(incidentId, version, action, hand)),
    preview: (from, into) => previewOf(from, into, calendar, isoTime(clock.now())),
    record,
    heal: (incidentId) => inTurn(incidentId, () => heal(incidentId)),
    amend: (incidentId, change) =>
      inTurn(incidentId, () =>
        carry(incidentId, (before) => {
          const news = before === null ? null : change(before);
          return news === null ? [] : [news].flat();
        }),
      ),
    async tellOfTerms(incidentId) {
      // Its other side may be missing: whoever decided died, or the store did not answer.
      if ((await incidents.get(incidentId))?.ties.unsettled.length) await ties.settle(incidentId);
      let told: readonly IncidentChange[] = [];
      await inTurn(incidentId, () =>
        carry(incidentId, (before) => {
          const nowMs = clock.now();
          told = before === null ? [] : [...owedNotices(before, calendar, nowMs), ...owedPromises(before, nowMs)];
          return told;
        }),
      );
      return [...told];
    },
  };
}

function isConflict(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'E_CONFLICT';
}

/** What was found of the post alone, as far as the line said. */
function machineOf(change: Extract<IncidentChange, { type: 'opened' | 'post-joined' }>): { machine?: MachineHalf } {
  return change.machine === undefined ? {} : { machine: change.machine };
}

/** What of the changes the incident does not hold yet; the first post opens an incident that is not there. */
function newsFor(before: Incident | null, changes: readonly IncidentChange[]): IncidentChange[] {
  const have = new Set(before?.postIds);
  const versions = new Map(before?.posts.map((post) => [post.postId, post.version]));
  const news: IncidentChange[] = [];
  for (const change of changes) {
    if (change.type === 'opened' || change.type === 'post-joined') {
      const { post } = change;
      if (have.has(post.postId)) {
        if (post.version > (versions.get(post.postId) ?? post.version)) news.push({ type: 'post-edited', post });
      } else if (before === null && news.length === 0) news.push(change);
      else news.push({ type: 'post-joined', post, clusterKeys: change.clusterKeys, ...machineOf(change) });
      have.add(post.postId);
    } else if (change.type === 'post-edited') {
      if (change.post.version > (versions.get(change.post.postId) ?? change.post.version)) news.push(change);
    } else news.push(change);
  }
  return news;
}
