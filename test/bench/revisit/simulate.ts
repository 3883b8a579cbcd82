import { DAY_MIN, type Trace } from './trace.js';

/** How one policy looks at sources. Times in minutes. */
export interface Policy {
  name: string;
  /** Called at each reading of source `number` with the posts that are new; returns the time until the next reading. */
  next(number: number, nowMin: number, newPosts: number): number;
}

export interface Outcome {
  name: string;
  /** Readings a source and day, in the days that count. */
  perDay: number;
  /** From publication to reading, minutes. */
  mean: number;
  p50: number;
  p95: number;
}

/** First readings are spread over so many minutes. */
const SPREAD_MIN = 60;

/**
 * Lets a policy read the sources of a trace.
 * @param warmUpDays days in which it learns and whose posts do not count
 */
export function simulate(trace: Trace, policy: Policy, warmUpDays: number): Outcome {
  const { sources, days } = trace;
  const endMin = days * DAY_MIN;
  const fromMin = warmUpDays * DAY_MIN;
  const read = new Int32Array(sources.length);
  const due = new Heap();
  for (const number of sources.keys()) due.push((number * SPREAD_MIN) / sources.length, number);
  const delays: number[] = [];
  let readings = 0;
  for (;;) {
    const [nowMin, number] = due.pop();
    if (nowMin >= endMin) break;
    if (nowMin >= fromMin) readings++;
    const posts = sources[number] ?? new Float64Array();
    let fresh = 0;
    for (let at = read[number] ?? 0; at < posts.length && (posts[at] ?? 0) <= nowMin; at++) {
      fresh++;
      if ((posts[at] ?? 0) >= fromMin) delays.push(nowMin - (posts[at] ?? 0));
    }
    read[number] = (read[number] ?? 0) + fresh;
    due.push(nowMin + policy.next(number, nowMin, fresh), number);
  }
  const sorted = Float64Array.from(delays).sort();
  const at = (share: number) => sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? 0;
  return {
    name: policy.name,
    perDay: readings / sources.length / (days - warmUpDays),
    mean: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
    p50: at(0.5),
    p95: at(0.95),
  };
}

/** Binary heap of [time, source], earliest first. */
class Heap {
  readonly #times: number[] = [];
  readonly #numbers: number[] = [];

  push(time: number, number: number): void {
    let at = this.#times.length;
    this.#times.push(time);
    this.#numbers.push(number);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if ((this.#times[up] ?? 0) <= time) break;
      this.#move(up, at);
      at = up;
    }
    this.#times[at] = time;
    this.#numbers[at] = number;
  }

  pop(): [time: number, number: number] {
    const first: [number, number] = [this.#times[0] ?? Number.POSITIVE_INFINITY, this.#numbers[0] ?? 0];
    const time = this.#times.pop() ?? 0;
    const number = this.#numbers.pop() ?? 0;
    const size = this.#times.length;
    if (size === 0) return first;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= size) break;
      if (down + 1 < size && (this.#times[down + 1] ?? 0) < (this.#times[down] ?? 0)) down++;
      if ((this.#times[down] ?? 0) >= time) break;
      this.#move(down, at);
      at = down;
    }
    this.#times[at] = time;
    this.#numbers[at] = number;
    return first;
  }

  #move(from: number, to: number): void {
    this.#times[to] = this.#times[from] ?? 0;
    this.#numbers[to] = this.#numbers[from] ?? 0;
  }
}
