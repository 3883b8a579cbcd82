import { describe, expect, it } from 'vitest';
import { applyEvent, project } from '../../../../pipelines/incidents/project.js';
import { noticeDueAt, owedNotices, slaOf } from '../../../../pipelines/incidents/sla.js';
import type { IncidentChange } from '../../../../src/core/incident.js';
import { sampleEvent, sampleIncidentPost, sampleMachine } from '../../../support/samples.js';
import {
  answered,
  assigned,
  assignedTo,
  at,
  clock,
  closed,
  incidentOf,
  interim,
  logOf,
  opened,
  type Step,
} from '../../../support/week-log.js';
import { calendarWith, shippedCalendar } from '../../../support/working-calendar.js';

const urgent: IncidentChange = { type: 'urgency-changed', urgency: 'urgent' };

describe('the first answer', () => {
  it('is due after nine working hours: a day and an hour', () => {
    expect(clock('first-answer', 'пн 12:00', ['пн 09:00', opened])).toMatchObject({
      state: 'running',
      dueAt: at('вт 10:00'),
      elapsedMinutes: 180,
      budgetMinutes: 540,
    });
  });

  it('is due after four hours around the clock where there is danger', () => {
    expect(clock('first-answer', 'сб 02:00', ['пт 23:00', opened], ['пт 23:00', urgent])).toMatchObject({
      dueAt: at('сб 03:00'),
      elapsedMinutes: 180,
    });
  });

  it('knows neither night nor lunch nor weekend', () => {
    const opening: Step = ['пт 17:30', opened];
    expect(clock('first-answer', 'вс 23:59', opening).elapsedMinutes).toBe(30);
    // Monday the 9th is a day off: the 8th of March was a Sunday.
    expect(clock('first-answer', '+пн 13:30', opening).elapsedMinutes).toBe(30);
    expect(clock('first-answer', '+ср 08:00', opening)).toMatchObject({ elapsedMinutes: 510, dueAt: at('+ср 09:30') });
  });
});

