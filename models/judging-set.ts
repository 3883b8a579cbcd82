import { AppError } from '../src/core/errors.js';
import { type GroupCode, groupCodes } from '../src/core/verdict.js';
import type { JudgingSet, PartTarget, WordState } from './classifier.js';
import { decide, gateLogit, glanceLogit, readerWeights } from './decide.js';
import { headPart, type Matrix, openHeads } from './heads.js';
import { parseModelSet } from './model-set.js';

/**
 * Makes a model set ready to judge texts.
 * @param version its number among the stored ones; 0 for the shipped one
 * @param made revisions of the encoder and the n-gram model and the gate's small encoder at hand; null where it does not matter
 * @throws AppError E_INPUT_INVALID when it is no set, was changed by hand, or was fitted for another encoder, n-gram model or small encoder
 */
export function prepareSet(
  data: unknown,
  version: number,
  made: { encoder: string; linear: string; gate: string | null } | null = null,
): JudgingSet {
  const set = parseModelSet(data);
  const { decision, topics, provenance } = set;
  for (const part of ['encoder', 'linear'] as const)
    if (made !== null && provenance[part] !== made[part])
      throw new AppError(
        'E_INPUT_INVALID',
        `model set v${version}-${set.revision} was fitted for ${part} ${provenance[part]}, and this program has ${made[part]}: fit it anew (otklik model retrain) or use another version`,
      );
  const { glance } = decision.gate;
  if (made !== null && glance !== undefined && provenance.gate !== made.gate)
    throw new AppError(
      'E_INPUT_INVALID',
      `model set v${version}-${set.revision} was fitted for gate ${provenance.gate ?? 'unknown'}, and this program has ${made.gate ?? 'none'}: fit it anew (otklik model retrain) or use another version`,
    );
  const heads = openHeads(set.heads, topics.length);
  const { incident, group } = heads.matrices;
  const mean = meanRow(group);

  const partOf = (state: Float32Array, target: PartTarget): number => {
    if (target === 'incident') return decision.incident.transformer * headPart(incident, 0, state);
    const index = indexOf(target);
    return readerScale(index, 0) * (headPart(group, index, state) - headPart(mean, 0, state));
  };
  /** What a logit of the transformer (0) or the n-grams (1) counts in a group's logit. */
  const readerScale = (index: number, reader: 0 | 1): number =>
    (decision.group.scale[index] as number) * readerWeights(decision.group, index)[reader];

  return {
    revision: `v${version}-${set.revision}`,
    admits: ({ linear, rules }) => gateLogit(decision, linear, rules) >= decision.gate.threshold,
    glances: glance !== undefined,
    admitsGlanced: (seen) => glance === undefined || glanceLogit(glance, seen) >= glance.threshold,
    decide({ pooled, linear, rules, words }) {
      return decide(decision, { ...heads.logits(pooled), linear, rules, words }, topics);
    },
    partsOf: (words: readonly WordState[], target) =>
      words.map(({ token, state }) => ({ tokens: [token], weight: partOf(state, target) })),
    ngramScale: (target) => (target === 'incident' ? decision.incident.linear : readerScale(indexOf(target), 1)),
  };
}

function indexOf(group: GroupCode): number {
  return groupCodes.indexOf(group);
}

/** The mean of all rows: what is common to all groups moves none of them. */
function meanRow({ weight, bias }: Matrix): Matrix {
  const outputs = bias.length;
  const width = weight.length / outputs;
  const mean = new Float32Array(width);
  for (let at = 0; at < width; at++) {
    let sum = 0;
    for (let output = 0; output < outputs; output++) sum += weight[output * width + at] as number;
    mean[at] = sum / outputs;
  }
  return { weight: mean, bias: new Float32Array(1) };
}
