import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, project } from '../../../../pipelines/incidents/project.js';
import { reachesBack } from '../../../../pipelines/incidents/ties.js';
import {
  type Incident,
  type IncidentChange,
  type IncidentEvent,
  incidentSchema,
  isWaiting,
} from '../../../../src/core/incident.js';
import { possibleAfter, sampleChanges } from '../../../support/sample-changes.js';
import {
  sampleEvent,
  sampleIncidentPost,
  sampleMachine,
  sampleOperator,
  sampleRoute,
  sampleVerdict,
} from '../../../support/samples.js';
import { shippedCalendar } from '../../../support/working-calendar.js';

const startMs = Date.parse('2026-03-02T06:00:00.000Z');
const opened: IncidentChange = {
  type: 'opened',
  post: sampleIncidentPost(),
  machine: sampleMachine(),
  clusterKeys: ['k1'],
};

/** A log of these changes, one every ten minutes from Monday nine o'clock in Moscow. */
function logOf(...changes: IncidentChange[]): IncidentEvent[] {
  return changes.map((change, index) =>
    sampleEvent({
      seq: index + 1,
      at: new Date(startMs + index * 600_000).toISOString(),
      actor: sampleOperator,
      change,
    }),
  );
}
const changedBy = (...changes: IncidentChange[]): Incident => project(logOf(opened, ...changes), shippedCalendar);
const joined = (postId: string, author: string | null, overrides = {}): IncidentChange => ({
  type: 'post-joined',
  post: sampleIncidentPost({ postId, author, ...overrides }),
  clusterKeys: [`k-${postId}`],
});
const urgentMachine = sampleMachine({
  verdict: sampleVerdict({ urgency: 'urgent', group: 'energy', topic: 'energy.outage' }),
});

describe('an opened incident', () => {
  it('is new, due after nine working hours, and fits its schema', () => {
    const incident = changedBy();
    expect(incidentSchema.safeParse(incident).error).toBeUndefined();
    expect(incident).toMatchObject({
      status: 'new',
      version: 1,
      postCount: 1,
      peopleCount: 1,
      clusterKeys: ['k1'],
      dueAt: '2026-03-03T07:00:00.000Z',
    });
  });
});

describe('further posts', () => {
  it('count as people only once for each author; a post without author is a person of its own', () => {
    const incident = changedBy(
      joined('p2', 'a'),
      joined('p3', 'a'),
      joined('p4', null),
      joined('p5', null),
      joined('p6', 'b'),
    );
    expect([incident.postCount, incident.peopleCount]).toEqual([6, 5]);
    expect(incident.postIds).toHaveLength(6);
    expect(incident.clusterKeys).toContain('k-p6');
  });

  it('move the beginning to the earliest publication and the end to the latest', () => {
    const incident = changedBy(
      joined('p2', 'a', { publishedAt: '2026-03-01T00:00:00.000Z' }),
      joined('p3', 'b', { publishedAt: '2026-03-02T23:00:00.000Z' }),
    );
    expect(incident.clocks.publishedAt).toBe('2026-03-01T00:00:00.000Z');
    expect(incident.lastPostAt).toBe('2026-03-02T23:00:00.000Z');
  });

  it('do not move the deadline', () => expect(changedBy(joined('p2', 'a')).dueAt).toBe(changedBy().dueAt));

  it('beyond fifty are counted but not carried along', () => {
    const incident = changedBy(...Array.from({ length: 70 }, (_, index) => joined(`p-${index}`, `a-${index}`)));
    expect([incident.postCount, incident.postIds.length, incident.posts.length, incident.texts.length]).toEqual([
      71, 71, 50, 50,
    ]);
  });

  it('when edited replace their text and keep why they joined', () => {
    const post = sampleIncidentPost({
      version: 2,
      text: 'Свет дали',
      join: { how: 'repeat', on: null, similarity: null },
    });
    const incident = changedBy({ type: 'post-edited', post });
    expect(incident).toMatchObject({ texts: ['Свет дали'], title: 'Свет дали', postCount: 1 });
    expect(incident.posts[0]?.join.how).toBe('opened');
  });
});

