import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDesk } from '../../../../pipelines/incidents/desk.js';
import { allowedActions } from '../../../../pipelines/incidents/lifecycle.js';
import { project } from '../../../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../../../pipelines/memory/in-process.js';
import { manualClock } from '../../../../src/core/clock.js';
import { AppError } from '../../../../src/core/errors.js';
import { findChainBreak } from '../../../../src/core/event-chain.js';
import type { IncidentAction, IncidentActionType } from '../../../../src/core/http.js';
import { type Incident, isWaiting } from '../../../../src/core/incident.js';
import type { Hand } from '../../../../src/core/user.js';
import { createMemoryStore } from '../../../../src/store/memory.js';
import { sampleIncidentPost, sampleMachine } from '../../../support/samples.js';
import { shippedCalendar } from '../../../support/working-calendar.js';

const id = 'iRandomLife0000000001';
const hands: Hand[] = [
  { login: 'anna', name: 'Анна', role: 'operator', executors: [] },
  { login: 'boris', name: 'Борис', role: 'coordinator', executors: [] },
  { login: 'brigade', name: 'Бригада', role: 'executor', executors: ['water'] },
];
/** Every action that one incident alone takes part in and that needs nothing but its state. */
const actions: Record<Exclude<IncidentActionType, 'merge' | 'split' | 'undo' | 'settle-promise'>, IncidentAction> = {
  accept: { type: 'accept' },
  assign: { type: 'assign', executorId: 'water', note: null },
  'start-work': { type: 'start-work' },
  'interim-answer': { type: 'interim-answer', text: 'Разбираемся', url: null, elsewhere: 'По телефону', finalBy: null },
  'propose-answer': { type: 'propose-answer', text: 'Сделано' },
  'approve-answer': { type: 'approve-answer', note: null },
  'return-answer': { type: 'return-answer', reason: 'Нет даты' },
  answer: { type: 'answer', text: 'Сделано', url: null, elsewhere: 'По телефону' },
  close: { type: 'close', outcome: 'solved', reason: 'Сделано' },
  reopen: { type: 'reopen', reason: 'Снова' },
  forward: { type: 'forward', to: 'Прокуратура', reference: null, reason: 'Не наше' },
  pause: { type: 'pause', reason: 'awaiting-author', note: null },
  resume: { type: 'resume' },
  'change-topic': { type: 'change-topic', group: 'roads', topic: null },
  'change-urgency': { type: 'change-urgency', urgency: 'urgent' },
  'change-nature': { type: 'change-nature', nature: 'informational' },
  'not-incident': { type: 'not-incident', reason: 'Шутка' },
  comment: { type: 'comment', text: 'Проверить' },
};
const types = Object.keys(actions) as (keyof typeof actions)[];

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom(...types), by: fc.nat(hands.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ post: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ tell: fc.constant(true) }) },
);
const life = fc.array(fc.record({ minutes: fc.nat(40 * 60), step }), { minLength: 5, maxLength: 30 });

/** What must hold of an incident whatever happened to it. */
function expectSense(incident: Incident, nowIso: string): void {
  const running = incident.clockRuns.filter(({ end }) => end === null).map(({ clock }) => clock);
  expect(new Set(running).size).toBe(running.length);
  if (!isWaiting(incident.status)) expect(running).toEqual([]);
  if (isWaiting(incident.status))
    expect(running.some((clock) => clock === 'first-answer' || clock === 'final')).toBe(true);
  for (const run of incident.clockRuns) {
    expect(run.startedAt <= nowIso).toBe(true);
    if (run.stoppedAt !== null) expect(run.stoppedAt >= run.startedAt).toBe(true);
    for (const { from, to } of run.pauses) expect(to === null || to >= from).toBe(true);
    expect(run.pauses.slice(0, -1).every(({ to }) => to !== null)).toBe(true);
  }
  // A deadline stands while an answer is owed and the work goes on, and at no other time.
  if (incident.dueAt !== null) expect(isWaiting(incident.status)).toBe(true);
  if (isWaiting(incident.status) && incident.pausedAt === null) expect(incident.dueAt).not.toBeNull();
  expect(incident.pausedAt === null).toBe(incident.pauseReason === null);
  // Nothing rests that nobody could wake.
  if (incident.pausedAt !== null) expect(allowedActions(incident)).toContain('resume');
  if (incident.proposedAnswer !== null) expect(['proposed', 'approved']).toContain(incident.status);
  expect(incident.postCount).toBe(incident.postIds.length);
}

describe('an incident to which anything happens at any time', () => {
  it('is what its log says, obeys the table to the letter, and its clocks make sense', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (steps) => {
        const store = createMemoryStore();
        const clock = manualClock(Date.parse('2026-03-02T06:00:00.000Z'));
        const bodies = { executorName: (executorId: string) => (executorId === 'water' ? 'Водоканал' : undefined) };
        const feed = createProcessFeed();
        const { incidents, labels } = store;
        const desk = createDesk({ incidents, labels, feed, calendar: shippedCalendar, clock, bodies });
        const opening = (postId: string) => ({
          type: 'opened' as const,
          post: sampleIncidentPost({ postId, author: `author-${postId}` }),
          machine: sampleMachine(),
          clusterKeys: [],
        });
        await desk.record(id, [opening('p-first')]);
        for (const { minutes, step: what } of steps) {
          clock.advance(minutes * 60_000);
          const before = (await incidents.get(id)) as Incident;
          if ('post' in what) await desk.record(id, [opening(`p${what.post}`)]);
          else if ('tell' in what) {
            await desk.tellOfTerms(id);
            expect(await desk.tellOfTerms(id)).toEqual([]);
          } else {
            const hand = hands[what.by] as Hand;
            const isAllowed = desk.allowed(before, hand).includes(what.type);
            const error = await desk.act(id, before.version, actions[what.type], hand).then(
              () => null,
              (thrown: unknown) => thrown,
            );
            if (isAllowed) expect(error).toBeNull();
            else {
              expect(error).toBeInstanceOf(AppError);
              expect(['E_MOVE_FORBIDDEN', 'E_FORBIDDEN']).toContain((error as AppError).code);
              expect(await incidents.get(id)).toEqual(before);
            }
          }
          const log = await incidents.log(id);
          const now = (await incidents.get(id)) as Incident;
          expect(now).toEqual(project(log, shippedCalendar));
          // What was written earlier amounts to what it amounted to then.
          expect(project(log.slice(0, before.version), shippedCalendar)).toEqual(before);
          expect(findChainBreak(log, now.logHash)).toBeNull();
          expectSense(now, new Date(clock.now()).toISOString());
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});
