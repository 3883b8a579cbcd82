import { parentPort, workerData } from 'node:worker_threads';
import { PostComparer } from '../../pipelines/rules/diff-posts.js';
import { emptyTally } from '../../pipelines/rules/diff-tally.js';
import { comparePage } from './rules-diff.js';
import type { FromThread, PoolTask, ToThread } from './rules-diff-pool.js';
import { parsePacks } from './rules-versions.js';

/** One thread of the comparison: makes both versions of the rules once, then compares the pages that it is given. */
const task = workerData as PoolTask;
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread');
const rulesOf = ({ packs, taxonomy }: PoolTask['old']) => parsePacks(packs, taxonomy).rules;
const comparer = new PostComparer(rulesOf(task.old), rulesOf(task.new));
const tally = emptyTally(task.show);
port.on('message', (message: ToThread) => {
  if ('end' in message) {
    port.postMessage({ tally } satisfies FromThread);
    return;
  }
  comparePage(comparer, message.page, tally);
  port.postMessage({ done: message.page.length } satisfies FromThread);
});
