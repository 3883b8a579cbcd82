import type { IncidentChange } from '../../src/core/incident.js';
import { sampleIncidentPost, sampleMachine, sampleOpening, samplePlace } from './samples.js';

/** One event of each type of change. */
export function sampleChanges(): IncidentChange[] {
  return [
    sampleOpening(),
    { type: 'post-joined', post: sampleIncidentPost({ postId: 'p2' }), clusterKeys: [] },
    { type: 'post-edited', post: sampleIncidentPost({ postId: 'p2', version: 2 }) },
    { type: 'rescored', machine: sampleMachine() },
    { type: 'assigned', executorId: 'lighting', executorName: 'Горсвет Заречья', note: null },
    { type: 'topic-changed', group: 'energy', topic: null },
    { type: 'urgency-changed', urgency: 'urgent' },
    { type: 'marked-not-incident', reason: 'Прошлогодняя запись.' },
    { type: 'reopened', reason: 'Снова темно.' },
    { type: 'answered', text: 'Бригада выедет завтра.', url: 'https://forum.example/answer' },
    { type: 'commented', text: 'Проверить вечером.' },
    { type: 'closed', outcome: 'solved', reason: null },
    { type: 'accepted' },
    { type: 'work-started' },
    { type: 'nature-changed', nature: 'informational' },
    { type: 'interim-answered', text: 'Заказали лампу.', url: null, finalBy: '2026-03-12' },
    { type: 'answer-proposed', text: 'Лампа заменена.' },
    { type: 'answer-approved', note: null },
    { type: 'answer-returned', reason: 'Нет даты.' },
    { type: 'forwarded', to: 'Прокуратура района', reference: '15-2026', reason: 'Не наше.' },
    { type: 'paused', reason: 'awaiting-author', note: null },
    { type: 'resumed' },
    { type: 'clock-warned', clock: 'first-answer', percent: 50, dueAt: '2026-03-05T09:00:00.000Z' },
    { type: 'clock-missed', clock: 'first-answer', dueAt: '2026-03-05T09:00:00.000Z' },
    { type: 'escalated', clock: 'first-answer', level: 1, to: 'coordinator' },
    { type: 'reply-checked', url: 'https://forum.example/answer', found: true },
    { type: 'author-reacted', postId: 'p3', mood: 'dissatisfied' },
    { type: 'promise-made', text: 'Заменим до 12 марта.', dueOn: '2026-03-12' },
    { type: 'promise-due', seq: 28 },
    { type: 'promise-settled', seq: 28, kept: false, note: 'Не приехали.' },
    { type: 'merged', intoId: 'iOther', intoNumber: '7K3QX2', reason: null, isWithdrawn: false },
    {
      type: 'absorbed',
      from: {
        id: 'iOther',
        number: '7K3QX2',
        seq: 2,
        posts: [sampleIncidentPost({ postId: 'p7' })],
        postIds: ['p7'],
        authors: [],
        postCount: 1,
        peopleCount: 1,
        sourceIds: ['zarechye-forum'],
        clusterKeys: [],
        publishedAt: null,
        lastPostAt: '2026-03-01T09:00:00.000Z',
        waitsSince: null,
      },
    },
    {
      type: 'split-off',
      intoId: 'iSplit',
      intoNumber: 'ABC123',
      reason: 'Другой дом.',
      posts: [{ post: sampleIncidentPost({ postId: 'p2' }), clusterKeys: [] }],
      machine: sampleMachine(),
      queuedAt: '2026-03-01T09:00:00.000Z',
    },
    { type: 'recurred', postId: 'p4', days: 5 },
    { type: 'undone', seq: 3, of: 'split-off', reason: null },
    { type: 'settled', seq: 3 },
    { type: 'located', place: samplePlace(), territories: ['zarechye'], oktmo: null },
  ];
}

/** The change as it can follow others: an undoing means the last of them that can be undone; null where there is none. */
export function possibleAfter(earlier: readonly IncidentChange[], change: IncidentChange): IncidentChange | null {
  if (change.type !== 'undone') return change;
  const index = earlier.findLastIndex(({ type }) => type === 'merged' || type === 'absorbed' || type === 'split-off');
  const of = earlier[index]?.type;
  return of === 'merged' || of === 'absorbed' || of === 'split-off' ? { ...change, seq: index + 1, of } : null;
}
