import { AppError } from '../../src/core/errors.js';
import { incidentNumber, textSubject } from '../../src/core/ids.js';
import { type Incident, type IncidentEvent, placeFields, type ReviewHalf } from '../../src/core/incident.js';
import type { IncidentPost } from '../../src/core/incident-machine.js';
import { type Absorbed, noTies } from '../../src/core/incident-ties.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { clocksAfter } from './clocks.js';
import { promiseNoticeAt, promisesAfter } from './promises.js';
import { answerDueAt, noticeDueAt } from './sla.js';
import { reachesBack, tiedBy, voidedSeqs } from './ties.js';

/** Posts and texts that the projection itself holds; older ones are found through the posts index. */
const keptPosts = 50;
const titleLength = 200;
const keptReactions = 20;

const untouched: ReviewHalf = {
  group: null,
  topic: null,
  urgency: null,
  executorId: null,
  executorName: null,
  approverId: null,
  approverName: null,
  nature: null,
  incident: null,
  outcome: null,
  reason: null,
};

/**
 * The incident that a whole log of events amounts to, without those that were undone and without posts that were split off. Pure: the same events
 * and calendar always give the same incident.
 * @throws AppError E_STORE_REJECTED when the log does not start with «opened» or has a gap.
 */
export function project(events: readonly IncidentEvent[], calendar: WorkingCalendar): Incident {
  const voided = voidedSeqs(events);
  const incident = events.reduce<Incident | null>(
    (before, event) => step(before, event, voided.has(event.seq), calendar),
    null,
  );
  if (incident === null) throw new AppError('E_STORE_REJECTED', 'an incident without events cannot be projected');
  return incident;
}

/**
 * One step of the projection: the incident after one more event, unless the event reaches back (see `reachesBack`).
 * @throws AppError E_INTERNAL for one that does: that takes the whole log
 */
export function applyEvent(before: Incident | null, event: IncidentEvent, calendar: WorkingCalendar): Incident {
  if (reachesBack(event.change))
    throw new AppError('E_INTERNAL', `«${event.change.type}» of incident ${event.incidentId} needs the whole log`);
  return step(before, event, false, calendar);
}

function step(before: Incident | null, event: IncidentEvent, isVoid: boolean, calendar: WorkingCalendar): Incident {
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
    return timed(open(event, change), event, calendar);
  }
  const written = { version: event.seq, updatedAt: event.at, logHash: event.hash ?? null };
  if (isVoid) return { ...before, ...written };
  const after = { ...before, ...changed(before, event), ...written };
  return timed(settle(after), event, calendar);
}

type Change<T extends IncidentEvent['change']['type']> = Extract<IncidentEvent['change'], { type: T }>;

function open(event: IncidentEvent, change: Change<'opened'>): Incident {
  const { post, machine, clusterKeys } = change;
  const { verdict, route } = machine;
  const queuedAt = change.splitFrom?.queuedAt ?? event.at;
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
    approverId: route.approverId ?? null,
    approverName: route.approverName ?? null,
    nature: natureOf(verdict),
    proposedAnswer: null,
    finalBy: null,
    promises: [],
    pausedAt: null,
    pauseReason: null,
    forwardedTo: null,
    recurrences: 0,
    recurredAt: null,
    reply: null,
    reactions: [],
    ties: { ...noTies, splitFrom: change.splitFrom ?? null },
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
      queuedAt,
      termFrom: queuedAt,
      acceptedAt: null,
      assignedAt: null,
      startedAt: null,
      interimAt: null,
      proposedAt: null,
      approvedAt: null,
      answeredAt: null,
      closedAt: null,
    },
    dueAt: null,
    clockRuns: [],
    noticeAt: null,
    lastPostAt: post.publishedAt ?? post.fetchedAt,
    updatedAt: event.at,
    logHash: event.hash ?? null,
    machine,
    review: untouched,
  };
}

