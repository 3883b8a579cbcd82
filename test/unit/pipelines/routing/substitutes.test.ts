import { describe, expect, it } from 'vitest';
import { place, routed, routing, verdict } from './routing-kit.js';

const parts = routing(`
organisations:
  - { id: region, name: Регион }
  - { id: hall, name: Администрация, parent: region }
  - id: roads
    name: Дороги
    parent: hall
    inactive: [{ from: 2026-07-01, to: 2026-07-14 }, { from: 2027-01-01 }]
    substitutes: [{ id: lights, to: 2026-12-31 }, { id: hall, from: 2026-07-10, to: 2026-12-31 }]
  - { id: lights, name: Свет, parent: hall, inactive: [{ from: 2026-07-05, to: 2026-07-20 }], substitutes: [{ id: water, to: 2026-07-07 }] }
  - { id: water, name: Вода, parent: hall }
rules:
  - { id: roads, topics: [roads.potholes], executor: roads }
  - { id: own, topics: [housing.lift], executor: water, approver: water }
  - { id: nobody, topics: [housing.heating], executor: water, approver: ~ }
`);
const on = (at: string | undefined) => routed(parts, { topic: 'roads.potholes', ...(at === undefined ? {} : { at }) });

describe('substitutes', () => {
  it.each([
    ['2026-06-30T12:00:00Z', 'roads', 'hall'],
    ['2026-07-01T12:00:00Z', 'lights', 'hall'],
    // The first substitute is away itself: its own substitute comes before the next.
    ['2026-07-06T12:00:00Z', 'water', 'hall'],
    // The administration stands in and does not approve itself.
    ['2026-07-12T12:00:00Z', 'hall', 'region'],
    ['2026-07-15T12:00:00Z', 'roads', 'hall'],
  ])('on %s %s acts and %s approves', (at, executorId, approverId) => {
    expect(on(at)).toMatchObject({ executorId, approverId });
  });

  it('are told of in the reason', () => {
    expect(on('2026-07-06T12:00:00Z').reason).toBe(
      'Тема «roads.potholes», территория «место не определено»: правило «roads» (config/routing/x.yaml:13); «Дороги» не работает с 01.07.2026 по 14.07.2026, «Свет» не работает с 05.07.2026 по 20.07.2026, действует «Вода».',
    );
  });

  it('begin and end at midnight of the place', () => {
    expect(on('2026-06-30T20:59:59Z').executorId).toBe('roads');
    expect(on('2026-06-30T21:00:00Z').executorId).toBe('lights');
  });

  it('leave the text with the body when nobody acts', () => {
    const route = on('2027-02-01T12:00:00Z');
    expect(route.executorId).toBe('roads');
    expect(route.reason).toContain('; «Дороги» не работает с 01.01.2027, замены нет.');
  });

  it('play no part where the time is not known', () => {
    expect(on(undefined).executorId).toBe('roads');
  });

  it('act for the other groups of a verdict too', () => {
    const { ranked } = parts.router.route(
      verdict('housing', 'housing.lift', [
        ['housing', 0.6],
        ['waste', 0.2],
      ]),
      place('town'),
      '',
      { at: '2026-07-12T12:00:00Z' },
    );
    expect(ranked.map(({ executorId }) => executorId).slice(0, 1)).toEqual(['water']);
    expect(ranked).toHaveLength(2);
  });
});

describe('the approver', () => {
  it('is never the body itself, but whoever is above', () => {
    expect(routed(parts, { topic: 'housing.lift' })).toMatchObject({ executorId: 'water', approverId: 'hall' });
  });

  it('is nobody where a rule says so, and for a template', () => {
    expect(routed(parts, { topic: 'housing.heating' })).toMatchObject({ approverId: null, approverName: null });
    expect(routed(parts, { group: 'waste' })).toMatchObject({ ruleId: 'rest', approverId: null });
  });
});
