import type { RuleClassifier } from '../../pipelines/rules/classifier.js';
import type { Matcher } from '../../pipelines/rules/matcher.js';
import { analyse } from '../../pipelines/text/analyse.js';
import { textRevision } from '../../pipelines/text/version.js';
import type { Decider, Decision } from '../core/ports.js';

/** Puts compiled rules and saved searches together to what decides a batch. */
export function makeDecision(rules: RuleClassifier, ruleSet: number | null, searches: Matcher | null = null): Decision {
  const { revisions } = rules.classifier;
  return {
    by: { ruleSet, rules: revisions.rules ?? '', text: textRevision, model: null },
    // The record of an incident names the version beside the content hash: people speak of versions.
    classifier:
      ruleSet === null
        ? rules.classifier
        : { ...rules.classifier, revisions: { ...revisions, 'rule set': `v${ruleSet}` } },
    gate: {
      admits(text, origin) {
        const { pass, fired } = rules.gate(text, origin);
        return { pass, reason: fired.length === 0 ? 'no-signal' : 'not-ours' };
      },
    },
    isSampled: () => false,
    searches: (text) => (searches === null ? [] : searches.firing(analyse(text))),
  };
}

/** Rules that never change while the process runs. */
export function fixedDecider(decision: Decision): Decider {
  return { decisionFor: async () => decision };
}
