import type { Decided, JudgingSet, TextEncoding, TextModel } from '../../models/classifier.js';
import type { RuleClassifier } from '../../pipelines/rules/classifier.js';
import { analyse } from '../../pipelines/text/analyse.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { AppError } from '../core/errors.js';
import { encodeHalf } from '../core/float16.js';
import type { Classifier, ClassifyOptions, Judgement } from '../core/ports.js';
import type { ShadowVerdict } from '../core/post.js';
import { completeVerdict, type Verdict } from '../core/verdict.js';
import { modelEvidence } from './model-evidence.js';
import type { ModelInForce } from './model-source.js';

export interface ModelClassifierParts {
  rules: RuleClassifier;
  model: TextModel;
  inForce: ModelInForce;
}

/**
 * Rules and model as one: the rules' verdict and the n-grams' scores are what the model set weighs beside the transformer; its evidence
 * stands behind that of the rules. There is no falling back to rules alone: when the encoder fails, so does the batch, and runs again.
 */
export function createModelClassifier({ rules, model, inForce }: ModelClassifierParts): Classifier {
  const { live, shadow } = inForce;
  return {
    revisions: {
      ...rules.classifier.revisions,
      model: `${model.id} ${model.revision}`,
      'model set': live.revision,
    },
    async classify(texts, options) {
      const analyses = texts.map(({ text }) => analyse(text));
      // The states of the words come with the same run: asking again for those that are queued would cost far more.
      const encodings = await model.encode(analyses, { explain: true });
      return texts.map((text, at): Judgement => {
        const analysis = analyses[at] as Analysis;
        const encoding = encodings[at];
        if (encoding === undefined)
          throw new AppError('E_INTERNAL', `the encoder read ${encodings.length} of ${texts.length} texts`);
        const ruled = rules.judge(analysis, text);
        const reading = {
          pooled: encoding.pooled,
          linear: model.score(analysis),
          rules: ruled,
          words: countOf(analysis),
        };
        const decided = live.decide(reading);
        const words = isExplained(decided, options) ? encoding.words : undefined;
        const evidence =
          words === undefined ? [] : modelEvidence({ analysis, model, set: live, group: decided.group, words });
        return {
          verdict: completeVerdict({ ...decided, evidence: [...ruled.evidence, ...evidence] }),
          model: {
            revision: live.revision,
            pooled: encodeHalf(encoding.pooled),
            sampled: false,
            shadow: shadow === null ? null : summaryOf(shadow, shadow.decide(reading)),
          },
          locality: model.locality(encoding.pooled),
          vector: encodeHalf(encoding.vector as TextEncoding['vector']),
        };
      });
    },
  };
}

/** What the length of a text counts for the model set. */
export function countOf({ tokens }: Analysis): number {
  return tokens.length;
}

/** Verdicts that nobody sees need no words. */
export function isExplained(
  { incident, unsure }: Pick<Verdict, 'incident' | 'unsure'>,
  options?: ClassifyOptions,
): boolean {
  return incident || unsure || options?.explain === 'all';
}

function summaryOf(set: JudgingSet, decided: Decided): ShadowVerdict {
  const { score, incident, unsure, group, topic, urgency } = decided;
  return { score, incident, unsure, group, topic, urgency, revision: set.revision };
}
