import { describe, expect, it } from 'vitest';
import { policyFor, type SlaPolicy, type SlaSubject, slaSchema } from '../../../src/core/sla.js';
import { shippedCalendar } from '../../support/working-calendar.js';

const base = {
  workingDay: { from: '09:00', to: '18:00' },
  weekdays: [1, 2, 3, 4, 5],
  policies: [{ id: 'all', terms: { 'first-answer': { hours: 9, workingTime: true } } }],
};
const problems = (given: object): string[] =>
  slaSchema.safeParse(given).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
const subject: SlaSubject = {
  urgency: 'ordinary',
  group: 'energy',
  topic: 'energy.outage',
  nature: 'solvable',
  executorId: 'water',
};

describe('config/sla.yaml', () => {
  it('is read with its defaults', () => {
    expect(problems(base)).toEqual([]);
    expect(slaSchema.parse(base)).toMatchObject({ breaks: [], warnings: [50, 80, 100], escalation: [], pauses: {} });
  });

  it.each<[string, object, RegExp]>([
    ['terms of the earlier form', { ...base, firstAnswer: {} }, /firstAnswer: terms stand under policies now/],
    [
      'no term for every incident',
      { ...base, policies: [{ ...base.policies[0], urgency: 'urgent' }] },
      /policies: one policy without conditions/,
    ],
    [
      'an id that stands twice',
      { ...base, policies: [base.policies[0], base.policies[0]] },
      /policies\.1: the id stands twice.*«all»/,
    ],
    [
      'an unknown schedule',
      { ...base, policies: [{ ...base.policies[0], schedule: 'night' }] },
      /there is no schedule «night»/,
    ],
    [
      'a clock that is none',
      { ...base, policies: [{ id: 'all', terms: { answer: { hours: 1, workingTime: true } } }] },
      /policies\.0\.terms/,
    ],
    [
      'a term without hours',
      { ...base, policies: [{ id: 'all', terms: { final: { hours: 0, workingTime: true } } }] },
      /policies\.0\.terms\.final/,
    ],
    [
      'a working day over midnight',
      { ...base, workingDay: { from: '20:00', to: '08:00' } },
      /workingDay: nobody ever works by these hours.*write hours over midnight under shifts/,
    ],
    [
      'a schedule whose breaks leave nothing',
      {
        ...base,
        schedules: {
          idle: { workingDay: base.workingDay, weekdays: [1], breaks: [{ from: '08:00', to: '19:00' }] },
        },
      },
      /schedules\.idle\.workingDay: nobody ever works/,
    ],
  ])('is refused with its place: %s', (_, given, message) => expect(problems(given).join('\n')).toMatch(message));
});

describe('the policy of a clock', () => {
  const policy = (id: string, conditions: Partial<SlaPolicy>): SlaPolicy => ({
    id,
    ...conditions,
    terms: { 'first-answer': { hours: 1, workingTime: true } },
  });
  const choose = (...policies: SlaPolicy[]) =>
    policyFor({ ...shippedCalendar.sla, policies }, 'first-answer', subject)?.id;
  const all = policy('all', {});
  const group = policy('group', { groups: ['energy'] });
  const topic = policy('topic', { topics: ['energy.outage'] });
  const body = policy('body', { executors: ['water'] });

  it('is the most particular one that fits, wherever it stands', () => {
    expect(choose(all, group, topic)).toBe('topic');
    expect(choose(topic, group, all)).toBe('topic');
    expect(choose(body, topic, policy('other', { executors: ['heat'] }))).toBe('body');
    expect(choose(all, policy('urgent', { urgency: 'urgent' }))).toBe('all');
  });

  it('is the first of equals', () => expect(choose(policy('one', { groups: ['energy'] }), group)).toBe('one'));

  it('is one that gives this clock a term', () => {
    const silent = { ...body, terms: { final: { workingDays: 3 } } };
    expect(choose(all, silent)).toBe('all');
    expect(policyFor({ ...shippedCalendar.sla, policies: [silent] }, 'approval', subject)).toBeNull();
  });
});
