/** The way into this room: what the rest of Otklik may know of the models. Implementations are handed over by src/app. */
import type { Verdict } from '../src/core/verdict.js';

/** What the n-gram model says of a text: log-odds of an incident, and one score a group in the order of `groupCodes`. */
export interface LinearScores {
  readonly incident: number;
  readonly groups: Float64Array;
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
  /** Whether the n-gram model sees enough in a text for the transformer to read it. */
  admits(linear: LinearScores): boolean;
  decide(reading: Reading): Decided;
}
