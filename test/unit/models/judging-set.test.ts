import { describe, expect, it } from 'vitest';
import { groupLogits, readerWeights } from '../../../models/decide.js';
import { type Decision, plainDecision } from '../../../models/decision.js';
import { openHeads, packHead, pooledWidth } from '../../../models/heads.js';
import { prepareSet } from '../../../models/judging-set.js';
import { sealSet } from '../../../models/model-set.js';
import { groupCodes } from '../../../src/core/verdict.js';

const head = (outputs: number) =>
  packHead({
    weight: Float32Array.from({ length: outputs * pooledWidth }, (_, at) => Math.sin(at) / 10),
    bias: new Float32Array(outputs),
  });
const heads = { incident: head(1), group: head(20), topic: head(1), kind: head(3), urgent: head(1) };
const some = (by: number): number[] => groupCodes.map((_, at) => Math.cos(at) * by);
const group: Decision['group'] = {
  ...plainDecision.group,
  own: { transformer: some(0.2), linear: some(0.1), rules: some(0.05) },
  scale: groupCodes.map((_, at) => 1 + at / 40),
};
const decision: Decision = { ...plainDecision, group };
const set = prepareSet(
  sealSet({
    topics: ['roads.signs'],
    heads,
    decision,
    provenance: { encoder: 'e', linear: 'l', base: null, counts: {}, seed: 1, figures: {} },
  }),
  0,
);

describe('what words bring in a set whose groups weigh the readers in their own measure', () => {
  const weight = (at: number, reader: 0 | 1): number => (group.scale[at] as number) * readerWeights(group, at)[reader];

  it('is what the logits gain by them, but for what all groups gain', () => {
    const state = Float32Array.from({ length: pooledWidth }, (_, at) => Math.sin(7 * at));
    const opened = openHeads(heads, 1);
    const logits = (pooled: Float32Array): Float64Array =>
      groupLogits(decision, {
        ...opened.logits(pooled),
        linear: { incident: 0, groups: new Float64Array(groupCodes.length) },
        rules: { score: 0.5, groups: [], topic: null, urgency: 'ordinary' },
        words: 1,
      });
    const [full, empty] = [logits(state), logits(new Float32Array(pooledWidth))];
    const common = groupCodes.map((code, at) => {
      const part = set.partsOf([{ token: 0, state }], code)[0]?.weight as number;
      return ((full[at] as number) - (empty[at] as number) - part) / weight(at, 0);
    });
    for (const each of common) expect(each).toBeCloseTo(common[0] as number, 5);
  });

  it('is counted by the n-grams in the same measure', () => {
    groupCodes.forEach((code, at) => {
      expect(set.ngramScale(code)).toBe(weight(at, 1));
    });
  });
});
