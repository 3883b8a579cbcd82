import { describe, expect, it } from 'vitest';
import { isBehind } from '../../../../pipelines/incidents/clocks.js';
import { project } from '../../../../pipelines/incidents/project.js';
import { owedNotices, slaOf } from '../../../../pipelines/incidents/sla.js';
import { countedMinutes, intervalsOfRun } from '../../../../pipelines/incidents/sla-intervals.js';
import { formatClocks } from '../../../../src/cli/sla-table.js';
import type { ClockName, IncidentChange } from '../../../../src/core/incident.js';
import { completeIncident } from '../../../../src/core/incident.js';
import { calendarOfBodies } from '../../../support/bodies.js';
import { sampleEvent } from '../../../support/samples.js';
import { answered, assignedTo, at, clockIn, interim, logOf, opened, type Step } from '../../../support/week-log.js';

const clock = (name: ClockName, now: string, ...steps: Step[]) => clockIn(calendarOfBodies, name, now, ...steps);
const opening: Step = ['пн 09:00', opened];

describe('the first answer', () => {
  it('counts in the hours of the queue until a person names the body, then in the body’s', () => {
    // From 09:00 to 10:00 in the ordinary day; from Tuesday on the waterworks begins at eight and has no lunch break.
    const steps: Step[] = [opening, ['пн 10:00', assignedTo('water')]];
    expect(clock('first-answer', 'пн 17:30', ...steps)).toMatchObject({ elapsedMinutes: 480, dueAt: at('вт 09:00') });
  });

  it('goes on through the night and the weekend where the body works around the clock', () => {
    const steps: Step[] = [
      ['пт 17:00', opened],
      ['пт 17:30', assignedTo('rescue')],
    ];
    expect(clock('first-answer', 'сб 01:00', ...steps)).toMatchObject({
      elapsedMinutes: 480,
      dueAt: at('сб 02:00'),
    });
  });

  it('counts a shift over midnight as it is worked', () => {
    const steps: Step[] = [opening, ['пн 09:00', assignedTo('night')]];
    expect(clock('first-answer', 'вт 12:00', ...steps)).toMatchObject({
      elapsedMinutes: 720,
      dueAt: at('вт 05:00'),
      isLate: true,
    });
  });

  it('counts the local hours of a body in another zone', () => {
    // Nine in the morning of Kamchatka is midnight in Moscow.
    const steps: Step[] = [opening, ['пн 09:00', assignedTo('far')]];
    expect(clock('first-answer', 'вт 09:00', ...steps)).toMatchObject({ elapsedMinutes: 480, dueAt: at('ср 01:00') });
    expect(clock('first-answer', 'вт 11:00', opening, ['пн 09:00', assignedTo('coast')]).elapsedMinutes).toBe(600);
  });

  it('counts each stretch by the hours of the body that had it then', () => {
    const steps: Step[] = [
      opening,
      // Three hours of the queue, two of the waterworks, four of the emergency service.
      ['пн 12:00', assignedTo('water')],
      ['пн 14:00', assignedTo('heat')],
      ['пн 16:00', assignedTo('rescue')],
    ];
    expect(clock('first-answer', 'пн 17:00', ...steps)).toMatchObject({ elapsedMinutes: 480, dueAt: at('пн 18:00') });
    expect(clock('first-answer', 'пн 21:00', ...steps, ['пн 20:00', answered])).toMatchObject({
      state: 'missed',
      elapsedMinutes: 660,
    });
  });

  it('in danger runs around the clock, whoever has it', () => {
    const steps: Step[] = [
      opening,
      ['пн 09:00', { type: 'urgency-changed', urgency: 'urgent' }],
      ['пн 10:00', assignedTo('night')],
    ];
    expect(clock('first-answer', 'пн 12:00', ...steps)).toMatchObject({ elapsedMinutes: 180, dueAt: at('пн 13:00') });
  });
});

describe('the final answer', () => {
  const told: Step[] = [opening, ['пн 10:00', assignedTo('water')], ['пн 11:00', interim]];

  it('is due at the end of the seventh working day of the body', () => {
    expect(clock('final', 'пн 12:00', ...told).dueAt).toBe('2026-03-12T14:00:00.000Z');
    const rescue: Step[] = [opening, ['пн 10:00', assignedTo('rescue')], ['пн 11:00', interim]];
    // Seven days of 24 hours after Monday: the weekend and the day off count.
    expect(clock('final', 'пн 12:00', ...rescue).dueAt).toBe('2026-03-09T21:00:00.000Z');
    const night: Step[] = [opening, ['пн 10:00', assignedTo('night')], ['пн 11:00', interim]];
    // Sunday evening is a day of its own, Monday the 9th a day off; the shift that begins on Wednesday ends on Thursday at eight.
    expect(clock('final', 'пн 12:00', ...night).dueAt).toBe('2026-03-12T05:00:00.000Z');
  });

  it('after a move goes on with the days that are left, in the hours of the new body', () => {
    // Monday's rest, then Tuesday and Wednesday in days of nine hours; five days are left, of 24 hours each.
    const moved: Step[] = [...told, ['ср 17:00', assignedTo('rescue')]];
    const view = clock('final', 'ср 23:00', ...moved);
    expect(view.dueAt).toBe('2026-03-09T14:00:00.000Z');
    expect(view.elapsedMinutes).toBe(6 * 60 + 2 * 540 + 6 * 60);
    expect(view.budgetMinutes).toBe(6 * 60 + 2 * 540 + 5 * 1_440);
  });

  it('waits for the body of the routing table where no person named one', () => {
    const view = clock('final', 'пн 12:00', opening, ['пн 11:00', interim]);
    expect(view.run.bodies).toEqual([{ from: at('пн 11:00'), id: 'lighting' }]);
  });

  it('rests in a pause, and the days that are left are those of the body that has it then', () => {
    const steps: Step[] = [
      ...told,
      ['вт 08:00', { type: 'paused', reason: 'awaiting-author', note: null }],
      ['вт 12:00', assignedTo('rescue')],
    ];
    expect(clock('final', 'пт 12:00', ...steps)).toMatchObject({ state: 'paused', dueAt: null, elapsedMinutes: 360 });
    // Seven whole days of the new body from the resumption on.
    expect(clock('final', 'пт 12:00', ...steps, ['пт 12:00', { type: 'resumed' }]).dueAt).toBe(at('+пт 12:00'));
  });
});

