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