/** The incident with its clocks after the event. */
function timed(incident: Incident, event: IncidentEvent, calendar: WorkingCalendar): Incident {
  const after = { ...incident, clockRuns: clocksAfter(incident.clockRuns, incident, event, calendar.sla) };
  const noticeAt = after.ties.unsettled[0]?.at ?? earliest([noticeDueAt(after, calendar), promiseNoticeAt(after)]);
  return { ...after, dueAt: answerDueAt(after, calendar), noticeAt };
}

/** The parts that one event changes. */
function changed(before: Incident, event: IncidentEvent): Partial<Incident> {
  const { change, at, actor } = event;
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
    case 'accepted':
      return { status: 'accepted', review: review({ incident: true }), clocks: clocks({ acceptedAt: at }) };
    case 'assigned':
      return {
        review: review({
          executorId: change.executorId,
          executorName: change.executorName,
          approverId: change.approverId ?? null,
          approverName: change.approverName ?? null,
        }),
        // Another body begins from the beginning; an interim answer stays given.
        status: before.status === 'interim' ? 'interim' : 'assigned',
        clocks: clocks({ assignedAt: before.clocks.assignedAt ?? at, startedAt: null }),
      };
    case 'work-started':
      return { status: 'in-work', clocks: clocks({ startedAt: at }) };
    case 'topic-changed':
      return { review: review({ group: change.group, topic: change.topic }) };
    case 'urgency-changed':
      return { review: review({ urgency: change.urgency }) };
    case 'nature-changed':
      return { review: review({ nature: change.nature }) };
    case 'marked-not-incident':
      return { ...atRest, status: 'not-incident', review: review({ incident: false, reason: change.reason }) };
    case 'interim-answered':
      return {
        status: 'interim',
        reply: replyOf(change, at),
        finalBy: change.finalBy,
        clocks: clocks({ interimAt: before.clocks.interimAt ?? at }),
      };
    case 'answer-proposed':
      return {
        status: 'proposed',
        // Whoever proposes an answer waits for nobody any more but for its approval.
        pausedAt: null,
        pauseReason: null,
        proposedAnswer: { text: change.text, by: actor.id, byName: actor.name, at, approvedBy: null },
        clocks: clocks({ proposedAt: at, approvedAt: null }),
      };
    case 'answer-approved':
      return {
        status: 'approved',
        proposedAnswer: before.proposedAnswer && { ...before.proposedAnswer, approvedBy: actor.id },
        clocks: clocks({ approvedAt: at }),
      };
    case 'answer-returned':
      return {
        status: backToWork(before),
        proposedAnswer: null,
        clocks: clocks({ proposedAt: null, approvedAt: null }),
      };
    case 'answered':
      return {
        ...atRest,
        status: 'answered',
        reply: replyOf(change, at),
        clocks: clocks({ answeredAt: before.clocks.answeredAt ?? at }),
      };
    case 'forwarded':
      return { ...atRest, status: 'forwarded', forwardedTo: change.to };
    case 'paused':
      return { pausedAt: at, pauseReason: change.reason };
    case 'resumed':
      return { pausedAt: null, pauseReason: null };
    case 'closed':
      return {
        ...atRest,
        status: 'closed',
        review: review({ incident: true, outcome: change.outcome, reason: change.reason }),
        clocks: clocks({ closedAt: at }),
      };
    case 'reopened':
      return {
        ...atRest,
        status: before.review.executorId === null ? 'new' : 'assigned',
        forwardedTo: null,
        finalBy: null,
        review: review({ incident: true, outcome: null, reason: change.reason }),
        clocks: clocks({
          closedAt: null,
          answeredAt: null,
          interimAt: null,
          startedAt: null,
          proposedAt: null,
          approvedAt: null,
          termFrom: at,
        }),
      };
    case 'reply-checked':
      return { reply: before.reply && { ...before.reply, foundAt: change.found ? at : null } };
    case 'author-reacted': {
      const { postId, mood } = change;
      return { reactions: [...before.reactions, { postId, mood, at }].slice(-keptReactions) };
    }
    case 'recurred':
      return { recurrences: before.recurrences + 1, recurredAt: at };
    case 'merged':
      return { ...atRest, status: 'merged', ties: tiedBy(before.ties, event) };
    case 'absorbed':
      return { ...withAbsorbed(before, change.from), ties: tiedBy(before.ties, event) };
    case 'split-off':
    case 'undone':
    case 'settled':
      return { ties: tiedBy(before.ties, event) };
    case 'promise-made':
    case 'promise-due':
    case 'promise-settled':
      return { promises: promisesAfter(before.promises, event) };
    // What is told of an incident without changing it.
    case 'clock-warned':
    case 'clock-missed':
    case 'escalated':
    case 'commented':
      return {};
    case 'located': {
      const { place, territories, oktmo } = change;
      return { machine: { ...before.machine, place, territories, oktmo } };
    }
  }
}

