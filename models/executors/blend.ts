import { minimise } from '../fit/minimise.js';

/** What is known of one body for one text. */
export interface Standing {
  /** What the regression says, about 0-1. */
  score: number;
  /** Logarithm of its share of the training texts. */
  prior: number;
  inText: boolean;
  inPlace: boolean;
}

/** Weights of the clues, the same for all bodies, so that those of few texts profit from the others. */
export type Blend = Float64Array;

const lowestScore = 0.003;
/** Brings the score to the size of the other clues. */
const scoreUnit = 8;

/** Clues of a body in the order of the weights. */
function cluesOf({ score, prior, inText, inPlace }: Standing): readonly number[] {
  return [
    scoreUnit * score,
    Math.log(Math.max(score, lowestScore)),
    prior,
    inText ? 1 : 0,
    inPlace ? 1 : 0,
    inPlace ? prior : 0,
  ];
}
export const clueCount = 6;

/** Probability of each body. Pure. */
export function blended(blend: Blend, standings: readonly Standing[]): number[] {
  const logits = standings.map((standing) =>
    cluesOf(standing).reduce((sum, clue, index) => sum + clue * (blend[index] as number), 0),
  );
  return softmax(logits);
}

function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** One text: how each body stood when the fit did not know the text, and which it was. */
export interface BlendCase {
  standings: readonly Standing[];
  right: number;
  /** How much it counts; 1 when left out. */
  weight?: number;
}

/**
 * Conditional logit (McFadden, 1973) over the bodies of each text, with a Gaussian prior of variance 1 around 0: brings the clues together and
 * makes probabilities of them that hold. Deterministic.
 */
export function fitBlend(cases: readonly BlendCase[]): Blend {
  const clues = cases.map(({ standings }) => Float64Array.from(standings.flatMap((standing) => cluesOf(standing))));
  const objective = (weights: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    weights.forEach((weight, index) => {
      value += 0.5 * weight * weight;
      gradient[index] = weight;
    });
    cases.forEach(({ right, standings, weight = 1 }, at) => {
      const own = clues[at] as Float64Array;
      const logits = standings.map((_, body) => {
        let sum = 0;
        for (let clue = 0; clue < clueCount; clue += 1)
          sum += (own[body * clueCount + clue] as number) * (weights[clue] as number);
        return sum;
      });
      const probabilities = softmax(logits);
      value -= weight * Math.log(Math.max(probabilities[right] as number, 1e-12));
      probabilities.forEach((probability, body) => {
        const slope = weight * (probability - (body === right ? 1 : 0));
        if (Math.abs(slope) < 1e-9) return;
        for (let clue = 0; clue < clueCount; clue += 1)
          gradient[clue] = (gradient[clue] as number) + slope * (own[body * clueCount + clue] as number);
      });
    });
    return value;
  };
  return minimise(objective, new Float64Array(clueCount), { iterations: 100, tolerance: 1e-4 }).x;
}