describe('a person’s decision', () => {
  it('wins over the machine, and a new score touches only the machine’s half', () => {
    const incident = changedBy(
      { type: 'topic-changed', group: 'roads', topic: null },
      { type: 'assigned', executorId: 'water', executorName: 'Водоканал', note: null },
      { type: 'urgency-changed', urgency: 'ordinary' },
      { type: 'rescored', machine: urgentMachine },
    );
    expect(incident).toMatchObject({
      group: 'roads',
      topic: null,
      urgency: 'ordinary',
      executorId: 'water',
      executorName: 'Водоканал',
    });
    expect(incident.machine.verdict.urgency).toBe('urgent');
  });

  it('leaves to the machine what it did not touch', () => {
    const incident = changedBy({
      type: 'rescored',
      machine: { ...urgentMachine, route: sampleRoute({ executorId: 'grid', executorName: 'Сети' }) },
    });
    expect(incident).toMatchObject({
      group: 'energy',
      topic: 'energy.outage',
      urgency: 'urgent',
      executorId: 'grid',
      status: 'new',
    });
  });

  it('ends the doubt', () => {
    const unsure: IncidentChange = {
      ...opened,
      machine: sampleMachine({ verdict: sampleVerdict({ unsure: true }) }),
    } as IncidentChange;
    expect(project(logOf(unsure), shippedCalendar).unsure).toBe(true);
    expect(project(logOf(unsure, { type: 'topic-changed', group: 'roads', topic: null }), shippedCalendar).unsure).toBe(
      false,
    );
  });
});

describe('the states', () => {
  it.each<[IncidentChange, Partial<Incident>]>([
    [{ type: 'assigned', executorId: 'water', executorName: 'Водоканал', note: null }, { status: 'assigned' }],
    [
      { type: 'answered', text: 'Приедем', url: null },
      { status: 'answered', dueAt: null },
    ],
    [
      { type: 'closed', outcome: 'solved', reason: null },
      { status: 'closed', dueAt: null },
    ],
    [
      { type: 'marked-not-incident', reason: 'Шутка' },
      { status: 'not-incident', dueAt: null },
    ],
    [
      { type: 'commented', text: 'Проверить' },
      { status: 'new', version: 2 },
    ],
  ])('after %j', (change, expected) => expect(changedBy(change)).toMatchObject(expected));

  it('remember when something was first assigned and answered', () => {
    const assigned: IncidentChange = { type: 'assigned', executorId: 'water', executorName: 'Водоканал', note: null };
    const answered: IncidentChange = { type: 'answered', text: 'Приедем', url: null };
    const { clocks } = changedBy(assigned, assigned, answered, answered, {
      type: 'closed',
      outcome: 'solved',
      reason: null,
    });
    expect(clocks).toMatchObject({
      assignedAt: '2026-03-02T06:10:00.000Z',
      answeredAt: '2026-03-02T06:30:00.000Z',
      closedAt: '2026-03-02T06:50:00.000Z',
    });
  });

  it('do not come back to life by a post that joins after closing', () => {
    const incident = changedBy({ type: 'closed', outcome: 'solved', reason: null }, joined('p2', 'a'));
    expect(incident).toMatchObject({ status: 'closed', dueAt: null, postCount: 2 });
  });
});

