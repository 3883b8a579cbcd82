/**
 * Resolves with the first SIGINT or SIGTERM. A second one ends the process at once: somebody is impatient, and everything that was
 * acknowledged is safe in Redis and Elasticsearch.
 */
export function waitForSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isFirst = true;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (!isFirst) process.exit(130);
        isFirst = false;
        resolve(signal);
      });
    }
  });
}

/** Orchestrators kill after 30 s; what waits for a service that does not answer must end before. */
const stopWithinMs = 25_000;

/**
 * To be called when stopping begins: ends the process with exit code 1 and one sentence when stopping takes longer than it may. The jobs
 * at hand are still in Redis then and are done again.
 */
export function endInTime(limitMs = stopWithinMs): void {
  const timer = setTimeout(() => {
    process.stderr.write(
      `otklik: work at hand did not come to its end within ${limitMs / 1_000} s (does Redis or Elasticsearch answer?); it is done again after the next start\n`,
    );
    process.exit(1);
  }, limitMs);
  timer.unref();
}
