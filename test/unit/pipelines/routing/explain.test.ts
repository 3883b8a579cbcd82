import { describe, expect, it } from 'vitest';
import { place, routing, verdict } from './routing-kit.js';

const parts = routing(`
organisations:
  - { id: a, name: А, inactive: [{ from: 2026-05-01, to: 2026-05-31 }], substitutes: [{ id: b }] }
  - { id: b, name: Б }
rules:
  - { id: vk, topics: [housing.heating], territory: town, executor: b, sources: [vk] }
  - { id: ended, topics: [housing.heating], territory: town, executor: b, to: 2025-12-31 }
  - { id: night, topics: [housing.heating], territory: town, executor: b, when: { hours: { from: "22:00", to: "06:00" } } }
  - { id: company, topics: [housing.heating], territory: town, executor: b, names: [managing-company] }
  - { id: heating, topics: [housing.heating], territory: town, executor: a }
  - { id: later, topics: [housing.heating], territory: town, executor: b, from: 2027-01-01 }
  - { id: housing, groups: [housing], territory: town, executor: b }
  - { id: topic-of-region, topics: [housing.heating], territory: west, executor: b }
  - { id: everywhere, executor: b }
  - { id: roads, groups: [roads], territory: town, executor: b }
  - { id: other-town, topics: [housing.heating], territory: hill, executor: b }`);
const explained = parts.explain(
  verdict('housing', 'housing.heating', [['housing', 0.7]]),
  { ...place('town'), region: 'Запад' },
  'В доме холодно, звонили в водоканал',
  { sourceId: 'forum-1', sourceKind: 'forum', at: '2026-03-02T09:00:00Z' },
);

describe('the explanation of a route', () => {
  it('names every line that is for the topic at the place, in their order, and why it lost', () => {
    expect(explained.candidates.map(({ id, lostBy }) => [id, lostBy])).toEqual([
      ['vk', 'sources'],
      ['ended', 'validity'],
      ['night', 'when'],
      ['company', 'names'],
      ['heating', null],
      ['housing', 'subject'],
      ['topic-of-region', 'territory'],
      ['everywhere', 'territory'],
      ['rest', 'template'],
    ]);
    // Behind a line that always holds it is dead, and told of when the table is loaded.
    expect(parts.problems.map(({ message }) => message.slice(0, 25))).toEqual(['«later» is never reached:']);
  });

  it('tells what the conditions were held against', () => {
    expect(explained).toMatchObject({
      territories: [{ name: 'Озёрск' }, { name: 'Озёрный округ' }, { name: 'Запад' }],
      source: { id: 'forum-1', kind: 'forum' },
      timeZone: 'Europe/Moscow',
      local: { date: '2026-03-02', weekday: 1, minute: 720 },
      named: ['utility'],
      away: [],
      isUnattended: false,
    });
  });

  it('is of the very route that the table gives', () => {
    const asked = [verdict('housing', 'housing.heating', [['housing', 0.7]]), place('town'), ''] as const;
    const origin = { at: '2026-05-02T09:00:00Z' };
    const { route, away } = parts.explain(...asked, origin);
    expect(route).toEqual(parts.router.route(...asked, origin));
    expect(route.executorId).toBe('b');
    expect(away).toEqual([{ id: 'a', name: 'А', from: '2026-05-01', to: '2026-05-31' }]);
  });
});

describe('a route', () => {
  it('is the same for the same arguments and another revision for another table', () => {
    const other = routing('organisations: [{ id: a, name: А }]\nrules: [{ id: r, executor: a }]');
    const changed = routing('organisations: [{ id: a, name: А }]\nrules: [{ id: r, executor: a, from: 2026-01-01 }]');
    expect(other.router.revision).toMatch(/^routing-[0-9a-f]{12}$/);
    expect(changed.router.revision).not.toBe(other.router.revision);
    expect(routing('organisations: [{ id: a, name: А }]\nrules: [{ id: r, executor: a }]').router.revision).toBe(
      other.router.revision,
    );
  });
});
