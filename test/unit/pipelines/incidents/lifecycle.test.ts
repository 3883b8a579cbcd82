import { describe, expect, it } from 'vitest';
import {
  allowedActions,
  changeFor,
  demandAllowed,
  isTieAction,
  moves,
  refusal,
  rights,
  type TieAction,
} from '../../../../pipelines/incidents/lifecycle.js';
import { type IncidentAction, type IncidentActionType, incidentActionTypes } from '../../../../src/core/http.js';
import {
  type IncidentStatus,
  incidentChangeSchema,
  incidentStatusSchema,
  type Outcome,
  outcomeSchema,
} from '../../../../src/core/incident.js';
import { noTies, type Ties } from '../../../../src/core/incident-ties.js';
import type { Hand } from '../../../../src/core/user.js';
import { sampleIncident } from '../../../support/samples.js';

type Own = Exclude<IncidentAction, TieAction>;
const actions: Record<IncidentAction['type'], IncidentAction> & { assign: Own; answer: Own } = {
  accept: { type: 'accept' },
  assign: { type: 'assign', executorId: 'lighting', note: null },
  'start-work': { type: 'start-work' },
  'interim-answer': {
    type: 'interim-answer',
    text: 'Разбираемся',
    url: null,
    elsewhere: 'По телефону',
    finalBy: '2026-03-20',
  },
  'propose-answer': { type: 'propose-answer', text: 'Лампа заменена' },
  'approve-answer': { type: 'approve-answer', note: null },
  'return-answer': { type: 'return-answer', reason: 'Нет даты' },
  forward: { type: 'forward', to: 'Прокуратура', reference: '15-2026', reason: 'Не наше' },
  pause: { type: 'pause', reason: 'awaiting-author', note: null },
  resume: { type: 'resume' },
  'change-nature': { type: 'change-nature', nature: 'informational' },
  'change-topic': { type: 'change-topic', group: 'roads', topic: null },
  'change-urgency': { type: 'change-urgency', urgency: 'urgent' },
  'not-incident': { type: 'not-incident', reason: 'Шутка' },
  answer: { type: 'answer', text: 'Приедем', url: null, elsewhere: 'По телефону' },
  close: { type: 'close', outcome: 'solved', reason: 'Сделано' },
  reopen: { type: 'reopen', reason: 'Снова темно' },
  merge: { type: 'merge', intoId: 'iOther', intoVersion: 1, reason: null },
  split: { type: 'split', postIds: ['p2'], reason: 'Другой дом' },
  undo: { type: 'undo', seq: 3, reason: null },
  'settle-promise': { type: 'settle-promise', seq: 2, kept: true, note: null },
  comment: { type: 'comment', text: 'Проверить' },
};
/** x = possible, p = only while paused. Written out a second time on purpose: a change of the table is a decision. */
const table = `
              new accepted assigned in-work interim proposed approved answered closed forwarded not-incident merged
accept        x   -        -        -       -       -        -        -        -      -         -            -
assign        x   x        x        x       x       -        -        -        -      -         -            -
start-work    -   -        x        -       -       -        -        -        -      -         -            -
interim-answer x  x        x        x       x       -        -        -        -      -         -            -
propose-answer x  x        x        x       x       -        -        -        -      -         -            -
approve-answer -  -        -        -       -       x        -        -        -      -         -            -
return-answer -   -        -        -       -       x        x        -        -      -         -            -
answer        x   x        x        x       x       -        x        x        -      x         -            -
close         x   x        x        x       x       -        -        x        -      x         -            -
reopen        -   -        -        -       -       -        -        x        x      x         x            -
forward       x   x        x        x       x       -        -        -        -      -         -            -
pause         x   x        x        x       x       -        -        -        -      -         -            -
resume        p   p        p        p       p       -        -        -        -      -         -            -
not-incident  x   x        x        x       -       -        -        -        -      -         -            -
change-topic  x   x        x        x       x       x        x        x        -      -         -            -
change-urgency x  x        x        x       x       x        x        -        -      -         -            -
change-nature x   x        x        x       x       x        x        -        -      -         -            -
merge         x   x        x        x       x       x        x        -        -      -         -            -
split         x   x        x        x       x       x        x        x        x      -         -            -
undo          x   x        x        x       x       x        x        x        x      x         x            x
settle-promise x  x        x        x       x       x        x        x        x      x         x            x
comment       x   x        x        x       x       x        x        x        x      x         x            x
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const [states = [], ...rows] = table;
const approver = { id: 'city-hall', name: 'Администрация Заречья' };
const executorName = (id: string): string | undefined => (id === 'lighting' ? 'Горсвет Заречья' : undefined);
const bodies = { executorName, approverOf: (id: string) => (id === 'lighting' ? approver : null) };
const cases = rows.flatMap(([type, ...marks]) =>
  states.map((status, index) => [status as IncidentStatus, type as IncidentActionType, marks[index] ?? '-'] as const),
);
/** Something that can be undone in every state. */
const tied = (status: IncidentStatus): Ties => {
  const other = { id: 'iOther', number: '7K3QX2', seq: 3 };
  if (status === 'merged') return { ...noTies, mergedInto: { ...other, isWithdrawn: false } };
  return { ...noTies, absorbed: [{ ...other, mergedSeq: 2 }] };
};
const inState = (status: IncidentStatus, mark: string) =>
  sampleIncident({
    status,
    postCount: 2,
    ties: tied(status),
    promises: [{ seq: 2, text: 'До 12 марта.', dueOn: '2026-03-12', state: 'open', isTold: false }],
    ...(mark === 'p' ? { pausedAt: '2026-03-02T10:00:00.000Z', pauseReason: 'other' } : {}),
  });

describe('the lifecycle', () => {
  it('knows every action and every state', () => {
    expect(rows.map(([type]) => type).toSorted()).toEqual([...incidentActionTypes].toSorted());
    expect(states.toSorted()).toEqual([...incidentStatusSchema.options].toSorted());
    expect(Object.keys(moves).toSorted()).toEqual([...incidentStatusSchema.options].toSorted());
  });

  it.each(cases.filter(([, , mark]) => mark !== '-'))('lets «%s» be followed by «%s»', (status, type, mark) => {
    const action = actions[type];
    if (isTieAction(action)) return expect(() => demandAllowed(inState(status, mark), type)).not.toThrow();
    const change = changeFor(inState(status, mark), action, bodies);
    return expect(incidentChangeSchema.safeParse(change).error).toBeUndefined();
  });

  it.each(cases.filter(([, , mark]) => mark === '-'))(
    'does not let «%s» be followed by «%s», and says what is possible',
    (status, type) => {
      const incident = inState(status, '');
      expect(() => demandAllowed(incident, type)).toThrow(
        expect.objectContaining({
          code: 'E_MOVE_FORBIDDEN',
          message: `incident ${incident.number} is «${status}»: «${type}» is not possible, only ${allowedActions(incident).join(', ')}`,
          details: { status, allowed: allowedActions(incident) },
        }),
      );
    },
  );

  it('assigns only to an executor that exists', () => {
    const action: Own = { type: 'assign', executorId: 'nobody', note: null };
    expect(() => changeFor(sampleIncident(), action, bodies)).toThrow(
      expect.objectContaining({ code: 'E_INPUT_INVALID', message: expect.stringContaining('no executor «nobody»') }),
    );
    expect(changeFor(sampleIncident(), actions.assign, bodies)).toMatchObject({
      executorName: 'Горсвет Заречья',
    });
  });

  it('lets a paused incident be resumed and not paused again', () => {
    const paused = inState('assigned', 'p');
    expect(allowedActions(paused)).toContain('resume');
    expect(allowedActions(paused)).not.toContain('pause');
    expect(allowedActions(sampleIncident({ status: 'assigned' }))).not.toContain('resume');
  });

  it('publishes what was approved and nothing else', () => {
    const at = '2026-03-02T10:00:00.000Z';
    const proposedAnswer = { text: 'Приедем', by: 'brigade', byName: 'Бригада', at, approvedBy: 'operator1' };
    const approved = sampleIncident({ status: 'approved', proposedAnswer });
    expect(changeFor(approved, actions.answer, bodies)).toMatchObject({ type: 'answered', text: 'Приедем' });
    const other: Own = { type: 'answer', text: 'Не приедем', url: null, elsewhere: 'По телефону' };
    expect(() => changeFor(approved, other, bodies)).toThrow(expect.objectContaining({ code: 'E_INPUT_INVALID' }));
  });

  it('names who approves the answers of the body', () => {
    expect(changeFor(sampleIncident(), actions.assign, bodies)).toMatchObject({
      approverId: 'city-hall',
      approverName: 'Администрация Заречья',
    });
  });
});

describe('what an action must say', () => {
  const bodies = { executorName: () => 'Горсвет' };
  const inState = (status: IncidentStatus) => sampleIncident({ status });
  const publications = [
    { type: 'answer', text: 'Приедем', url: null },
    { type: 'interim-answer', text: 'Разбираемся', url: null, finalBy: null },
  ] as const;

  it.each(publications)('where $type was published, or how else the author was reached', (bare) => {
    const place = (action: Own) => changeFor(inState('in-work'), action, bodies);
    expect(() => place(bare)).toThrow(
      expect.objectContaining({ code: 'E_INPUT_INVALID', message: expect.stringMatching(/^url: /) }),
    );
    expect(() => place({ ...bare, elsewhere: null })).toThrow(/private message/);
    const url = 'https://forum.example/t/1#p2';
    for (const change of [place({ ...bare, url }), place({ ...bare, elsewhere: 'по телефону' })])
      expect(incidentChangeSchema.parse(change)).toEqual(change);
    expect(place({ ...bare, url })).not.toHaveProperty('elsewhere');
  });

  it('why it is closed, unless a published answer told it', () => {
    const close = (status: IncidentStatus, outcome: Outcome, reason: string | null) => () =>
      changeFor(inState(status), { type: 'close', outcome, reason }, bodies);
    for (const outcome of outcomeSchema.options) {
      for (const reason of [null, '', '  '])
        expect(close('new', outcome, reason)).toThrow(expect.objectContaining({ code: 'E_INPUT_INVALID' }));
      expect(close('new', outcome, 'Дубль'), outcome).not.toThrow();
    }
    expect(close('answered', 'solved', null)).not.toThrow();
    expect(close('answered', 'explained', null)).not.toThrow();
    expect(close('answered', 'not-solved', null)).toThrow(/reason: say why, it is closed as «not-solved»/);
    expect(close('forwarded', 'solved', null)).toThrow(/no answer was published that tells it/);
  });
});

describe('the rights', () => {
  const executor: Hand = { login: 'brigade', name: 'Бригада', role: 'executor', executors: ['lighting'] };
  const operator: Hand = { login: 'operator1', name: 'Оператор', role: 'operator', executors: [] };
  const proposed = sampleIncident({
    status: 'proposed',
    approverId: 'city-hall',
    proposedAnswer: {
      text: 'Готово',
      by: 'brigade',
      byName: 'Бригада',
      at: '2026-03-02T10:00:00.000Z',
      approvedBy: null,
    },
  });

  it('leave every role something and nobody everything that is not theirs', () => {
    const mine = (role: Hand['role']) => incidentActionTypes.filter((type) => rights[type].includes(role));
    expect(mine('executor')).toEqual([
      'start-work',
      'interim-answer',
      'propose-answer',
      'answer',
      'pause',
      'resume',
      'comment',
    ]);
    for (const role of ['operator', 'coordinator', 'administrator'] as const)
      expect(mine(role)).toEqual(incidentActionTypes);
  });

  it('do not let an executor decide what is for operators, and say what it may do', () => {
    expect(refusal(executor, sampleIncident(), 'assign')).toEqual({
      message: expect.stringContaining('it may do start-work'),
      reason: { key: 'action-not-for-role', params: { action: 'assign', role: 'executor' } },
    });
  });

  it('let nobody approve an answer of their own', () => {
    expect(refusal({ ...operator, login: 'brigade' }, proposed, 'approve-answer')?.reason.key).toBe('answer-own');
    expect(refusal(operator, proposed, 'approve-answer')).toBeNull();
  });

  it('let the approving body approve and return, and no other executor', () => {
    const hall: Hand = { ...executor, login: 'hall', executors: ['city-hall'] };
    expect([refusal(hall, proposed, 'approve-answer'), refusal(hall, proposed, 'return-answer')]).toEqual([null, null]);
    expect(refusal({ ...executor, login: 'other' }, proposed, 'approve-answer')).not.toBeNull();
  });

  it('let an executor publish only what was approved', () => {
    expect(refusal(executor, sampleIncident({ status: 'in-work' }), 'answer')?.reason.key).toBe('answer-not-approved');
    expect(refusal(executor, sampleIncident({ status: 'in-work' }), 'interim-answer')?.message).toContain('approval');
    expect(refusal(executor, sampleIncident({ status: 'approved' }), 'answer')).toBeNull();
    expect(refusal(operator, sampleIncident({ status: 'in-work' }), 'answer')).toBeNull();
  });
});
