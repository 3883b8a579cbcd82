import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { normalisedText } from '../../pipelines/text/normalised.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { AppError } from '../../src/core/errors.js';
import { roundToHalf } from '../../src/core/float16.js';
import { modelFile, readManifest } from '../manifest.js';
import { insertByLength, takeBatch, type Waiting } from './batches.js';
import type { Pool } from './pool.js';
import type { BatchResult } from './protocol.js';
import { type EncoderOptions, type StartedPool, startPool } from './start-pool.js';
import { openTokeniser, PADDING, type Tokeniser } from './tokeniser.js';
import { type EncodedWord, wordsOf } from './words.js';

/** What the encoder makes of a text. */
export interface Encoding {
  /** Mean of the states of all pieces, rounded to binary16: what heads and the record of a post work on. */
  readonly pooled: Float32Array;
  /** Unit length; for nearness of meaning. Differs in the last bits with what shares the batch. */
  readonly vector: Float32Array;
  /** With `explain`: what each word has in `pooled`. */
  readonly words?: EncodedWord[];
}

export interface EncoderStats {
  texts: number;
  batches: number;
  /** Pieces of all texts, and of all batches with their padding. */
  pieces: number;
  paddedPieces: number;
  /** Texts that wait now. */
  waiting: number;
  /** Pieces a millisecond and worker, as of late. */
  speed: number;
  longestBatchMs: number;
  /** Workers started again after a failure. */
  restarts: number;
}

export interface Encoder {
  readonly revision: string;
  /**
   * Encodes texts, in their order. Waits while too many texts wait; the same text gives the same `pooled` to the bit in any company.
   * @throws E_MODEL_FAILED (may succeed later) when a batch failed twice or the encoder was closed
   */
  encode(analyses: readonly Analysis[], options?: { explain?: boolean }): Promise<Encoding[]>;
  stats(): EncoderStats;
  /** Refuses what waits, lets running batches end, ends the threads. */
  close(): Promise<void>;
}

const MAX_QUEUED_TEXTS = 2_000;
const CUT_AT_ONCE = 64;
/** A batch should take this long, so that it hardly ever takes more than 100 ms. */
const BATCH_MS = 80;
const BATCH_PIECES = { least: 32, most: 8_192 };

/** All texts of one call: it fails as a whole. */
interface Call {
  explain: boolean;
  encodings: Encoding[];
  open: number;
  failure: unknown;
  resolve: (encodings: Encoding[]) => void;
  reject: (error: unknown) => void;
}

interface Item extends Waiting {
  analysis: Analysis;
  ids: Int32Array;
  call: Call;
  index: number;
}

/**
 * Opens the shipped encoder: holds its files against the manifest, starts the first worker and warms it up.
 * @param started the same with the first worker already at work
 * @throws E_MODEL_MISSING, E_MODEL_ALTERED, E_MODEL_FAILED
 */
