/**
 * How a budget of requests is shared among addresses, without ever looking at all of them: each keeps what it asks for in a few sums, and the sums
 * say by how much all must hold back. Pure.
 *
 * An address that asks to be read every `a` minutes is read every `a·s`, within its own bounds. `s` is the same for all (it is the price in
 * Lagrange's method), so that frequencies stay in proportion to what was asked for, which is what makes the mean delay least (Sia and Cho, «Efficient
 * Monitoring Algorithm for Fast News Alerts», IEEE TKDE 2007). Addresses at a bound do not follow `s`: what they take is taken off the budget first.
 */
export interface Demand {
  /** Readings a minute asked for by addresses between their bounds. */
  free: number;
  /** Readings a minute asked for by addresses at their shortest interval, and what they take there. */
  pinned: number;
  short: number;
  /** Readings a minute that addresses at their longest interval take. */
  long: number;
}
export const noDemand: Demand = { free: 0, pinned: 0, short: 0, long: 0 };
export const demandParts = ['free', 'pinned', 'short', 'long'] as const satisfies readonly (keyof Demand)[];

/** Beyond it nothing is held back further: a budget that small keeps everything at its longest interval. */
const MOST_STRETCH = 1e6;

/**
 * By how much intervals are stretched so that the budget holds; 1 when it suffices. Exact once every address was planned under it; addresses that
 * come to a bound or leave one are counted anew at their next visit.
 * @param perMinute requests a minute; null: no limit
 */
export function stretchFor({ free, pinned, short, long }: Demand, perMinute: number | null): number {
  if (perMinute === null) return 1;
  const left = perMinute - short - long;
  // What the shortest intervals take leaves nothing: those too must follow.
  const [asked, share] = left > 0 && free > 0 ? [free, left] : [free + pinned, perMinute - long];
  if (asked <= 0 || (left >= 0 && free <= 0)) return 1;
  if (share <= asked / MOST_STRETCH) return MOST_STRETCH;
  return Math.max(asked / share, 1);
}

export interface Plan {
  intervalMinutes: number;
  /** What this address adds to the sums from now on. */
  demand: Demand;
}

/**
 * The interval of one address under a stretch, and what it adds to the sums.
 * @param wantedMinutes what it asks for, bounds aside
 * @param bounds shortest and longest interval, minutes; the shortest wins where they cross
 */
export function planInterval(
  wantedMinutes: number,
  stretch: number,
  bounds: { shortestMinutes: number; longestMinutes: number },
): Plan {
  const { shortestMinutes } = bounds;
  const longestMinutes = Math.max(bounds.longestMinutes, shortestMinutes);
  const stretched = wantedMinutes * stretch;
  const asked = 1 / wantedMinutes;
  if (stretched >= longestMinutes)
    return { intervalMinutes: longestMinutes, demand: { ...noDemand, long: 1 / longestMinutes } };
  if (stretched <= shortestMinutes) {
    const short = 1 / shortestMinutes;
    // What a floor of the page itself withholds is not asked for either.
    return { intervalMinutes: shortestMinutes, demand: { ...noDemand, pinned: Math.max(asked, short), short } };
  }
  return { intervalMinutes: stretched, demand: { ...noDemand, free: asked } };
}
