import { describe, expect, it } from 'vitest';
import { checkRoutingOf } from '../../../../src/app/routing-check.js';
import { checked } from './routing-kit.js';

const bodies = `
organisations:
  - { id: hall, name: Администрация, kind: municipality }
  - { id: roads, name: Дороги, kind: municipality, parent: hall }
  - { id: water, name: Вода, kind: utility, parent: hall }`;
/** Findings of a table with these bodies, without the bodies that it does not use. */
function findings(rules: string, options: Parameters<typeof checked>[1] & { bodies?: string } = {}): string[] {
  return checked(`${options.bodies ?? bodies}${rules}`, options)
    .findings.filter(({ code }) => code !== 'unreached-organisation')
    .map(({ code, where, message }) => `${code} ${where?.replace('config/routing/x.yaml:', '') ?? '-'} ${message}`);
}

describe('the shipped routing table', () => {
  it('gives every topic in every territory exactly one executor, whatever the source and the time', async () => {
    const check = await checkRoutingOf('config', Date.parse('2026-12-31T00:00:00Z'));
    expect(check.findings).toEqual([]);
    expect(check.groups).toBe(20);
    expect(check.topics).toBeGreaterThan(200);
    expect(check.territories).toBeGreaterThan(7_000);
    expect(check.cells).toBe((check.topics + check.groups + 1) * (check.territories + 1));
  });
});

