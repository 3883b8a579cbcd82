import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import type { Source } from '../../src/core/source.js';
import type { Frontier } from '../schedule/frontier.js';
import { nextDayMs } from '../schedule/frontier.js';
import type { FetchSource, HostGate } from './fetcher.js';

/** Longer than any request may take, so that a slot is only ever taken over from a dead process. */
const SLOT_LEASE_MS = 45_000;
/** A host that wants a longer rest gets it without anyone standing in line. */
const MAX_REST_MS = 40_000;

export interface HostGateOptions {
  frontier: Pick<Frontier, 'acquire' | 'release' | 'spend'>;
  clock?: Clock;
  sleep?: (ms: number) => Promise<unknown>;
  /** How long a slot outlives a holder that died, ms; longer than any request may take. */
  slotLeaseMs?: number;
  /** Once aborted nobody is let through any more. */
  signal?: AbortSignal;
}

/** Thrown to those who wait when the process ends: no fault of the page, its visit is made by another. */
export class StoppingError extends AppError {
  constructor() {
    super('E_STAGE_FAILED', 'The crawler is stopping; the visit is made by another crawler or after the next start.');
  }
}

/** Counts a request against its source's budget of the day. Throws E_TOO_MANY_REQUESTS when that is spent. */
export async function spendRequest(
  frontier: Pick<Frontier, 'spend'>,
  source: FetchSource,
  nowMs: number,
): Promise<void> {
  if (!isBudgeted(source) || (await frontier.spend(source.id, nowMs, source.requestsPerDay))) return;
  throw new AppError(
    'E_TOO_MANY_REQUESTS',
    `Source ${source.id} has used its ${source.requestsPerDay} requests of today (UTC). It goes on tomorrow; raise requestsPerDay or everyMinutes.`,
    { retryAfterMs: nextDayMs(nowMs) - nowMs, details: { sourceId: source.id } },
  );
}

function isBudgeted(source: FetchSource): source is FetchSource & Pick<Source, 'requestsPerDay'> {
  return 'requestsPerDay' in source;
}

/**
 * Host slots shared through the frontier. Inside a process requests to one host stand in line. Throws E_TOO_MANY_REQUESTS when the
 * source's budget of the day is spent, StoppingError once the signal is aborted, and E_FETCH_BLOCKED when the host asked to be left alone for longer than one waits in line.
 */
export function createHostGate(options: HostGateOptions): HostGate {
  const { frontier } = options;
  const clock = options.clock ?? systemClock;
  const { signal } = options;
  const sleep =
    options.sleep ?? ((ms: number) => pause(ms, undefined, signal === undefined ? {} : { signal }).catch(wake));
  const wake = (error: Error): void => {
    if (error.name !== 'AbortError') throw error;
  };
  const slotLeaseMs = options.slotLeaseMs ?? SLOT_LEASE_MS;
  const lines = new Map<string, Promise<void>>();

  async function hold<T>(
    host: string,
    source: FetchSource,
    delayMs: number,
    request: () => Promise<T>,
    restMs: (answer: T) => number,
  ): Promise<T> {
    const holder = randomUUID();
    for (;;) {
      if (signal?.aborted === true) throw new StoppingError();
      const waitMs = await frontier.acquire(host, holder, clock.now(), delayMs, slotLeaseMs);
      if (waitMs <= 0) break;
      if (waitMs > Math.max(MAX_REST_MS, delayMs)) {
        throw new AppError(
          'E_FETCH_BLOCKED',
          `Host ${host} asked to be left alone for ${Math.ceil(waitMs / 1000)} s more.`,
          {
            retry: true,
            retryAfterMs: waitMs,
            details: { host },
          },
        );
      }
      await sleep(waitMs);
    }
    let rest = 0;
    try {
      await spendRequest(frontier, source, clock.now());
      const answer = await request();
      rest = restMs(answer);
      return answer;
    } finally {
      await frontier.release(host, holder, clock.now(), rest);
    }
  }

  return {
    pass(host, source, delayMs, request, restMs) {
      const turn = (lines.get(host) ?? Promise.resolve()).then(() => hold(host, source, delayMs, request, restMs));
      const settled = turn.then(
        () => {},
        () => {}, // the caller of this turn hears of it; the next in line only waits
      );
      lines.set(host, settled);
      void settled.then(() => {
        if (lines.get(host) === settled) lines.delete(host);
      });
      return turn;
    },
  };
}
