import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '../core/errors.js';
import type { Logger } from '../log.js';

/**
 * Looks again and again until it is ended: the first time after `everyMs`. A look that fails is told to the log, and the next one comes all the same.
 * @param failed constant message of the log for a look that failed
 * @returns ends it; resolves when the look at hand is over
 */
export function lookAgain(
  look: () => Promise<void>,
  everyMs: number,
  log: Logger,
  failed: string,
): () => Promise<void> {
  const ending = new AbortController();
  const loop = (async () => {
    while (!ending.signal.aborted) {
      await sleep(everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      try {
        await look();
      } catch (thrown) {
        const { code, message } = toAppError(thrown);
        log.warn({ code, message }, failed);
      }
    }
  })();
  return async () => {
    ending.abort();
    await loop;
  };
}
