import { isoTime } from '../src/core/clock.js';
import type { DeadLetter } from '../src/core/dead-letter.js';
import { AppError } from '../src/core/errors.js';
import type { IncidentChange } from '../src/core/incident.js';
import type { LedgerEntry } from '../src/core/ledger.js';
import type { ClusterMemory, PageCursor, PostStore } from '../src/core/ports.js';
import type { Post } from '../src/core/post.js';
import type { ReactionWatch } from '../src/core/reaction.js';
import { bringPosts, incidentPostOf } from './bring-posts.js';
import { hearAuthors } from './hear-authors.js';
import type { MachineDesk } from './incidents/desk.js';
import { isVoice } from './incidents/voices.js';
import { deadLetterOf, ledgerOf } from './run-batch.js';
import { type BatchJob, type Dropped, type Finished, finishedSchema } from './values.js';

export interface IndexContext {
  posts: PostStore;
  desk: Pick<MachineDesk, 'record' | 'amend'>;
  /** Hears what authors write after an answer; left out where nobody is to be heard. */
  reactions?: ReactionWatch;
  /** Says which incident wants a post that was let go. */
  memory: Pick<ClusterMemory, 'find'>;
  cursor: PageCursor;
  clock: { now(): number };
}

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

  const finished: Arrived[] = [];
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

  const news = await withoutRepeats(finished, context.posts, () => count('dropped:repeated'));
  const byIncident = new Map<string, IncidentChange[]>();
  // A page may tell the newest first: an answer that is no incident by itself comes after the complaint that opens the incident.
  const inOrder = news.toSorted((a, b) => Number(isAnswer(a)) - Number(isAnswer(b)));
  for (const { value } of inOrder) {
    const change = changeOf(value);
    if (change === null) continue;
    byIncident.set(change.incidentId, [...(byIncident.get(change.incidentId) ?? []), change.change]);
  }
  for (const [incidentId, changes] of byIncident) await record(incidentId, changes, context.desk);

  if (context.reactions !== undefined)
    await hearAuthors(
      news.map(({ value }) => value),
      context.reactions,
      context.desk,
    );

  const records = news.map(({ value, dropped }) => recordOf(value, dropped, at));
  const outcomes = await context.posts.save(records);
  outcomes.forEach((outcome, index) => {
    if (outcome.ok) count(records[index]?.dropped === null ? 'passed' : 'dropped:filtered');
    else fail(news[index]?.value, 'E_STORE_REJECTED', `the store refuses the post: ${outcome.message}`);
  });

  const stored = news.flatMap(({ value }, index) => (outcomes[index]?.ok === true ? [value] : []));
  await bringPosts(stored, context);

  const entries = [...counts].map(([outcome, number]) => ({ stage: 'index', outcome, count: number }));
  return { ledger: ledgerOf('index', job.page, at, entries), deadLetters };
}

function isAnswer({ value: { verdict } }: Arrived): boolean {
  return verdict !== undefined && isVoice(verdict);
}

interface Arrived {
  value: Finished;
  dropped: Dropped | null;
}

/**
 * A page that was read twice before its first reading was stored (its crawler died, Redis was wiped) sends the same post through the line
 * twice. The second is counted and let go; one that was decided otherwise meanwhile follows the incident that the post is part of. The
 * time of the reading tells another batch from this one running again.
 */
async function withoutRepeats(arrived: readonly Arrived[], posts: PostStore, onRepeat: () => void): Promise<Arrived[]> {
  const known = await posts.known(arrived.map(({ value }) => value.id));
  if (known.size === 0) return [...arrived];
  const stored = new Map((await posts.byIds([...known.keys()])).map((post) => [post.id, post]));
  return arrived.flatMap(({ value, dropped }) => {
    const before = stored.get(value.id);
    if (before === undefined || before.fetchedAt === value.fetchedAt) return [{ value, dropped }];
    if (before.fingerprint === value.fingerprint && before.version >= (value.version ?? 1)) {
      onRepeat();
      return [];
    }
    if (before.incidentId === null || value.incidentId === undefined || before.incidentId === value.incidentId) {
      return [{ value, dropped }];
    }
    const join = { how: 'repeat' as const, on: value.id, similarity: 1 };
    return [{ value: { ...value, incidentId: before.incidentId, join }, dropped }];
  });
}

/** Losing the race for one incident many times in a row means only that many write to it at once: the batch runs again. */
async function record(
  incidentId: string,
  changes: readonly IncidentChange[],
  desk: IndexContext['desk'],
): Promise<void> {
  try {
    await desk.record(incidentId, changes);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'E_CONFLICT') throw error;
    throw new AppError(
      'E_STAGE_FAILED',
      `incident ${incidentId} is being changed by many at once; the batch runs again`,
      {
        cause: error,
      },
    );
  }
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
    removedAt: null,
    masked,
    dropped,
    repeatOf: repeatOf === id ? null : repeatOf,
    verdict: value.verdict ?? null,
    place: value.place ?? null,
    incidentId: value.incidentId ?? value.knownIncidentId ?? null,
    join: value.join ?? null,
    decidedBy: value.decidedBy ?? null,
    searches: value.searches ?? [],
    model: value.model ?? null,
    vector: value.vector ?? null,
  };
}
