import {
  type Incident,
  type IncidentChange,
  type IncidentEvent,
  type IncidentStatus,
  waitingStatuses,
} from '../../src/core/incident.js';
import type { Absorbed, Ties } from '../../src/core/incident-ties.js';

type Change<T extends IncidentChange['type']> = Extract<IncidentChange, { type: T }>;

/** States of an incident that another can go on in. */
export const mergeableStatuses = [...waitingStatuses, 'answered'] as const satisfies readonly IncidentStatus[];

/** True for events that make earlier ones count for nothing: what the incident is after them takes the whole log. */
export function reachesBack({ type }: IncidentChange): boolean {
  return type === 'undone' || type === 'split-off';
}

/**
 * Numbers of the events that count as not having happened: those that were undone, and the joining and editing of posts that were split off. An incident
 * without them is to the letter what it would be had they never been written, its terms included.
 */
export function voidedSeqs(events: readonly IncidentEvent[]): Set<number> {
  const voided = new Set<number>();
  for (const { change } of events) if (change.type === 'undone') voided.add(change.seq);
  for (const { seq, change } of events) {
    if (change.type === 'settled' && voided.has(change.seq)) voided.add(seq);
    if (change.type !== 'split-off' || voided.has(seq)) continue;
    const gone = new Set(change.posts.map(({ post }) => post.postId));
    for (const earlier of events.slice(0, seq)) {
      const { type } = earlier.change;
      if ((type === 'post-joined' || type === 'post-edited') && gone.has(earlier.change.post.postId))
        voided.add(earlier.seq);
    }
  }
  return voided;
}

/** The log without what counts as not having happened. */
export function standingEvents(events: readonly IncidentEvent[]): IncidentEvent[] {
  const voided = voidedSeqs(events);
  return events.filter(({ seq }) => !voided.has(seq));
}

/** The ties after an event of merging, splitting or taking back; the other incident has to learn of most of them. */
export function tiedBy(ties: Ties, { seq, at, change }: IncidentEvent): Ties {
  const unsettled = [...ties.unsettled, { seq, at }];
  switch (change.type) {
    case 'merged': {
      const { intoId: id, intoNumber: number, isWithdrawn } = change;
      return { ...ties, mergedInto: { id, number, seq, isWithdrawn }, unsettled };
    }
    case 'absorbed': {
      const { id, number, seq: mergedSeq } = change.from;
      return { ...ties, absorbed: [...ties.absorbed, { id, number, seq, mergedSeq }] };
    }
    case 'split-off': {
      const { intoId: id, intoNumber: number, posts } = change;
      const postIds = posts.map(({ post }) => post.postId);
      return { ...ties, splitOff: [...ties.splitOff, { id, number, seq, postIds }], unsettled };
    }
    case 'undone':
      // Merges are undone where «merged» stands; what is undone elsewhere follows from it.
      return change.of === 'merged' ? { ...ties, unsettled } : ties;
    case 'settled':
      return { ...ties, unsettled: ties.unsettled.filter((one) => one.seq !== change.seq) };
    default:
      return ties;
  }
}

/** What an incident brings into the one that it was merged into by its event of that number. */
export function absorbedOf(merged: Incident, seq: number): Absorbed {
  const run = merged.clockRuns.find(({ clock, stopSeq }) => clock === 'first-answer' && stopSeq === seq);
  const { id, number, posts, postIds, authors, postCount, peopleCount, sourceIds, clusterKeys, lastPostAt } = merged;
  return {
    id,
    number,
    seq,
    posts,
    postIds,
    authors,
    postCount,
    peopleCount,
    sourceIds,
    clusterKeys,
    publishedAt: merged.clocks.publishedAt,
    lastPostAt,
    waitsSince: run?.startedAt ?? null,
  };
}

/** Merges and splits that may be taken back here: numbers of their events, the latest first. */
export function undoable({ status, ties }: Pick<Incident, 'status' | 'ties'>): number[] {
  const { mergedInto, absorbed, splitOff } = ties;
  if (status === 'merged') return mergedInto === null || mergedInto.isWithdrawn ? [] : [mergedInto.seq];
  return [...absorbed, ...splitOff].map(({ seq }) => seq).sort((one, other) => other - one);
}

/** Where a change about a post belongs by now: null for the incident itself. */
export function whereabouts({ ties }: Pick<Incident, 'ties'>, postId: string | null): string | null {
  const left = postId === null ? undefined : ties.splitOff.findLast(({ postIds }) => postIds.includes(postId));
  return left?.id ?? ties.mergedInto?.id ?? null;
}

/** Posts that may be split off: all that joined by themselves. The first stays, and what a merge brought goes by undoing the merge. */
export function leavingPosts(
  events: readonly IncidentEvent[],
): Map<string, Change<'post-joined'> & { joinedAt: string }> {
  const posts = new Map<string, Change<'post-joined'> & { joinedAt: string }>();
  for (const { change, at } of standingEvents(events)) {
    if (change.type === 'post-joined') posts.set(change.post.postId, { ...change, joinedAt: at });
    const before = change.type === 'post-edited' ? posts.get(change.post.postId) : undefined;
    if (change.type === 'post-edited' && before !== undefined)
      posts.set(change.post.postId, { ...before, post: { ...change.post, join: before.post.join } });
  }
  return posts;
}
