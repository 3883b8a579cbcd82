import { describe, expect, it } from 'vitest';
import { loadRules } from '../../../../pipelines/rules/load.js';
import { formatProblem } from '../../../../src/core/config-file.js';
import { shippedPacks, shippedTaxonomy, yamlFile } from './yaml-file.js';

const taxonomy = shippedTaxonomy();
const good = (id: string): string => `  - id: ${id}
    target: roads.potholes
    weight: 3
    query: 'яма NEAR/3 дорога'
    match: ['Яма на дороге']
    noMatch: ['Яма под яблоню']
`;
const load = (...texts: string[]) =>
  loadRules(
    texts.map((text, index) => yamlFile(`config/rules/pack${index + 1}.yaml`, text)),
    taxonomy,
  );
const problems = (...texts: string[]): string[] => load(...texts).problems.map(formatProblem);

describe('the shipped packs', () => {
  const loaded = loadRules(shippedPacks(), taxonomy);

  it('load without a problem, every example proven', () => {
    expect(loaded.problems.map(formatProblem)).toEqual([]);
    expect(loaded.rules.length).toBeGreaterThan(350);
  });

  it('cover every topic of the taxonomy but «no subject named»', () => {
    const targets = new Set(loaded.rules.map((rule) => rule.target));
    const topics = taxonomy.groups.flatMap((group) => group.topics.map((topic) => topic.id));
    expect(topics.filter((topic) => !targets.has(topic) && topic !== 'other.unclear')).toEqual([]);
  });

  it('offer at least 15 topics in the big groups and 4 in the others', () => {
    const big = ['roads', 'housing', 'improvement', 'waste', 'transport', 'health', 'social', 'education'];
    for (const group of taxonomy.groups)
      expect(group.topics.length, group.code).toBeGreaterThanOrEqual(big.includes(group.code) ? 15 : 4);
  });
});

describe('a bad pack', () => {
  it('with one wrong rule loses that rule alone', () => {
    const bad = good('bad').replace("'яма NEAR/3 дорога'", "'яма NEAR/3'");
    const loaded = load(`rules:\n${good('a')}${bad}${good('b')}`);
    expect(loaded.rules.map((rule) => rule.id)).toEqual(['a', 'b']);
    expect(loaded.problems.map(formatProblem)).toEqual([
      'config/rules/pack1.yaml:11 rules[1].query: line 1, column 11: expected a word, "phrase", «(», SENT(...), neg(...), @list, # or re2:/…/, found the end of the query',
    ]);
  });

  it('points into a query of several lines by the line of the file', () => {
    const bad = good('bad').replace("'яма NEAR/3 дорога'", '|-\n      яма |\n      (дорога');
    expect(problems(`rules:\n${bad}`)).toEqual([
      'config/rules/pack1.yaml:7 rules[0].query: line 2, column 8: expected «)» that closes the «(» of line 2, column 1, found the end of the query',
    ]);
  });

  it.each([
    ['without examples', good('a').replace(/ {4}match.*\n/, ''), /pack1\.yaml:2 rules\[0\]\.match: /],
    [
      'with an empty list of examples',
      good('a').replace("['Яма под яблоню']", '[]'),
      /rules\[0\]\.noMatch: give at least one text/,
    ],
    ['with an unknown key', good('a').replace('weight: 3', 'weight: 3\n    wieght: 4'), /rules\[0\]: .*wieght/],
    ['with text for a weight', good('a').replace('weight: 3', 'weight: much'), /pack1\.yaml:4 rules\[0\]\.weight: /],
    ['with a weight of 0', good('a').replace('weight: 3', 'weight: 0'), /a weight of 0 has no effect/],
    [
      'with an unknown target',
      good('a').replace('roads.potholes', 'roads.holes'),
      /pack1\.yaml:3 rules\[0\]\.target: unknown target «roads\.holes»/,
    ],
    [
      'with a negative weight for incident',
      good('a').replace('roads.potholes', 'incident').replace('3\n', '-3\n'),
      /must be above 0/,
    ],
    ['with an id in capitals', good('Яма'), /rules\[0\]\.id: use lower-case Latin words/],
    ['that is no mapping', '  - 17\n', /pack1\.yaml:2 rules\[0\]: /],
    [
      'that does not fire on its match',
      good('a').replace('Яма на дороге', 'Ухаб на дороге'),
      /pack1\.yaml:2 match: rule «a» does not fire on its match example «Ухаб на дороге»/,
    ],
    [
      'that fires on its noMatch',
      good('a').replace('Яма под яблоню', 'Дорога и яма'),
      /pack1\.yaml:2 noMatch: rule «a» fires on its noMatch example «Дорога и яма»/,
    ],
  ])('gives one clear problem for a rule %s', (_, rule, expected) => {
    const found = problems(`rules:\n${rule}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it('names both places of a doubled id and keeps the first', () => {
    const loaded = load(`rules:\n${good('a')}`, `rules:\n${good('a')}`);
    expect(loaded.rules).toHaveLength(1);
    expect(loaded.problems.map(formatProblem)).toEqual([
      'config/rules/pack2.yaml:2 rules[0].id: the id «a» is taken by config/rules/pack1.yaml:2; give this rule its own',
    ]);
  });

  it.each([
    ['[]', 'config/rules/pack1.yaml:1 expected a mapping with «rules:» and/or «lists:»'],
    ['other: 1\nrules: []\n', 'config/rules/pack1.yaml:1 other: unknown key «other»: a pack has «rules:» and «lists:»'],
    ['rules: 5\n', 'config/rules/pack1.yaml:1 rules: expected a list of rules'],
    ['{}', 'config/rules/pack1.yaml:1 the pack has neither «rules:» nor «lists:»'],
    [
      "lists:\n  снег: ['снег & лёд']\n",
      'config/rules/pack1.yaml:2 lists.снег: a list holds words and phrases, not conditions (column 1 of an item)',
    ],
    ['lists:\n  снег: []\n', 'config/rules/pack1.yaml:2 lists.снег: a list needs at least one word or phrase'],
    ['lists: [1]\n', 'config/rules/pack1.yaml:1 lists: expected a mapping from list name to words'],
  ])('says what is wrong with the file: %s', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });
});

describe('the revision of a rule', () => {
  const revision = (text: string): string | undefined => load(text).rules[0]?.revision;
  const list = "lists:\n  ямы: ['яма', 'ухаб']\n";
  const rule = good('a').replace('яма NEAR/3', '@ямы NEAR/3');

  it('stays when examples change and changes with the query or a list in it', () => {
    const first = revision(`${list}rules:\n${rule}`);
    expect(revision(`${list}rules:\n${rule.replace('Яма на дороге', 'Ухаб на дороге')}`)).toBe(first);
    expect(revision(`${list}rules:\n${rule.replace('NEAR/3', 'NEAR/4')}`)).not.toBe(first);
    expect(
      revision(`${list}rules:\n${rule.replace("'@ямы NEAR/3 дорога'", '|-\n      @ямы\n      NEAR/3 дорога')}`),
    ).toBe(first);
    expect(revision(`${list.replace('ухаб', 'выбоина')}rules:\n${rule}`)).not.toBe(first);
  });
});
