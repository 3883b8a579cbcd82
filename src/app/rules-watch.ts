import { createRuleClassifier } from '../../pipelines/rules/classifier.js';
import { createEvaluation, type Evaluation, type Figures } from '../../pipelines/rules/evaluation.js';
import type { ReadOptions } from '../config/yaml.js';
import { type ConfigProblem, formatProblem } from '../core/config-file.js';
import type { AnalysedText } from './rules-labelled.js';
import { type ExampleFailure, type TestReport, testRules } from './rules-test.js';
import { nameTest, openWorkbench, type Workbench } from './rules-workbench.js';

/** What a changed rule wins and loses on the texts that are watched. */
export interface RuleChange {
  id: string;
  how: 'added' | 'changed' | 'removed';
  /** Null without texts, or when there was no such rule. */
  before: Figures | null;
  after: Figures | null;
  won: WatchedText[];
  lost: WatchedText[];
}

export interface WatchedText {
  id: string;
  text: string;
  incident: boolean | null;
}

/** What is otherwise than at the last look. */
export interface WatchReport {
  isFirst: boolean;
  test: TestReport;
  rules: RuleChange[];
  problems: { new: ConfigProblem[]; gone: ConfigProblem[] };
  failures: { new: ExampleFailure[]; gone: ExampleFailure[] };
  /** Of all rules together; null without texts. */
  detection: { before: Evaluation['detection'] | null; after: Evaluation['detection'] } | null;
  grouping: { before: Evaluation['grouping'] | null; after: Evaluation['grouping'] } | null;
}

interface State {
  revisions: ReadonlyMap<string, string>;
  test: TestReport;
  measured: Measured | null;
}

interface Measured {
  evaluation: Evaluation;
  /** Numbers of the texts on which each rule fires. */
  hits: ReadonlyMap<string, ReadonlySet<number>>;
}

/**
 * Looks at the packs again and again, and says what has changed since the last look.
 * @param words packs, rules or patterns to look at; all when empty
 * @param texts labelled texts to measure on; null for examples only
 */
export function createRuleWatch(
  configDir: string,
  words: readonly string[],
  texts: readonly AnalysedText[] | null,
): { look(): WatchReport } {
  const parsed: NonNullable<ReadOptions['parsed']> = new Map();
  const tests = words.map(nameTest);
  let last: State | null = null;
  return {
    look() {
      const workbench = openWorkbench(configDir, parsed);
      const watched = workbench.rules.filter((rule) => tests.length === 0 || tests.some((test) => test(rule)));
      const now: State = {
        // The place in the file is no part of a rule, its examples are.
        revisions: new Map(watched.map((rule) => [rule.id, rule.revision])),
        test: testRules(workbench, words),
        measured: texts && measure(workbench, texts),
      };
      const report = compare(last, now, texts);
      last = now;
      return report;
    },
  };
}

function measure(workbench: Workbench, texts: readonly AnalysedText[]): Measured {
  const classifier = createRuleClassifier({ files: workbench.files, taxonomy: workbench.taxonomy });
  const evaluation = createEvaluation(classifier.rules);
  const hits = new Map<string, Set<number>>();
  texts.forEach(({ id, label, analysis }, number) => {
    const { evidence, ...verdict } = classifier.judge(analysis);
    const fired = evidence.map((each) => each.id);
    evaluation.add({ id, label, verdict, fired });
    for (const rule of fired) {
      const known = hits.get(rule);
      if (known) known.add(number);
      else hits.set(rule, new Set([number]));
    }
  });
  return { evaluation: evaluation.report(), hits };
}

function compare(last: State | null, now: State, texts: readonly AnalysedText[] | null): WatchReport {
  const fresh = <T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): T[] => {
    const known = new Set(before.map(keyOf));
    return after.filter((one) => !known.has(keyOf(one)));
  };
  // By what they say, not by their line: that changes with every edit above.
  const problemKey = (problem: ConfigProblem): string => formatProblem({ ...problem, line: null });
  const failureKey = ({ rule, list, text }: ExampleFailure): string => `${rule} ${list} ${text}`;
  const before = last?.test ?? { problems: [], failures: [] };
  const { measured } = now;
  return {
    isFirst: last === null,
    test: now.test,
    rules: last === null ? [] : changedRules(last, now, texts),
    problems: {
      new: fresh(before.problems, now.test.problems, problemKey),
      gone: fresh(now.test.problems, before.problems, problemKey),
    },
    failures: {
      new: fresh(before.failures, now.test.failures, failureKey),
      gone: fresh(now.test.failures, before.failures, failureKey),
    },
    detection: measured && {
      before: last?.measured?.evaluation.detection ?? null,
      after: measured.evaluation.detection,
    },
    grouping: measured && {
      before: last?.measured?.evaluation.grouping ?? null,
      after: measured.evaluation.grouping,
    },
  };
}

function changedRules(last: State, now: State, texts: readonly AnalysedText[] | null): RuleChange[] {
  const ids = [...new Set([...last.revisions.keys(), ...now.revisions.keys()])];
  return ids
    .filter((id) => last.revisions.get(id) !== now.revisions.get(id))
    .map((id) => {
      const how = !last.revisions.has(id) ? 'added' : !now.revisions.has(id) ? 'removed' : 'changed';
      const figuresOf = (state: State): Figures | null =>
        state.measured?.evaluation.rules.find(({ name }) => name === id) ?? null;
      const hitsOf = (state: State): ReadonlySet<number> => state.measured?.hits.get(id) ?? new Set();
      const old = hitsOf(last);
      const fresh = hitsOf(now);
      const shown = (numbers: number[]): WatchedText[] =>
        numbers.map((number) => {
          const { id: textId, analysis, label } = (texts as readonly AnalysedText[])[number] as AnalysedText;
          return { id: textId, text: analysis.text, incident: label.incident };
        });
      return {
        id,
        how,
        before: figuresOf(last),
        after: figuresOf(now),
        won: shown([...fresh].filter((number) => !old.has(number))),
        lost: shown([...old].filter((number) => !fresh.has(number))),
      };
    });
}
