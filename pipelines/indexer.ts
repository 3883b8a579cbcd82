import { isoTime } from '../src/core/clock.js';
import type { DeadLetter } from '../src/core/dead-letter.js';
import { AppError } from '../src/core/errors.js';
import type { IncidentChange, IncidentPost } from '../src/core/incident.js';
import type { LedgerEntry } from '../src/core/ledger.js';
import type { PageCursor, PostStore } from '../src/core/ports.js';
import type { Post } from '../src/core/post.js';
import type { MachineDesk } from './incidents/desk.js';
import { deadLetterOf, ledgerOf } from './run-batch.js';
import { type BatchJob, type Dropped, type Finished, finishedSchema } from './values.js';

export interface IndexContext {
  posts: PostStore;
  desk: MachineDesk;
  cursor: PageCursor;
  clock: { now(): number };
}

const keptTextLength = 2_000;

/**
 * The end of the line: incidents first (a post that is known but whose incident was never written would be lost to the queue), then
 * the posts, each result looked at. Only the caller, once the dead letters are safe too, may move the cursor.
 * @throws AppError with `retry` when the store is not available; running the same batch again is safe.
 */
export async function indexBatch(
  job: BatchJob,
  context: IndexContext,
): Promise<{ ledger: LedgerEntry; deadLetters: DeadLetter[] }> {
  const at = isoTime(context.clock.now());
  const deadLetters: DeadLetter[] = [];
  const counts = new Map<string, number>();
  const count = (outcome: string): void => void counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const fail = (value: unknown, code: string, message: string): void => {
    count('failed');
    const error = new AppError(code in { E_STORE_REJECTED: 1 } ? 'E_STORE_REJECTED' : 'E_JOB_INVALID', message);
    deadLetters.push(deadLetterOf('index', job.page, value, error, at));
  };

  const finished: { value: Finished; dropped: Dropped | null }[] = [];
  for (const item of job.items) {
    const checked = finishedSchema.safeParse(item.value);
    if (checked.success) finished.push({ value: checked.data, dropped: item.dropped });
    else {
      const [issue] = checked.error.issues;
      fail(
        item.value,
        'E_JOB_INVALID',
        `queue «index» got a post that does not fit (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
      );
    }
  }

  const byIncident = new Map<string, IncidentChange[]>();
  for (const { value } of finished) {
    const change = changeOf(value);
    if (change === null) continue;
    byIncident.set(change.incidentId, [...(byIncident.get(change.incidentId) ?? []), change.change]);
  }
  for (const [incidentId, changes] of byIncident) await context.desk.record(incidentId, changes);

  const records = finished.map(({ value, dropped }) => recordOf(value, dropped, at));
  const outcomes = await context.posts.save(records);
  outcomes.forEach((outcome, index) => {
    if (outcome.ok) count(records[index]?.dropped === null ? 'passed' : 'dropped:filtered');
    else fail(finished[index]?.value, 'E_STORE_REJECTED', `the store refuses the post: ${outcome.message}`);
  });

  const entries = [...counts].map(([outcome, number]) => ({ stage: 'index', outcome, count: number }));
  return { ledger: ledgerOf('index', job.page, at, entries), deadLetters };
}

/** The event that a finished post means for its incident; null when it belongs to none. */
function changeOf(value: Finished): { incidentId: string; change: IncidentChange } | null {
  const { incidentId, join, machine, clusterKeys } = value;
  if (incidentId !== undefined && join !== undefined && machine !== undefined && clusterKeys !== undefined) {
    const post = incidentPostOf(value, join);
    return { incidentId, change: { type: 'opened', post, machine, clusterKeys } };
  }
  if (value.knownIncidentId !== null && value.knownIncidentId !== undefined) {
    // An edit after which the post would no longer be taken up: the incident stays, with the new text.
    const post = incidentPostOf(value, { how: 'repeat', on: value.id, similarity: null });
    return { incidentId: value.knownIncidentId, change: { type: 'post-edited', post } };
  }
  return null;
}

function incidentPostOf(value: Finished, join: IncidentPost['join']): IncidentPost {
  return {
    postId: value.id,
    sourceId: value.sourceId,
    sourceKind: value.sourceKind,
    url: value.url,
    author: value.author,
    text: value.text.slice(0, keptTextLength),
    publishedAt: value.publishedAt,
    fetchedAt: value.fetchedAt,
    version: value.version ?? 1,
    join,
  };
}

function recordOf(value: Finished, dropped: Dropped | null, indexedAt: string): Post {
  const { id, sourceId, sourceKind, territory, author, fetchedAt, fingerprint, masked } = value;
  const repeatOf =
    value.repeat?.postId ??
    (value.join?.how === 'near-duplicate' || value.join?.how === 'repeat' ? value.join.on : null);
  return {
    nativeId: value.nativeId,
    url: value.url,
    text: value.text,
    publishedAt: value.publishedAt,
    timePrecision: value.timePrecision,
    rawTime: value.rawTime,
    threadId: value.threadId,
    replyTo: value.replyTo,
    edited: value.edited,
    pinned: value.pinned,
    repostOf: value.repostOf,
    counts: value.counts,
    attachments: value.attachments,
    id,
    sourceId,
    sourceKind,
    territory,
    author,
    fetchedAt,
    indexedAt,
    fingerprint,
    version: value.version ?? 1,
    masked,
    dropped,
    repeatOf: repeatOf === id ? null : repeatOf,
    verdict: value.verdict ?? null,
    place: value.place ?? null,
    incidentId: value.incidentId ?? value.knownIncidentId ?? null,
    join: value.join ?? null,
  };
}
