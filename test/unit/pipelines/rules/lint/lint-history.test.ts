import { describe, expect, it } from 'vitest';
import { codesOf, lintEntries, type Seen } from './lint-kit.js';

const times = (count: number, text: string, label: Omit<Seen, 'text'> = {}): Seen[] =>
  Array.from({ length: count }, () => ({ text, ...label }));

describe('lint on history', () => {
  it('finds rules that never fired, when there were enough texts', () => {
    const seen = [...times(19, 'Тихий вечер'), ...times(1, 'Выбоина у школы')];
    const rules = [{ query: 'выбоина' }, { query: 'колдобина' }];
    const found = lintEntries(rules, { seen, bounds: { leastTexts: 20 } });
    expect(found.map(({ code, severity, ruleId, basis }) => [code, severity, ruleId, basis])).toEqual([
      ['dead', 'warning', 'rule.r2', 'history'],
    ]);
    expect(lintEntries(rules, { seen, bounds: { leastTexts: 21 } })).toEqual([]);
  });

  it('finds rules that fire on too many background texts; complaints are no background', () => {
    const complaints = times(50, 'Выбоина', { incident: true });
    const quiet = times(90, 'Тихий вечер', { incident: false });
    const broad = times(10, 'Выбоина на карте', { incident: false });
    const few = times(2, 'Выбоина на карте', { incident: false });
    const rules = [{ query: 'выбоина' }];
    expect(codesOf(lintEntries(rules, { seen: [...complaints, ...quiet, ...broad], bounds: { broad: 0.05 } }))).toEqual(
      ['too-broad warning'],
    );
    expect(lintEntries(rules, { seen: [...complaints, ...quiet, ...few], bounds: { broad: 0.05 } })).toEqual([]);
  });

  it('finds a rule whose every hit is one of a stronger rule as well', () => {
    const seen = [
      ...times(12, 'Глубокая выбоина на асфальте', { incident: true }),
      ...times(3, 'Асфальт новый', { incident: true }),
    ];
    const found = lintEntries([{ query: 'выбоина' }, { query: 'асфальт', weight: 4 }], { seen });
    expect(found.map(({ code, ruleId, basis }) => [code, ruleId, basis])).toEqual([['subsumed', 'rule.r1', 'history']]);
    expect(lintEntries([{ query: 'выбоина' }, { query: 'асфальт', weight: 2 }], { seen })).toEqual([]);
    const apart = [...seen, ...times(1, 'Выбоина', { incident: true })];
    expect(lintEntries([{ query: 'выбоина' }, { query: 'асфальт', weight: 4 }], { seen: apart })).toEqual([]);
  });

  it('finds exclusions that silence labelled texts of the topic', () => {
    const rules = [{ query: 'выбоина', except: 'двор', target: 'roads.potholes' }];
    const seen = [{ text: 'Выбоина у нашего двора', topic: 'roads.potholes' }];
    const [finding] = lintEntries(rules, { seen });
    expect(finding).toMatchObject({ code: 'kills-positive', severity: 'warning' });
    expect(finding?.message).toContain('Выбоина у нашего двора');
    expect(lintEntries(rules, { seen: [{ text: 'Выбоина у нашего двора', topic: 'housing' }] })).toEqual([]);
    expect(lintEntries(rules, { seen: [{ text: 'Двор чист', topic: 'roads.potholes' }] })).toEqual([]);
  });

  it('finds an exclusion within the query too', () => {
    const rules = [{ query: 'выбоина -двор', target: 'roads.potholes' }];
    const seen = [{ text: 'Выбоина у нашего двора', topic: 'roads.potholes' }];
    expect(codesOf(lintEntries(rules, { seen }))).toEqual(['kills-positive warning']);
  });
});

describe('exclusions and examples', () => {
  it('an exclusion that silences an own example is an error', () => {
    const own = { query: 'выбоина', except: 'двор', match: ['Выбоина у двора'] };
    expect(codesOf(lintEntries([own]))).toEqual(['kills-positive error']);
    expect(lintEntries([{ ...own, match: ['Выбоина у парка'] }])).toEqual([]);
  });

  it('one that takes the strongest evidence off another rule’s example is a warning', () => {
    const strong = { query: 'выбоина', except: 'двор', weight: 6 };
    const weak = { query: 'асфальт', weight: 2, match: ['Выбоина в асфальте двора'] };
    expect(codesOf(lintEntries([strong, weak]))).toEqual(['kills-positive warning']);
    expect(lintEntries([strong, { ...weak, weight: 7 }])).toEqual([]);
  });
});
