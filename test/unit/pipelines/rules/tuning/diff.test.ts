import { describe, expect, it } from 'vitest';
import {
  concernedQueries,
  diffConstants,
  diffRules,
  readConstants,
  shareRules,
} from '../../../../../pipelines/rules/diff.js';
import { PostComparer } from '../../../../../pipelines/rules/diff-posts.js';
import {
  addTally,
  countPost,
  type DiffTally,
  emptyTally,
  measuresOf,
} from '../../../../../pipelines/rules/diff-tally.js';
import { readRules } from '../../../../../pipelines/rules/load.js';
import type { Rule } from '../../../../../pipelines/rules/rule.js';
import { analyse } from '../../../../../pipelines/text/analyse.js';
import { shippedTaxonomy, yamlFile } from '../yaml-file.js';

const taxonomy = shippedTaxonomy();

interface Entry {
  target?: string;
  weight?: number;
  query: string;
  except?: string;
  validTo?: string;
}

/** Rules by id. */
function rulesOf(entries: Record<string, Entry>, lists: Record<string, string[]> = { wet: ['лужа'] }): Rule[] {
  const rules = Object.entries(entries).map(([id, entry]) => ({
    id,
    target: 'incident',
    weight: 8,
    match: ['Пример'],
    noMatch: ['Другое'],
    ...entry,
  }));
  const read = readRules([yamlFile('config/rules/test.yaml', JSON.stringify({ lists, rules }))], taxonomy);
  expect(read.problems).toEqual([]);
  return read.rules;
}

const base = { pit: { query: 'яма' }, hatch: { query: 'люк' }, water: { query: '@wet' } };

describe('rules of two versions', () => {
  it('differ by what they do, not by how they are written', () => {
    const before = rulesOf(base);
    expect(diffRules(before, rulesOf({ ...base, pit: { query: '  яма ' } }))).toEqual([]);
    const changes = (after: Rule[]) => diffRules(before, after).map(({ id, kind, fields }) => [id, kind, fields]);
    expect(changes(rulesOf({ pit: base.pit, water: base.water, new: { query: 'урна' } }))).toEqual([
      ['new', 'added', []],
      ['hatch', 'removed', []],
    ]);
    expect(changes(rulesOf({ ...base, pit: { query: 'яма', weight: 3 } }))).toEqual([['pit', 'changed', ['weight']]]);
    expect(changes(rulesOf({ ...base, pit: { query: 'яма', target: 'urgent' } }))).toEqual([
      ['pit', 'changed', ['target']],
    ]);
    expect(changes(rulesOf({ ...base, pit: { query: 'выбоина', except: 'двор' } }))).toEqual([
      ['pit', 'changed', ['query', 'except']],
    ]);
    expect(changes(rulesOf({ ...base, pit: { query: 'яма', validTo: '2026-05-01' } }))).toEqual([
      ['pit', 'changed', ['filter']],
    ]);
    expect(changes(rulesOf(base, { wet: ['лужа', 'поток'] }))).toEqual([['water', 'changed', ['lists']]]);
  });

  it('are matched once where only the weight changed', () => {
    const { changed, common } = shareRules(
      rulesOf(base),
      rulesOf({ ...base, pit: { query: 'яма', weight: 3 }, hatch: { query: 'люки' } }),
    );
    expect(changed.map(({ rule }) => rule.id)).toEqual(['pit', 'hatch old', 'hatch new']);
    expect(common.map(({ rule }) => rule.id)).toEqual(['water']);
  });

  it('name the queries that a post must answer to be concerned, each once', () => {
    const changes = diffRules(
      rulesOf(base),
      rulesOf({ ...base, pit: { query: 'яма', weight: 3 }, hatch: { query: 'колодец' } }),
    );
    expect(concernedQueries(changes).map((query) => ('word' in query ? query.word : ''))).toEqual([
      'яма',
      'люк',
      'колодец',
    ]);
  });

  it('have constants that can be read from the source', () => {
    const source = 'export const scoring = {\n  intercept: -4.02,\n  /** Per point. */\n  cap: 10,\n} as const;\n';
    expect(readConstants(source)).toEqual({ intercept: -4.02, cap: 10 });
    expect(diffConstants({ cap: 10, old: 1 }, { cap: 12 })).toEqual([
      { name: 'cap', old: 10, new: 12 },
      { name: 'old', old: 1, new: null },
    ]);
  });
});