describe('what is broken elsewhere', () => {
  it('an update or a comment does not stop the clock of the first answer', () => {
    const view = clock(
      'first-answer',
      'вт 09:30',
      ['пн 09:00', opened],
      ['пн 10:00', { type: 'commented', text: 'Звонили.' }],
    );
    expect(view).toMatchObject({ state: 'running', dueAt: at('вт 10:00'), elapsedMinutes: 510 });
  });

  it('no other clock overrules the first answer: the queue’s deadline stays its own', () => {
    const proposed: IncidentChange = { type: 'answer-proposed', text: 'Готово.' };
    const first: Step[] = [['пн 09:00', opened]];
    expect(incidentOf(...first).dueAt).toBe(at('вт 10:00'));
    // The approval is due on Monday at 15:00, the assignment was at noon.
    const steps: Step[] = [...first, ['пн 10:00', assigned], ['пн 10:00', proposed]];
    expect(clock('approval', 'пн 12:00', ...steps).dueAt).toBe(at('пн 15:00'));
    expect(incidentOf(...steps).dueAt).toBe(at('вт 10:00'));
    // An interim answer is one; from then on the final one is owed.
    expect(incidentOf(...first, ['пн 10:00', interim]).dueAt).toBe('2026-03-12T15:00:00.000Z');
  });

  it('nothing is escalated that was answered', () => {
    const incident = incidentOf(['пн 09:00', opened], ['пн 10:00', assigned], ['пн 11:00', answered]);
    expect(owedNotices(incident, shippedCalendar, Date.parse(at('+пт 18:00')))).toEqual([]);
    expect(noticeDueAt(incident, shippedCalendar)).toBeNull();
  });

  it.each<[string, IncidentChange]>([
    ['closed', closed],
    ['no incident', { type: 'marked-not-incident', reason: 'Шутка.' }],
    ['forwarded', { type: 'forwarded', to: 'Прокуратура', reference: null, reason: 'Не наше.' }],
    ['merged', { type: 'merged', intoId: 'iOther', intoNumber: '7K3QX2', reason: null, isWithdrawn: false }],
  ])('no clock runs in what is %s', (_, change) => {
    const incident = incidentOf(['пн 09:00', opened], ['пн 10:00', assigned], ['пн 11:00', change]);
    const views = slaOf(incident, shippedCalendar, Date.parse(at('+пт 18:00')));
    expect(views.filter(({ state }) => state === 'running' || state === 'paused')).toEqual([]);
    expect(incident.dueAt).toBeNull();
    expect(owedNotices(incident, shippedCalendar, Date.parse(at('+пт 18:00')))).toEqual([]);
    expect(clock('first-answer', '+пт 18:00', ['пн 09:00', opened], ['пн 11:00', change])).toMatchObject({
      state: 'void',
      elapsedMinutes: 120,
    });
  });

  it('a reopening starts the first answer anew, from that moment', () => {
    const steps: Step[] = [
      ['пн 09:00', opened],
      ['пн 10:00', closed],
      ['ср 09:00', { type: 'reopened', reason: 'Снова.' }],
    ];
    expect(clock('first-answer', 'ср 12:00', ...steps)).toMatchObject({
      state: 'running',
      elapsedMinutes: 180,
      dueAt: at('чт 10:00'),
    });
    expect(incidentOf(...steps).dueAt).toBe(at('чт 10:00'));
  });

  it('neither nights nor lunch nor holidays count', () => {
    // Over the weekend and the day off of 9 March, and over the holidays of May with their short days.
    expect(clock('first-answer', '+вт 09:00', ['пт 17:00', opened]).elapsedMinutes).toBe(60);
    expect(clock('first-answer', 'пн 13:45', ['пн 12:30', opened]).elapsedMinutes).toBe(30);
    const may = project([sampleEvent({ seq: 1, at: '2026-04-30T13:00:00.000Z', change: opened })], shippedCalendar);
    // One hour of the short 30 April, then the whole of 4 May.
    expect(may.dueAt).toBe('2026-05-04T15:00:00.000Z');
  });

  it('a holiday of the federal subject counts there and nowhere else', () => {
    const inSubject = (oktmo: string | null) =>
      project(
        [
          sampleEvent({
            seq: 1,
            at: '2026-03-19T06:00:00.000Z',
            change: { ...opened, machine: sampleMachine({ oktmo }) } as IncidentChange,
          }),
        ],
        shippedCalendar,
      ).dueAt;
    // Uraza-bayram of 2026 is Friday 20 March; the day before is an hour shorter in Tatarstan.
    expect(inSubject('38701000')).toBe('2026-03-20T07:00:00.000Z');
    expect(inSubject('92701000')).toBe('2026-03-23T08:00:00.000Z');
  });

  it('notices fall due in working time alone: none at midnight, at lunch or on a day off', () => {
    const incident = incidentOf(['пт 17:30', opened]);
    let now = incident;
    const told: string[] = [];
    const missed: string[] = [];
    for (let minute = 0; minute < 10 * 1_440; minute += 10) {
      const nowMs = Date.parse(at('пт 17:30')) + minute * 60_000;
      for (const change of owedNotices(now, shippedCalendar, nowMs)) {
        const when = new Date(nowMs).toISOString();
        told.push(`${when} ${change.type}`);
        if (change.type === 'clock-missed') missed.push(change.clock);
        now = applyEvent(now, sampleEvent({ seq: now.version + 1, at: when, change }), shippedCalendar);
      }
    }
    for (const line of told) {
      const local = new Date(Date.parse(line.split(' ')[0] ?? '') + 3 * 3_600_000);
      const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
      expect([0, 6], line).not.toContain(local.getUTCDay());
      expect(hour >= 9 && hour <= 18 && !(hour > 13.2 && hour < 14), line).toBe(true);
    }
    expect(missed).toEqual(['detection', 'assignment', 'first-answer']);
  });

  it('a move to another body does not set the clock of the first answer back', () => {
    const view = clock(
      'first-answer',
      'вт 09:30',
      ['пн 09:00', opened],
      ['пн 10:00', assigned],
      ['пн 17:00', assignedTo('heat', 'Теплосеть')],
    );
    expect(view).toMatchObject({ dueAt: at('вт 10:00'), elapsedMinutes: 510 });
  });

  it('a body of a policy without that term leaves no old clock behind', () => {
    const policies = [
      ...shippedCalendar.sla.policies.map((policy) => ({ ...policy })),
      { id: 'water', executors: ['water'], terms: { 'first-answer': { hours: 2, workingTime: true } } },
    ];
    const calendar = calendarWith({ policies });
    const run = (...steps: Step[]) =>
      slaOf(project(logOf(...steps), calendar), calendar, Date.parse(at('пн 12:00'))).find(
        (view) => view.run.clock === 'first-answer',
      );
    expect(run(['пн 09:00', opened], ['пн 10:00', assigned])).toMatchObject({ dueAt: at('пн 11:00'), isLate: true });
    expect(
      run(['пн 09:00', opened], ['пн 10:00', assigned], ['пн 10:30', assignedTo('heat', 'Теплосеть')]),
    ).toMatchObject({ dueAt: at('вт 10:00'), isLate: false });
  });

  it('a changed term changes what was counted before it, when it is computed anew', () => {
    const policies = shippedCalendar.sla.policies.map((policy) =>
      policy.id === 'ordinary'
        ? { ...policy, terms: { ...policy.terms, 'first-answer': { hours: 1, workingTime: true } } }
        : policy,
    );
    const calendar = calendarWith({ policies });
    const incident = project(logOf(['пн 09:00', opened], ['пн 11:00', answered]), calendar);
    expect(
      slaOf(incident, calendar, Date.parse(at('пн 12:00'))).find(({ run }) => run.clock === 'first-answer')?.state,
    ).toBe('missed');
  });

  it('a first answer that was never given is not one after zero minutes', () => {
    const view = clock('first-answer', 'пн 12:00', ['пн 09:00', opened], ['пн 09:00', closed]);
    expect(view).toMatchObject({ state: 'void', run: { end: 'void' } });
  });
});

