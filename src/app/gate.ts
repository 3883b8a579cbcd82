import type { JudgingSet, TextModel } from '../../models/classifier.js';
import type { RuleClassifier } from '../../pipelines/rules/classifier.js';
import { analyse } from '../../pipelines/text/analyse.js';
import type { Admission, Gate, TextOrigin } from '../core/ports.js';

export interface GateParts {
  rules: Pick<RuleClassifier, 'gate'>;
  /** Null when rules decide alone. */
  model: { model: Pick<TextModel, 'gateScore' | 'glance'>; set: JudgingSet } | null;
}

/**
 * The gate in two looks, the second dearer and only at what the first lets through. First rules and n-grams are weighed together: either sees
 * complaints that the other does not. Then the small encoder glances at the text. What speaks of danger passes without either.
 */
export function createGate({ rules, model }: GateParts): Gate {
  return {
    async admit(texts) {
      const looks = texts.map((text) => firstLook({ rules, model }, text));
      if (model?.set.glances !== true) return looks.map(({ admission }) => admission);
      const { model: reader, set } = model;
      const doubtful = looks.filter(({ admission, isUrgent }) => admission.pass && !isUrgent);
      const glances = await reader.glance(doubtful.map(({ analysis }) => analysis));
      const seen = new Map(doubtful.map((look, at) => [look, glances[at]]));
      return looks.map((look): Admission => {
        const glance = seen.get(look);
        if (glance === undefined || set.admitsGlanced({ ...look.seen, glance })) return look.admission;
        return { pass: false, reason: 'no-complaint' };
      });
    },
  };
}

function firstLook({ rules, model }: GateParts, text: TextOrigin & { text: string }) {
  const analysis = analyse(text.text);
  const { pass, fired, score, isUrgent } = rules.gate(analysis, text);
  const seen = { linear: model === null ? 0 : model.model.gateScore(analysis), rules: score };
  const admitted = model === null ? pass : isUrgent || model.set.admits(seen);
  const admission: Admission = { pass: admitted, reason: fired.length === 0 ? 'no-signal' : 'not-ours' };
  return { analysis, isUrgent, seen, admission };
}
