import type { Redis } from 'ioredis';
import type { IncidentFeed, IncidentNotice } from '../../src/core/ports.js';
import type { Logger } from '../../src/log.js';

/** Live updates among processes over Redis publish/subscribe. A lost notice costs a screen a few seconds, so nothing is kept. */
export function createRedisFeed(redis: Redis, prefix: string, log: Logger): IncidentFeed & { close(): Promise<void> } {
  const channel = `${prefix}:incidents`;
  const listeners = new Set<(notice: IncidentNotice) => void>();
  let subscriber: Redis | null = null;

  function listen(): void {
    subscriber = redis.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null });
    subscriber.on('error', () => {}); // the main connection reports the same outage
    subscriber.on('message', (_channel: string, message: string) => {
      const notice = JSON.parse(message) as IncidentNotice;
      for (const listener of listeners) listener(notice);
    });
    subscriber
      .subscribe(channel)
      .catch((error: Error) => log.warn({ message: error.message }, 'live updates are not available'));
  }

  return {
    async publish(notice) {
      try {
        await redis.publish(channel, JSON.stringify(notice));
      } catch (error) {
        log.warn({ incidentId: notice.incidentId, message: (error as Error).message }, 'a live update was not sent');
      }
    },
    subscribe(listener) {
      if (subscriber === null) listen();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      subscriber?.disconnect();
    },
  };
}
