import { isoTime } from '../core/clock.js';
import type { SessionStore } from '../core/ports.js';
import type { Session } from '../core/user.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, keyword } from './fields.js';

/** Logins. Id: the SHA-256 of the cookie's token. Swept a day after they expire. */
export const sessionsIndex: IndexDefinition = {
  name: 'sessions',
  refreshInterval: '1s',
  fields: { id: keyword, login: keyword, createdAt: date, expiresAt: date },
};

/** Pause between two sweeps, and how long an expired session stays. */
const sweepEveryMs = 3_600_000;
export const keepExpiredMs = 86_400_000;

/** Reads in real time and gives sessions back as written, expired or not: the caller compares `expiresAt`. */
export function createSessionStore(connection: Connection): SessionStore {
  const index = connection.index(sessionsIndex.name);
  let sweptAtMs = Number.NEGATIVE_INFINITY;

  async function sweep(): Promise<void> {
    const nowMs = connection.clock.now();
    if (nowMs - sweptAtMs < sweepEveryMs) return;
    sweptAtMs = nowMs;
    const reply = await connection.search<Session>('sweeping sessions', {
      index,
      size: 1_000,
      query: { range: { expiresAt: { lt: isoTime(nowMs - keepExpiredMs) } } },
      _source: false,
      track_total_hits: false,
    });
    const ids = reply.hits.hits.flatMap((hit) => (hit._id === undefined ? [] : [hit._id]));
    await connection.write(
      'sweeping sessions',
      ids.map((id) => ({ action: 'delete', index, id })),
    );
  }

  return {
    get: (id) => connection.get<Session>(sessionsIndex.name, id),
    async put(session) {
      await connection.putAll('writing a session', [{ action: 'index', index, id: session.id, document: session }]);
      await sweep();
    },
    remove: (id) => connection.putAll('removing a session', [{ action: 'delete', index, id }], { tolerate: 404 }),
  };
}
