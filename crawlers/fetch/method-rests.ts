import { type Clock, isoTime } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import type { Frontier } from '../schedule/frontier.js';

/** Methods of APIs whose calls are used up, over all processes: only what asks for them waits. */
export interface MethodRests {
  /** Throws E_FETCH_BLOCKED while the method of this request is left alone. */
  check(requestUrl: string): Promise<void>;
  /** Leaves the method of this request alone from now on, and throws as `check` does. */
  begin(requestUrl: string, restMs: number): Promise<never>;
}

export function createMethodRests(frontier: Pick<Frontier, 'rest' | 'restsUntil'>, clock: Clock): MethodRests {
  return {
    async check(requestUrl) {
      const untilMs = await frontier.restsUntil(partOf(requestUrl));
      if (untilMs > clock.now()) throw resting(requestUrl, untilMs, clock.now());
    },
    async begin(requestUrl, restMs) {
      const nowMs = clock.now();
      await frontier.rest(partOf(requestUrl), nowMs + restMs);
      throw resting(requestUrl, nowMs + restMs, nowMs);
    },
  };
}

/** A method is the path of its requests. */
function partOf(requestUrl: string): string {
  const { host, pathname } = new URL(requestUrl);
  return host + pathname;
}

function resting(requestUrl: string, untilMs: number, nowMs: number): AppError {
  const { host, pathname } = new URL(requestUrl);
  const method = pathname.slice(pathname.lastIndexOf('/') + 1);
  const until = `${isoTime(untilMs).slice(0, 16).replace('T', ' ')} UTC`;
  return new AppError(
    'E_FETCH_BLOCKED',
    `The calls of ${method} that ${host} allows are used up: it is left alone until ${until}, the other methods go on. If this repeats, read the sources that need it less often (docs/collector.md#keys).`,
    { retry: true, retryAfterMs: untilMs - nowMs, details: { host, method } },
  );
}
