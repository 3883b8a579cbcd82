import { createExplainer, type RuleExplanation } from '../../pipelines/rules/explain.js';
import { compileRules } from '../../pipelines/rules/matcher.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import { type Lack, shortfall } from '../../pipelines/rules/shortfall.js';
import { analyse } from '../../pipelines/text/analyse.js';
import type { ConfigFile, ConfigProblem } from '../core/config-file.js';
import type { Span } from '../core/verdict.js';
import { isRead, nameTest, selectRules, type Workbench } from './rules-workbench.js';

/** An example that is not as its rule says. */
export interface ExampleFailure {
  rule: string;
  file: string;
  /** 1-based line of the example. */
  line: number;
  /** The list that it stands in. */
  list: 'match' | 'noMatch';
  text: string;
  /** Words of the example on which the rule fired; empty when it did not. */
  words: Span[];
  /** What it lacked to fire; empty when it did. */
  lacks: Lack[];
}

export interface TestReport {
  /** Rules tried, and packs that they stand in. */
  rules: number;
  packs: number;
  /** Examples tried. */
  examples: number;
  failures: ExampleFailure[];
  /** What could not be read at all. */
  problems: ConfigProblem[];
}

/**
 * Tries every example of the named packs and rules (all without names).
 * @throws AppError E_INPUT_INVALID for a word that names nothing.
 */
export function testRules(workbench: Workbench, words: readonly string[]): TestReport {
  const rules = selectRules(workbench, words);
  const matcher = compileRules(rules);
  const failures: ExampleFailure[] = [];
  let examples = 0;
  for (const rule of rules) {
    for (const list of ['match', 'noMatch'] as const) {
      rule[list].forEach((text, index) => {
        examples++;
        const analysis = analyse(text);
        if (matcher.fires(rule.id, analysis) === (list === 'match')) return;
        const [explained] = createExplainer([rule]).explain(analysis, { only: rule.id });
        const { fires, query } = explained as RuleExplanation;
        failures.push({
          rule: rule.id,
          file: rule.file,
          line: lineOfExample(workbench.files, rule, list, index),
          list,
          text,
          words: fires ? query.words : [],
          lacks: shortfall(explained as RuleExplanation).lacks,
        });
      });
    }
  }
  const tests = words.map(nameTest);
  const problems = workbench.problems.filter(
    ({ file }) => tests.length === 0 || !isRead(workbench, file) || tests.some((test) => test({ id: '', file })),
  );
  return { rules: rules.length, packs: new Set(rules.map(({ file }) => file)).size, examples, failures, problems };
}

function lineOfExample(files: readonly ConfigFile[], rule: Rule, list: 'match' | 'noMatch', index: number): number {
  const file = files.find(({ path }) => path === rule.file);
  const entries = (file?.data as { rules?: { id?: unknown }[] } | undefined)?.rules ?? [];
  const place = entries.findIndex((entry) => entry?.id === rule.id);
  return file && place !== -1 ? file.lineAt(['rules', place, list, index]) : rule.line;
}