describe('the other clocks', () => {
  it('detection runs from the publication to the queue, around the clock', () => {
    expect(clock('detection', 'пн 12:00', ['пн 09:00', opened])).toMatchObject({ state: 'met', elapsedMinutes: 10 });
  });

  it('detection is unknown where the page gives no time', () => {
    const undated: IncidentChange = { ...opened, post: sampleIncidentPost({ publishedAt: null }) } as IncidentChange;
    expect(incidentOf(['пн 09:00', undated]).clockRuns.map((run) => run.clock)).toEqual(['assignment', 'first-answer']);
  });

  it('detection counts from the earliest post, which may join later, as the card shows it', () => {
    const post = (publishedAt: string | null): IncidentChange => ({
      type: 'post-joined',
      post: sampleIncidentPost({ postId: `p-${publishedAt}`, publishedAt }),
      clusterKeys: [],
    });
    const steps: Step[] = [
      ['пн 09:00', opened],
      ['пн 10:00', post(at('пн 07:30'))],
      ['пн 11:00', post(at('пн 08:00'))],
      ['пн 12:00', post(null)],
    ];
    expect(clock('detection', 'вт 12:00', ...steps)).toMatchObject({ state: 'missed', elapsedMinutes: 90 });
    expect(incidentOf(...steps).clocks.publishedAt).toBe(at('пн 07:30'));
    // A first post without a time is not earlier than one that has one.
    const undated = { ...opened, post: sampleIncidentPost({ publishedAt: null }) } as IncidentChange;
    expect(clock('detection', 'вт 12:00', ['пн 09:00', undated], ...steps.slice(1))).toMatchObject({
      state: 'missed',
      elapsedMinutes: 90,
    });
    // What a merged incident brings was detected there.
    const absorbed: IncidentChange = {
      type: 'absorbed',
      from: {
        id: 'iOther',
        number: '7K3QX2',
        seq: 2,
        posts: [],
        postIds: [],
        authors: [],
        postCount: 1,
        peopleCount: 1,
        sourceIds: [],
        clusterKeys: [],
        publishedAt: at('пн 01:00'),
        lastPostAt: at('пн 01:00'),
        waitsSince: at('пн 02:00'),
      },
    };
    expect(clock('detection', 'вт 12:00', ['пн 09:00', opened], ['пн 10:00', absorbed])).toMatchObject({
      elapsedMinutes: 10,
    });
    // What was published after the incident was queued says nothing of detection.
    expect(incidentOf(['пн 09:00', undated], ['пн 10:00', post(at('пн 09:30'))]).clockRuns).toHaveLength(2);
  });

  it('assignment ends when a person names a body, and is missed after three working hours', () => {
    expect(clock('assignment', 'пн 12:00', ['пн 09:00', opened], ['пн 11:00', assigned])).toMatchObject({
      state: 'met',
      elapsedMinutes: 120,
    });
    expect(clock('assignment', 'пн 15:00', ['пн 09:00', opened], ['пн 14:30', assigned])).toMatchObject({
      state: 'missed',
      elapsedMinutes: 270,
    });
  });

  it('the final answer is due at the end of the seventh working day after the interim one', () => {
    const steps: Step[] = [
      ['пн 09:00', opened],
      ['пн 10:00', interim],
    ];
    expect(clock('final', 'пн 12:00', ...steps)).toMatchObject({ state: 'running', dueAt: '2026-03-12T15:00:00.000Z' });
    expect(clock('first-answer', 'пн 12:00', ...steps).state).toBe('met');
    expect(incidentOf(...steps).dueAt).toBe('2026-03-12T15:00:00.000Z');
  });

  it('rests while somebody else is waited for, and goes on with what was left', () => {
    const steps: Step[] = [
      ['пн 09:00', opened],
      ['пн 10:00', interim],
      ['вт 09:00', { type: 'paused', reason: 'awaiting-author', note: null }],
    ];
    expect(clock('final', '+пн 12:00', ...steps)).toMatchObject({ state: 'paused', dueAt: null, elapsedMinutes: 420 });
    const resumed = clock('final', '+чт 12:00', ...steps, ['ср 09:00', { type: 'resumed' }]);
    expect(resumed).toMatchObject({ state: 'running', dueAt: '2026-03-13T15:00:00.000Z' });
  });

  it('a first answer can be given in a pause, so its clock goes on', () => {
    const steps: Step[] = [
      ['пн 09:00', opened],
      ['пн 10:00', { type: 'paused', reason: 'season', note: null }],
    ];
    expect(clock('first-answer', 'пн 12:00', ...steps)).toMatchObject({ state: 'running', elapsedMinutes: 180 });
  });

  it('approval runs from the proposal to its approval or return', () => {
    const proposed: IncidentChange = { type: 'answer-proposed', text: 'Готово.' };
    const steps: Step[] = [
      ['пн 09:00', opened],
      ['пн 10:00', proposed],
    ];
    expect(clock('approval', 'пн 12:00', ...steps)).toMatchObject({ state: 'running', dueAt: at('пн 15:00') });
    expect(
      clock('approval', 'пн 15:30', ...steps, ['пн 15:30', { type: 'answer-returned', reason: 'Нет даты.' }]).state,
    ).toBe('missed');
  });
});

