import { applyHead, type Matrix } from '../heads.js';
import { fitHead } from './head.js';

/** A text's state with what a head should say of it. */
export interface HeadRow {
  pooled: Float32Array;
  /** One number is the probability of «yes»; several are probabilities of the classes. */
  target: Float64Array;
  weight: number;
}

/** What came of fitting one head. */
export interface HeadChoice {
  matrix: Matrix;
  /** The pull towards the prior that was best; null when the prior itself was. */
  pull: number | null;
  /** Mean loss on the rows that only check, of the prior and of what was chosen. */
  before: number;
  after: number;
}

/** From holding the head nearly where it is to letting the rows speak; each fit starts where the one before ended. */
const pulls = [30, 3] as const;
/** Few steps are enough from a good start, and stopping early is a pull of its own. */
const iterations = 12;
/** A fit must gain this share of the loss, or the head stays: less is chance. */
const leastGain = 0.005;

/**
 * Fits a head with several strengths of the pull towards its prior and takes the one that is best on rows that it was not fitted on. The prior
 * itself stands for election too, so labels that teach nothing change nothing.
 * @param rows, check rows with the targets of this head; both not empty
 */
export function chooseHead(prior: Matrix, rows: readonly HeadRow[], check: readonly HeadRow[]): HeadChoice {
  const before = meanLoss(prior, check);
  const width = prior.weight.length / prior.bias.length;
  const best: HeadChoice = { matrix: prior, pull: null, before, after: before };
  const pooled = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    pooled.set(row.pooled, at * width);
  });
  const all = { pooled, targets: rows.map(({ target }) => target), weights: rows.map(({ weight }) => weight) };
  let start = prior;
  for (const pull of pulls) {
    const matrix = fitHead(all, prior, { pull, biasPull: pull / 100, iterations, start });
    start = matrix;
    const loss = meanLoss(matrix, check);
    // Once a weaker pull is worse, still weaker ones are worse too.
    if (loss >= best.after) break;
    if (loss > before * (1 - leastGain)) continue;
    best.matrix = matrix;
    best.pull = pull;
    best.after = loss;
  }
  return best;
}

/** Mean cross-entropy, rows by their weights: one output is «yes» against «no», several are a softmax. */
export function meanLoss(matrix: Matrix, rows: readonly HeadRow[]): number {
  let loss = 0;
  let weights = 0;
  for (const { pooled, target, weight } of rows) {
    loss += weight * lossOf(applyHead(matrix, pooled), target);
    weights += weight;
  }
  return loss / weights;
}

function lossOf(logits: Float64Array, target: Float64Array): number {
  if (logits.length === 1) {
    const logit = logits[0] as number;
    return Math.max(logit, 0) - (target[0] as number) * logit + Math.log1p(Math.exp(-Math.abs(logit)));
  }
  const highest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const total = highest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0));
  return target.reduce((sum, wanted, at) => sum + wanted * (total - (logits[at] as number)), 0);
}
