/** Worker thread that runs the encoder: `session.run` holds the thread that calls it. Started by models/encoder/pool.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { AppError } from '../../src/core/errors.js';
import { checkModelFile } from '../model-file.js';
import type { Batch, BatchResult, FromWorker, GlanceResult, Pieces, ToWorker, WorkerTask } from './protocol.js';

const port = parentPort;
if (port === null) throw new Error('models/encoder/worker.ts is no program of its own');

const answer = (message: FromWorker, handOver: ArrayBuffer[] = []): void => port.postMessage(message, handOver);

/** The task that the thread was started with, or the one that comes once it is known. */
async function findTask(): Promise<WorkerTask> {
  if (workerData) return workerData as WorkerTask;
  return new Promise((resolve) => {
    port?.once('message', (message: ToWorker) => {
      if (message.type === 'load') resolve(message.task);
    });
  });
}

const { path, gatePath, intraOpThreads, ...known } = await findTask();
try {
  checkModelFile(path, known);
} catch (error) {
  const { code, message } = error as AppError & { code: 'E_MODEL_MISSING' | 'E_MODEL_ALTERED' };
  answer({ type: 'refused', code, message });
  process.exit();
}

const options: InferenceSession.SessionOptions = {
  intraOpNumThreads: intraOpThreads,
  interOpNumThreads: 1,
  // Batches differ in shape: a plan of the memory would be made anew for each.
  enableMemPattern: false,
  logSeverityLevel: 3,
  // Threads that wait give the core back: others work on this machine too.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};
const session = await InferenceSession.create(path, options);
/** Made for the first glance: whoever classifies single texts never needs it. */
let gate: Promise<InferenceSession> | null = null;

function inputsOf({ ids, lengths, width }: Pieces): Record<'input_ids' | 'attention_mask', Tensor> {
  const shape = [lengths.length, width];
  const mask = new BigInt64Array(ids.length);
  lengths.forEach((length, row) => {
    mask.fill(1n, row * width, row * width + length);
  });
  return {
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    attention_mask: new Tensor('int64', mask, shape),
  };
}

async function run(batch: Batch): Promise<BatchResult> {
  const { lengths, width, states: wanted } = batch;
  const started = performance.now();
  const output = await session.run(inputsOf(batch), ['states', 'vector']);
  const states = output.states?.data as Float32Array;
  const vector = output.vector?.data as Float32Array;
  return {
    pooled: means(states, lengths, width),
    vector: vector.slice(),
    states: wanted ? states.slice() : null,
    ms: performance.now() - started,
  };
}

/**
 * The states of a text come out the same to the bit whatever shares the batch; the model's own mean does not (it is summed in another order
 * when a text is alone). So the mean is taken here, always in the same order.
 */
function means(states: Float32Array, lengths: readonly number[], width: number): Float32Array {
  const hidden = states.length / (lengths.length * width);
  const pooled = new Float32Array(lengths.length * hidden);
  const sum = new Float64Array(hidden);
  lengths.forEach((length, row) => {
    sum.fill(0);
    for (let piece = 0; piece < length; piece++) {
      const from = (row * width + piece) * hidden;
      for (let at = 0; at < hidden; at++) sum[at] = (sum[at] as number) + (states[from + at] as number);
    }
    for (let at = 0; at < hidden; at++) pooled[row * hidden + at] = (sum[at] as number) / length;
  });
  return pooled;
}

/** One score a piece comes out, the same to the bit in any company; their mean in a fixed order is the text's logit. */
async function glance(batch: Pieces): Promise<GlanceResult> {
  if (gatePath === null) throw new Error('there is no small encoder here');
  gate ??= InferenceSession.create(gatePath, options);
  const started = performance.now();
  const output = await (await gate).run(inputsOf(batch), ['scores']);
  const scores = output.scores?.data as Float32Array;
  const logits = Float64Array.from(batch.lengths, (length, row) => {
    let sum = 0;
    for (let piece = 0; piece < length; piece++) sum += scores[row * batch.width + piece] as number;
    return sum / length;
  });
  return { logits, ms: performance.now() - started };
}

/** The first run makes buffers, so that it is slower than those that follow. Gives pieces a millisecond. */
async function warmUp(): Promise<number> {
  const width = 24;
  const batch = { ids: new Int32Array(width).fill(2), lengths: [width], width, states: false };
  return width / (await run(batch)).ms;
}

port.on('message', async (message: ToWorker) => {
  if (message.type === 'close') {
    await session.release();
    await (await gate)?.release();
    port.close();
    return;
  }
  if (message.type === 'load') return;
  const { id, batch } = message;
  try {
    if (message.type === 'glance') {
      const result = await glance(batch);
      return answer({ type: 'glanced', id, result }, [result.logits.buffer as ArrayBuffer]);
    }
    const result = await run(message.batch);
    const arrays = [result.pooled, result.vector, ...(result.states === null ? [] : [result.states])];
    answer(
      { type: 'done', id, result },
      arrays.map(({ buffer }) => buffer as ArrayBuffer),
    );
  } catch (error) {
    answer({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
});

answer({ type: 'ready', speed: await warmUp() });
