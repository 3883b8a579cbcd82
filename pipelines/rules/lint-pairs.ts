import type { LintFinding } from './lint-codes.js';
import { type Form, formKey, formOf } from './lint-forms.js';
import { implies } from './lint-implies.js';
import type { Rule, RuleFilter } from './rule.js';

interface Entry {
  rule: Rule;
  query: Form;
  except: Form | null;
  key: string;
}

/** What rules of the same target (or of opposite ones) show beside each other: duplicates, subsumed and shadowed rules. */
export function lintPairs(rules: readonly Rule[]): LintFinding[] {
  const byTarget = new Map<string, Entry[]>();
  for (const rule of rules) {
    const [query, except] = [formOf(rule.query), rule.except ? formOf(rule.except) : null];
    const key = `${formKey(query)} except ${except ? formKey(except) : ''}`;
    const entries = byTarget.get(rule.target) ?? [];
    byTarget.set(rule.target, entries);
    entries.push({ rule, query, except, key });
  }
  const findings: LintFinding[] = [];
  for (const [target, entries] of byTarget) {
    for (const [index, entry] of entries.entries()) {
      const finding =
        findDuplicate(entry, entries.slice(0, index)) ??
        findSubsumed(entry, entries) ??
        findShadowed(entry, [...entries, ...(target === 'incident' ? (byTarget.get('not-incident') ?? []) : [])]);
      if (finding) findings.push(finding);
    }
  }
  return findings;
}

function findDuplicate({ rule, key }: Entry, earlier: readonly Entry[]): LintFinding | null {
  const same = earlier.find((one) => one.key === key && Math.sign(one.rule.weight) === Math.sign(rule.weight));
  if (!same) return null;
  const message = `the query is the same as that of «${same.rule.id}» (${placeOf(same.rule)}), which has the same target`;
  return finding(rule, 'duplicate', message, 'keep one of the two and add up the weights');
}

function findSubsumed(entry: Entry, entries: readonly Entry[]): LintFinding | null {
  const { rule } = entry;
  const wider = entries.find(
    (other) =>
      other !== entry &&
      other.key !== entry.key &&
      rule.weight > 0 === other.rule.weight > 0 &&
      Math.abs(other.rule.weight) >= Math.abs(rule.weight) &&
      alwaysFires(entry, other),
  );
  if (!wider) return null;
  const { id, weight } = wider.rule;
  const message = `on every text of this rule «${id}» (${placeOf(wider.rule)}) fires too, with the weight ${weight}`;
  return finding(rule, 'subsumed', message, 'delete this rule, or say what it is to catch beyond the other');
}

function findShadowed(entry: Entry, others: readonly Entry[]): LintFinding | null {
  const { rule } = entry;
  if (rule.weight < 0) return null;
  const against = others.find(
    (other) =>
      (other.rule.weight < 0 || other.rule.target !== rule.target) &&
      Math.abs(other.rule.weight) >= rule.weight &&
      alwaysFires(entry, other),
  );
  if (!against) return null;
  const { id, weight, target } = against.rule;
  const strength = target === rule.target ? weight : `${weight} for ${target}`;
  const message = `«${id}» (${placeOf(against.rule)}) fires on every text of this rule and takes its weight away (${strength})`;
  return finding(rule, 'shadowed', message, 'exclude the words of this rule there, or delete this rule');
}

/** True when `other` surely fires wherever `entry` does. */
function alwaysFires(entry: Entry, other: Entry): boolean {
  if (!isWithin(entry.rule, other.rule)) return false;
  const fires: Form = entry.except
    ? { op: 'and', parts: [entry.query, { op: 'not', inner: entry.except }] }
    : entry.query;
  return implies(fires, other.query) && (other.except === null || implies(fires, { op: 'not', inner: other.except }));
}

/** Whether a rule with the filter `a` speaks only where and when one with `b` may. */
function isWithin(a: RuleFilter, b: RuleFilter): boolean {
  const covers = (inner: readonly string[] | undefined, outer: readonly string[] | undefined): boolean =>
    outer === undefined || (inner?.every((one) => outer.includes(one)) ?? false);
  return (
    covers(a.territories, b.territories) &&
    covers(a.sources, b.sources) &&
    (b.validFrom === undefined || (a.validFrom !== undefined && a.validFrom >= b.validFrom)) &&
    (b.validTo === undefined || (a.validTo !== undefined && a.validTo <= b.validTo))
  );
}

function placeOf({ file, line }: Rule): string {
  return `${file}:${line}`;
}

function finding(
  { id, file, line }: Rule,
  code: 'duplicate' | 'subsumed' | 'shadowed',
  message: string,
  remedy: string,
): LintFinding {
  return { code, severity: 'warning', ruleId: id, file, line, message, remedy, basis: 'structure' };
}
