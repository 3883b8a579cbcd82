import { AppError } from '../../src/core/errors.js';
import { incidentNumber } from '../../src/core/ids.js';
import {
  type Incident,
  type IncidentEvent,
  type IncidentPost,
  placeFields,
  type ReviewHalf,
} from '../../src/core/incident.js';
import { firstAnswerDue, type WorkingCalendar } from '../../src/core/working-time.js';

/** Posts and texts that the projection itself holds; older ones are found through the posts index. */
const keptPosts = 50;
const titleLength = 200;

const untouched: ReviewHalf = {
  group: null,
  topic: null,
  urgency: null,
  executorId: null,
  executorName: null,
  incident: null,
  outcome: null,
  reason: null,
};

/**
 * The incident that a whole log of events amounts to. Pure: the same events and calendar always give the same incident.
 * @throws AppError E_STORE_REJECTED when the log does not start with «opened» or has a gap.
 */
export function project(events: readonly IncidentEvent[], calendar: WorkingCalendar): Incident {
  const incident = events.reduce<Incident | null>((before, event) => applyEvent(before, event, calendar), null);
  if (incident === null) throw new AppError('E_STORE_REJECTED', 'an incident without events cannot be projected');
  return incident;
}

/** One step of the projection: the incident after one more event. */
export function applyEvent(before: Incident | null, event: IncidentEvent, calendar: WorkingCalendar): Incident {
  const { change } = event;
  if (event.seq !== (before?.version ?? 0) + 1) {
    throw new AppError(
      'E_STORE_REJECTED',
      `incident ${event.incidentId}: event ${event.seq} cannot follow version ${before?.version ?? 0}; restore the missing events from a snapshot`,
    );
  }
  if (before === null) {
    if (change.type !== 'opened') {
      throw new AppError(
        'E_STORE_REJECTED',
        `incident ${event.incidentId}: the log starts with «${change.type}» instead of «opened»`,
      );
    }
    return open(event, change, calendar);
  }
  const after = { ...before, ...changed(before, event), version: event.seq, updatedAt: event.at };
  return settle(after, before.urgency, calendar);
}

type Change<T extends IncidentEvent['change']['type']> = Extract<IncidentEvent['change'], { type: T }>;

function open(event: IncidentEvent, change: Change<'opened'>, calendar: WorkingCalendar): Incident {
  const { post, machine, clusterKeys } = change;
  const { verdict, route } = machine;
  return {
    id: event.incidentId,
    number: incidentNumber(event.incidentId),
    version: event.seq,
    status: 'new',
    group: verdict.group,
    topic: verdict.topic,
    urgency: verdict.urgency,
    executorId: route.executorId,
    executorName: route.executorName,
    score: verdict.score,
    unsure: verdict.unsure,
    territories: machine.territories,
    ...placeFields(machine),
    title: titleOf(post.text),
    texts: [post.text],
    posts: [post],
    postIds: [post.postId],
    authors: post.author === null ? [] : [post.author],
    postCount: 1,
    peopleCount: 1,
    sourceIds: [post.sourceId],
    clusterKeys: [...clusterKeys],
    clocks: {
      publishedAt: post.publishedAt,
      fetchedAt: post.fetchedAt,
      queuedAt: event.at,
      termFrom: event.at,
      assignedAt: null,
      answeredAt: null,
      closedAt: null,
    },
    dueAt: dueFrom(event.at, verdict.urgency, machine.timeZone, calendar),
    lastPostAt: post.publishedAt ?? post.fetchedAt,
    updatedAt: event.at,
    machine,
    review: untouched,
  };
}

function dueFrom(at: string, urgency: Incident['urgency'], timeZone: string, calendar: WorkingCalendar): string {
  return new Date(firstAnswerDue(Date.parse(at), urgency, calendar, timeZone)).toISOString();
}

