import { AppError } from '../../src/core/errors.js';
import { incidentNumber, splitIncidentId } from '../../src/core/ids.js';
import type { Actor, Incident, IncidentChange, IncidentEvent } from '../../src/core/incident.js';
import { incidentUnknown } from '../../src/core/incident-unknown.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import type { TieAction } from './lifecycle.js';
import { applyEvent } from './project.js';
import { absorbedOf, leavingPosts, mergeableStatuses, undoable } from './ties.js';

type Change<T extends IncidentChange['type']> = Extract<IncidentChange, { type: T }>;

/** An incident with the log that it is the projection of. */
export interface Known {
  incident: Incident;
  events: readonly IncidentEvent[];
}

export interface TieHost {
  /** From the log; null when there is none. */
  read(incidentId: string): Promise<Known | null>;
  /**
   * Appends what the incident, as it is by then, still lacks.
   * @param news asked again when another writer was faster
   */
  write(
    incidentId: string,
    actor: Actor,
    news: (before: Incident | null) => readonly IncidentChange[],
  ): Promise<Incident | null>;
  /** What of the changes the incident does not hold yet. */
  newsFor(before: Incident | null, changes: readonly IncidentChange[]): IncidentChange[];
  machine: Actor;
}

/** An event and the incident in whose log it is the decision. */
export interface TieDecision {
  incidentId: string;
  news: (before: Incident) => IncidentChange;
}

/** Merges that lead on from one incident to the next: more in a row are a fault of the log. */
const maxHops = 20;

/**
 * Merging, splitting and taking back: what two incidents take part in. The decision is one event in one log; what the other incident has of it follows from
 * that event, can be written any number of times with the effect of once, and is confirmed by «settled». Whatever dies in between, `settle` goes on.
 */
