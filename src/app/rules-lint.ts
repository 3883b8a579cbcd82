import { type LintInput, type LintReport, lint } from '../../pipelines/rules/lint.js';
import type { LintFinding } from '../../pipelines/rules/lint-codes.js';
import {
  type HistoryBounds,
  type HistoryText,
  historyBounds,
  RuleHistory,
} from '../../pipelines/rules/lint-history.js';
import { compileRules } from '../../pipelines/rules/matcher.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import type { Clock } from '../core/clock.js';
import { selectRules, type Workbench } from './rules-workbench.js';

/** Mean time for one text above which a rule is costly, µs. */
export const costlyFromUs = 20;
/** Texts that costs are measured on. */
const measuredTexts = 500;

export interface LintOptions {
  /** Packs and rules to speak of; all when empty. */
  names: readonly string[];
  /** Texts to try the rules on; null: the structure alone. */
  texts: AsyncIterable<HistoryText> | null;
  bounds?: Partial<HistoryBounds>;
  clock: Clock;
  /** What filters may name; without it they are not checked. */
  context?: LintInput['context'];
}

export interface LintResult extends LintReport {
  rules: number;
  /** Texts looked at. */
  texts: number;
}

/** Everything that the linter can say about the rules named. @throws AppError E_INPUT_INVALID for a word that names nothing. */
export async function lintRules(workbench: Workbench, options: LintOptions): Promise<LintResult> {
  const { files, rules, lists, problems } = workbench;
  const chosen = new Set(selectRules(workbench, options.names).map((rule) => rule.id));
  const bounds = { ...historyBounds, ...options.bounds };
  const tally = options.texts === null ? null : new RuleHistory(rules);
  const sample: Analysis[] = [];
  if (tally && options.texts)
    for await (const text of options.texts) {
      tally.add(text);
      if (sample.length < measuredTexts) sample.push(text.analysis);
    }
  const report = lint({
    files,
    rules,
    lists,
    problems,
    today: new Date(options.clock.now()).toISOString().slice(0, 10),
    history: tally ? { tally, bounds } : null,
    context: options.context ?? null,
    extra: sample.length === 0 ? [] : measureCosts(rules, sample),
  });
  const chosenFiles = new Set(rules.filter((rule) => chosen.has(rule.id)).map((rule) => rule.file));
  const findings = report.findings.filter(({ ruleId, file }) =>
    ruleId === null ? options.names.length === 0 || chosenFiles.has(file) : chosen.has(ruleId),
  );
  return { findings, waived: report.waived, rules: chosen.size, texts: tally?.size ?? 0 };
}

/** Tries each rule alone; what a matcher with a rule that waits for nothing costs (looking words up) is taken off. */
function measureCosts(rules: readonly Rule[], sample: readonly Analysis[]): LintFinding[] {
  const timeOf = (matcher: ReturnType<typeof compileRules>): number => {
    const once = (): number => {
      // Time of this process, not of the clock: the machine may be busy with other things.
      const before = process.cpuUsage();
      for (const analysis of sample) matcher.match(analysis);
      return process.cpuUsage(before).user / sample.length;
    };
    once();
    return Math.min(once(), once());
  };
  const floorUs = timeOf(compileRules([]));
  return rules.flatMap((rule): LintFinding[] => {
    const us = timeOf(compileRules([rule])) - floorUs;
    if (us <= costlyFromUs) return [];
    return [
      {
        code: 'costly',
        severity: 'warning',
        ruleId: rule.id,
        file: rule.file,
        line: rule.line,
        message: `costs ${us.toFixed(0)} µs a text by itself (bound ${costlyFromUs} µs)`,
        remedy: 'add a rare word that must be there, or split the rule',
        basis: 'history',
      },
    ];
  });
}