/** The parts that one event changes. */
function changed(before: Incident, event: IncidentEvent): Partial<Incident> {
  const { change, at } = event;
  const review = (part: Partial<ReviewHalf>): ReviewHalf => ({ ...before.review, ...part });
  const clocks = (part: Partial<Incident['clocks']>): Incident['clocks'] => ({ ...before.clocks, ...part });
  switch (change.type) {
    case 'opened':
      throw new AppError('E_STORE_REJECTED', `incident ${event.incidentId} is opened twice (event ${event.seq})`);
    case 'post-joined':
      return { ...joined(before, change.post), clusterKeys: union(before.clusterKeys, change.clusterKeys) };
    case 'post-edited': {
      const { post } = change;
      return withPosts(
        before,
        before.posts.map((old) => (old.postId === post.postId ? { ...post, join: old.join } : old)),
      );
    }
    case 'rescored':
      return { machine: change.machine };
    case 'assigned':
      return {
        review: review({ executorId: change.executorId, executorName: change.executorName }),
        status: before.status === 'new' ? 'assigned' : before.status,
        clocks: clocks({ assignedAt: before.clocks.assignedAt ?? at }),
      };
    case 'topic-changed':
      return { review: review({ group: change.group, topic: change.topic }) };
    case 'urgency-changed':
      return { review: review({ urgency: change.urgency }) };
    case 'marked-not-incident':
      return { status: 'not-incident', review: review({ incident: false, reason: change.reason }) };
    case 'answered':
      return { status: 'answered', clocks: clocks({ answeredAt: before.clocks.answeredAt ?? at }) };
    case 'closed':
      return {
        status: 'closed',
        review: review({ incident: true, outcome: change.outcome, reason: change.reason }),
        clocks: clocks({ closedAt: at }),
      };
    case 'reopened':
      return {
        status: before.review.executorId === null ? 'new' : 'assigned',
        review: review({ incident: true, outcome: null, reason: change.reason }),
        clocks: clocks({ closedAt: null, answeredAt: null, termFrom: at }),
      };
    case 'commented':
      return {};
    case 'located': {
      const { place, territories, oktmo } = change;
      return { machine: { ...before.machine, place, territories, oktmo } };
    }
  }
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])];
}

function joined(before: Incident, post: IncidentPost): Partial<Incident> {
  // Whoever copies a text without a name may be one and the same.
  const isCopy = post.join.how === 'repeat' || post.join.how === 'near-duplicate';
  const isNewPerson = post.author === null ? !isCopy : !before.authors.includes(post.author);
  const times = [before.clocks.publishedAt, post.publishedAt].filter((time) => time !== null).sort();
  return {
    ...withPosts(before, [...before.posts, post].slice(0, keptPosts)),
    postIds: union(before.postIds, [post.postId]),
    authors: union(before.authors, post.author === null ? [] : [post.author]),
    postCount: before.postCount + 1,
    peopleCount: before.peopleCount + (isNewPerson ? 1 : 0),
    sourceIds: union(before.sourceIds, [post.sourceId]),
    clocks: { ...before.clocks, publishedAt: times[0] ?? null },
    lastPostAt: [before.lastPostAt, post.publishedAt ?? post.fetchedAt].sort()[1] ?? before.lastPostAt,
  };
}

function withPosts(before: Incident, posts: IncidentPost[]): Partial<Incident> {
  return { posts, texts: posts.map((post) => post.text), title: titleOf(posts[0]?.text ?? before.title) };
}

function titleOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, titleLength);
}

/**
 * Effective values: a person's decision wins over the machine's. The term follows the effective urgency for as long as somebody waits for
 * an answer, counted from the same moment.
 */
function settle(incident: Incident, urgencyBefore: Incident['urgency'], calendar: WorkingCalendar): Incident {
  const { machine, review, clocks } = incident;
  const urgency = review.urgency ?? machine.verdict.urgency;
  const isWaiting = incident.status === 'new' || incident.status === 'assigned';
  let dueAt = isWaiting ? incident.dueAt : null;
  if (isWaiting && (dueAt === null || urgency !== urgencyBefore)) {
    dueAt = dueFrom(clocks.termFrom, urgency, machine.timeZone, calendar);
  }
  return {
    ...incident,
    dueAt,
    group: review.group ?? machine.verdict.group,
    topic: review.group === null ? machine.verdict.topic : review.topic,
    urgency,
    executorId: review.executorId ?? machine.route.executorId,
    executorName: review.executorName ?? machine.route.executorName,
    score: machine.verdict.score,
    unsure: machine.verdict.unsure && review.incident === null && review.group === null,
    territories: machine.territories,
    ...placeFields(machine),
  };
}
