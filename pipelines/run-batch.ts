import { isoTime } from '../src/core/clock.js';
import type { DeadLetter } from '../src/core/dead-letter.js';
import { AppError, toAppError } from '../src/core/errors.js';
import { derivedId } from '../src/core/ids.js';
import type { LedgerEntry } from '../src/core/ledger.js';
import type { PageRef } from '../src/core/post.js';
import { deadLetterInput } from './dead-letter-input.js';
import type { AnyStage } from './pipeline.js';
import { type Drop, isDrop, type StageContext } from './stage.js';
import { type BatchItem, type BatchJob, batchJobSchema } from './values.js';

/** What a batch became after the stages of one queue. */
export interface BatchResult {
  items: BatchItem[];
  ledger: LedgerEntry;
  deadLetters: DeadLetter[];
}

interface Tracked {
  value: object;
  dropped: BatchItem['dropped'];
}

/**
 * Runs a batch through stages, counting what becomes of each post. A stage that throws is run again post by post: a post that alone
 * fails for good goes to the dead letters and the others go on; a temporary failure (AppError.retry) is thrown to the caller, who
 * runs the whole batch again later.
 */
export async function runBatch(
  queue: string,
  stages: readonly AnyStage[],
  job: BatchJob,
  context: StageContext,
): Promise<BatchResult> {
  const at = isoTime(context.clock.now());
  const counts: LedgerEntry['counts'] = [];
  const deadLetters: DeadLetter[] = [];
  const finished: BatchItem[] = job.items.filter((item) => item.dropped !== null);
  let live: object[] = [];
  const [first] = stages;
  for (const item of job.items) {
    if (item.dropped !== null) continue;
    const checked = first?.input.safeParse(item.value);
    if (checked === undefined || checked.success) live.push((checked?.data as object) ?? item.value);
    else {
      const issues = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      const error = new AppError(
        'E_JOB_INVALID',
        `queue «${queue}» got a post that does not fit (${issues}): mend the sender and replay the dead letter`,
      );
      deadLetters.push(deadLetterOf(queue, job.page, item.value, error, at));
    }
  }
  counts.push(...countsOf('received', { passed: live.length, failed: deadLetters.length }));

  for (const stage of stages) {
    const outcomes: Record<string, number> = {};
    const count = (outcome: string): void => {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    };
    const next: object[] = [];
    for (const { before, after } of await runStage(stage, live, context)) {
      if (after instanceof AppError) {
        count('failed');
        deadLetters.push(deadLetterOf(`${queue}/${stage.name}`, job.page, before, after, at));
      } else if (isDrop(after)) {
        count(`dropped:${after.drop}`);
        if (after.keep) {
          const tracked: Tracked = { value: after.value ?? before, dropped: { stage: stage.name, reason: after.drop } };
          finished.push(tracked as BatchItem);
        }
      } else {
        count('passed');
        next.push(after);
      }
    }
    counts.push(...countsOf(stage.name, outcomes));
    live = next;
  }
  const items = [
    ...finished,
    ...live.map((value): BatchItem => ({ value: value as BatchItem['value'], dropped: null })),
  ];
  return { items, ledger: ledgerOf(queue, job.page, at, counts), deadLetters };
}

async function runStage(
  stage: AnyStage,
  batch: readonly object[],
  context: StageContext,
): Promise<{ before: object; after: object | Drop | AppError }[]> {
  if (batch.length === 0) return [];
  try {
    const results = await stage.run(batch, context);
    if (results.length !== batch.length) {
      throw new AppError(
        'E_STAGE_FAILED',
        `stage «${stage.name}» returned ${results.length} results for ${batch.length} posts`,
        { retry: false },
      );
    }
    return batch.map((before, index) => ({ before, after: results[index] as object }));
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.retry) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) return [{ before: only, after: error }];
    const singly = [];
    for (const post of batch) singly.push(...(await runStage(stage, [post], context)));
    return singly;
  }
}

function countsOf(stage: string, outcomes: Record<string, number>): LedgerEntry['counts'] {
  return Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => ({ stage, outcome, count }));
}

/** The ledger's entry for one batch in one queue. */
export function ledgerOf(queue: string, page: PageRef, at: string, counts: LedgerEntry['counts']): LedgerEntry {
  return { id: derivedId('ledger', page.id, queue), at, batchId: page.id, sourceId: page.sourceId, queue, counts };
}

/** A dead letter for one post; personal data in its texts is masked first. */
export function deadLetterOf(where: string, page: PageRef, value: unknown, error: AppError, at: string): DeadLetter {
  const input = deadLetterInput(value);
  return {
    id: derivedId('dead', where, page.sourceId, input),
    at,
    where,
    code: error.code,
    message: error.message,
    sourceId: page.sourceId,
    url: page.url,
    input,
    attempts: 1,
  };
}

/**
 * Checks what came over a queue.
 * @throws AppError E_JOB_INVALID when it is no batch at all.
 */
export function parseBatchJob(queue: string, data: unknown): BatchJob {
  const result = batchJobSchema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError(
    'E_JOB_INVALID',
    `queue «${queue}» got a job that is no batch (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}): only Otklik may write to its queues; the job is kept as a dead letter`,
  );
}
