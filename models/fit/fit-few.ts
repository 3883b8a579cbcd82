import { minimise } from './minimise.js';

/** Minimises a loss over a few named numbers, pulled towards their prior values. */
export function fitFew(
  start: readonly number[],
  pulls: readonly number[],
  loss: (x: Float64Array, gradient: Float64Array) => number,
): Float64Array {
  return minimise(
    (x, gradient) => {
      gradient.fill(0);
      let value = loss(x, gradient);
      x.forEach((one, index) => {
        const moved = one - (start[index] as number);
        const pull = pulls[index] as number;
        value += 0.5 * pull * moved * moved;
        gradient[index] = (gradient[index] as number) + pull * moved;
      });
      return value;
    },
    Float64Array.from(start),
    { iterations: 300, tolerance: 1e-5 },
  ).x;
}
