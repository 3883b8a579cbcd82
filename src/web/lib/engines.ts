import type { Evidence } from '../../core/verdict.js';
import { isMessageKey, type Translate } from '../i18n/translate.js';

/** Parts of a model below this share of its strongest part for the same target are no mark in the text: every word has some. */
const leastShare = 0.25;

/** Evidence whose words are marked in a text: all rules, and of the model what weighs. */
export function markedEvidence(evidence: readonly Evidence[]): Evidence[] {
  const strongest = new Map<string, number>();
  for (const { engine, target, weight } of evidence) {
    if (engine === 'rules') continue;
    strongest.set(target, Math.max(strongest.get(target) ?? 0, Math.abs(weight)));
  }
  return evidence.filter(
    ({ engine, target, weight }) => engine === 'rules' || Math.abs(weight) >= leastShare * (strongest.get(target) ?? 0),
  );
}

/** «правила», «нейросеть», «сочетания слов»; an engine without a name of ours is shown as it is. */
export function describeEngine(engine: string, t: Translate): string {
  const key = `evidence.${engine}`;
  return isMessageKey(key) ? t(key) : engine;
}
