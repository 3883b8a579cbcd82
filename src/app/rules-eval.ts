import { createRuleClassifier, type RuleClassifier } from '../../pipelines/rules/classifier.js';
import { createEvaluation, type Evaluation } from '../../pipelines/rules/evaluation.js';
import type { RuleMeter } from '../../pipelines/rules/matcher.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import type { AnalysedText } from './rules-labelled.js';
import type { Workbench } from './rules-workbench.js';

export interface RuleCost {
  id: string;
  /** Mean work on the rule for one post, µs: looking up the words of the text is not in it. */
  us: number;
  /** Part of the work on all rules, 0-1. */
  share: number;
}

export interface EvaluationReport extends Evaluation {
  /** The dearest first; rules that were never looked at are left out. */
  costs: RuleCost[];
  /** Mean work on all rules for one post, µs, and posts that it was measured on. */
  rulesUs: number;
  sampled: number;
}

/** Every so many texts one is measured. */
const sampleEvery = 10;
/** The first texts warm the machine up. */
const warmUp = 50;

/**
 * What the rules of the packs say of labelled texts. Rules that fail an example of their own take no part, as in the line.
 * @param onText called after each text
 */
export async function evaluateTexts(
  workbench: Workbench,
  texts: AsyncIterable<AnalysedText>,
  onText: (count: number) => void = () => undefined,
): Promise<EvaluationReport> {
  const classifier = createRuleClassifier({ files: workbench.files, taxonomy: workbench.taxonomy });
  const evaluation = createEvaluation(classifier.rules);
  const meter = createMeter(classifier);
  let count = 0;
  for await (const { id, label, analysis } of texts) {
    const { evidence, ...verdict } = classifier.judge(analysis);
    evaluation.add({ id, label, verdict, fired: evidence.map((each) => each.id) });
    if (count >= warmUp && count % sampleEvery === 0) meter.measure(analysis);
    onText(++count);
  }
  return { ...evaluation.report(), ...meter.report() };
}

function createMeter({ matcher }: RuleClassifier): {
  measure(analysis: Analysis): void;
  report(): { costs: RuleCost[]; rulesUs: number; sampled: number };
} {
  const spent = new Map<string, number>();
  let current: string | null = null;
  let since = 0;
  let sampled = 0;
  const readingMs = clockCost();
  const meter: RuleMeter = (ruleId) => {
    const now = performance.now();
    if (current !== null) spent.set(current, (spent.get(current) ?? 0) + Math.max(0, now - since - readingMs));
    current = ruleId;
    since = performance.now();
  };
  return {
    measure(analysis) {
      sampled++;
      matcher.match(analysis, undefined, meter);
    },
    report() {
      const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
      const costs = [...spent].map(([id, ms]) => ({ id, us: (ms * 1_000) / sampled, share: ms / total }));
      return {
        costs: costs.sort((a, b) => b.us - a.us),
        rulesUs: sampled === 0 ? 0 : (total * 1_000) / sampled,
        sampled,
      };
    },
  };
}

/** What reading the clock itself costs, ms: as much as many a rule. */
function clockCost(): number {
  const rounds = 2_000;
  const started = performance.now();
  for (let round = 0; round < rounds; round++) performance.now();
  return (performance.now() - started) / rounds;
}
