/** What the small logistic models of places (region.ts, confidence.ts) are reckoned with. */

export const flag = (condition: boolean): number => (condition ? 1 : 0);

/** Log-odds of a probability that is first brought within the bounds, so that none of them outshouts all other signs. */
export function logOdds(probability: number, least: number, most: number): number {
  const kept = Math.min(most, Math.max(least, probability));
  return Math.log(kept / (1 - kept));
}

/** Sum of signs times weights, in the order of the signs. */
export function weigh(signs: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < signs.length; at++) sum += (signs[at] as number) * (weights[at] as number);
  return sum;
}
