import { describe, expect, it } from 'vitest';
import { codesOf, type Entry, lintEntries } from './lint-kit.js';

const wide: Entry = { query: 'выбоин*', weight: 4 };

/** The second rule beside `wide`. */
const pairs: readonly (readonly [finding: string, first: Entry, has: Entry, hasNot: Entry])[] = [
  ['subsumed warning', wide, { query: 'выбоина' }, { query: 'колдобина' }],
  ['subsumed warning', wide, { query: 'выбоина NEAR/3 асфальт' }, { query: 'выбоина | асфальт' }],
  ['subsumed warning', wide, { query: 'выбоина' }, { query: 'выбоина', weight: 5 }],
  ['subsumed warning', wide, { query: 'выбоина' }, { query: 'выбоина', target: 'housing' }],
  [
    'subsumed warning',
    { ...wide, except: 'двор' },
    { query: 'выбоина', except: 'двор | парк' },
    { query: 'выбоина', except: 'парк' },
  ],
  ['subsumed warning', wide, { query: 'выбоина -двор' }, { query: '-выбоина двор' }],
  [
    'subsumed warning',
    { ...wide, validTo: '2026-12-31' },
    { query: 'выбоина', validTo: '2026-06-01' },
    { query: 'выбоина' },
  ],
  [
    'subsumed warning',
    { ...wide, sources: ['forum', 'feed'] },
    { query: 'выбоина', sources: ['feed'] },
    { query: 'выбоина' },
  ],
  ['duplicate warning', wide, { query: 'выбоин*' }, { query: 'выбоина' }],
  ['duplicate warning', { query: 'яма люк' }, { query: 'люк & ямы' }, { query: 'люк | яма' }],
  ['shadowed warning', { ...wide, weight: -4 }, { query: 'выбоина' }, { query: 'выбоина', weight: 5 }],
  [
    'shadowed warning',
    { ...wide, target: 'not-incident' },
    { query: 'выбоина', target: 'incident' },
    { query: 'выбоина', target: 'urgent' },
  ],
];

describe('lint of rules beside each other', () => {
  it.each(pairs)('finds «%s» of %j: %j, and not %j', (finding, first, has, hasNot) => {
    const codes = (second: Entry): string[] =>
      lintEntries([first, second])
        .filter(({ ruleId }) => ruleId === 'rule.r2')
        .map(({ code, severity }) => `${code} ${severity}`);
    expect(codes(has)).toContain(finding);
    expect(codes(hasNot)).not.toContain(finding);
  });

  it('names the other rule with its place', () => {
    const found = lintEntries([wide, { query: 'выбоина' }]).find(({ code }) => code === 'subsumed');
    expect(found?.message).toContain('«rule.r1» (config/rules/test.yaml:');
  });
});

describe('lint of lists', () => {
  const lists = { snow: ['снег', 'снег*', 'сугроб'], light: ['фонарь'] };

  it('finds lists that no rule uses', () => {
    expect(codesOf(lintEntries([{ query: '@light' }], { lists: { light: ['фонарь'] } }))).toEqual([]);
    const unused = lintEntries([{ query: '@light' }], { lists: { light: ['фонарь'], ice: ['наледь'] } });
    expect(unused.map(({ code, message }) => [code, message])).toEqual([['unused-list', 'no rule uses the list @ice']]);
  });

  it('counts a list as used through another one', () => {
    const nested = { ice: ['наледь'], winter: ['@ice', 'сугроб'] };
    expect(lintEntries([{ query: '@winter' }], { lists: nested })).toEqual([]);
  });

  it('finds items that another one covers, with their line', () => {
    const found = lintEntries([{ query: '@snow | @light' }], { lists });
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ['redundant', 'the item «снег» of @snow adds nothing to «снег*»'],
    ]);
    expect(found[0]?.line).toBeGreaterThan(1);
  });
});

describe('lint of filters', () => {
  const context = { sources: new Set(['forum-1', 'phpbb']), isTerritory: (id: string) => id === 'ru-kur' };

  it('finds names that the configuration does not have', () => {
    const codes = (entry: Partial<Entry>): string[] =>
      codesOf(lintEntries([{ query: 'выбоина', ...entry }], { context }));
    expect(codes({ sources: ['phpbb', 'forum-1'], territories: ['ru-kur'] })).toEqual([]);
    expect(codes({ sources: ['no-such'] })).toEqual(['unknown-context warning']);
    expect(codes({ territories: ['ru-xxx'] })).toEqual(['unknown-context error']);
  });
});
