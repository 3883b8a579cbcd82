/** Invented sources whose posts come by a power law and by the hour of the day. */
import { seededRandom } from '../../../src/core/seeded-random.js';

export const DAY_MIN = 1_440;

export interface Trace {
  /** Minutes of the posts of each source, ascending. */
  sources: Float64Array[];
  days: number;
}

/** Share of a day's posts in each hour: few at night, most in the evening. */
const HOURS = [1, 1, 0.5, 0.5, 0.5, 1, 2, 4, 6, 7, 7, 7, 7, 6, 6, 6, 6, 7, 9, 10, 10, 8, 5, 3];

/**
 * A trace of posts. The source of rank k has a rate in proportion to 1 / k^exponent (Zipf's law), the middle one `medianPerDay`; none has more than
 * a thousand posts a day. Each source has its own shift of the day by up to ten hours, as the zones of the country have.
 */
export function makeTrace(options: {
  sources: number;
  days: number;
  medianPerDay: number;
  exponent: number;
  seed: number;
}): Trace {
  const random = seededRandom(options.seed);
  const total = HOURS.reduce((sum, weight) => sum + weight, 0);
  const most = Math.max(...HOURS);
  const middle = options.sources / 2;
  const sources = Array.from({ length: options.sources }, (_, rank) => {
    const perDay = Math.min(options.medianPerDay * (middle / (rank + 1)) ** options.exponent, 1_000);
    const shift = Math.floor(random() * 10);
    // Thinning of a Poisson process at the rate of the busiest hour, posts a minute.
    const busiest = ((perDay / DAY_MIN) * most * HOURS.length) / total;
    const posts: number[] = [];
    for (let at = 0; ; ) {
      at -= Math.log(1 - random()) / busiest;
      if (at >= options.days * DAY_MIN) break;
      const hour = (Math.floor(at / 60) + shift) % 24;
      if (random() < (HOURS[hour] ?? 0) / most) posts.push(at);
    }
    return Float64Array.from(posts);
  });
  return { sources, days: options.days };
}
