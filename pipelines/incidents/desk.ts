import { type Clock, isoTime } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import { sealed } from '../../src/core/event-chain.js';
import type { IncidentAction } from '../../src/core/http.js';
import type { Actor, Incident, IncidentChange, IncidentEvent } from '../../src/core/incident.js';
import type { Label } from '../../src/core/label.js';
import type { LabelStore } from '../../src/core/label-store.js';
import type { IncidentDesk, IncidentFeed, IncidentStore } from '../../src/core/ports.js';
import type { Hand } from '../../src/core/user.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { isBehind } from './clocks.js';
import { decisionLabels } from './decisions.js';
import { allowedTo, type Bodies, changeFor, refusal } from './lifecycle.js';
import { applyEvent, project } from './project.js';
import { owedNotices, slaOf } from './sla.js';

export interface DeskOptions {
  incidents: IncidentStore;
  /** Where what operators decide is kept as labels. */
  labels: Pick<LabelStore, 'put'>;
  feed: IncidentFeed;
  calendar: WorkingCalendar;
  clock: Clock;
  bodies: Bodies;
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
   * Records what is owed of the incident's terms by now: warnings, misses, escalations. Safe to call at any time and from several processes.
   * @returns what was recorded
   */
  tellOfTerms(incidentId: string): Promise<IncidentChange[]>;
}

const machine: Actor = { kind: 'machine', id: 'pipeline', name: 'Отклик' };
const maxTries = 20;

/** Every change of an incident goes through here: one event after the other, each on the version before it. */
export function createDesk(options: DeskOptions): IncidentDesk & MachineDesk {
  const { incidents, labels, feed, calendar, clock, bodies, onLabelsLate } = options;

  async function append(
    incidentId: string,
    before: Incident | null,
    changes: readonly IncidentChange[],
    actor: Actor,
    visible: boolean,
  ): Promise<{ after: Incident; events: IncidentEvent[] }> {
    const at = isoTime(clock.now());
    const events: IncidentEvent[] = [];
    let after = before;
    for (const change of changes) {
      const event = sealed({ incidentId, seq: (after?.version ?? 0) + 1, at, actor, change }, after?.logHash ?? null);
      events.push(event);
      after = applyEvent(after, event, calendar);
    }
    if (after === null) throw new AppError('E_INTERNAL', `incident ${incidentId}: nothing to record`);
    await incidents.append(events, after, { visible });
    const type = events.at(-1)?.change.type ?? 'opened';
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

  async function act(incidentId: string, version: number, action: IncidentAction, hand: Hand): Promise<Incident> {
    const actor: Actor = { kind: 'operator', id: hand.login, name: hand.name };
    for (let attempt = 1; ; attempt++) {
      const events = await incidents.events(incidentId);
      if (events.length === 0) throw new AppError('E_NOT_FOUND', `there is no incident ${incidentId}`);
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
          },
        );
      const since = events.filter((event) => event.seq > version);
      // Further posts that the machine joined are no conflict: no decision of a person is overwritten.
      if (since.some((event) => event.actor.kind === 'operator') || version > current.version) throw conflict(since);
      const change = changeFor(current, action, bodies);
      const refused = refusal(hand, current, action.type);
      if (refused !== null) throw new AppError('E_FORBIDDEN', refused);
      try {
        const appended = await append(incidentId, current, [change], actor, true);
        if (change.type !== 'commented') await keepLabels(incidentId, decisionLabels([...events, ...appended.events]));
        return appended.after;
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
  ): Promise<Incident | null> {
    let before = await incidents.get(incidentId);
    // One that is not there, or was projected by a version whose clocks knew less.
    if (before === null || before.clockRuns.length === 0 || isBehind(before)) before = await heal(incidentId);
    for (let attempt = 1; ; attempt++) {
      const news = newsOf(before);
      if (news.length === 0) return before;
      try {
        return (await append(incidentId, before, news, machine, false)).after;
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (attempt === maxTries) throw new AppError('E_CONFLICT', error.message, { retry: true, cause: error });
        before = await heal(incidentId);
      }
    }
  }

  return {
    allowed: (incident, hand) => allowedTo(hand, incident),
    clocks: (incident) => slaOf(incident, calendar, clock.now()),
    act: (incidentId, version, action, hand) => inTurn(incidentId, () => act(incidentId, version, action, hand)),
    record: (incidentId, changes) => inTurn(incidentId, () => carry(incidentId, (before) => newsFor(before, changes))),
    amend: (incidentId, change) =>
      inTurn(incidentId, () =>
        carry(incidentId, (before) => {
          const news = before === null ? null : change(before);
          return news === null ? [] : [news].flat();
        }),
      ),
    async tellOfTerms(incidentId) {
      let told: readonly IncidentChange[] = [];
      await inTurn(incidentId, () =>
        carry(incidentId, (before) => {
          told = before === null ? [] : owedNotices(before, calendar, clock.now());
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
      else news.push({ type: 'post-joined', post, clusterKeys: change.clusterKeys });
      have.add(post.postId);
    } else if (change.type === 'post-edited') {
      if (change.post.version > (versions.get(change.post.postId) ?? change.post.version)) news.push(change);
    } else news.push(change);
  }
  return news;
}
