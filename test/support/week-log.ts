/** Logs of one week for tests of terms: instants are written as «пн 09:00», Moscow's time of the week that begins on Monday 2 March 2026. */
import { project } from '../../pipelines/incidents/project.js';
import { slaOf } from '../../pipelines/incidents/sla.js';
import type { ClockView } from '../../src/core/clock-run.js';
import type { ClockName, Incident, IncidentChange, IncidentEvent } from '../../src/core/incident.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { sampleEvent, sampleIncidentPost, sampleMachine, sampleOperator } from './samples.js';
import { shippedCalendar } from './working-calendar.js';

export const opened: IncidentChange = {
  type: 'opened',
  post: sampleIncidentPost({ publishedAt: '2026-03-02T05:50:00.000Z' }),
  machine: sampleMachine(),
  clusterKeys: [],
};
export const assignedTo = (executorId: string, executorName = executorId): IncidentChange => ({
  type: 'assigned',
  executorId,
  executorName,
  note: null,
});
export const assigned = assignedTo('water', 'Водоканал');
export const interim: IncidentChange = { type: 'interim-answered', text: 'Разбираемся.', url: null, finalBy: null };
export const answered: IncidentChange = { type: 'answered', text: 'Готово.', url: null };
export const closed: IncidentChange = { type: 'closed', outcome: 'solved', reason: null };

export type Step = [at: string, change: IncidentChange];

const weekdays = ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'];

/** «пн 09:00» as ISO; «+пн 09:00» is a week later. */
export function at(text: string): string {
  const [day = '', time = ''] = text.split(' ');
  const [week = 0, index] = day.startsWith('+') ? [1, weekdays.indexOf(day.slice(1))] : [0, weekdays.indexOf(day)];
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(Date.UTC(2026, 2, 2 + week * 7 + index, hours - 3, minutes)).toISOString();
}

export function logOf(...steps: Step[]): IncidentEvent[] {
  return steps.map(([when, change], index) =>
    sampleEvent({ seq: index + 1, at: at(when), actor: sampleOperator, change }),
  );
}

export const incidentOf = (...steps: Step[]): Incident => project(logOf(...steps), shippedCalendar);

/** The last run of a clock as it stands at an instant. */
export function clockIn(calendar: WorkingCalendar, name: ClockName, now: string, ...steps: Step[]): ClockView {
  const views = slaOf(project(logOf(...steps), calendar), calendar, Date.parse(at(now)));
  const view = views.findLast(({ run }) => run.clock === name);
  if (view === undefined) throw new Error(`no run of ${name}`);
  return view;
}
export const clock = (name: ClockName, now: string, ...steps: Step[]): ClockView =>
  clockIn(shippedCalendar, name, now, ...steps);
