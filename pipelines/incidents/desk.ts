import { type Clock, isoTime } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import type { Actor, Incident, IncidentChange, IncidentEvent } from '../../src/core/incident.js';
import type { IncidentDesk, IncidentFeed, IncidentStore } from '../../src/core/ports.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { allowedActions, changeFor } from './lifecycle.js';
import { applyEvent, project } from './project.js';

export interface DeskOptions {
  incidents: IncidentStore;
  feed: IncidentFeed;
  calendar: WorkingCalendar;
  clock: Clock;
  executorName(executorId: string): string | undefined;
}

/** The machine's way to the same log: what the line found for one incident. */
export interface MachineDesk {
  /**
   * Carries a batch's changes into an incident, opening it when it is not there yet. Safe to repeat: a post that is part of the
   * incident already is not joined again.
   */
  record(incidentId: string, changes: readonly IncidentChange[]): Promise<Incident>;
}

const machine: Actor = { kind: 'machine', id: 'pipeline', name: 'Отклик' };
const maxTries = 20;

/** Every change of an incident goes through here: one event after the other, each on the version before it. */
export function createDesk(options: DeskOptions): IncidentDesk & MachineDesk {
  const { incidents, feed, calendar, clock, executorName } = options;

  async function append(
    incidentId: string,
    before: Incident | null,
    changes: readonly IncidentChange[],
    actor: Actor,
    visible: boolean,
  ): Promise<Incident> {
    const at = isoTime(clock.now());
    const events: IncidentEvent[] = [];
    let after = before;
    for (const change of changes) {
      const event: IncidentEvent = { incidentId, seq: (after?.version ?? 0) + 1, at, actor, change };
      events.push(event);
      after = applyEvent(after, event, calendar);
    }
    if (after === null) throw new AppError('E_INTERNAL', `incident ${incidentId}: nothing to record`);
    await incidents.append(events, after, { visible });
    const type = events.at(-1)?.change.type ?? 'opened';
    await feed.publish({ incidentId, version: after.version, type });
    return after;
  }

  /** The projection from the log itself; mends the stored document when a crash left it behind. */
  async function heal(incidentId: string): Promise<Incident | null> {
    const events = await incidents.events(incidentId);
    if (events.length === 0) return null;
    const healed = project(events, calendar);
    await incidents.project(healed);
    return healed;
  }

  return {
    allowed: (incident) => [...allowedActions[incident.status]],

    async act(incidentId, version, action, actor) {
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
      const change = changeFor(current, action, executorName);
      try {
        return await append(incidentId, current, [change], actor, true);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'E_CONFLICT') throw error;
        throw conflict((await incidents.events(incidentId)).filter((event) => event.seq > version));
      }
    },

    async record(incidentId, changes) {
      let before = await incidents.get(incidentId);
      for (let attempt = 1; ; attempt++) {
        const news = newsFor(before, changes);
        if (before !== null && news.length === 0) return before;
        try {
          return await append(incidentId, before, news, machine, false);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'E_CONFLICT' || attempt === maxTries) throw error;
          before = await heal(incidentId);
        }
      }
    },
  };
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
