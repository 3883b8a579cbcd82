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
}

function isBudgeted(source: FetchSource): source is FetchSource & Pick<Source, 'requestsPerDay'> {
  return 'requestsPerDay' in source;
}

/**
 * Host slots shared through the frontier. Inside a process requests to one host stand in line. Throws E_TOO_MANY_REQUESTS when the
 * source's budget of the day is spent and E_FETCH_BLOCKED when the host asked to be left alone for longer than one waits in line.
 */
export function createHostGate(options: HostGateOptions): HostGate {
  const { frontier } = options;
  const clock = options.clock ?? systemClock;
  const sleep = options.sleep ?? ((ms: number) => pause(ms));
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
      if (isBudgeted(source) && !(await frontier.spend(source.id, clock.now(), source.requestsPerDay))) {
        throw new AppError(
          'E_TOO_MANY_REQUESTS',
          `Source ${source.id} has used its ${source.requestsPerDay} requests of today (UTC). It goes on tomorrow; raise requestsPerDay or everyMinutes.`,
          { retryAfterMs: nextDayMs(clock.now()) - clock.now(), details: { sourceId: source.id } },
        );
      }
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
