import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import { type LintCode, type LintFinding, needsHistory } from './lint-codes.js';
import { type HistoryBounds, lintExclusions, type RuleHistory } from './lint-history.js';
import { lintLists } from './lint-lists.js';
import { lintPairs } from './lint-pairs.js';
import { lintRule } from './lint-rule.js';
import type { WordLists } from './parse.js';
import type { Rule } from './rule.js';

export interface LintInput {
  files: readonly ConfigFile[];
  /** As `readRules` gives them: those that fail an example too. */
  rules: readonly Rule[];
  lists: WordLists;
  problems: readonly ConfigProblem[];
  /** ISO date. */
  today: string;
  /** What the filters of rules may name; null: not known, filters are not checked. */
  context?: { sources: ReadonlySet<string>; isTerritory: (id: string) => boolean } | null;
  /** Texts that the rules were tried on. */
  history?: { tally: RuleHistory; bounds: HistoryBounds } | null;
  /** What the caller measured itself (costs). */
  extra?: readonly LintFinding[];
}

export interface LintReport {
  /** By file and line. */
  findings: LintFinding[];
  /** How many findings the rules' own waivers took away. */
  waived: number;
}

/** Everything that can be said about the rules. Pure: `today` and the texts are given. */
export function lint(input: LintInput): LintReport {
  const { rules, files, lists, history, today } = input;
  const all: LintFinding[] = [
    ...input.problems.map(invalid),
    ...rules.flatMap((rule) => lintRule(rule, today)),
    ...lintPairs(rules),
    ...lintExclusions(rules),
    ...lintLists(files, lists, rules),
    ...lintContext(rules, input.context ?? null),
    ...(history?.tally.findings(history.bounds, rules) ?? []),
    ...(input.extra ?? []),
  ];
  const waivers = new Map(rules.map((rule) => [rule.id, new Set<LintCode>(rule.lint ?? [])]));
  const isWaived = ({ ruleId, code }: LintFinding): boolean =>
    ruleId !== null && waivers.get(ruleId)?.has(code) === true;
  const waived = all.filter(isWaived);
  const findings = withoutRepeats(all.filter((finding) => !isWaived(finding)));
  for (const rule of rules) {
    for (const code of rule.lint ?? []) {
      if (waived.some((finding) => finding.ruleId === rule.id && finding.code === code)) continue;
      // Without history nobody knows whether the waiver of such a finding is idle.
      if (needsHistory(code) && !history) continue;
      findings.push({
        code: 'unused-waiver',
        severity: 'warning',
        ruleId: rule.id,
        file: rule.file,
        line: rule.line,
        message: `«lint: [${code}]» waives nothing`,
        remedy: 'delete the waiver',
        basis: 'structure',
      });
    }
  }
  const order = new Map(files.map(({ path }, index) => [path, index]));
  findings.sort((a, b) => (order.get(a.file) ?? -1) - (order.get(b.file) ?? -1) || (a.line ?? 0) - (b.line ?? 0));
  return { findings, waived: waived.length };
}

function invalid({ file, line, field, message }: ConfigProblem): LintFinding {
  return {
    code: 'invalid',
    severity: 'error',
    ruleId: null,
    file,
    line,
    message: field === '' ? message : `${field}: ${message}`,
    remedy: 'mend the entry; until then it is left out',
    basis: 'structure',
  };
}

/** What history shows again after the structure proved it is not said twice. */
function withoutRepeats(findings: readonly LintFinding[]): LintFinding[] {
  const proven = new Set(
    findings.filter(({ basis }) => basis === 'structure').map(({ code, ruleId }) => `${code} ${ruleId}`),
  );
  return findings.filter(({ basis, code, ruleId }) => basis === 'structure' || !proven.has(`${code} ${ruleId}`));
}

function lintContext(rules: readonly Rule[], context: LintInput['context']): LintFinding[] {
  if (!context) return [];
  return rules.flatMap((rule) => {
    const { territories = [], sources = [] } = rule;
    const finding = (severity: LintFinding['severity'], message: string, remedy: string): LintFinding => ({
      code: 'unknown-context',
      severity,
      ruleId: rule.id,
      file: rule.file,
      line: rule.line,
      message,
      remedy,
      basis: 'structure',
    });
    return [
      ...sources
        .filter((name) => !context.sources.has(name))
        .map((name) =>
          finding(
            'warning',
            `the rule waits for the source or kind «${name}», which config/ does not have`,
            'correct the name, or add the source to config/sources',
          ),
        ),
      // Sources come and go; territories do not, and whatever runs the rules leaves such a rule out.
      ...territories
        .filter((id) => !context.isTerritory(id))
        .map((id) =>
          finding(
            'error',
            `the rule waits for the territory «${id}», which config/places does not have: it is left out`,
            'use an id of config/places',
          ),
        ),
    ];
  });
}