describe('other clocks', () => {
  it('wait for people of the centre and count in the hours of the policy', () => {
    const proposed: IncidentChange = { type: 'answer-proposed', text: 'Готово.' };
    const steps: Step[] = [opening, ['пн 10:00', assignedTo('rescue')], ['пн 17:00', proposed]];
    expect(clock('approval', 'вт 10:00', ...steps)).toMatchObject({ elapsedMinutes: 120, dueAt: at('вт 12:00') });
    expect(clock('assignment', 'вт 10:00', ...steps).elapsedMinutes).toBe(60);
  });
});

describe('notices', () => {
  it('come in the hours of the body: at night from one that works at night', () => {
    const incident = project(logOf(['пт 17:00', opened], ['пт 17:30', assignedTo('rescue')]), calendarOfBodies);
    const owed = owedNotices(incident, calendarOfBodies, Date.parse(at('сб 02:01')));
    expect(owed.filter((change) => 'clock' in change && change.clock === 'first-answer')).toMatchObject([
      { type: 'clock-warned', percent: 100 },
      { type: 'clock-missed', dueAt: at('сб 02:00') },
      { type: 'escalated', level: 1 },
    ]);
  });
});

describe('the table of an incident’s clocks', () => {
  const log = logOf(opening, ['пн 12:00', assignedTo('water')], ['пн 16:00', assignedTo('rescue', 'Спасатели')]);
  const incident = project(log, calendarOfBodies);
  const nowMs = Date.parse(at('пн 19:00'));

  it('shows whose hours each stretch counted in, and what they are', () => {
    const names = new Map([
      ['water', 'Водоканал'],
      ['rescue', 'Спасатели'],
    ]);
    const text = formatClocks(incident, calendarOfBodies, nowMs, names, 200);
    const table = text.slice(text.indexOf('Первый ответ'));
    expect(table).toContain('Часы «Водоканал»: пн, вт, ср, чт, пт 08:00–17:00');
    expect(table).toContain('Часы «Спасатели»: пн, вт, ср, чт, пт, сб, вс 00:00–24:00, и в праздники');
    expect(table).toMatch(/12:00 .*рабочее время +правило и место +3 ч/);
    expect(table).toMatch(/16:00 .*рабочее время +Водоканал +4 ч/);
    expect(table).toMatch(/19:00 .*рабочее время +Спасатели +3 ч/);
  });

  it('warns of each year without a calendar that a term reaches into, naming the command', () => {
    const late = project(
      [
        sampleEvent({ seq: 1, at: '2027-12-30T12:00:00.000Z', change: opened }),
        sampleEvent({ seq: 2, at: '2027-12-30T12:30:00.000Z', change: interim }),
      ],
      calendarOfBodies,
    );
    const text = formatClocks(late, calendarOfBodies, Date.parse('2027-12-30T13:00:00.000Z'));
    expect(text).toContain('календаря на 2028 год нет');
    expect(text).toContain('«otklik calendar import ФАЙЛ --year 2028»');
    expect(text).not.toContain('на 2027 год');
    expect(formatClocks(incident, calendarOfBodies, nowMs)).not.toContain('Внимание');
  });

  it('adds up to the elapsed time', () => {
    for (const view of slaOf(incident, calendarOfBodies, nowMs))
      expect(countedMinutes(intervalsOfRun(view.run, incident, calendarOfBodies, nowMs))).toBe(view.elapsedMinutes);
  });
});

describe('an incident that an earlier version stored', () => {
  const incident = project(logOf(opening, ['пн 10:00', assignedTo('water')]), calendarOfBodies);
  const stored = {
    ...incident,
    clockRuns: incident.clockRuns.map(({ bodies, ...run }) => run),
  } as unknown as typeof incident;

  it('can be read, and is made anew from its log before anything is added', () => {
    expect(completeIncident(stored).clockRuns.map(({ bodies }) => bodies)).toEqual(incident.clockRuns.map(() => []));
    expect([isBehind(completeIncident(stored)), isBehind(incident)]).toEqual([true, false]);
  });
});
