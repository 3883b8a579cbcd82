import type { NewVisit, VisitOutcome } from '../../crawlers/schedule/frontier.js';

export const t0 = Date.UTC(2026, 2, 14, 12);
export const pop = { leaseMs: 60_000, perHost: 20 };
export const outcome: VisitOutcome = {
  postsPerDay: 4.5,
  ratedDays: 2.5,
  ttlMinutes: 60,
  failures: 0,
  quietVisits: 2,
  lastVisitMs: t0,
  lastNewMs: t0 - 5_000,
};
export const visitOf = (n: number, fields: Partial<NewVisit> = {}): NewVisit => ({
  sourceId: 's1',
  url: `http://h${n}.example/`,
  role: 'thread',
  page: 1,
  dueAtMs: t0,
  changedAt: null,
  ...fields,
});
