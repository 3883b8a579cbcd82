/** The way into this room: what the rest of Otklik may know of the models. models/open.ts makes it; src/app hands it over. */
import type { Analysis } from '../pipelines/text/tokens.js';
import type { GroupCode, Verdict } from '../src/core/verdict.js';

/** What the n-gram model says of a text: log-odds of an incident, and one score a group in the order of `groupCodes`. */
export interface LinearScores {
  readonly incident: number;
  readonly groups: Float64Array;
}

/** What a text is explained for. */
export type PartTarget = 'incident' | GroupCode;

/** What one word, or two neighbours, add to the score of a target, exactly. */
export interface ScorePart {
  /** Indices in the tokens of the analysis, rising. */
  tokens: readonly number[];
  weight: number;
}

/** The part that a word has in the encoder's mean state: linear in the mean is linear in the words. */
export interface WordState {
  /** Index in the tokens of the analysis. */
  readonly token: number;
  readonly state: Float32Array;
}

/** What the encoder makes of a text. */
export interface TextEncoding {
  /** 384 numbers of 16 bits; the same to the bit in any company. */
  readonly pooled: Float32Array;
  /** Unit length; for nearness of meaning. */
  readonly vector: Float32Array;
  /** Only when asked for. */
  readonly words?: readonly WordState[];
}

/** Everything that a verdict follows from. The same numbers give the same verdict on every machine. */
export interface Reading {
  /** The encoder's mean state, 384 numbers of 16 bits. */
  pooled: Float32Array;
  linear: LinearScores;
  /** The verdict of the rules. */
  rules: Pick<Verdict, 'score' | 'groups' | 'topic' | 'urgency'>;
  /** Number of tokens. */
  words: number;
}

/** A verdict without its evidence. */
export type Decided = Omit<Verdict, 'evidence'>;

/** One version of the model set, ready to judge. Pure. */
export interface JudgingSet {
  /** «v3-1a2b3c4d5e6f» */
  readonly revision: string;
  /**
   * Whether n-grams and rules see enough in a text for the transformer to read it.
   * @param seen.linear log-odds of an incident by the n-gram model
   * @param seen.rules probability of an incident by the rules
   */
  admits(seen: { linear: number; rules: number }): boolean;
  /** Whether the gate's small encoder is asked about what `admits` lets through. */
  readonly glances: boolean;
  /**
   * Whether the transformer reads the text all the same when the small encoder has had its say.
   * @param seen.glance log-odds of an incident by the small encoder
   */
  admitsGlanced(seen: { glance: number; linear: number; rules: number }): boolean;
  decide(reading: Reading): Decided;
  /** What each word adds, by way of the transformer, to the log-odds of an incident, or to the score of a group against the mean of all. */
  partsOf(words: readonly WordState[], target: PartTarget): ScorePart[];
  /** What a point of the n-gram model's score counts in the same units. */
  ngramScale(target: PartTarget): number;
}

export interface ModelStats {
  workers: number;
  texts: number;
  batches: number;
  waiting: number;
  longestBatchMs: number;
  /** Workers started again after a failure. */
  restarts: number;
}

/** Encoder, n-gram model and the shipped model set, as opened from their files. */
export interface TextModel {
  /** Name of the model, e.g. «otklik-ru». */
  readonly id: string;
  /** Of everything that was shipped. */
  readonly revision: string;
  readonly revisions: { readonly encoder: string; readonly linear: string; readonly gate: string | null };
  /** Version 0 of the model set. */
  readonly shipped: JudgingSet;
  /**
   * Reads texts, in their order.
   * @throws AppError E_MODEL_FAILED with `retry` when the encoder failed twice on a batch
   */
  encode(analyses: readonly Analysis[], options?: { explain?: boolean }): Promise<TextEncoding[]>;
  /**
   * Log-odds of an incident by the gate's small encoder, in the order of the texts: about a hundredth of the time of `encode`.
   * @throws AppError E_MODEL_FAILED as `encode`; E_MODEL_MISSING when the model has none
   */
  glance(analyses: readonly Analysis[]): Promise<number[]>;
  /** Log-odds of an incident by the n-gram model, as in `score`; a few microseconds. Pure. */
  gateScore(analysis: Analysis): number;
  /** Pure. */
  score(analysis: Analysis): LinearScores;
  /** What words and pairs of them add to the n-gram model's score of the target. Pure. */
  partsOf(analysis: Analysis, target: PartTarget): ScorePart[];
  /**
   * Makes a version of the model set ready: `v<version>-<revision of its content>`, 0 when not said. Pure.
   * @throws AppError E_INPUT_INVALID when it is none, or was fitted for another encoder, n-gram model or small encoder
   */
  load(set: unknown, version?: number): JudgingSet;
  stats(): ModelStats;
  close(): Promise<void>;
}
