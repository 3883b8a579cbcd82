/** Replies of the fake API that are not about incidents. */
import { executors, groups, settlements, sources } from './fake-names.mjs';

const iso = (ms) => new Date(ms).toISOString();

export function buildMeta() {
  return {
    version: '0.1.0',
    groups,
    executors,
    sources,
    territories: [
      { id: 't-region', name: 'Заречная область', parent: null },
      ...settlements.map((name, i) => ({ id: `t-${i}`, name, parent: 't-region' })),
    ],
  };
}

export function buildSources(nowMs) {
  const state = (id, change) => ({
    sourceId: id,
    lastVisitAt: iso(nowMs - 240_000),
    lastSuccessAt: iso(nowMs - 240_000),
    lastNewPostAt: iso(nowMs - 1_500_000),
    nextVisitAt: iso(nowMs + 360_000),
    failuresInRow: 0,
    lastError: null,
    postsSeen: 12_480,
    requests: 3_904,
    longestGapMinutes: 540,
    silentAt: iso(nowMs + 80_000_000),
    delayP50Seconds: 380,
    delayP95Seconds: 1_240,
    intervalMinutes: 10,
    wantedMinutes: 10,
    ...change,
  });
  const changes = [
    {},
    {},
    {
      failuresInRow: 4,
      lastSuccessAt: iso(nowMs - 9_000_000),
      lastError: {
        code: 'E_FETCH_TIMEOUT',
        message: 'zarechye-news.example did not answer within 30 s: check the address or raise everyMinutes',
        url: 'https://zarechye-news.example/',
      },
    },
    { lastNewPostAt: iso(nowMs - 6 * 86_400_000), intervalMinutes: 60, wantedMinutes: 15 },
    null,
    {},
    {},
  ];
  const health = ['ok', 'ok', 'failing', 'silent', 'waiting', 'disabled', 'no-passport'];
  const troubled = (name) => health.filter((each) => each === name).length;
  return {
    total: sources.length,
    counts: {
      total: sources.length,
      failing: troubled('failing'),
      silent: troubled('silent'),
      disabled: troubled('disabled'),
      'no-passport': troubled('no-passport'),
    },
    items: sources.map((source, i) => ({
      health: health[i] ?? 'ok',
      source: {
        id: source.id,
        kind: source.kind,
        name: source.name,
        urls: [i === 6 ? 'http://127.0.0.1:4500/forum' : `https://${source.id}.example/`],
        territory: 't-0',
        timeZone: 'Europe/Moscow',
        language: 'ru',
        everyMinutes: i === 3 ? 60 : 10,
        depth: { pages: 3, topics: 20 },
        requestsPerDay: 5_000,
        allowPrivateNetwork: false,
        enabled: i !== 5,
        passport: {
          ground: 'public page of the town',
          terms: 'automated reading not forbidden',
          contact: 'ops@town.example',
          expires: i === 6 ? '2026-01-31' : '2027-12-31',
        },
        labels: [],
        origin: i % 2 === 0 ? 'config' : 'registry',
        updatedAt: iso(nowMs - 86_400_000),
        switchedOff: i === 5 ? { at: iso(nowMs - 7_200_000), by: 'admin', reason: 'просил владелец страницы' } : null,
      },
      state: changes[i] === null ? null : state(source.id, changes[i]),
    })),
  };
}

export function buildAlerts(nowMs) {
  const alert = (i, kind, message, change) => ({
    id: `alert-${i}`,
    kind,
    sourceId: sources[i].id,
    startedAt: iso(nowMs - 5_400_000),
    endedAt: null,
    code: null,
    message,
    ...change,
  });
  return {
    items: [
      alert(2, 'source-failing', '4 visits in a row failed', { code: 'E_FETCH_TIMEOUT' }),
      alert(3, 'source-silent', 'Nothing new for six days', {}),
      alert(6, 'passport-expired', 'The passport ended on 2026-01-31', {}),
    ],
  };
}

export function buildSystem() {
  const line = (queue, stage, outcome, count) => ({ queue, stage, outcome, count });
  return {
    queues: [
      { name: 'posts', waiting: 12, active: 2, delayed: 0, failed: 0 },
      { name: 'candidates', waiting: 3, active: 1, delayed: 0, failed: 1 },
      { name: 'index', waiting: 0, active: 0, delayed: 0, failed: 0 },
    ],
    ledger: [
      line('posts', 'normalise', 'passed', 48_210),
      line('posts', 'normalise', 'dropped:empty', 312),
      line('posts', 'mask', 'passed', 48_210),
      line('posts', 'dedupe', 'passed', 39_004),
      line('posts', 'dedupe', 'dropped:repeat', 9_206),
      line('posts', 'gate', 'passed', 2_310),
      line('posts', 'gate', 'dropped:no-complaint', 35_988),
      line('posts', 'gate', 'dropped:advertising', 706),
      line('candidates', 'classify', 'passed', 1_204),
      line('candidates', 'classify', 'dropped:not-incident', 1_105),
      line('candidates', 'classify', 'failed', 1),
      line('candidates', 'locate', 'passed', 1_204),
      line('candidates', 'cluster', 'passed', 1_204),
      line('candidates', 'route', 'passed', 1_204),
      line('index', 'index', 'passed', 1_204),
    ],
    deadLetters: 3,
    posts: 48_522,
    mode: 'services',
  };
}
