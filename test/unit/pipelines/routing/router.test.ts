import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { createRouter } from '../../../../pipelines/routing/router.js';
import { formatProblem } from '../../../../src/core/config-file.js';
import { routeSchema } from '../../../../src/core/executor.js';
import { type GroupCode, groupCodes, type Verdict } from '../../../../src/core/verdict.js';
import { configFile, shippedFiles } from '../places/config-files.js';

const { locator, territories } = createLocator({ files: shippedFiles('places') });
const lineage = locator.lineage;
const { router, problems } = createRouter({ files: shippedFiles('routing'), lineage, territories });

function verdict(group: GroupCode | null, topic: string | null = null, groups: [GroupCode, number][] = []): Verdict {
  return {
    score: 0.9,
    incident: true,
    unsure: false,
    doubts: [],
    group,
    topic,
    kind: null,
    urgency: 'ordinary',
    groups: groups.map(([code, probability]) => ({ group: code, probability })),
    topics: [],
    evidence: [],
  };
}
const at = (text: string, territory: string | null = null) => locator.locate(text, { territory });

describe('the shipped routing table', () => {
  it('has no problems', () => {
    expect(problems.map(formatProblem)).toEqual([]);
  });

  it('gives every group in every region and in the demonstration town exactly one executor', () => {
    const places = territories
      .filter(({ level, id }) => level === 'region' || id.startsWith('demo-'))
      .map(({ id }) => id);
    expect(places.length).toBeGreaterThanOrEqual(87);
    for (const territory of places) {
      for (const group of groupCodes) {
        const route = router.route(verdict(group, null, [[group, 0.8]]), at('темно', territory), 'темно');
        expect(() => routeSchema.parse(route)).not.toThrow();
        expect(route.executorName, `${group} in ${territory}`).not.toContain('место не определено');
        expect(route.ranked[0]?.executorId).toBe(route.executorId);
        expect(router.route(verdict(group, null, [[group, 0.8]]), at('темно', territory), 'темно')).toEqual(route);
      }
    }
  });

  it('answers even without place and group', () => {
    const route = router.route(verdict(null), at('темно'), 'темно');
    expect(route).toMatchObject({ executorName: 'Администрация: место не определено', ruleId: 'administration' });
    expect(route.ranked).toHaveLength(1);
  });

  it('prefers the topic to the group and inherits down the territory', () => {
    const place = at('На Мира 15 холодно', 'demo-svetloozersk');
    expect(router.route(verdict('housing', 'housing.heating'), place, '').executorId).toBe('demo-heat');
    expect(router.route(verdict('housing', 'housing.lift'), place, '').executorId).toBe('demo-managing-company');
    expect(router.route(verdict('improvement'), place, '').executorId).toBe('demo-improvement');
    expect(
      router.route(verdict('improvement'), at('в посёлке Сосновка грязь', 'demo-svetloozersk'), '').executorId,
    ).toBe('demo-villages');
    expect(router.route(verdict('health'), place, '').executorId).toBe('demo-health');
  });

  it('names the body of the place by template', () => {
    expect(router.route(verdict('health'), at('В Рязани нет врача'), '').executorName).toBe(
      'Министерство здравоохранения: Рязанская область',
    );
    expect(router.route(verdict('roads'), at('В Рязани яма'), '').executorName).toBe(
      'Администрация: городской округ Рязань',
    );
  });

  it('says in one Russian sentence why, with the line of the table', () => {
    const { reason } = router.route(verdict('roads'), at('яма', 'demo-svetloozersk'), '');
    expect(reason).toMatch(
      /^Группа «roads», территория «городской округ Светлоозёрск»: правило «demo-roads» \(config\/routing\/demo-town\.yaml:\d+\)\.$/,
    );
  });

  it('ranks the bodies of the other groups, adding up what goes to one body, at most five', () => {
    const groups: [GroupCode, number][] = [
      ['roads', 0.4],
      ['improvement', 0.3],
      ['housing', 0.1],
      ['authorities', 0.1],
      ['other', 0.05],
    ];
    const { ranked } = router.route(verdict('roads', null, groups), at('яма', 'demo-svetloozersk'), '');
    expect(ranked.map(({ executorId, probability }) => [executorId, probability])).toEqual([
      ['demo-roads', 0.4],
      ['demo-improvement', 0.3],
      ['demo-administration', 0.15],
      ['demo-managing-company', 0.1],
    ]);
  });

  it('lists the written executors and the template bodies of the territories served', () => {
    const names = router.executors().map(({ name }) => name);
    expect(names).toContain('МКУ «Дорожный участок»');
    const wide = createRouter({
      files: shippedFiles('routing'),
      lineage,
      territories,
      served: ['61000000'],
    }).router.executors();
    expect(wide.map(({ name }) => name)).toContain('Администрация: городской округ Рязань');
    const routed = router.route(verdict('roads'), at('В Рязани яма'), '');
    expect(wide.map(({ id }) => id)).toContain(routed.executorId);
  });
});

describe('a bad routing file', () => {
  const text = `
organisations:
  - { id: known, name: Известная служба, kind: utility }
  - { id: known, name: Она же, kind: utility }
rules:
  - { id: to-nobody, groups: [roads], executor: unknown }
  - { id: no-group, groups: [snow], executor: known }
  - { id: first, groups: [roads], executor: known }
  - { id: dead, groups: [roads], executor: known }
  - { id: far, groups: [waste], territory: atlantis, executor: known }
  - { id: bad-topic, topics: [snow.yard], executor: known }
templates:
  - { id: all, kind: municipality, name: "Администрация: {village}" }
`;
  const bad = createRouter({ files: [configFile('config/routing/bad.yaml', text)], lineage, territories });

  it('is reported line by line with the remedy', () => {
    const lines = bad.problems.filter(({ fatal }) => !fatal).map(formatProblem);
    expect(lines.map((line) => line.slice(0, line.indexOf(': ')))).toEqual([
      'config/routing/bad.yaml:7 rules[1].groups[0]',
      'config/routing/bad.yaml:11 rules[5].topics[0]',
      'config/routing/bad.yaml:13 templates[0].name',
      'config/routing/bad.yaml:4 organisations[1].id',
      'config/routing/bad.yaml:6 rules[0].executor',
      'config/routing/bad.yaml:9 rules[3]',
      'config/routing/bad.yaml:10 rules[4].territory',
    ]);
    expect(lines.find((line) => line.includes('rules[3]'))).toContain('never reached');
  });

  it('is fatal where a group is left without an executor', () => {
    const gaps = bad.problems.filter(({ fatal }) => fatal).map(({ message }) => message);
    expect(gaps).toHaveLength(groupCodes.length - 1);
    expect(() => bad.router.route(verdict('health'), at(''), '')).toThrow(
      expect.objectContaining({ code: 'E_ROUTE_MISSING' }),
    );
  });
});