describe('routing check', () => {
  it('finds nothing in a table in order', () => {
    expect(
      findings(`
rules:
  - { id: night, topics: [housing.heating], territory: lake, executor: water, when: { hours: { from: "18:00", to: "08:00" } } }
  - { id: heating, topics: [housing.heating], territory: lake, executor: water }
  - { id: roads, groups: [roads], territory: lake, executor: roads }
  - { id: town, groups: [roads], territory: town, executor: hall }`),
    ).toEqual([]);
  });

  it('finds topics without an executor, and never takes conditional rules for one', () => {
    const rules = `
rules:
  - { id: all-but, groups: [housing, waste], executor: hall }
  - { id: heat, topics: [roads.potholes], territory: west, executor: roads, when: { weekdays: [1, 2, 3, 4, 5] } }
  - { id: heat-2, topics: [roads.potholes], territory: west, executor: roads, when: { weekdays: [6, 7] } }
  - { id: lake, groups: [roads], territory: lake, executor: roads }`;
    const gaps = findings(rules, { withDefault: false }).filter((line) => line.startsWith('gap') && /roads/.test(line));
    expect(gaps).toEqual([
      'gap - no line holds always for roads without a topic, roads.potholes in an unknown place, Восток (east)',
      'gap - no line holds always for roads without a topic, roads.potholes in Запад (west), Горный округ (hill)',
    ]);
  });

  it('finds a line that is dead behind rules of another kind', () => {
    const rules = `
rules:
  - { id: roads, groups: [roads], executor: roads }
templates:
  - { id: road-service, groups: [roads], kind: municipality, name: "Дороги: {region}" }
  - { id: rest, kind: municipality, name: "Администрация: {region}" }`;
    expect(findings(rules, { withDefault: false })).toEqual([
      'dead 9 «road-service» never wins: «roads» (config/routing/x.yaml:7) takes all its cases first',
    ]);
  });

  it('finds what is left out when the table is loaded', () => {
    const rules = `
rules:
  - { id: first, groups: [roads], executor: roads }
  - { id: second, groups: [roads], executor: hall }
  - { id: third, groups: [roads], executor: nobody }`;
    expect(findings(rules).map((line) => line.split(':')[0])).toEqual([
      'not-loaded 8 rules[1]',
      'not-loaded 9 rules[2].executor',
    ]);
  });

  it('finds what of a line is shadowed, also by conditions that hold whenever its own do', () => {
    const rules = `
rules:
  - { id: heating, topics: [housing.heating], executor: water }
  - { id: both, topics: [housing.heating, housing.lift], executor: roads }
  - { id: winter, groups: [waste], executor: water, when: { months: [12, 1, 2] } }
  - { id: new-year, groups: [waste, ecology], executor: roads, when: { months: [1], weekdays: [6] } }`;
    expect(findings(rules)).toEqual([
      'shadowed 8 «both» never wins for housing.heating: «heating» (config/routing/x.yaml:7) comes first',
      'shadowed 10 «new-year» never wins for waste: «winter» (config/routing/x.yaml:9) comes first',
    ]);
  });

  it('does not call shadowed what wins on some day', () => {
    const rules = `
rules:
  - { id: a, groups: [waste], executor: water, when: { dates: [{ from: "10-15", to: "04-15" }] } }
  - { id: b, groups: [waste], executor: roads, when: { dates: [{ from: "10-14", to: "04-15" }] } }
  - { id: c, groups: [waste], executor: hall, when: { hours: { from: "22:00", to: "06:00" } } }
  - { id: d, groups: [waste], executor: water, when: { hours: { from: "21:59", to: "06:00" } } }
  - { id: e, groups: [waste], executor: roads, sources: [vk] }
  - { id: f, groups: [waste], executor: hall, sources: [vk, forum] }`;
    expect(findings(rules)).toEqual([]);
  });

  it('finds topics and sources that are not there', () => {
    const rules = `
rules:
  - { id: a, topics: [housing.moon, housing.lift], executor: water, sources: [moon, vk] }`;
    expect(findings(rules)).toEqual([
      'unknown-topic 7 «a» names housing.moon, which config/taxonomy.yaml does not have',
      'unknown-source 7 «a» waits for moon, no id or kind of a source',
    ]);
  });

  it('finds rules and substitutes that have ended, not those that end today', () => {
    const rules = `
rules:
  - { id: old, groups: [roads], executor: roads, to: 2026-02-28 }
  - { id: last-day, groups: [waste], executor: water, to: 2026-03-01 }`;
    const ended = bodies.replace(
      'kind: utility,',
      'kind: utility, substitutes: [{ id: roads, to: 2026-02-28 }, { id: hall, to: 2026-03-01 }],',
    );
    expect(findings(rules, { bodies: ended })).toEqual([
      'expired 7 «old» ended on 2026-02-28',
      'expired 5 «roads» stood in for «water» until 2026-02-28',
    ]);
  });

  it('finds organisations that no winning line, no parent and no substitute reaches', () => {
    const { findings: found } = checked(`
organisations:
  - { id: hall, name: Администрация }
  - { id: roads, name: Дороги, parent: hall, substitutes: [{ id: lights }] }
  - { id: lights, name: Свет }
  - { id: lost, name: Забытая, parent: hall, substitutes: [{ id: lost-too }] }
  - { id: lost-too, name: Тоже }
rules:
  - { id: roads, groups: [roads], executor: roads }`);
    expect(found.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'unreached-organisation config/routing/x.yaml:6',
      'unreached-organisation config/routing/x.yaml:7',
    ]);
  });

  it('finds rings of substitutes that count on one day, each once', () => {
    const ring = (days: string): string => `
organisations:
  - { id: c, name: В, substitutes: [{ id: a }] }
  - { id: a, name: А, substitutes: [{ id: b, ${days} }] }
  - { id: b, name: Б, substitutes: [{ id: c, from: 2026-07-01 }] }
`;
    const rules = 'rules:\n  - { id: a, groups: [roads], executor: a }';
    expect(findings(rules, { bodies: ring('from: 2026-01-01') })).toEqual([
      'substitute-ring 4 the substitutes go in a ring: a → b → c → a',
    ]);
    expect(findings(rules, { bodies: ring('to: 2026-06-30') })).toEqual([]);
  });

  it('finds days from today on which nobody acts', () => {
    const away = (windows: string): string => `
organisations:
  - { id: a, name: А, inactive: [${windows}], substitutes: [{ id: b }] }
  - { id: b, name: Б, inactive: [{ from: 2026-05-10, to: 2026-05-20 }] }
`;
    const rules = 'rules:\n  - { id: a, groups: [roads], executor: a }';
    const days = (windows: string, today = '2026-03-01'): string[] => findings(rules, { bodies: away(windows), today });
    expect(days('{ from: 2026-05-01, to: 2026-05-12 }')).toEqual([
      'unattended 3 «a» does not act on 2026-05-10, and nobody in its place',
    ]);
    expect(days('{ from: 2026-05-01, to: 2026-05-12 }', '2026-05-13')).toEqual([]);
    expect(days('{ from: 2026-05-01, to: 2026-05-09 }')).toEqual([]);
    expect(days('{ to: 2026-05-15 }', '2026-05-11')).toEqual([
      'unattended 3 «a» does not act on 2026-05-11, and nobody in its place',
    ]);
  });

  it('finds bodies that would approve their own answers', () => {
    const rules = `
rules:
  - { id: own, groups: [roads], executor: roads, approver: roads }
  - { id: above, groups: [waste], executor: water, approver: hall }`;
    const away = bodies.replace(
      'kind: utility,',
      'kind: utility, inactive: [{ from: 2026-05-01 }], substitutes: [{ id: hall }],',
    );
    expect(findings(rules, { bodies: away })).toEqual([
      'self-approval 7 «own» lets «roads» approve its own answers',
      'self-approval 8 «above» lets «hall», which stands in, approve its own answers',
    ]);
  });

  it('demands an approver for the kinds of bodies that the table names', () => {
    const rules = `
approvalFor: [utility, municipality]
rules:
  - { id: water, groups: [housing], executor: water }
  - { id: hall, groups: [waste], executor: hall }
  - { id: none, groups: [roads], executor: water, approver: ~ }`;
    expect(findings(rules)).toEqual([
      'no-approver 9 «hall» gives «hall» nobody to approve its answers',
      'no-approver 10 «none» gives «water» nobody to approve its answers',
      'no-approver 12 «rest» gives «Администрация: {municipality|region}» nobody to approve its answers',
    ]);
  });

  it('finds templates that have no name somewhere', () => {
    const rules = `
templates:
  - { id: rest, kind: municipality, name: "Администрация: {municipality}" }`;
    expect(findings(rules, { withDefault: false })).toEqual([
      'nameless 7 «rest» has no name in Запад (west), Восток (east)',
    ]);
  });

  it('tells of a wrong demand with its place', () => {
    expect(findings('\napprovalFor: [moon]')).toEqual([expect.stringMatching(/^not-loaded 6 approvalFor\[0\]: /)]);
  });
});
