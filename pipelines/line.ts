import type { Clock } from '../src/core/clock.js';
import type { DeadLetterStore, Decider, JobQueue, LedgerStore, PageCursor, PostSink } from '../src/core/ports.js';
import { type DecidedBy, decidedBySchema } from '../src/core/rule-set.js';
import { type IndexContext, indexBatch } from './indexer.js';
import { pipeline, type QueueName } from './pipeline.js';
import { parseBatchJob, runBatch } from './run-batch.js';
import type { StageContext } from './stage.js';
import type { BatchItem, BatchJob } from './values.js';

export interface LineOptions {
  stages: Omit<StageContext, 'decision'>;
  /** Asked once a batch: rules that are swapped meanwhile decide from the next batch on. */
  decider: Decider;
  index: Omit<IndexContext, 'clock' | 'memory'>;
  ledger: LedgerStore;
  deadLetters: DeadLetterStore;
  cursor: PageCursor;
  clock: Clock;
  /** Hands a batch to the next queue; must be safe to repeat. */
  send(queue: QueueName, job: BatchJob): Promise<void>;
}

/** What one job of a queue does; the same whether BullMQ or the embedded line calls it. */
export interface Line {
  /** @throws AppError with `retry` set: run the job again later; any other error: the job itself is bad. */
  run(queue: QueueName, data: unknown): Promise<void>;
}

/**
 * The straight line without its transport. The order of writes makes a crash harmless at every point: ledger and dead letters first
 * (both idempotent), then the next queue (idempotent by id), the cursor last.
 */
export function createLine(options: LineOptions): Line {
  const { stages, decider, index, ledger, deadLetters, cursor, clock, send } = options;

  async function finish(job: BatchJob): Promise<void> {
    const found = job.items.filter((item) => item.dropped === null).length;
    await cursor.indexed(job.page, job.seen, found);
  }

  return {
    async run(queue, data) {
      const job = parseBatchJob(queue, data);
      if (queue === 'index') {
        // One source's batches one after the other: two readings of one page must not both take its posts for new.
        const result = await stages.memory.withLock(`index-${job.page.sourceId}`, () =>
          indexBatch(job, { ...index, memory: stages.memory, clock }),
        );
        await deadLetters.put(result.deadLetters);
        await ledger.add([result.ledger]);
        return finish(job);
      }
      const decision = await decider.decisionFor(earlierRules(job));
      const result = await runBatch(queue, pipeline[queue], job, { ...stages, decision });
      await deadLetters.put(result.deadLetters);
      await ledger.add([result.ledger]);
      const next = { ...job, items: result.items };
      if (result.items.length === 0) return finish(next);
      const hasCandidates = result.items.some((item) => item.dropped === null);
      await send(queue === 'posts' && hasCandidates ? 'candidates' : 'index', next);
    },
  };
}

/** The rules that let the batch through the gate: its verdicts must come from the same ones. Null before the gate. */
function earlierRules(job: BatchJob): DecidedBy | null {
  for (const { value } of job.items) {
    const parsed = decidedBySchema.safeParse(value.decidedBy);
    if (parsed.success) return parsed.data;
  }
  return null;
}

/** The crawlers' way in: one job per page and batch. */
export function createSink(send: (queue: QueueName, job: BatchJob) => Promise<void>): PostSink {
  return {
    async accept(page, posts) {
      const items = posts.map((post): BatchItem => ({ value: post, dropped: null }));
      const seen = posts.map(({ id, fingerprint }) => ({ id, fingerprint }));
      await send('posts', { page, seen, items });
    },
  };
}

/** Sends batches over queues; the job's id is the batch's, so that a batch that waits is not added again. */
export function senderOver(queues: Readonly<Record<QueueName, JobQueue<BatchJob>>>) {
  return async (queue: QueueName, job: BatchJob): Promise<void> => {
    await queues[queue].add([{ id: job.page.id, data: job }]);
  };
}
