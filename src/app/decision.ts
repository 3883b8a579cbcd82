import type { TextModel } from '../../models/classifier.js';
import type { RuleClassifier } from '../../pipelines/rules/classifier.js';
import type { Matcher } from '../../pipelines/rules/matcher.js';
import { analyse } from '../../pipelines/text/analyse.js';
import { textRevision } from '../../pipelines/text/version.js';
import type { Classifier, Decider, Decision } from '../core/ports.js';
import { isInSample } from '../core/sample.js';
import { createGate } from './gate.js';
import { createModelClassifier } from './model-classifier.js';
import type { ModelInForce, ModelSource } from './model-source.js';

/** The model as the line uses it. */
export interface ModelInLine {
  model: TextModel;
  source: ModelSource;
  /** Share of what the gate lets go that is scored all the same, 0-1. */
  gateSample: number;
}

/** A decision's model: of one moment. */
export interface DecidingModel extends Omit<ModelInLine, 'source'> {
  inForce: ModelInForce;
}

export interface DecisionParts {
  rules: RuleClassifier;
  /** Version of the deployed rules; null for the files of config/rules. */
  ruleSet: number | null;
  searches?: Matcher | null;
  /** Null when rules decide alone. */
  model?: DecidingModel | null;
}

/** Puts compiled rules, saved searches and the model together to what decides a batch. */
export function makeDecision({ rules, ruleSet, searches = null, model = null }: DecisionParts): Decision {
  const classifier =
    model === null ? rules.classifier : createModelClassifier({ rules, model: model.model, inForce: model.inForce });
  return {
    by: {
      ruleSet,
      rules: rules.classifier.revisions.rules ?? '',
      text: textRevision,
      model: model?.inForce.live.revision ?? null,
    },
    classifier: named(classifier, ruleSet),
    gate: createGate({ rules, model: model && { model: model.model, set: model.inForce.live } }),
    isSampled: (postId) => model !== null && isInSample('gate', postId, model.gateSample),
    searches: (text) => (searches === null ? [] : searches.firing(analyse(text))),
  };
}

/** The record of an incident names the version beside the content hash: people speak of versions. */
function named(classifier: Classifier, ruleSet: number | null): Classifier {
  if (ruleSet === null) return classifier;
  return { ...classifier, revisions: { ...classifier.revisions, 'rule set': `v${ruleSet}` } };
}

/** Rules and a model that never change while the process runs. */
export function fixedDecider(decision: Decision): Decider {
  return { decisionFor: async () => decision };
}
