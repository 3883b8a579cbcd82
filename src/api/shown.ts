import type { HistoryEntry, IncidentCard, IncidentRow } from '../core/http.js';
import type { Incident, IncidentEvent } from '../core/incident.js';
import type { IncidentPost } from '../core/incident-machine.js';
import type { Post } from '../core/post.js';

type ShownPost = Omit<IncidentPost, 'author'>;

function shownPost({ author, ...post }: IncidentPost): ShownPost {
  return post;
}

/** A stored post as the card shows it: without the author's hash and without vectors. */
export function shownRecord({ author, vector, model, ...post }: Post): IncidentCard['posts'][number] {
  if (model === null) return { ...post, model };
  const { pooled, ...shown } = model;
  return { ...post, model: shown };
}

/** An incident as a row of the queue. */
export function shownRow(incident: Incident): IncidentRow {
  const { texts, posts, postIds, authors, clusterKeys, clockRuns, noticeAt, machine, review, ...row } = incident;
  return { ...row, timeZone: machine.timeZone };
}

/** An incident as its card shows it: without hashes of authors and keys of joining. */
export function shownIncident(incident: Incident): IncidentCard['incident'] {
  const { texts, clusterKeys, postIds, authors, posts, clockRuns, noticeAt, ...shown } = incident;
  return { ...shown, posts: posts.map(shownPost) };
}

/** An event as the history shows it: without hashes of authors and keys of joining. */
export function shownEntry({ seq, at, actor, change }: Omit<IncidentEvent, 'incidentId'>): HistoryEntry {
  switch (change.type) {
    case 'opened': {
      const { clusterKeys, ...rest } = change;
      return { seq, at, actor, change: { ...rest, post: shownPost(change.post) } };
    }
    case 'post-joined': {
      const { clusterKeys, machine, ...rest } = change;
      return { seq, at, actor, change: { ...rest, post: shownPost(change.post) } };
    }
    case 'post-edited':
      return { seq, at, actor, change: { ...change, post: shownPost(change.post) } };
    case 'absorbed': {
      const { id, number, postCount, peopleCount } = change.from;
      return { seq, at, actor, change: { type: change.type, from: { id, number, postCount, peopleCount } } };
    }
    case 'split-off': {
      const { posts, machine, ...rest } = change;
      return { seq, at, actor, change: { ...rest, postCount: posts.length } };
    }
    default:
      return { seq, at, actor, change };
  }
}