describe('the term of the first answer', () => {
  it('follows the urgency, whoever changed it, counted from the entry into the queue', () => {
    const urgent = '2026-03-02T10:00:00.000Z';
    expect(changedBy({ type: 'urgency-changed', urgency: 'urgent' }).dueAt).toBe(urgent);
    expect(changedBy({ type: 'rescored', machine: urgentMachine }).dueAt).toBe(urgent);
    expect(
      changedBy({ type: 'urgency-changed', urgency: 'urgent' }, { type: 'urgency-changed', urgency: 'ordinary' }).dueAt,
    ).toBe(changedBy().dueAt);
  });

  it('starts anew with a reopening, and counts from there when the urgency changes later', () => {
    const again: IncidentChange[] = [
      { type: 'answered', text: 'Приедем', url: null },
      { type: 'reopened', reason: 'Не приехали' },
    ];
    expect(changedBy(...again)).toMatchObject({ status: 'new', dueAt: '2026-03-03T07:20:00.000Z' });
    expect(changedBy(...again, { type: 'urgency-changed', urgency: 'urgent' }).dueAt).toBe('2026-03-02T10:20:00.000Z');
  });

  it('does not run again when an answered incident is scored or changed', () => {
    const answered: IncidentChange = { type: 'answered', text: 'Приедем', url: null };
    expect(changedBy(answered, { type: 'rescored', machine: urgentMachine }).dueAt).toBeNull();
    expect(changedBy(answered, { type: 'topic-changed', group: 'roads', topic: null }).dueAt).toBeNull();
  });

  it('returns to the executor’s desk when it was assigned before', () => {
    const incident = changedBy(
      { type: 'assigned', executorId: 'water', executorName: 'Водоканал', note: null },
      { type: 'closed', outcome: 'solved', reason: null },
      { type: 'reopened', reason: 'Снова течёт' },
    );
    expect(incident).toMatchObject({
      status: 'assigned',
      executorId: 'water',
      review: { outcome: null, incident: true },
    });
    expect(incident.clocks.closedAt).toBeNull();
  });
});

describe('the way of an answer', () => {
  const assigned: IncidentChange = { type: 'assigned', executorId: 'water', executorName: 'Водоканал', note: null };
  const proposed: IncidentChange = { type: 'answer-proposed', text: 'Трубу заменили.' };

  it('leads from the proposal over its approval to its publication', () => {
    expect(changedBy(assigned, proposed)).toMatchObject({
      status: 'proposed',
      proposedAnswer: { text: 'Трубу заменили.', by: sampleOperator.id, approvedBy: null },
    });
    const approved = changedBy(assigned, proposed, { type: 'answer-approved', note: null });
    expect(approved).toMatchObject({ status: 'approved', proposedAnswer: { approvedBy: sampleOperator.id } });
    const published = changedBy(
      assigned,
      proposed,
      { type: 'answer-approved', note: null },
      { type: 'answered', text: 'Трубу заменили.', url: null },
    );
    expect(published).toMatchObject({ status: 'answered', proposedAnswer: null, dueAt: null });
  });

  it.each<[string, IncidentChange[], Incident['status']]>([
    ['where nobody had begun', [assigned], 'assigned'],
    ['where the work had begun', [assigned, { type: 'work-started' }], 'in-work'],
    ['where nobody was named', [{ type: 'accepted' }], 'accepted'],
    [
      'after an interim answer',
      [assigned, { type: 'interim-answered', text: 'Разбираемся.', url: null, finalBy: '2026-03-20' }],
      'interim',
    ],
  ])('leads back when it is returned: %s', (_, before, status) => {
    const returned = changedBy(...before, proposed, { type: 'answer-returned', reason: 'Нет даты.' });
    expect(returned).toMatchObject({ status, proposedAnswer: null });
    expect(returned.clocks).toMatchObject({ proposedAt: null, approvedAt: null });
  });

  it('is open again after a reopening, with nothing of the first round', () => {
    const again = changedBy(
      assigned,
      { type: 'interim-answered', text: 'Разбираемся.', url: null, finalBy: '2026-03-20' },
      { type: 'answered', text: 'Готово.', url: null },
      { type: 'reopened', reason: 'Снова течёт.' },
    );
    expect(again).toMatchObject({ status: 'assigned', finalBy: null, dueAt: expect.any(String) });
    expect(again.clocks).toMatchObject({ interimAt: null, answeredAt: null });
  });
});

describe('a pause', () => {
  it('is kept with its reason until the work goes on or ends', () => {
    const paused: IncidentChange = { type: 'paused', reason: 'season', note: 'Асфальт — весной.' };
    expect(changedBy(paused)).toMatchObject({ status: 'new', pausedAt: expect.any(String), pauseReason: 'season' });
    expect(changedBy(paused, { type: 'resumed' })).toMatchObject({ pausedAt: null, pauseReason: null });
    expect(changedBy(paused, { type: 'closed', outcome: 'postponed', reason: null }).pausedAt).toBeNull();
  });
});