describe('notices', () => {
  const opening: Step = ['пн 09:00', opened];
  const owed = (now: string, ...more: Step[]) =>
    owedNotices(incidentOf(opening, ...more), shippedCalendar, Date.parse(at(now))).filter(
      (change) => 'clock' in change && change.clock === 'first-answer',
    );

  it('come at half the term, at four fifths, at its end, and once after it', () => {
    expect(owed('пн 13:00')).toEqual([]);
    expect(owed('пн 14:30')).toMatchObject([{ type: 'clock-warned', percent: 50, dueAt: at('вт 10:00') }]);
    expect(owed('пн 17:12')).toMatchObject([{ percent: 80 }]);
    expect(owed('вт 10:00')).toMatchObject([{ percent: 100 }]);
    expect(owed('вт 10:01').map(({ type }) => type)).toEqual(['clock-warned', 'clock-missed', 'escalated']);
  });

  it('are owed once: the event takes them off the list', () => {
    const dueAt = at('вт 10:00');
    const steps: Step[] = [
      ['вт 10:01', { type: 'clock-warned', clock: 'first-answer', percent: 100, dueAt }],
      ['вт 10:01', { type: 'clock-missed', clock: 'first-answer', dueAt }],
      ['вт 10:01', { type: 'escalated', clock: 'first-answer', level: 1, to: 'coordinator' }],
    ];
    expect(owed('вт 10:02', ...steps)).toEqual([]);
    expect(owed('ср 11:01', ...steps)).toMatchObject([{ type: 'escalated', level: 2, to: 'administrator' }]);
  });
});
