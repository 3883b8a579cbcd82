import type { Verdict } from '../src/core/verdict.js';

/** All that the last layer looks at: what three independent readers say of one text. */
export interface Signals {
  /** Logits of the heads over the pooled states. */
  incident: number;
  /** In the order of `groupCodes`. */
  group: Float64Array;
  /** In the order of the set's topics. */
  topic: Float64Array;
  /** In the order of `kinds`. */
  kind: Float64Array;
  urgent: number;
  /** Logits of the n-gram model. */
  linear: { incident: number; groups: Float64Array };
  rules: Pick<Verdict, 'score' | 'groups' | 'topic' | 'urgency'>;
  /** Tokens of the text. */
  words: number;
}

export const kinds = ['complaint', 'question', 'request'] as const;
export type Kind = (typeof kinds)[number];

/** 1 / (1 + e^-x) without overflow. */
export function sigmoid(logit: number): number {
  if (logit >= 0) return 1 / (1 + Math.exp(-logit));
  const grown = Math.exp(logit);
  return grown / (1 + grown);
}

/** Log-odds of a probability, kept within ±limit. */
export function logitOf(probability: number, limit: number): number {
  return clip(Math.log(probability / (1 - probability)), limit);
}

/** The number itself within ±limit. */
export function clip(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}

/** Logarithms of the softmax. */
export function logSoftmax(logits: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - highest);
  const shift = highest + Math.log(total);
  const out = new Float64Array(logits.length);
  for (let index = 0; index < logits.length; index += 1) out[index] = (logits[index] as number) - shift;
  return out;
}

export function softmax(logits: Float64Array): Float64Array {
  const out = logSoftmax(logits);
  for (let index = 0; index < out.length; index += 1) out[index] = Math.exp(out[index] as number);
  return out;
}

/** Four decimals: what is stored is what was compared with the thresholds. */
export function rounded(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}
