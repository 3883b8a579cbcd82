import { readFile } from 'node:fs/promises';
import { normalisedText } from '../../pipelines/text/normalised.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { AppError } from '../../src/core/errors.js';
import { roundToHalf } from '../../src/core/float16.js';
import { modelFile, readManifest } from '../manifest.js';
import type { Pool } from './pool.js';
import type { BatchResult, Pieces } from './protocol.js';
import { createTextQueue, type Lane } from './queue.js';
import { type EncoderOptions, type StartedPool, startPool } from './start-pool.js';
import { openTokeniser, PADDING, type Tokeniser } from './tokeniser.js';
import { type EncodedWord, wordsOf } from './words.js';

/** What the encoder makes of a text. */
export interface Encoding {
  /** Mean of the states of all pieces, rounded to binary16: what heads and the record of a post work on. */
  readonly pooled: Float32Array;
  /** Unit length; for nearness of meaning. Differs in the last bits with what shares the batch. */
  readonly vector: Float32Array;
  /** With `explain`: what each word has in `pooled`; worked out when it is first looked at. */
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
  /**
   * Logits of an incident by the gate's small encoder, in the order of the texts; the same to the bit in any company. It is loaded when it is
   * first asked.
   * @throws E_MODEL_FAILED as `encode`; E_MODEL_MISSING when the model has none
   */
  glance(analyses: readonly Analysis[]): Promise<number[]>;
  stats(): EncoderStats;
  /** Refuses what waits, lets running batches end, ends the threads. */
  close(): Promise<void>;
}

const MAX_QUEUED_TEXTS = 2_000;
/** A batch should take this long, so that it hardly ever takes more than 100 ms. */
const BATCH_MS = 80;
const BATCH_PIECES = { least: 32, most: 8_192 };

/**
 * A run of the encoder costs about as much as this many pieces besides its texts (multilingual-e5-small: 6 ms against 0.5 ms a piece on one
 * core). A piece costs the small encoder a hundredth, the way to its thread and back as much as ever.
 */
const WORTH_PADDING = { reading: 8, glance: 32 };
/** The small encoder is about so many times as fast, until it is known. */
const GLANCE_SPEED = 10;

/**
 * Opens the shipped encoder: holds its files against the manifest, starts the first worker and warms it up.
 * @param started the same with the first worker already at work
 * @throws E_MODEL_MISSING, E_MODEL_ALTERED, E_MODEL_FAILED
 */
export async function openEncoder(options: EncoderOptions, started?: StartedPool): Promise<Encoder> {
  const { manifest, pool, opened } = started ?? (await startPool(options));
  try {
    // The vocabulary is read while the worker loads the model, whose file it checks.
    await readManifest(options.folder, ['tokenizer', 'gate']);
    const hasGate = manifest.files.some(({ role }) => role === 'gate');
    const { longest, revision } = manifest.encoder;
    const tokeniser = openTokeniser(await readFile(modelFile(options.folder, manifest, 'tokenizer'), 'utf8'), longest);
    const maxQueued = Math.max(1, options.maxQueuedTexts ?? MAX_QUEUED_TEXTS);
    return serve({ revision, pool, tokeniser, speed: await opened, hasGate, maxQueued });
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
  hasGate: boolean;
}): Encoder {
  const { pool, tokeniser } = parts;
  const total = { texts: 0, batches: 0, pieces: 0, paddedPieces: 0, longestBatchMs: 0 };
  const speed = { reading: parts.speed, glance: parts.speed * GLANCE_SPEED };
  const queue = createTextQueue({ hasRoom: () => pool.hasRoom(), maxQueued: parts.maxQueued });
  const budgetAt = (pace: number) => Math.min(BATCH_PIECES.most, Math.max(BATCH_PIECES.least, BATCH_MS * pace));
  const idsOf = (analysis: Analysis) => ({ ids: tokeniser.ids(normalisedText(analysis)) });

  const reading: Lane<Wanted, Encoding> = {
    budget: () => budgetAt(speed.reading),
    worthPadding: WORTH_PADDING.reading,
    prepare: ({ analysis }) => idsOf(analysis),
    async run(texts) {
      const pieces = piecesOf(texts);
      const result = await pool.run({ ...pieces, states: texts.some(({ given }) => given.explain) });
      const padded = pieces.width * texts.length;
      total.texts += texts.length;
      total.batches++;
      total.pieces += pieces.lengths.reduce((sum, length) => sum + length, 0);
      total.paddedPieces += padded;
      total.longestBatchMs = Math.max(total.longestBatchMs, result.ms);
      speed.reading = 0.7 * speed.reading + 0.3 * (padded / result.ms);
      return texts.map(({ given, ids }, at) =>
        encodingOf(result, { ...given, at, of: texts.length, length: ids.length }),
      );
    },
  };

  const glancing: Lane<Analysis, number> = {
    budget: () => budgetAt(speed.glance),
    worthPadding: WORTH_PADDING.glance,
    prepare: idsOf,
    async run(texts) {
      const pieces = piecesOf(texts);
      const { logits, ms } = await pool.glance(pieces);
      speed.glance = 0.7 * speed.glance + 0.3 * ((pieces.width * texts.length) / ms);
      return [...logits];
    },
  };

  function encodingOf(
    { pooled, vector, states }: BatchResult,
    { analysis, explain, at, of, length }: Wanted & { at: number; of: number; length: number },
  ): Encoding {
    const row = (values: Float32Array) => values.slice((at * values.length) / of, ((at + 1) * values.length) / of);
    const encoding = { pooled: roundToHalf(row(pooled)), vector: row(vector) };
    if (!explain || states === null) return encoding;
    const own = row(states).subarray(0, length * encoding.pooled.length);
    let words: EncodedWord[] | undefined;
    return {
      ...encoding,
      // Most texts turn out to be none that anybody asks to explain.
      get words() {
        words ??= wordsOf(analysis, tokeniser.lengths(normalisedText(analysis)), own);
        return words;
      },
    };
  }

  return {
    revision: parts.revision,
    encode: (analyses, { explain = false } = {}) =>
      queue.ask(
        reading,
        analyses.map((analysis) => ({ analysis, explain })),
      ),
    async glance(analyses) {
      if (parts.hasGate) return queue.ask(glancing, analyses);
      throw new AppError('E_MODEL_MISSING', 'This model has no small encoder for the gate: take one that has.');
    },
    stats: () => ({ ...total, waiting: queue.waiting(), speed: speed.reading, restarts: pool.restarts() }),
    async close() {
      queue.close();
      await pool.close();
    },
  };
}

/** A text to be read. */
interface Wanted {
  analysis: Analysis;
  explain: boolean;
}

/** The texts one after another, padded to the longest. */
function piecesOf(texts: readonly { ids: Int32Array }[]): Pieces {
  const lengths = texts.map(({ ids }) => ids.length);
  const width = Math.max(...lengths);
  const ids = new Int32Array(texts.length * width).fill(PADDING);
  texts.forEach((text, row) => {
    ids.set(text.ids, row * width);
  });
  return { ids, lengths, width };
}
