import { describe, expect, it } from 'vitest';
import { codesOf, type Entry, lintEntries } from './lint-kit.js';

/** A rule that has the finding, and a like one that has not. */
const pairs: readonly (readonly [finding: string, has: Entry, hasNot: Entry])[] = [
  ['dead error', { query: 'яма -яма' }, { query: 'яма -выбоина' }],
  ['dead error', { query: '"глубокая яма" -яма' }, { query: '"глубокая яма" -ямка' }],
  ['dead error', { query: 'выбоина', except: 'выбоин* | люк' }, { query: 'выбоина', except: 'люк' }],
  ['dead error', { query: 'выбоина', validTo: '2026-05-09' }, { query: 'выбоина', validTo: '2026-05-10' }],
  ['dead-part warning', { query: 'выбоина | (люк -люк)' }, { query: 'выбоина | (люк -крышка)' }],
  ['dead-part warning', { query: 'выбоина -люк', except: 'люк' }, { query: 'выбоина -люк', except: 'колодец' }],
  ['shadowed warning', { query: 'выбоина | люк', except: 'люк' }, { query: 'выбоина | люк', except: '"люк закрыт"' }],
  ['redundant warning', { query: 'выбоина | выбоин*' }, { query: 'выбоина | колдобин*' }],
  ['redundant warning', { query: '"разбитая дорога" | разбит*' }, { query: '"разбитая трасса" | асфальт*' }],
  [
    'redundant warning',
    { query: 'люк NEAR/2 упал | люк NEAR/5 упал' },
    { query: 'люк NEAR/2 упал | крышка NEAR/5 упал' },
  ],
  ['near-wide warning', { query: 'люк NEAR/11 крышка' }, { query: 'люк NEAR/10 крышка' }],
  ['short-prefix warning', { query: 'люк*' }, { query: 'люки*' }],
  ['stem-merge warning', { query: 'дорога' }, { query: 'асфальт' }],
  ['stem-merge warning', { query: 'режим NEAR/3 работа' }, { query: 'режим* NEAR/3 работа' }],
  ['too-broad warning', { query: 'выбоина | почему' }, { query: 'выбоина | (почему NEAR/3 асфальт)' }],
  ['too-broad warning', { query: '=это' }, { query: '=этаж' }],
  ['costly warning', { query: '"как же так"' }, { query: '"как же ямочно"' }],
  ['costly warning', { query: 're2:/[а-я]{40}/' }, { query: 're2:/ям[аы] на дорог/' }],
  [
    'weak-examples warning',
    { query: 'выбоина люк', noMatch: ['Книга'] },
    { query: 'выбоина люк', noMatch: ['Выбоина на эмали'] },
  ],
  ['weak-examples warning', { query: 'выбоина', except: 'эмаль', noMatch: ['Книга'] }, { query: 'выбоина' }],
];

describe('lint of one rule', () => {
  it.each(pairs)('finds «%s» where it is and only there: %j', (finding, has, hasNot) => {
    expect(codesOf(lintEntries([has]))).toContain(finding);
    expect(codesOf(lintEntries([hasNot]))).not.toContain(finding);
  });

  it('names the place, the words and the remedy', () => {
    const [finding] = lintEntries([{ query: 'выбоина |\n люк*' }]);
    expect(finding).toMatchObject({ code: 'short-prefix', ruleId: 'rule.r1', file: 'config/rules/test.yaml' });
    expect(finding?.message).toContain('«люк*» (query 2:2)');
    expect(finding?.line).toBeGreaterThan(1);
    expect(finding?.remedy).not.toBe('');
  });

  it('tells of many slips of a kind in one finding', () => {
    const findings = lintEntries([{ query: 'ямы* | люк* | лаз* | дно* | ров* | вал* | мох* | лёд*' }]);
    expect(findings.filter(({ code }) => code === 'short-prefix')).toHaveLength(1);
    expect(findings.find(({ code }) => code === 'short-prefix')?.message).toContain('and 2 more');
  });

  it('finds long lists of words', () => {
    const words = (count: number): string =>
      Array.from({ length: count }, (_, index) => `"словечко ${index + 100}"`).join(' | ');
    expect(codesOf(lintEntries([{ query: words(80) }]))).toContain('costly warning');
    expect(codesOf(lintEntries([{ query: words(70) }]))).not.toContain('costly warning');
  });

  it('calls an entry that cannot be read invalid', () => {
    expect(codesOf(lintEntries([{ query: 'яма NEAR/3' }]))).toEqual(['invalid error']);
  });
});

describe('waivers', () => {
  it('take a finding of the rule away', () => {
    expect(lintEntries([{ query: 'дорога', lint: ['stem-merge'] }])).toEqual([]);
  });

  it('do not take away what was not named', () => {
    expect(codesOf(lintEntries([{ query: 'дорога', lint: ['short-prefix'] }]))).toEqual([
      'stem-merge warning',
      'unused-waiver warning',
    ]);
  });

  it('of findings that only history shows are left alone without history', () => {
    const entry = { query: 'выбоина', lint: ['kills-positive'] };
    expect(lintEntries([entry])).toEqual([]);
    expect(codesOf(lintEntries([entry], { seen: [{ text: 'Тихо' }] }))).toEqual(['unused-waiver warning']);
  });

  it('with an unknown code are refused', () => {
    expect(codesOf(lintEntries([{ query: 'выбоина', lint: ['no-such'] }]))).toEqual(['invalid error']);
  });
});
