import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DiffTally } from '../../pipelines/rules/diff-tally.js';
import type { Taxonomy } from '../core/taxonomy.js';
import type { PostToCompare } from './rules-diff.js';
import type { PackText } from './rules-versions.js';

/** What a thread needs to make both versions itself. */
export interface PoolTask {
  old: { packs: PackText[]; taxonomy: Taxonomy };
  new: { packs: PackText[]; taxonomy: Taxonomy };
  show: number;
}
export type ToThread = { page: PostToCompare[] } | { end: true };
export type FromThread = { done: number } | { tally: DiffTally };

export interface ComparePool {
  /** Hands a page to a thread that has room; waits until one has. */
  give(page: PostToCompare[]): Promise<void>;
  /** Waits for all threads and gives what each counted. */
  finish(): Promise<DiffTally[]>;
  close(): Promise<void>;
}

/** Pages that a thread may hold: one at work and one waiting. */
const room = 2;

/** Threads that compare pages. A thread that fails makes the next call fail. */
export function createPool(task: PoolTask, threads: number): ComparePool {
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./rules-diff-worker.js', import.meta.url), { workerData: task });
    return { worker, held: 0 };
  });
  let failure: Error | null = null;
  let wake = (): void => undefined;
  for (const one of workers) {
    one.worker.on('message', (message: FromThread) => {
      if ('done' in message) one.held--;
      wake();
    });
    one.worker.on('error', (error) => {
      failure = error as Error;
      wake();
    });
  }
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  return {
    async give(page) {
      for (;;) {
        if (failure) throw failure;
        const free = workers.reduce((least, one) => (one.held < least.held ? one : least));
        if (free.held < room) {
          free.held++;
          free.worker.postMessage({ page } satisfies ToThread);
          return;
        }
        await changed();
      }
    },
    async finish() {
      while (!failure && workers.some(({ held }) => held > 0)) await changed();
      if (failure) throw failure;
      return Promise.all(
        workers.map(async ({ worker }) => {
          const answer = once(worker, 'message') as Promise<[FromThread]>;
          worker.postMessage({ end: true } satisfies ToThread);
          const [message] = await answer;
          if (!('tally' in message)) throw new Error('a thread answered out of turn');
          return message.tally;
        }),
      );
    },
    async close() {
      await Promise.all(workers.map(({ worker }) => worker.terminate()));
    },
  };
}
