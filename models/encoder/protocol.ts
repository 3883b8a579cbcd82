/** What the encoder and its worker threads say to each other. Arrays are handed over, not copied. */

/** What a worker thread is started with. */
export interface WorkerTask {
  /** Path of encoder.onnx, and what it must be. */
  path: string;
  bytes: number;
  sha256: string;
  /** Path of gate.onnx, which is loaded when the first texts are to be glanced at; null where there is none. */
  gatePath: string | null;
  intraOpThreads: number;
}

/** Texts of one batch, one after another, each padded to `width` pieces. */
export interface Pieces {
  /** rows × width ids. */
  ids: Int32Array;
  /** Pieces of each text. */
  lengths: number[];
  width: number;
}

/** Texts for the encoder. */
export interface Batch extends Pieces {
  /** Whether the states of the pieces are wanted too. */
  states: boolean;
}

export interface BatchResult {
  /** rows × hidden: mean of each text's states, summed in fixed order in double precision. */
  pooled: Float32Array;
  /** rows × hidden, unit length. */
  vector: Float32Array;
  /** rows × width × hidden, or null when not asked for. */
  states: Float32Array | null;
  /** Time of the run, ms. */
  ms: number;
}

/** What the gate's small encoder says. */
export interface GlanceResult {
  /** Logit of an incident of each text. */
  logits: Float64Array;
  ms: number;
}

export type ToWorker =
  /** The task of a thread that was started without one. */
  | { type: 'load'; task: WorkerTask }
  | { type: 'run'; id: number; batch: Batch }
  | { type: 'glance'; id: number; batch: Pieces }
  | { type: 'close' };
export type FromWorker =
  /** Pieces a millisecond in the first run. */
  | { type: 'ready'; speed: number }
  /** The file is missing or not the one that was shipped. */
  | { type: 'refused'; code: 'E_MODEL_MISSING' | 'E_MODEL_ALTERED'; message: string }
  | { type: 'done'; id: number; result: BatchResult }
  | { type: 'glanced'; id: number; result: GlanceResult }
  | { type: 'failed'; id: number; message: string };
