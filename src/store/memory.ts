/**
 * The store in memory: for unit tests and for `--embedded`, where nothing is kept. Same behaviour as on Elasticsearch
 * (test/support/store-contract.ts runs over both), only that everything written is visible at once.
 */
import { type Clock, systemClock } from '../core/clock.js';
import type { DeadLetter } from '../core/dead-letter.js';
import type { LedgerEntry } from '../core/ledger.js';
import type { LedgerTotal, Store } from '../core/ports.js';
import type { AuditEntry, Session, User } from '../core/user.js';
import { auditIndex } from './audit.js';
import { deadLettersIndex } from './dead-letters.js';
import type { WordIndex } from './fields.js';
import { ledgerIndex } from './ledger.js';
import { createMemoryIncidentStore } from './memory-incidents.js';
import { createMemoryLabels } from './memory-labels.js';
import { createMemoryModelSets } from './memory-models.js';
import { createMemoryPostStore } from './memory-posts.js';
import { createMemoryRuleSets, createMemorySearches } from './memory-rules.js';
import { createMemoryAlerts, createMemoryRawPages, createMemorySources } from './memory-sources.js';
import { compareInstant, compareText, MemoryTable } from './memory-table.js';
import { keepExpiredMs, sessionsIndex } from './sessions.js';
import { usersIndex } from './users.js';

const newestFirst = (a: { at: string; id: string }, b: { at: string; id: string }) =>
  compareInstant(b.at, a.at) || compareText(a.id, b.id);

export function createMemoryStore(options: { clock?: Clock; words?: WordIndex } = {}): Store {
  const clock = options.clock ?? systemClock;
  const letters = new MemoryTable<DeadLetter>(deadLettersIndex);
  const users = new MemoryTable<User>(usersIndex);
  const sessions = new MemoryTable<Session>(sessionsIndex);
  const audit = new MemoryTable<AuditEntry>(auditIndex);
  return {
    sources: createMemorySources(),
    alerts: createMemoryAlerts(),
    rawPages: createMemoryRawPages(),
    posts: createMemoryPostStore(options.words),
    incidents: createMemoryIncidentStore(),
    deadLetters: {
      put: async (all) => letters.putAll(all.map((letter) => [letter.id, letter])),
      list: async ({ where, limit = 100 } = {}) =>
        letters.list(newestFirst, (letter) => where === undefined || letter.where === where, limit),
      count: async () => letters.size,
      remove: async (ids) => {
        for (const id of ids) letters.delete(id);
      },
    },
    ledger: createMemoryLedger(),
    users: {
      get: async (login) => users.get(login),
      put: async (user) => users.putAll([[user.login, user]]),
      list: async () => users.list((a, b) => compareText(a.login, b.login)),
    },
    sessions: {
      get: async (id) => sessions.get(id),
      put: async (session) => {
        sessions.putAll([[session.id, session]]);
        const gone = clock.now() - keepExpiredMs;
        for (const { id, expiresAt } of [...sessions.peekAll()]) if (Date.parse(expiresAt) < gone) sessions.delete(id);
      },
      remove: async (id) => sessions.delete(id),
    },
    audit: {
      add: async (all) => audit.putAll(all.map((entry) => [entry.id, entry])),
      list: async ({ target, limit = 100 } = {}) =>
        audit.list(newestFirst, (entry) => target === undefined || entry.target === target, limit),
    },
    ruleSets: createMemoryRuleSets(),
    modelSets: createMemoryModelSets(),
    savedSearches: createMemorySearches(),
    labels: createMemoryLabels(),
    setUp: async () => undefined,
    check: async () => ({ name: 'memory', version: process.versions.node }),
    refresh: async () => undefined,
    close: async () => undefined,
  };
}

function createMemoryLedger(): Store['ledger'] {
  const entries = new MemoryTable<LedgerEntry>(ledgerIndex);
  return {
    add: async (all) =>
      entries.putAll(all.flatMap((entry) => (entries.peek(entry.id) ? [] : [[entry.id, entry] as const]))),
    async totals({ sourceId, from } = {}) {
      const totals = new Map<string, LedgerTotal>();
      for (const entry of entries.peekAll()) {
        if (sourceId !== undefined && entry.sourceId !== sourceId) continue;
        if (from !== undefined && compareInstant(entry.at, from) < 0) continue;
        for (const { stage, outcome, count } of entry.counts) {
          const { queue } = entry;
          const key = JSON.stringify([queue, stage, outcome]);
          const total = totals.get(key) ?? { queue, stage, outcome, count: 0 };
          totals.set(key, { ...total, count: total.count + count });
        }
      }
      return [...totals.values()].sort(
        (a, b) => compareText(a.queue, b.queue) || compareText(a.stage, b.stage) || compareText(a.outcome, b.outcome),
      );
    },
  };
}
