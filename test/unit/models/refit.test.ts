import { describe, expect, it } from 'vitest';
import { plainDecision } from '../../../models/decision.js';
import { openHeads, packHead, pooledWidth } from '../../../models/heads.js';
import { type ModelSet, parseModelSet, sealSet } from '../../../models/model-set.js';
import { type Lesson, refitSet } from '../../../models/refit.js';
import { seededRandom } from '../../../src/core/seeded-random.js';
import type { GroupCode } from '../../../src/core/verdict.js';

const topics = ['roads.pits', 'roads.snow', 'waste.bins'];
const zeros = (outputs: number) =>
  packHead({ weight: new Float32Array(outputs * pooledWidth), bias: new Float32Array(outputs) });
/** A set that knows nothing. */
const blank: ModelSet = sealSet({
  topics,
  heads: { incident: zeros(1), group: zeros(20), topic: zeros(topics.length), kind: zeros(3), urgent: zeros(1) },
  decision: plainDecision,
  provenance: { encoder: 'e1', linear: 'l1', base: null, counts: {}, seed: 1, figures: {} },
});

/** States in which number 0 says «incident», 1 «roads», 2 «waste», 3 «snow», amid noise. */
function lesson(n: number, random: () => number): Lesson {
  const incident = n % 2 === 0;
  const group: GroupCode | null = incident ? (n % 4 === 0 ? 'roads' : 'waste') : null;
  const isSnow = n % 8 === 0;
  const pooled = Float32Array.from({ length: pooledWidth }, () => random() - 0.5);
  pooled[0] = incident ? 2 : -2;
  pooled[1] = group === 'roads' ? 2 : 0;
  pooled[2] = group === 'waste' ? 2 : 0;
  pooled[3] = isSnow ? 2 : 0;
  return {
    unit: `u${n}`,
    reading: {
      pooled,
      linear: { incident: 0, groups: new Float64Array(20) },
      rules: { score: 0.5, groups: [], topic: null, urgency: 'ordinary' },
      words: 10,
    },
    truth: {
      incident,
      group,
      alt: n % 12 === 0 ? ['improvement'] : [],
      topic: group === 'roads' ? (isSnow ? 'roads.snow' : 'roads.pits') : null,
      kind: null,
      urgency: null,
    },
  };
}
function lessons(count: number, seed: number): Lesson[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, n) => lesson(n, random));
}
const parts = { fit: lessons(176, 1), calibrate: lessons(80, 2) };
const both = { incident: true, group: true };
const headsOf = (set: ModelSet) => openHeads(set.heads, set.topics.length);

describe('refitting a model set', () => {
  const { set, told } = refitSet(blank, parts, both);

  it('learns what the labels say, and holds on texts it has not seen', () => {
    const heads = headsOf(set);
    const best = (logits: Float64Array) => logits.indexOf(Math.max(...logits));
    for (const { reading, truth } of lessons(40, 3)) {
      const logits = heads.logits(reading.pooled);
      expect(logits.incident > 0).toBe(truth.incident);
      if (truth.group !== null) expect(best(logits.group)).toBe(truth.group === 'roads' ? 0 : 4);
      if (truth.topic !== null) expect(best(logits.topic.subarray(0, 2))).toBe(truth.topic === 'roads.pits' ? 0 : 1);
    }
    expect(told.join('\n')).toMatch(/incident or not: fitted to 176 labels/);
  });
  it('leaves alone what has too few labels: other heads, and topics of other groups', () => {
    const [before, after] = [headsOf(blank).matrices, headsOf(set).matrices];
    expect([after.kind, after.urgent]).toEqual([before.kind, before.urgent]);
    expect(after.topic.weight.subarray(2 * pooledWidth)).toEqual(before.topic.weight.subarray(2 * pooledWidth));
    expect(told.join('\n')).toMatch(/kind: stays as it is, 0 labels are too few/);
    const groupsOnly = headsOf(refitSet(blank, parts, { incident: false, group: true }).set).matrices;
    expect(groupsOnly.incident).toEqual(before.incident);
    expect(groupsOnly.group).not.toEqual(before.group);
  });
  it('keeps a head that labels by chance would only spoil', () => {
    const random = seededRandom(9);
    const muddled = (all: readonly Lesson[]) =>
      all.map((each) => ({ ...each, truth: { ...each.truth, incident: random() < 0.5, group: null, topic: null } }));
    const again = refitSet(set, { fit: muddled(parts.fit), calibrate: parts.calibrate }, both);
    expect(again.set.heads.incident).toEqual(set.heads.incident);
    expect(again.told.join('\n')).toMatch(/incident or not: stays as it is, nothing that 176 labels teach/);
  });
  it('gives the same set of the same labels, sealed, and says what it was made from', () => {
    expect(refitSet(blank, parts, both).set).toEqual(set);
    expect(parseModelSet(JSON.parse(JSON.stringify(set)))).toEqual(set);
    expect([set.provenance.base, set.provenance.encoder]).toEqual([blank.revision, 'e1']);
    expect(set.revision).not.toBe(blank.revision);
  });
});
