import type { TextModel } from '../../../../models/classifier.js';
import type { Heads } from '../../../../models/heads.js';
import { logSoftmax } from '../../../../models/signals.js';
import type { RuleClassifier } from '../../../../pipelines/rules/classifier.js';
import { analysisOf, cleanAndMask } from '../../../../pipelines/text/read.js';
import { decodeHalf } from '../../../../src/core/float16.js';
import type { Classifier, Gate } from '../../../../src/core/ports.js';
import { groupCodes } from '../../../../src/core/verdict.js';
import type { PartSaid, ScoredText } from './scored.js';
import type { TestText } from './test-texts.js';

/** The product's own parts, as src/app puts them together. */
export interface Scorers {
  classifier: Classifier;
  gate: Gate;
  rules: RuleClassifier;
  model: TextModel;
  /** The heads of the set that decides: the transformer alone. */
  heads: Heads;
}

const BATCH = 200;

/**
 * Verdicts of the whole, by way of the classifier of the line, and what each part says alone.
 * @param onProgress told how many texts are done
 */
export async function scoreTexts(
  texts: readonly TestText[],
  { classifier, gate, rules, model, heads }: Scorers,
  onProgress?: (done: number) => void,
): Promise<ScoredText[]> {
  const scored: ScoredText[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    const batch = texts.slice(from, from + BATCH).map((row) => {
      const analysis = analysisOf(cleanAndMask(row.text).masked);
      return { ...row, analysis, text: analysis.text };
    });
    const judged = await classifier.classify(batch.map(({ id, text }) => ({ id, text })));
    const admissions = await gate.admit(batch);
    batch.forEach(({ analysis, ...row }, index) => {
      const judgement = judged[index];
      if (judgement === undefined || judgement.model === null)
        throw new Error('the classifier read a text without the model');
      const { score, incident, unsure, kind, urgency, groups } = judgement.verdict;
      const ruled = rules.judge(analysis);
      const linear = model.score(analysis);
      const logits = heads.logits(decodeHalf(judgement.model.pooled, 384));
      const { text: _text, ...truth } = row;
      scored.push({
        ...truth,
        words: analysis.tokens.length,
        admitted: admissions[index]?.pass === true,
        verdict: { score, incident, unsure, kind, urgency, groups },
        parts: {
          rules: {
            score: ruled.score,
            group: ruled.groups[0]?.group ?? null,
            confidence: ruled.groups[0]?.probability ?? 0,
          },
          'n-grams': partOf(linear.incident, linear.groups),
          transformer: partOf(logits.incident, logits.group),
        },
      });
    });
    onProgress?.(scored.length);
  }
  return scored;
}

/** Logits as what a part says: its likeliest group with its probability. */
function partOf(score: number, groups: Float64Array): PartSaid {
  const logs = logSoftmax(groups);
  const best = logs.reduce((most, log, index) => (log > (logs[most] ?? Number.NEGATIVE_INFINITY) ? index : most), 0);
  return { score, group: groupCodes[best] ?? null, confidence: Math.exp(logs[best] ?? Number.NEGATIVE_INFINITY) };
}