/** What is known of a published answer until the crawler meets it. */
function replyOf(
  { text, url, elsewhere }: { text: string; url: string | null; elsewhere?: string | null | undefined },
  at: string,
): Incident['reply'] {
  return { url, ...(elsewhere == null ? {} : { elsewhere }), words: textSubject(text), at, foundAt: null };
}

/** Nothing is waited for and nothing waits for approval. */
const atRest = { proposedAnswer: null, pausedAt: null, pauseReason: null } as const satisfies Partial<Incident>;

/** Where an incident stands whose answer was returned. */
function backToWork({ clocks, review }: Incident): Incident['status'] {
  if (clocks.interimAt !== null) return 'interim';
  if (clocks.startedAt !== null) return 'in-work';
  return review.executorId === null ? 'accepted' : 'assigned';
}

/** A question asks for an explanation; everything else for something to be done. */
function natureOf({ kind }: Incident['machine']['verdict']): Incident['nature'] {
  return kind === 'question' ? 'informational' : 'solvable';
}

function earliest(times: readonly (string | null)[]): string | null {
  return times.filter((time) => time !== null).sort()[0] ?? null;
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

/** The incident with everything that another brings. Authors that wrote in both are one person. */
function withAbsorbed(before: Incident, from: Absorbed): Partial<Incident> {
  const authors = union(before.authors, from.authors);
  const unnamed = before.peopleCount - before.authors.length + (from.peopleCount - from.authors.length);
  return {
    ...withPosts(before, [...before.posts, ...from.posts].slice(0, keptPosts)),
    postIds: union(before.postIds, from.postIds),
    authors,
    postCount: before.postCount + from.postCount,
    peopleCount: authors.length + unnamed,
    sourceIds: union(before.sourceIds, from.sourceIds),
    clusterKeys: union(before.clusterKeys, from.clusterKeys),
    clocks: {
      ...before.clocks,
      publishedAt: earliest([before.clocks.publishedAt, from.publishedAt]),
      termFrom: earliest([before.clocks.termFrom, from.waitsSince]) ?? before.clocks.termFrom,
    },
    lastPostAt: [before.lastPostAt, from.lastPostAt].sort()[1] ?? before.lastPostAt,
  };
}

function withPosts(before: Incident, posts: IncidentPost[]): Partial<Incident> {
  return { posts, texts: posts.map((post) => post.text), title: titleOf(posts[0]?.text ?? before.title) };
}

function titleOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, titleLength);
}

/** The approver of the body that acts: named with it, be it by a person or by the routing table. */
function approver({ machine, review }: Incident): Pick<Incident, 'approverId' | 'approverName'> {
  const { approverId, approverName } = review.executorId === null ? machine.route : review;
  return { approverId: approverId ?? null, approverName: approverName ?? null };
}

/** Effective values: a person's decision wins over the machine's. */
function settle(incident: Incident): Incident {
  const { machine, review } = incident;
  return {
    ...incident,
    group: review.group ?? machine.verdict.group,
    topic: review.group === null ? machine.verdict.topic : review.topic,
    urgency: review.urgency ?? machine.verdict.urgency,
    executorId: review.executorId ?? machine.route.executorId,
    executorName: review.executorName ?? machine.route.executorName,
    ...approver(incident),
    nature: review.nature ?? natureOf(machine.verdict),
    score: machine.verdict.score,
    unsure: machine.verdict.unsure && review.incident === null && review.group === null,
    territories: machine.territories,
    ...placeFields(machine),
  };
}
