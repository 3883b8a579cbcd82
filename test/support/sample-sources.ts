import type { DeadLetter } from '../../src/core/dead-letter.js';
import type { LedgerEntry } from '../../src/core/ledger.js';
import { type RegisteredSource, registered, type Source, type SourceState } from '../../src/core/source.js';
import { sampleAt } from './samples.js';

export function sampleSource(overrides: Partial<Source> = {}): Source {
  return {
    id: 'zarechye-forum',
    kind: 'phpbb',
    name: 'Форум Заречья',
    urls: ['https://forum.example/viewforum.php?f=2'],
    territory: 'zarechye',
    timeZone: 'Europe/Moscow',
    language: 'ru',
    everyMinutes: 0.5,
    depth: { pages: 3, topics: 20 },
    requestsPerDay: 5_000,
    allowPrivateNetwork: false,
    enabled: true,
    passport: {
      ground: 'открытый форум жителей',
      terms: 'чтение без регистрации разрешено',
      contact: 'https://otklik.example/contact',
      expires: '2030-12-31',
    },
    labels: ['форум'],
    ...overrides,
  };
}

/** The sample as the registry keeps it. */
export function sampleRegistered(overrides: Partial<Source> = {}): RegisteredSource {
  return registered(sampleSource(overrides), 'config', sampleAt);
}

export function sampleSourceState(overrides: Partial<SourceState> = {}): SourceState {
  return {
    sourceId: 'zarechye-forum',
    lastVisitAt: sampleAt,
    lastSuccessAt: null,
    lastNewPostAt: null,
    nextVisitAt: '2026-03-02T09:10:00.000Z',
    failuresInRow: 1,
    lastError: { code: 'E_FETCH_FAILED', message: 'Сервер не ответил.', url: 'https://forum.example/' },
    postsSeen: 17,
    requests: 40,
    longestGapMinutes: 90,
    silentAt: null,
    delayP50Seconds: 240,
    delayP95Seconds: 900,
    intervalMinutes: 10,
    wantedMinutes: 5,
    ...overrides,
  };
}

export function sampleDeadLetter(overrides: Partial<DeadLetter> = {}): DeadLetter {
  return {
    id: 'dSample1',
    at: sampleAt,
    where: 'posts',
    code: 'E_JOB_INVALID',
    message: 'posts.0.url: Invalid URL',
    sourceId: 'zarechye-forum',
    url: null,
    input: '{"posts":[]}',
    attempts: 1,
    ...overrides,
  };
}

export function sampleLedgerEntry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: 'dLedger1',
    at: sampleAt,
    batchId: 'b1',
    sourceId: 'zarechye-forum',
    queue: 'posts',
    counts: [{ stage: 'normalise', outcome: 'passed', count: 25 }],
    ...overrides,
  };
}
