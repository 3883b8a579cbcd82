import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../src/core/errors.js';
import type { ToWorker, WorkerTask } from './protocol.js';

/** A thread that has begun before anybody knew its task. */
let spare: Worker | null = null;

/**
 * Lets a thread begin ahead of its task: Node and the library of the encoder load in it while this thread loads what tells the task. It
 * keeps no process alive. Does nothing where there is one already, or none can be had: who needs it says so.
 */
export function readySpareThread(): void {
  if (spare !== null) return;
  const url = findWorker();
  if (url === null) return;
  const worker = new Worker(url);
  const forget = (): void => {
    if (spare === worker) spare = null;
  };
  worker.on('error', forget).on('exit', forget).unref();
  spare = worker;
}

/**
 * Starts a thread on the task, or puts the one that has begun already to it.
 * @param workerUrl for tests: another program
 * @throws E_SERVICE_MISSING when the program of the thread is not built
 */
export function startThread(task: WorkerTask, workerUrl: URL | undefined): Worker {
  if (workerUrl !== undefined) return new Worker(workerUrl, { workerData: task });
  const begun = spare;
  spare = null;
  if (begun !== null) {
    begun.ref();
    begun.postMessage({ type: 'load', task } satisfies ToWorker);
    return begun;
  }
  const url = findWorker();
  if (url !== null) return new Worker(url, { workerData: task });
  throw new AppError('E_SERVICE_MISSING', 'The worker that runs the encoder is not built. Run: npm run build:server');
}

function findWorker(): URL | null {
  const places = ['./worker.js', '../../dist/models/encoder/worker.js'].map((path) => new URL(path, import.meta.url));
  return places.find((place) => existsSync(place)) ?? null;
}
