import type { Analysis } from '../../pipelines/text/tokens.js';
import { ownersOf } from './owners.js';

/** The part that a word has in the mean of a text's states. */
export interface EncodedWord {
  /** Index in the tokens of the analysis. */
  readonly token: number;
  /** Sum of the states of its pieces, divided by the number of all pieces of the text, marks included. */
  readonly state: Float32Array;
}

/**
 * Splits the mean of a text's states into the parts of its words, in their order; marks and signs are left out. What is linear in the mean
 * is linear in the words: a head's W · state is the word's part in the logit.
 * @param lengths units in each piece, as the tokeniser gives them
 * @param states pieces × hidden
 */
export function wordsOf(analysis: Analysis, lengths: readonly number[], states: Float32Array): EncodedWord[] {
  const hidden = states.length / lengths.length;
  const sums = new Map<number, Float64Array>();
  ownersOf(analysis, lengths).forEach((token, piece) => {
    if (token < 0) return;
    const sum = sums.get(token) ?? new Float64Array(hidden);
    sums.set(token, sum);
    for (let at = 0; at < hidden; at++) sum[at] = (sum[at] as number) + (states[piece * hidden + at] as number);
  });
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([token, sum]) => {
      // Not Float32Array.from with a function, which is slow enough to be seen in the time of a text.
      const state = new Float32Array(hidden);
      for (let at = 0; at < hidden; at++) state[at] = (sum[at] as number) / lengths.length;
      return { token, state };
    });
}