describe('posts judged by two versions', () => {
  const before = rulesOf({ ...base, talk: { query: 'кофе', target: 'not-incident' } });
  const after = rulesOf({
    ...base,
    talk: { query: 'кофе', target: 'not-incident' },
    pit: { query: 'яма', except: 'двор' },
    bench: { query: 'скамейка' },
  });
  const comparer = new PostComparer(before, after);
  const compare = (text: string, isJudged = false) => comparer.compare(analyse(text), { isJudged });

  it('are not judged when no changed rule fires', () => {
    expect(compare('Люк открыт')).toEqual({ hits: [], old: null, new: null });
    expect(compare('Люк открыт', true).old?.incident).toBe(true);
    expect(compare('Яма у дороги')).toMatchObject({ hits: [], old: null });
  });

  it('show what was gained and lost, with the words', () => {
    const lost = compare('Во дворе яма');
    expect(lost.hits).toMatchObject([{ rule: 'pit', kind: 'lost', words: [{ text: 'яма' }] }]);
    expect([lost.old?.incident, lost.new?.incident]).toEqual([true, false]);
    const gained = compare('Скамейка сломана');
    expect(gained.hits).toMatchObject([{ rule: 'bench', kind: 'gained' }]);
    expect([gained.old?.incident, gained.new?.incident]).toEqual([false, true]);
  });

  it('agree with two matchers that know one version each', () => {
    const texts = ['Во дворе яма и люк', 'Кофе и скамейка', 'Лужа, яма', 'Яма', 'Тихо', 'Скамейка, двор, яма, кофе'];
    const sides = [new PostComparer([], before), new PostComparer([], after)];
    for (const text of texts) {
      const both = compare(text, true);
      const [old, now] = sides.map((side) => side.compare(analyse(text), { isJudged: true }).new);
      expect([both.old, both.new]).toEqual([old, now]);
    }
  });
});

describe('the tally', () => {
  const before = rulesOf({ pit: { query: 'яма' }, cat: { query: 'кот' } });
  const after = rulesOf({ pit: { query: 'яма' }, bench: { query: 'скамейка' } });
  const comparer = new PostComparer(before, after);
  const count = (texts: readonly [id: string, text: string, incident: boolean | null][]): DiffTally => {
    const tally = emptyTally(2);
    for (const [id, text, incident] of texts) {
      const label = incident === null ? null : { incident, group: null };
      countPost(tally, { id, text, label }, comparer.compare(analyse(text), { isJudged: incident !== null }));
    }
    return tally;
  };
  const texts: [string, string, boolean | null][] = [
    ['a', 'Яма', true],
    ['b', 'Скамейка сломана', true],
    ['c', 'Кот спит', false],
    ['d', 'Кот', null],
    ['e', 'Скамейка', null],
    ['f', 'Тихо', null],
  ];

  it('counts gained and lost posts, rules, and right answers of both versions', () => {
    const tally = count(texts);
    expect(tally).toMatchObject({ looked: 6, concerned: 4, labelled: 3 });
    expect(tally.counts).toMatchObject({ 'incident gained': 2, 'incident lost': 2 });
    expect(tally.rules).toEqual({
      bench: { gained: 2, lost: 0, reweighted: 0 },
      cat: { gained: 0, lost: 2, reweighted: 0 },
    });
    expect(tally.old).toMatchObject({ found: 1, missed: 1, falseAlarms: 1 });
    expect(tally.new).toMatchObject({ found: 2, missed: 0, falseAlarms: 0 });
    const { precision, recall } = measuresOf(tally.old);
    expect([precision.share, recall.share]).toEqual([0.5, 0.5]);
    expect(tally.posts.map(({ id }) => id).sort()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('is the same whether counted at once or in parts', () => {
    const whole = emptyTally(2);
    for (const part of [texts.slice(0, 2), texts.slice(2)]) addTally(whole, count(part));
    expect({ ...whole, posts: [] }).toEqual({ ...count(texts), posts: [] });
    expect(new Set(whole.posts.map(({ id }) => id))).toEqual(new Set(count(texts).posts.map(({ id }) => id)));
  });

  it('keeps a few posts of each kind however many there are', () => {
    const many = Array.from({ length: 2000 }, (_, index): [string, string, null] => [`p${index}`, 'Скамейка', null]);
    expect(count(many).posts.length).toBeLessThan(150);
    expect(count(many).counts['incident gained']).toBe(2000);
  });
});
