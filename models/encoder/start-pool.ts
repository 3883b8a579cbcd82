import { availableParallelism } from 'node:os';
import type { Logger } from '../../src/log.js';
import { knownFile, type Manifest, modelFile, readManifestAlone } from '../manifest.js';
import { createPool, type Pool } from './pool.js';

export interface EncoderOptions {
  /** Folder of manifest.json. */
  folder: string;
  /** Threads that run batches; each holds the model in memory. */
  workers?: number | undefined;
  /** Threads within a worker. workers × intraOpThreads should be the number of cores. */
  intraOpThreads?: number | undefined;
  /** Texts that may wait; `encode` waits when there are more. */
  maxQueuedTexts?: number | undefined;
  /** For tests: another worker, a shorter patience. */
  workerUrl?: URL | undefined;
  deadlineMs?: number | undefined;
  /** Called when the first worker has begun to load. */
  onLoading?: (() => void) | undefined;
  log?: Logger | undefined;
}

/** Threads of which the first has begun to load the model. */
export interface StartedPool {
  manifest: Manifest;
  pool: Pool;
  /** Pieces a millisecond, once the model is loaded. */
  opened: Promise<number>;
}

/** Threads within a worker by default: more workers would cost more memory, more threads would wait for each other. */
const THREADS_PER_WORKER = 4;
const DEADLINE_MS = 60_000;

/** How many workers and threads in each use `cores` cores. */
export function shareCores(cores: number): { workers: number; intraOpThreads: number } {
  const intraOpThreads = Math.max(1, Math.min(THREADS_PER_WORKER, cores));
  return { workers: Math.max(1, Math.floor(cores / intraOpThreads)), intraOpThreads };
}

/**
 * Puts the first thread to the model; needs nothing of the code around it, which loads meanwhile.
 * @throws E_MODEL_MISSING, E_MODEL_ALTERED for the manifest; what is wrong with the model itself comes with `opened`
 */
export async function startPool({ folder, log, ...options }: EncoderOptions): Promise<StartedPool> {
  const manifest = await readManifestAlone(folder);
  const cores = availableParallelism();
  const intraOpThreads =
    options.intraOpThreads ??
    (options.workers === undefined
      ? shareCores(cores).intraOpThreads
      : Math.max(1, Math.floor(cores / options.workers)));
  const hasGate = manifest.files.some(({ role }) => role === 'gate');
  const gatePath = hasGate ? modelFile(folder, manifest, 'gate') : null;
  const pool = createPool({
    task: { ...knownFile(folder, manifest, 'encoder'), gatePath, intraOpThreads },
    workers: options.workers ?? Math.max(1, Math.floor(cores / intraOpThreads)),
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    workerUrl: options.workerUrl,
    log,
  });
  const opened = pool.open();
  // Looked at by who opens the encoder.
  opened.catch(() => undefined);
  options.onLoading?.();
  return { manifest, pool, opened };
}
