import type { Query } from './ast.js';
import type { MatchableRule } from './matcher.js';
import type { Rule } from './rule.js';

/** What of a rule may differ; all that its revision is made of. */
export type RuleField = 'target' | 'weight' | 'query' | 'except' | 'filter' | 'lists';

export interface RuleChange {
  id: string;
  kind: 'added' | 'removed' | 'changed';
  old: Rule | null;
  new: Rule | null;
  /** What changed, of changed rules. */
  fields: RuleField[];
}

/** Rules that differ by their revision, in the order of the new packs, removed ones last. */
export function diffRules(before: readonly Rule[], after: readonly Rule[]): RuleChange[] {
  const old = new Map(before.map((rule) => [rule.id, rule]));
  const ids = new Set(after.map(({ id }) => id));
  const changes: RuleChange[] = [];
  for (const rule of after) {
    const was = old.get(rule.id) ?? null;
    if (was === null) changes.push({ id: rule.id, kind: 'added', old: null, new: rule, fields: [] });
    else if (was.revision !== rule.revision)
      changes.push({ id: rule.id, kind: 'changed', old: was, new: rule, fields: fieldsOf(was, rule) });
  }
  for (const rule of before)
    if (!ids.has(rule.id)) changes.push({ id: rule.id, kind: 'removed', old: rule, new: null, fields: [] });
  return changes;
}

function fieldsOf(a: Rule, b: Rule): RuleField[] {
  const fields: RuleField[] = [];
  if (a.target !== b.target) fields.push('target');
  if (a.weight !== b.weight) fields.push('weight');
  const isSame = (x: unknown, y: unknown): boolean => contentOf(x) === contentOf(y);
  if (spaced(a.source.query) !== spaced(b.source.query)) fields.push('query');
  if (spaced(a.source.except ?? '') !== spaced(b.source.except ?? '')) fields.push('except');
  if (!isSame(filterOf(a), filterOf(b))) fields.push('filter');
  const isRewritten = fields.includes('query') || fields.includes('except');
  if (!isRewritten && !isSame([a.query, a.except], [b.query, b.except])) fields.push('lists');
  return fields;
}

function spaced(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function filterOf({ territories, sources, validFrom, validTo }: Rule): object {
  return { territories, sources, validFrom, validTo };
}

/** The content of a query without the places at which it was written. */
function contentOf(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)) ?? '';
}

/** One entry of a matcher that serves both versions at once. */
export interface SharedRule {
  rule: MatchableRule;
  /** What fires in each version when it does; null where the version does not have it. */
  old: Rule | null;
  new: Rule | null;
}

/**
 * The rules of both versions with nothing matched twice: a rule of which only weight or target changed is tried once for both.
 * `changed`: those that differ between the versions; `common`: the others.
 */
export function shareRules(
  before: readonly Rule[],
  after: readonly Rule[],
): { changed: SharedRule[]; common: SharedRule[] } {
  const changes = diffRules(before, after);
  const touched = new Set(changes.map(({ id }) => id));
  const matchable = (rule: Rule, id: string): MatchableRule => ({ ...rule, id });
  const changed = changes.flatMap(({ id, old, new: now }): SharedRule[] => {
    if (old && now && sameWork(old, now)) return [{ rule: matchable(now, id), old, new: now }];
    return [
      ...(old ? [{ rule: matchable(old, `${id} old`), old, new: null }] : []),
      ...(now ? [{ rule: matchable(now, `${id} new`), old: null, new: now }] : []),
    ];
  });
  const common = after
    .filter(({ id }) => !touched.has(id))
    .map((rule) => ({ rule: matchable(rule, rule.id), old: rule, new: rule }));
  return { changed, common };
}

function sameWork(a: Rule, b: Rule): boolean {
  return contentOf([a.query, a.except, filterOf(a)]) === contentOf([b.query, b.except, filterOf(b)]);
}

/** The queries of which one holds on every post that the change may concern; exclusions only take posts away. */
export function concernedQueries(changes: readonly RuleChange[]): Query[] {
  const byContent = new Map<string, Query>();
  for (const { old, new: now } of changes)
    for (const rule of [old, now]) if (rule) byContent.set(contentOf(rule.query), rule.query);
  return [...byContent.values()];
}

/** Numbers of the score that differ, by name; `null` where a side does not have one. */
export function diffConstants(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): { name: string; old: number | null; new: number | null }[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ name, old: before[name] ?? null, new: after[name] ?? null }));
}

/** The constants of pipelines/rules/score.ts as they stand in its source text; empty when there are none. */
export function readConstants(source: string): Record<string, number> {
  const block = /export const scoring = \{([\s\S]*?)\n\}/.exec(source)?.[1] ?? '';
  const found = [...block.matchAll(/^\s*(\w+):\s*(-?[\d.]+),/gm)];
  return Object.fromEntries(found.map(([, name, value]) => [name, Number(value)]));
}
