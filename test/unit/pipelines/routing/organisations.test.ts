import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../../src/core/config-file.js';
import { routed, routing } from './routing-kit.js';

const problemsOf = (yaml: string): string[] => routing(yaml).problems.map(formatProblem);
const one = (fields: string): string => `organisations:\n  - { id: roads, name: Дороги, ${fields} }`;

describe('an organisation', () => {
  const { router, problems } = routing(`
organisations:
  - { id: hall, name: Администрация, kind: municipality }
  - id: roads
    name: Дороги
    kind: municipality
    territory: lake
    parent: hall
    hours: { workingDay: { from: "08:00", to: "17:00" }, breaks: [{ from: "12:00", to: "12:45" }], weekdays: [1, 2, 3, 4, 5] }
    calendar: "11"
    timeZone: Asia/Omsk
    contacts: { phones: ["+7 (000) 000-00-00, доб. 12"], emails: [roads@example.invalid], pages: ["https://roads.example"] }
    inactive: [{ from: 2026-07-01, to: 2026-07-14 }]
    substitutes: [{ id: hall, to: 2026-12-31 }]
    externalId: "77-1"
`);

  it('is looked up with its hours, calendar and zone', () => {
    expect(problems).toEqual([]);
    expect(router.organisation('roads')).toMatchObject({
      parent: 'hall',
      hours: { workingDay: { from: '08:00', to: '17:00' }, holidays: false },
      calendar: '11',
      timeZone: 'Asia/Omsk',
      externalId: '77-1',
    });
  });

  it('has nothing of its own where nothing is written', () => {
    expect(router.organisation('hall')).toMatchObject({ hours: null, calendar: null, timeZone: null, parent: null });
    expect(router.organisation('nobody')).toBeNull();
  });

  it('is an executor by what everybody may know of it', () => {
    expect(router.executors().find(({ id }) => id === 'roads')).toEqual({
      id: 'roads',
      name: 'Дороги',
      kind: 'municipality',
      territory: 'lake',
    });
  });

  it('is approved by its parent when a person chooses it', () => {
    expect(router.approverOf('roads')?.id).toBe('hall');
    expect(router.approverOf('hall')).toBeNull();
    expect(router.approverOf('template-body')).toBeNull();
  });
});

describe('a bad organisation is told of with file, line, field and remedy', () => {
  it.each([
    ['hours: { workingDay: { from: "18:00", to: "09:00" }, weekdays: [1] }', 'hours.workingDay', 'earlier'],
    [
      'hours: { workingDay: { from: "09:00", to: "18:00" }, breaks: [{ from: "08:00", to: "08:30" }], weekdays: [1] }',
      'hours.breaks',
      'inside',
    ],
    [
      'hours: { workingDay: { from: "09:00", to: "10:00" }, breaks: [{ from: "09:00", to: "10:00" }], weekdays: [1] }',
      'hours.breaks',
      'leave no time',
    ],
    [
      'hours: { workingDay: { from: "09:00", to: "18:00" }, shifts: [{ weekdays: [8], from: "20:00", to: "08:00" }], weekdays: [1] }',
      'hours.shifts[0].weekdays[0]',
      '7',
    ],
    ['calendar: "99"', 'calendar', 'no federal subject'],
    ['calendar: moon', 'calendar', 'first two digits'],
    ['timeZone: Moon/Base', 'timeZone', 'IANA'],
    ['contacts: { phones: ["Иванову, 12-34-56"] }', 'contacts.phones[0]', 'digits'],
    ['contacts: { person: "Петров" }', 'contacts', 'person'],
    ['contacts: { emails: ["roads"] }', 'contacts.emails[0]', 'email'],
    ['inactive: [{ from: 2026-02-01, to: 2026-01-01 }]', 'inactive[0].to', 'must not be later'],
    ['inactive: [{ from: tomorrow }]', 'inactive[0].from', 'YYYY-MM-DD'],
    ['substitutes: [{ id: nobody }]', 'substitutes[0].id', 'no organisation «nobody»'],
    ['substitutes: [{ id: roads }]', 'substitutes[0].id', 'itself'],
    ['parent: nobody', 'parent', 'no organisation «nobody»'],
    ['parent: roads', 'parent', 'come back to it'],
    ['territory: atlantis', 'territory', 'no territory «atlantis»'],
  ])('%s', (fields, field, words) => {
    const [problem, ...others] = problemsOf(one(fields));
    expect(others).toEqual([]);
    expect(problem).toContain(`config/routing/x.yaml:2 organisations[0].${field}: `);
    expect(problem).toContain(words);
  });

  it('when parents go in a ring', () => {
    const ring = problemsOf(`
organisations:
  - { id: a, name: А, parent: b }
  - { id: b, name: Б, parent: a }
  - { id: c, name: В, parent: a }`);
    expect(ring.map((line) => line.slice(0, 40))).toEqual([
      'config/routing/x.yaml:3 organisations[0]',
      'config/routing/x.yaml:4 organisations[1]',
    ]);
  });

  it('when it stands under the former key, where it counts all the same', () => {
    const former = routing('executors:\n  - { id: roads, name: Дороги }\nrules:\n  - { id: r, executor: roads }');
    expect(former.problems.map(formatProblem)).toEqual([
      'config/routing/x.yaml:2 executors: bodies stand under «organisations» now: rename the key; its entries stay as they are and count',
    ]);
    expect(routed(former, {}).executorId).toBe('roads');
  });
});