describe('who approves', () => {
  const routed = sampleMachine({ route: { ...sampleRoute(), approverId: 'hall', approverName: 'Администрация' } });
  const log = (...changes: IncidentChange[]) =>
    project(logOf({ ...opened, machine: routed } as IncidentChange, ...changes), shippedCalendar);

  it('is named by the routing table until a person names another body', () => {
    expect(log()).toMatchObject({ approverId: 'hall', approverName: 'Администрация' });
    expect(log({ type: 'assigned', executorId: 'water', executorName: 'Водоканал', note: null }).approverId).toBeNull();
    const by = { approverId: 'region', approverName: 'Министерство' };
    expect(log({ type: 'assigned', executorId: 'water', executorName: 'Водоканал', ...by, note: null })).toMatchObject(
      by,
    );
  });
});

describe('what is told without changing anything', () => {
  it('counts as a version and nothing else', () => {
    const before = changedBy();
    const told = changedBy({ type: 'clock-missed', clock: 'first-answer', dueAt: '2026-03-03T07:00:00.000Z' });
    const { version, updatedAt, logHash, clockRuns, noticeAt, ...rest } = told;
    expect(clockRuns.find(({ clock }) => clock === 'first-answer')?.missed).toBe(true);
    expect(version).toBe(2);
    expect(before).toMatchObject(rest);
  });
});

describe('a log that is not in order', () => {
  it('with a gap is refused, naming the events', () => {
    const [first, , third] = logOf(opened, joined('p2', 'a'), joined('p3', 'a'));
    expect(() => project([first, third] as IncidentEvent[], shippedCalendar)).toThrow(
      /event 3 cannot follow version 1/,
    );
  });
  it('with the same number twice is refused', () => {
    const [first] = logOf(opened);
    expect(() => project([first, first] as IncidentEvent[], shippedCalendar)).toThrow(
      /event 1 cannot follow version 1/,
    );
  });
  it('that opens twice is refused', () => expect(() => changedBy(opened)).toThrow(/opened twice \(event 2\)/));
  it('that begins with something else is refused', () =>
    expect(() => project(logOf(joined('p2', 'a')), shippedCalendar)).toThrow(/starts with «post-joined»/));
  it('that is empty is refused', () => expect(() => project([], shippedCalendar)).toThrow(/without events/));
});

describe('folding', () => {
  const later = fc.constantFrom(...sampleChanges().slice(1), joined('p9', 'z'), {
    type: 'rescored' as const,
    machine: urgentMachine,
  });
  const changes = fc.array(later, { maxLength: 25 });

  it('event by event gives what the whole log gives, and a valid incident at every step', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const all: IncidentChange[] = [];
        for (const change of [opened, ...list]) {
          const next = possibleAfter(all, change);
          if (next !== null) all.push(next);
        }
        const log = logOf(...all);
        let step: Incident | null = null;
        for (const [index, event] of log.entries()) {
          // What reaches back takes the whole log, as at the desk.
          step = reachesBack(event.change)
            ? project(log.slice(0, index + 1), shippedCalendar)
            : applyEvent(step, event, shippedCalendar);
          expect(step.version).toBe(index + 1);
          const owed = step.clockRuns.filter(
            ({ clock, end }) => end === null && (clock === 'first-answer' || clock === 'final'),
          );
          expect(step.dueAt === null).toBe(owed.every(({ pauses }) => pauses.at(-1)?.to === null));
          if (!isWaiting(step.status)) expect(step.dueAt).toBeNull();
          expect(step.peopleCount).toBeLessThanOrEqual(step.postCount);
        }
        expect(step).toEqual(project(log, shippedCalendar));
        expect(incidentSchema.safeParse(step).error).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('changes nothing that it was given', () => {
    const log = logOf(opened, ...sampleChanges().slice(1));
    const before = structuredClone(log);
    project(log, shippedCalendar);
    expect(log).toEqual(before);
  });
});