export function createTieDesk({ read, write, newsFor, machine }: TieHost) {
  async function known(incidentId: string): Promise<Known> {
    const found = await read(incidentId);
    if (found === null) throw incidentUnknown(incidentId);
    return found;
  }

  /** The incident in which this one goes on by now: itself when it was not merged. */
  async function goesOnIn(incidentId: string): Promise<Incident> {
    let { incident } = await known(incidentId);
    for (let hop = 0; incident.ties.mergedInto !== null && hop < maxHops; hop++) {
      const { id } = incident.ties.mergedInto;
      if (id === incidentId) break;
      incident = (await known(id)).incident;
    }
    return incident;
  }

  async function merging(current: Incident, action: Extract<TieAction, { type: 'merge' }>): Promise<IncidentChange> {
    if (action.intoId === current.id)
      throw new AppError('E_INPUT_INVALID', 'an incident cannot be merged into itself: name another one', {
        reason: { key: 'merge-with-itself', params: {} },
      });
    const { incident: into, events } = await known(action.intoId);
    const since = events.filter(({ seq }) => seq > action.intoVersion);
    if (since.some(({ actor }) => actor.kind === 'operator') || action.intoVersion > into.version) {
      throw new AppError(
        'E_CONFLICT',
        `incident ${into.number} was changed by somebody else meanwhile: look at the change and decide again`,
        {
          details: { otherId: into.id, otherVersion: into.version, events: since },
          reason: { key: 'merge-other-changed', params: { number: into.number } },
        },
      );
    }
    if (!(mergeableStatuses as readonly string[]).includes(into.status)) {
      throw new AppError(
        'E_MOVE_FORBIDDEN',
        `incident ${into.number} is «${into.status}»: reopen it first, or merge it into ${current.number}`,
        {
          details: { status: into.status },
          reason: {
            key: 'merge-other-status',
            params: { number: into.number, status: into.status, current: current.number },
          },
        },
      );
    }
    return { type: 'merged', intoId: into.id, intoNumber: into.number, reason: action.reason, isWithdrawn: false };
  }

  function splitting({ incident, events }: Known, action: Extract<TieAction, { type: 'split' }>): IncidentChange {
    const leaving = leavingPosts(events);
    const chosen = [...new Set(action.postIds)].map((postId) => {
      const joined = leaving.get(postId);
      if (joined === undefined) {
        const isFirst = incident.posts[0]?.postId === postId;
        throw new AppError(
          'E_INPUT_INVALID',
          isFirst
            ? 'the first post cannot be split off: split the others off instead'
            : `post ${postId} did not join incident ${incident.number} by itself: undo the merge that brought it`,
          {
            reason: isFirst
              ? { key: 'split-first-post', params: {} }
              : { key: 'split-post-merged', params: { number: incident.number } },
          },
        );
      }
      return joined;
    });
    const [first] = chosen;
    if (first === undefined)
      throw new AppError('E_INPUT_INVALID', 'choose the posts that are to be split off', {
        reason: { key: 'split-nothing', params: {} },
      });
    const intoId = splitIncidentId(incident.id, incident.version + 1);
    return {
      type: 'split-off',
      intoId,
      intoNumber: incidentNumber(intoId),
      reason: action.reason,
      posts: chosen.map(({ post, clusterKeys }) => ({ post, clusterKeys })),
      machine: first.machine ?? incident.machine,
      queuedAt: chosen.map(({ joinedAt }) => joinedAt).sort()[0] ?? first.joinedAt,
    };
  }

  /** Where a merge or a split is taken back: in the log that its decision stands in, or for a split in the incident that it made. */
  async function undoing(
    current: Incident,
    { seq, reason }: Extract<TieAction, { type: 'undo' }>,
  ): Promise<TieDecision> {
    const { mergedInto, absorbed, splitOff } = current.ties;
    const possible = undoable(current);
    if (!possible.includes(seq)) {
      throw new AppError(
        'E_INPUT_INVALID',
        `event ${seq} of incident ${current.number} is no merge or split that could be undone now: ${possible.join(', ')} could`,
        { reason: { key: 'undo-impossible', params: { number: current.number, seq } } },
      );
    }
    if (mergedInto?.seq === seq) {
      const { incident: into } = await known(mergedInto.id);
      if (into.status === 'merged') {
        throw new AppError(
          'E_MOVE_FORBIDDEN',
          `incident ${into.number} was merged into ${into.ties.mergedInto?.number ?? 'another'} itself: undo that first`,
          { reason: { key: 'undo-merged-further', params: { number: into.number } } },
        );
      }
      return { incidentId: current.id, news: () => ({ type: 'undone', seq, of: 'merged', reason }) };
    }
    const taken = absorbed.find((one) => one.seq === seq);
    if (taken !== undefined) {
      const news = ({ ties }: Incident): IncidentChange => {
        if (ties.mergedInto?.seq !== taken.mergedSeq) throw alreadyUndone(taken.number);
        return { type: 'undone', seq: taken.mergedSeq, of: 'merged', reason };
      };
      return { incidentId: taken.id, news };
    }
    const left = splitOff.find((one) => one.seq === seq);
    if (left === undefined) throw new AppError('E_INTERNAL', `incident ${current.id} knows no event ${seq}`);
    const news = (made: Incident): IncidentChange => {
      if (made.status === 'merged') throw alreadyUndone(left.number);
      if (made.version !== left.postIds.length) {
        throw new AppError(
          'E_MOVE_FORBIDDEN',
          `something happened in incident ${left.number} since it was split off: merge it into ${current.number} instead`,
          { reason: { key: 'undo-went-on', params: { number: left.number, current: current.number } } },
        );
      }
      return { type: 'merged', intoId: current.id, intoNumber: current.number, reason, isWithdrawn: true };
    };
    return { incidentId: left.id, news };
  }

  /**
   * The event that the action amounts to, and the log that it goes into.
   * @throws AppError E_INPUT_INVALID, E_NOT_FOUND, E_CONFLICT (details.otherId: the other incident), E_MOVE_FORBIDDEN
   */
  async function decide(current: Known, action: TieAction): Promise<TieDecision> {
    const { incident } = current;
    if (action.type === 'undo') return undoing(incident, action);
    const change = action.type === 'merge' ? await merging(incident, action) : splitting(current, action);
    return { incidentId: incident.id, news: () => change };
  }

  async function settleMerge({ incident }: Known, { seq, actor }: IncidentEvent, intoId: string): Promise<void> {
    const { id } = incident;
    const from = absorbedOf(incident, seq);
    let into = await goesOnIn(intoId);
    for (let hop = 0; hop < maxHops; hop++) {
      // Both were merged into each other at the same moment: neither is.
      if (into.id === id || into.ties.mergedInto?.id === id) {
        await write(id, machine, (before) =>
          before?.ties.mergedInto?.seq === seq ? [{ type: 'undone', seq, of: 'merged', reason: null }] : [],
        );
        return;
      }
      const after = await write(into.id, actor, (before) =>
        before === null || before.status === 'merged' || holds(before, id, seq) ? [] : [{ type: 'absorbed', from }],
      );
      if (after === null || holds(after, id, seq)) break;
      into = await goesOnIn(into.id);
    }
    // Taken back while it was being carried over.
    const { incident: now } = await known(id);
    if (now.ties.mergedInto?.seq !== seq) await takeBack(id, seq, into.id, actor, null);
  }

  /** Takes out of the incident that holds it what the other brought. */
  async function takeBack(
    fromId: string,
    mergedSeq: number,
    intoId: string,
    actor: Actor,
    reason: string | null,
  ): Promise<void> {
    let holder: string | undefined = intoId;
    for (let hop = 0; holder !== undefined && hop < maxHops; hop++) {
      const after = await write(holder, actor, (before) => {
        const held = before?.ties.absorbed.find((one) => one.id === fromId && one.mergedSeq === mergedSeq);
        return held === undefined ? [] : [{ type: 'undone', seq: held.seq, of: 'absorbed', reason }];
      });
      holder = after?.ties.mergedInto?.id;
      if (holder === fromId) return;
    }
  }

  async function settleWithdrawal(id: string, event: IncidentEvent, change: Change<'merged'>): Promise<void> {
    let isTooLate = false;
    await write(change.intoId, event.actor, (before) => {
      const left = before?.ties.splitOff.find((one) => one.id === id);
      isTooLate = before === null || (left !== undefined && before.status === 'merged');
      return left === undefined || isTooLate ? [] : [{ type: 'undone', seq: left.seq, of: 'split-off', reason: null }];
    });
    if (!isTooLate) return;
    // The other went on elsewhere meanwhile: the posts stay where they are.
    await write(id, machine, (before) =>
      before?.ties.mergedInto?.seq === event.seq
        ? [{ type: 'undone', seq: event.seq, of: 'merged', reason: null }]
        : [],
    );
  }

  async function settleOne(current: Known, event: IncidentEvent): Promise<void> {
    const { change, actor, seq } = event;
    const { id, number } = current.incident;
    switch (change.type) {
      case 'merged':
        if (change.isWithdrawn) await settleWithdrawal(id, event, change);
        else await settleMerge(current, event, change.intoId);
        break;
      case 'undone': {
        const undone = current.events[change.seq - 1]?.change;
        if (undone?.type === 'merged' && !undone.isWithdrawn)
          await takeBack(id, change.seq, undone.intoId, actor, change.reason);
        break;
      }
      case 'split-off': {
        const { posts, machine: half, queuedAt } = change;
        const opening = posts.map(({ post, clusterKeys }) => ({
          type: 'opened' as const,
          post: { ...post, join: { how: 'opened' as const, on: null, similarity: null } },
          machine: half,
          clusterKeys,
          splitFrom: { id, number, queuedAt },
        }));
        await write(change.intoId, actor, (before) => newsFor(before, opening));
        break;
      }
      default:
    }
    await write(id, machine, (before) =>
      before?.ties.unsettled.some((one) => one.seq === seq) ? [{ type: 'settled', seq }] : [],
    );
  }

  /** Gives every other incident its side of what was decided here. Safe to repeat, and from several processes at once. */
  async function settle(incidentId: string): Promise<void> {
    const seen = new Set<number>();
    for (;;) {
      const current = await read(incidentId);
      const next = current?.incident.ties.unsettled.find(({ seq }) => !seen.has(seq));
      const event = next && current?.events[next.seq - 1];
      if (!current || !event) return;
      seen.add(event.seq);
      await settleOne(current, event);
    }
  }

  return { decide, settle };
}

/** The incident that `into` would be with all that `from` brings. */
export function previewOf(from: Incident, into: Incident, calendar: WorkingCalendar, at: string): Incident {
  const actor: Actor = { kind: 'operator', id: 'preview', name: 'preview' };
  const merged: IncidentChange = {
    type: 'merged',
    intoId: into.id,
    intoNumber: into.number,
    reason: null,
    isWithdrawn: false,
  };
  const gone = applyEvent(from, { incidentId: from.id, seq: from.version + 1, at, actor, change: merged }, calendar);
  const absorbed: IncidentChange = { type: 'absorbed', from: absorbedOf(gone, gone.version) };
  return applyEvent(into, { incidentId: into.id, seq: into.version + 1, at, actor, change: absorbed }, calendar);
}

function holds({ ties }: Incident, id: string, mergedSeq: number): boolean {
  return ties.absorbed.some((one) => one.id === id && one.mergedSeq === mergedSeq);
}

function alreadyUndone(number: string): AppError {
  return new AppError(
    'E_MOVE_FORBIDDEN',
    `that incident ${number} belonged here was undone by somebody else meanwhile: look at the card again`,
    { reason: { key: 'undo-already', params: { number } } },
  );
}
