import { describe, expect, it } from 'vitest';
import { namedBodies } from '../../../../pipelines/routing/named-bodies.js';
import { formatProblem } from '../../../../src/core/config-file.js';
import { routed, routing } from './routing-kit.js';

/** A rule with the conditions, before one without. */
const with_ = (conditions: string) =>
  routing(`
organisations:
  - { id: special, name: Особая }
  - { id: usual, name: Обычная }
rules:
  - { id: special, groups: [housing], executor: special, ${conditions} }
  - { id: usual, groups: [housing], executor: usual }`);
const takes = (conditions: string, asked: Omit<Parameters<typeof routed>[1], 'group'>): boolean =>
  routed(with_(conditions), { group: 'housing', ...asked }).ruleId === 'special';

describe('a rule with conditions', () => {
  it('holds for its sources, by id or kind', () => {
    expect(takes('sources: [vk, forum-1]', { sourceId: 'town-vk', sourceKind: 'vk' })).toBe(true);
    expect(takes('sources: [vk, forum-1]', { sourceId: 'forum-1', sourceKind: 'phpbb' })).toBe(true);
    expect(takes('sources: [vk, forum-1]', { sourceId: 'forum-2', sourceKind: 'phpbb' })).toBe(false);
    expect(takes('sources: [vk]', {})).toBe(false);
  });

  it('holds in its months, in the zone of the place', () => {
    const months = 'when: { months: [11, 12, 1] }';
    expect(takes(months, { at: '2026-10-31T20:59:00Z' })).toBe(false);
    expect(takes(months, { at: '2026-10-31T21:00:00Z' })).toBe(true);
    expect(takes(months, { at: '2026-10-31T14:00:00Z', territory: 'east' })).toBe(true);
  });

  it('falls back on the zone of the source where no territory is known', () => {
    const hours = 'when: { hours: { from: "00:00", to: "06:00" } }';
    const asked = { at: '2026-05-01T14:30:00Z', territory: null };
    expect(takes(hours, asked)).toBe(false);
    expect(takes(hours, { ...asked, timeZone: 'Asia/Vladivostok' })).toBe(true);
  });

  it('holds on days of every year, over its turn too', () => {
    const winter = 'when: { dates: [{ from: "10-15", to: "04-15" }] }';
    const days = ['2026-10-14', '2026-10-15', '2026-12-31', '2027-01-01', '2028-02-29', '2027-04-15', '2027-04-16'];
    expect(days.map((day) => takes(winter, { at: `${day}T09:00:00Z` }))).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('holds at its hours, over midnight too, until before the last minute', () => {
    const night = 'when: { hours: { from: "18:00", to: "08:00" } }';
    const clocks = ['14:59', '15:00', '20:59', '21:00', '04:59', '05:00'];
    expect(clocks.map((clock) => takes(night, { at: `2026-03-02T${clock}:00Z` }))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('holds on its weekdays', () => {
    expect(takes('when: { weekdays: [6, 7] }', { at: '2026-03-01T12:00:00Z' })).toBe(true);
    expect(takes('when: { weekdays: [6, 7] }', { at: '2026-03-02T12:00:00Z' })).toBe(false);
  });

  it('holds from its first to its last day', () => {
    const valid = 'from: 2026-01-01, to: 2026-01-31';
    const days = ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'];
    expect(days.map((day) => takes(valid, { at: `${day}T09:00:00Z` }))).toEqual([false, true, true, false]);
  });

  it('holds never by time where the time is not known', () => {
    expect(takes('when: { months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }', {})).toBe(false);
    expect(takes('from: 2000-01-01', {})).toBe(false);
  });

  it('holds for texts that name a body of its kinds', () => {
    const named = 'names: [managing-company]';
    expect(takes(named, { text: 'Наша УК не убирает подъезд' })).toBe(true);
    expect(takes(named, { text: 'Подъезд не убирают' })).toBe(false);
  });

  it('needs all of them', () => {
    const both = 'sources: [vk], when: { weekdays: [1] }';
    expect(takes(both, { sourceKind: 'vk', at: '2026-03-02T12:00:00Z' })).toBe(true);
    expect(takes(both, { sourceKind: 'vk', at: '2026-03-03T12:00:00Z' })).toBe(false);
    expect(takes(both, { at: '2026-03-02T12:00:00Z' })).toBe(false);
  });

  it('says them in the reason', () => {
    const parts = with_(
      'sources: [vk], when: { weekdays: [1, 2], hours: { from: "18:00", to: "08:00" } }, to: 2026-12-31',
    );
    expect(routed(parts, { group: 'housing', sourceKind: 'vk', at: '2026-03-02T16:00:00Z' }).reason).toBe(
      'Группа «housing», территория «место не определено», источник vk, день недели пн, вт, время 18:00–08:00, действует по 31.12.2026: правило «special» (config/routing/x.yaml:6).',
    );
  });

  it.each([
    ['when: {}', 'when', 'months, dates'],
    ['when: { months: [13] }', 'when.months[0]', '12'],
    ['when: { dates: [{ from: "02-30", to: "03-01" }] }', 'when.dates[0].from', 'no such day'],
    ['when: { hours: { from: "08:00", to: "08:00" } }', 'when.hours', 'empty'],
    ['when: { hours: { from: "8", to: "9" } }', 'when.hours.from', 'HH:MM'],
    ['from: 2026-02-01, to: 2026-01-01', 'to', 'must not be later'],
    ['names: [other]', 'names[0]', 'managing-company'],
    ['sources: []', 'sources', '1'],
  ])('is told of when it is wrong: %s', (conditions, field, words) => {
    const [problem] = with_(conditions).problems.map(formatProblem);
    expect(problem).toContain(`config/routing/x.yaml:6 rules[0].${field}: `);
    expect(problem).toContain(words);
  });

  it('never makes a group complete: that stays fatal', () => {
    const fatal = routing(
      'organisations: [{ id: a, name: А }]\nrules: [{ id: all, executor: a, when: { months: [1] } }]',
      false,
    );
    expect(fatal.problems.filter((problem) => problem.fatal)).toHaveLength(20);
  });
});

describe('kinds of bodies in a text', () => {
  it.each([
    ['УК не чистит крышу', ['managing-company']],
    ['управляющая компания бездействует, ТСЖ тоже', ['managing-company']],
    ['ЖЭК и администрация города молчат', ['managing-company', 'municipality']],
    ['мэрия обещала, водоканал перекрыл', ['municipality', 'utility']],
    ['звонили в горэлектросети и в Минздрав', ['utility', 'agency']],
    ['жилищная инспекция проверила', ['agency']],
    ['по статье 158 УК РФ', []],
    ['кукла, управление, мэрилин, указ, прокат', []],
    ['яма на дороге', []],
  ])('«%s»', (text, kinds) => expect([...namedBodies(text)]).toEqual(kinds));
});