export async function openEncoder(options: EncoderOptions, started?: StartedPool): Promise<Encoder> {
  const { manifest, pool, opened } = started ?? (await startPool(options));
  try {
    // The vocabulary is read while the worker loads the model, whose file it checks.
    await readManifest(options.folder, ['tokenizer']);
    const { longest, revision } = manifest.encoder;
    const tokeniser = openTokeniser(await readFile(modelFile(options.folder, manifest, 'tokenizer'), 'utf8'), longest);
    const maxQueued = Math.max(1, options.maxQueuedTexts ?? MAX_QUEUED_TEXTS);
    return serve({ revision, pool, tokeniser, speed: await opened, maxQueued });
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function serve(parts: {
  revision: string;
  pool: Pool;
  tokeniser: Tokeniser;
  speed: number;
  maxQueued: number;
}): Encoder {
  const { pool, tokeniser } = parts;
  const waiting: Item[] = [];
  const forRoom: (() => void)[] = [];
  const total = { texts: 0, batches: 0, pieces: 0, paddedPieces: 0, longestBatchMs: 0 };
  let speed = parts.speed;
  let turn = 0;
  let isPlanned = false;
  let isClosed = false;

  /** Looks for work once all calls of this moment have handed over their texts. */
  function plan(): void {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      while (waiting.length > 0 && pool.hasRoom()) void runNext();
    });
  }

  async function runNext(): Promise<void> {
    const budget = Math.min(BATCH_PIECES.most, Math.max(BATCH_PIECES.least, BATCH_MS * speed));
    const items = takeBatch(waiting, budget);
    for (const wake of forRoom.splice(0)) wake();
    try {
      share(items, await pool.run(batchOf(items)));
    } catch (error) {
      for (const { call } of items) fail(call, error);
    }
    plan();
  }

  function batchOf(items: readonly Item[]) {
    const width = Math.max(...items.map(({ length }) => length));
    const ids = new Int32Array(items.length * width).fill(PADDING);
    items.forEach((item, row) => {
      ids.set(item.ids, row * width);
    });
    const lengths = items.map(({ length }) => length);
    return { ids, lengths, width, states: items.some(({ call }) => call.explain) };
  }

  function share(items: readonly Item[], { pooled, vector, states, ms }: BatchResult): void {
    const hidden = pooled.length / items.length;
    const padded = items.reduce((most, { length }) => Math.max(most, length), 0) * items.length;
    total.texts += items.length;
    total.batches++;
    total.paddedPieces += padded;
    total.longestBatchMs = Math.max(total.longestBatchMs, ms);
    speed = 0.7 * speed + 0.3 * (padded / ms);
    const row = <T extends Float32Array>(values: T, at: number, size: number) =>
      values.slice(at * size, (at + 1) * size);
    items.forEach(({ analysis, call, index, length }, at) => {
      total.pieces += length;
      const encoding = { pooled: roundToHalf(row(pooled, at, hidden)), vector: row(vector, at, hidden) };
      if (call.explain && states !== null) {
        const own = row(states, at, states.length / items.length).subarray(0, length * hidden);
        const lengths = tokeniser.lengths(normalisedText(analysis));
        call.encodings[index] = { ...encoding, words: wordsOf(analysis, lengths, own) };
      } else call.encodings[index] = encoding;
      if (--call.open === 0) call.resolve(call.encodings);
    });
  }

  /** Fails a call and forgets those of its texts that still wait. */
  function fail(call: Call, error: unknown): void {
    if (call.failure !== undefined) return;
    call.failure = error;
    call.reject(error);
    const others = waiting.filter((item) => item.call !== call);
    waiting.splice(0, waiting.length, ...others);
    for (const wake of forRoom.splice(0)) wake();
  }

  async function hand(analyses: readonly Analysis[], call: Call): Promise<void> {
    for (const [index, analysis] of analyses.entries()) {
      while (waiting.length >= parts.maxQueued && call.failure === undefined && !isClosed)
        await new Promise<void>((resolve) => {
          forRoom.push(resolve);
        });
      if (isClosed) fail(call, closed());
      if (call.failure !== undefined) return;
      const ids = tokeniser.ids(normalisedText(analysis));
      insertByLength(waiting, { analysis, ids, call, index, length: ids.length, turn: turn++ });
      plan();
      // Cutting takes a fraction of a millisecond a text: others get their turn in between.
      if (index % CUT_AT_ONCE === CUT_AT_ONCE - 1) await nextTurn();
    }
  }

  return {
    revision: parts.revision,
    async encode(analyses, { explain = false } = {}) {
      if (isClosed) throw closed();
      if (analyses.length === 0) return [];
      const { promise, call } = newCall(analyses.length, explain);
      hand(analyses, call).catch((error: unknown) => fail(call, error));
      return promise;
    },
    stats: () => ({ ...total, waiting: waiting.length, speed, restarts: pool.restarts() }),
    async close() {
      isClosed = true;
      for (const call of new Set(waiting.map((item) => item.call))) fail(call, closed());
      for (const wake of forRoom.splice(0)) wake();
      await pool.close();
    },
  };
}

function newCall(size: number, explain: boolean): { promise: Promise<Encoding[]>; call: Call } {
  const call = { explain, encodings: new Array<Encoding>(size), open: size, failure: undefined } as unknown as Call;
  const promise = new Promise<Encoding[]>((resolve, reject) => {
    call.resolve = resolve;
    call.reject = reject;
  });
  return { promise, call };
}

function closed(): AppError {
  return new AppError('E_MODEL_FAILED', 'The encoder was closed before the texts were read. Open it again.');
}
