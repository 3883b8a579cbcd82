import type { Worker } from 'node:worker_threads';
import { AppError } from '../../src/core/errors.js';
import type { Logger } from '../../src/log.js';
import type { Batch, BatchResult, FromWorker, GlanceResult, Pieces, ToWorker, WorkerTask } from './protocol.js';
import { startThread } from './worker-thread.js';

export interface PoolOptions {
  task: WorkerTask;
  workers: number;
  /** Longest time for a start and for a batch, ms; a worker that takes longer is given up. */
  deadlineMs: number;
  /** Compiled worker.js; found next to this file or under dist/ when not given. */
  workerUrl?: URL | undefined;
  log?: Logger | undefined;
}

export interface Pool {
  /** Starts the first worker, which holds the model against its hash; the others start when there is work for them. Gives pieces a millisecond.
   * @throws E_MODEL_MISSING, E_MODEL_ALTERED, E_MODEL_FAILED */
  open(): Promise<number>;
  /** Whether a worker is without work. */
  hasRoom(): boolean;
  /**
   * Runs a batch on a worker without work. A worker that crashes, fails or hangs costs one more try on a new one.
   * @throws E_MODEL_FAILED after the second
   */
  run(batch: Batch): Promise<BatchResult>;
  /** The same with the gate's small encoder. */
  glance(batch: Pieces): Promise<GlanceResult>;
  /** Workers that were started again after a failure. */
  restarts(): number;
  /** Waits for running batches and ends all threads. */
  close(): Promise<void>;
}

interface Slot {
  worker: Worker | null;
  busy: Promise<unknown> | null;
}

/** What a worker is asked, and how its answer is known. */
interface Order<T> {
  message(id: number): ToWorker;
  pick(answer: FromWorker): T | undefined;
}

const CLOSING_MS = 5_000;

/** Worker threads that run batches, one batch at a time each. */
export function createPool({ task, workers, deadlineMs, workerUrl, log }: PoolOptions): Pool {
  const slots: Slot[] = Array.from({ length: workers }, () => ({ worker: null, busy: null }));
  let lastId = 0;
  let restarts = 0;

  /** Waits for the answer that `pick` takes; whatever goes wrong before ends the worker. */
  function hear<T>(slot: Slot, worker: Worker, pick: (message: FromWorker) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      const giveUp = (error: Error) => {
        stop();
        slot.worker = null;
        void worker.terminate();
        reject(error);
      };
      const onMessage = (message: FromWorker) => {
        if (message.type === 'failed') return giveUp(new Error(message.message));
        if (message.type === 'refused')
          return giveUp(new AppError(message.code, message.message, { details: { file: task.path } }));
        const answer = pick(message);
        if (answer === undefined) return;
        stop();
        resolve(answer);
      };
      const onError = (error: unknown) => giveUp(error instanceof Error ? error : new Error(String(error)));
      const onExit = (code: number) => giveUp(new Error(`the worker ended with code ${code}`));
      const timer = setTimeout(
        () => giveUp(new Error(`the worker gave no answer within ${deadlineMs} ms`)),
        deadlineMs,
      );
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    });
  }

  async function start(slot: Slot): Promise<number> {
    const worker = startThread(task, workerUrl);
    const speed = await hear(slot, worker, (message) => (message.type === 'ready' ? message.speed : undefined));
    // One that ends while it has no work is replaced when there is some.
    worker.on('error', (error) => log?.warn({ err: error }, 'worker of the encoder failed'));
    worker.on('exit', () => {
      if (slot.worker === worker) slot.worker = null;
    });
    worker.unref();
    slot.worker = worker;
    return speed;
  }

  async function runOn<T>(slot: Slot, { message, pick }: Order<T>): Promise<T> {
    if (slot.worker === null) await start(slot);
    const worker = slot.worker;
    if (worker === null) throw new Error('the worker ended as soon as it had started');
    const id = ++lastId;
    worker.ref();
    worker.postMessage(message(id));
    const result = await hear(slot, worker, (answer) =>
      'id' in answer && answer.id === id ? pick(answer) : undefined,
    );
    worker.unref();
    return result;
  }

  async function runTwice<T>(slot: Slot, order: Order<T>, { lengths, width }: Pieces): Promise<T> {
    try {
      return await runOn(slot, order);
    } catch (first) {
      restarts++;
      log?.warn({ err: first, texts: lengths.length, width }, 'batch of the encoder is tried again');
      try {
        return await runOn(slot, order);
      } catch (second) {
        throw failed(`a batch of ${lengths.length} texts failed twice`, second);
      }
    }
  }

  /** Holds the slot while the work is done. */
  async function hold<T>(slot: Slot, work: Promise<T>): Promise<T> {
    slot.busy = work;
    try {
      return await work;
    } finally {
      slot.busy = null;
    }
  }

  async function give<T>(batch: Pieces, order: Order<T>): Promise<T> {
    const free = slots.filter(({ busy }) => busy === null);
    const slot = free.find(({ worker }) => worker !== null) ?? free[0];
    if (slot === undefined) throw new AppError('E_INTERNAL', 'A batch was given to the encoder without room.');
    return hold(slot, runTwice(slot, order, batch));
  }

  return {
    async open() {
      const slot = slots[0] as Slot;
      try {
        return await hold(slot, start(slot));
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        throw failed(`${task.path} could not be loaded`, cause, 'Otklik works without it with --rules-only.');
      }
    },
    hasRoom: () => slots.some(({ busy }) => busy === null),
    run: (batch) =>
      give(batch, {
        message: (id) => ({ type: 'run', id, batch }),
        pick: (answer) => (answer.type === 'done' ? answer.result : undefined),
      }),
    glance: (batch) =>
      give(batch, {
        message: (id) => ({ type: 'glance', id, batch }),
        pick: (answer) => (answer.type === 'glanced' ? answer.result : undefined),
      }),
    restarts: () => restarts,
    async close() {
      await Promise.allSettled(slots.map(({ busy }) => busy));
      await Promise.all(slots.map(({ worker }) => (worker === null ? undefined : end(worker))));
    },
  };
}

/** Lets the worker release its memory and end; ends it by force when it does not. */
async function end(worker: Worker): Promise<void> {
  worker.ref();
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.postMessage({ type: 'close' } satisfies ToWorker);
  const timer = setTimeout(() => void worker.terminate(), CLOSING_MS);
  await gone;
  clearTimeout(timer);
}

function failed(what: string, cause: unknown, remedy = 'It may succeed on another try.'): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('E_MODEL_FAILED', `The encoder: ${what} (${why}). ${remedy}`, { cause });
}
