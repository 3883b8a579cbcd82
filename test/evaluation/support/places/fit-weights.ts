import { minimise } from '../../../../models/fit/minimise.js';
import { weigh } from '../../../../pipelines/places/signs.js';

/** A choice among candidates and «none of them», which has the utility 0. */
export interface Choice {
  /** Signs of each candidate, by the block of weights they belong to; null for a candidate that is not there. */
  candidates: readonly (readonly number[] | null)[];
  /** Index of the right candidate; −1 when none is. */
  right: number;
  weight: number;
}

/** Softmax over the candidates and none: probability of each candidate. */
export function choose(candidates: Choice['candidates'], blocks: readonly (readonly number[])[]): number[] {
  const odds = candidates.map((signs, at) => (signs === null ? 0 : Math.exp(weigh(signs, blocks[at] ?? []))));
  const total = odds.reduce((sum, one) => sum + one, 1);
  return odds.map((one) => one / total);
}

/** Weights of each block under a Gaussian prior around the numbers given; the first sign of a block, its bias, is held a tenth as strongly. */
export function fitChoices(
  choices: readonly Choice[],
  priors: readonly (readonly number[])[],
  pull: number,
): number[][] {
  const sizes = priors.map((prior) => prior.length);
  const prior = priors.flat();
  const starts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0));
  const split = (x: Float64Array): number[][] =>
    sizes.map((size, at) => [...x.subarray(starts[at] ?? 0, (starts[at] ?? 0) + size)]);
  const { x } = minimise(
    (at, gradient) => {
      const blocks = split(at);
      gradient.fill(0);
      let value = 0;
      at.forEach((one, index) => {
        const held = starts.includes(index) ? pull / 10 : pull;
        const moved = one - (prior[index] ?? 0);
        value += 0.5 * held * moved * moved;
        gradient[index] = held * moved;
      });
      for (const { candidates, right, weight } of choices) {
        const chosen = choose(candidates, blocks);
        const ofRight = right === -1 ? 1 - chosen.reduce((sum, one) => sum + one, 0) : (chosen[right] ?? 0);
        value -= weight * Math.log(Math.max(1e-12, ofRight));
        candidates.forEach((signs, which) => {
          const slope = weight * ((chosen[which] ?? 0) - (which === right ? 1 : 0));
          signs?.forEach((sign, index) => {
            const to = (starts[which] ?? 0) + index;
            gradient[to] = (gradient[to] ?? 0) + slope * sign;
          });
        });
      }
      return value;
    },
    Float64Array.from(prior),
    { iterations: 500, tolerance: 1e-6 },
  );
  return split(x);
}

export interface Crossed {
  pull: number;
  /** Probabilities of each choice's candidates by a fit without its fold. */
  chosen: number[][];
  /** Mean negative logarithm of the probability of what is right. */
  loss: number;
}

/** The pull of `pulls` that does best on the folds left out; texts of one id stay together. */
export function crossFit(
  choices: readonly (Choice & { id: string })[],
  priors: readonly (readonly number[])[],
  pulls: readonly number[],
  folds = 5,
): Crossed {
  const order = new Map([...new Set(choices.map(({ id }) => id))].map((id, at) => [id, at % folds]));
  const tried = pulls.map((pull): Crossed => {
    const chosen: number[][] = choices.map(() => []);
    for (let fold = 0; fold < folds; fold++) {
      const blocks = fitChoices(
        choices.filter(({ id }) => order.get(id) !== fold),
        priors,
        pull,
      );
      choices.forEach(({ id, candidates }, at) => {
        if (order.get(id) === fold) chosen[at] = choose(candidates, blocks);
      });
    }
    let loss = 0;
    let total = 0;
    choices.forEach(({ right, weight }, at) => {
      const row = chosen[at] ?? [];
      const p = right === -1 ? 1 - row.reduce((sum, one) => sum + one, 0) : (row[right] ?? 0);
      loss -= weight * Math.log(Math.max(1e-12, p));
      total += weight;
    });
    return { pull, chosen, loss: loss / total };
  });
  return tried.reduce((best, one) => (one.loss < best.loss ? one : best));
}

export interface Sure {
  probability: number;
  isRight: boolean;
  weight: number;
}

/** Mean distance of what is claimed from what comes true, by tenths. */
export function calibrationError(claims: readonly Sure[]): number {
  const total = claims.reduce((sum, { weight }) => sum + weight, 0);
  return bins(claims).reduce((sum, { claimed, right, weight }) => sum + weight * Math.abs(claimed - right), 0) / total;
}

/** What is claimed and what comes true, by tenths of probability that hold any. */
export function bins(
  claims: readonly Sure[],
): { from: number; count: number; claimed: number; right: number; weight: number }[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const own = claims.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === tenth);
    const weight = own.reduce((sum, one) => sum + one.weight, 0);
    const mean = (of: (one: Sure) => number): number =>
      own.reduce((sum, one) => sum + one.weight * of(one), 0) / weight;
    return {
      from: tenth / 10,
      count: own.length,
      claimed: mean(({ probability }) => probability),
      right: mean(({ isRight }) => (isRight ? 1 : 0)),
      weight,
    };
  }).filter(({ count }) => count > 0);
}
