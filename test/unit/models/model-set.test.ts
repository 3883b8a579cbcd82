import { describe, expect, it } from 'vitest';
import { plainDecision } from '../../../models/decision.js';
import {
  applyHead,
  headPart,
  openHeads,
  packFloats,
  packHead,
  pooledWidth,
  unpackFloats,
} from '../../../models/heads.js';
import { prepareSet } from '../../../models/judging-set.js';
import { parseModelSet, sealSet } from '../../../models/model-set.js';

const head = (outputs: number) =>
  packHead({
    weight: Float32Array.from({ length: outputs * pooledWidth }, (_, at) => Math.sin(at) / 10),
    bias: Float32Array.from({ length: outputs }, (_, at) => at),
  });
const content = () => ({
  topics: ['roads.potholes', 'roads.signs'],
  heads: { incident: head(1), group: head(20), topic: head(2), kind: head(3), urgent: head(1) },
  decision: plainDecision,
  provenance: { encoder: 'e', linear: 'l', base: null, counts: { labels: 5 }, seed: 1, figures: { recall: 0.9 } },
});
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const glancing = {
  ...plainDecision,
  gate: { rules: 0.3, threshold: -2, glance: { glance: 1, linear: 0.5, rules: 0.2, threshold: -3 } },
};

describe('the gate of a model set', () => {
  const made = { encoder: 'e', linear: 'l', gate: 'g' };
  const set = sealSet({ ...content(), decision: glancing, provenance: { ...content().provenance, gate: 'g' } });

  it('weighs the small encoder with n-grams and rules in its second look', () => {
    const judging = prepareSet(set, 0, made);
    expect(judging.glances).toBe(true);
    expect(judging.admitsGlanced({ glance: -2, linear: -2, rules: 0.5 })).toBe(true);
    expect(judging.admitsGlanced({ glance: -2.1, linear: -2, rules: 0.5 })).toBe(false);
  });

  it('has one look only in a set that knows no small encoder, whatever is at hand', () => {
    const judging = prepareSet(sealSet(content()), 0, made);
    expect(judging.glances).toBe(false);
    expect(judging.admitsGlanced({ glance: -9, linear: -9, rules: 0.01 })).toBe(true);
  });

  it.each(['other', null])('refuses a small encoder that it was not fitted for (%s)', (gate) => {
    expect(() => prepareSet(set, 2, { ...made, gate })).toThrow(/v2-\w+ was fitted for gate g/);
  });
});

describe('a model set', () => {
  it('comes back from JSON as it was', () => {
    const set = sealSet(content());
    expect(parseModelSet(plain(set))).toEqual(set);
  });

  it('has a revision that follows from its content, not from the order of names', () => {
    const { topics, heads, decision, provenance } = content();
    expect(sealSet({ provenance, decision, heads, topics }).revision).toBe(sealSet(content()).revision);
    const other = { ...content(), decision: { ...plainDecision, gate: { rules: 0.3, threshold: 1 } } };
    expect(sealSet(other).revision).not.toBe(sealSet(content()).revision);
  });

  it('is refused when it was changed by hand', () => {
    const set = sealSet(content());
    expect(() => parseModelSet({ ...set, decision: { ...set.decision, gate: { rules: 0.3, threshold: 9 } } })).toThrow(
      /was changed after/,
    );
  });

  it('is refused with the field that is wrong', () => {
    const set = sealSet(content());
    expect(() => parseModelSet({ ...set, topics: [] })).toThrow(/model set: topics/);
    expect(() => parseModelSet({ ...set, decision: { ...set.decision, group: {} } })).toThrow(/decision\.group/);
    expect(() => parseModelSet('no')).toThrow(/model set: the file/);
  });
});

describe('the heads of a set', () => {
  const heads = openHeads(content().heads, 2);
  const pooled = Float32Array.from({ length: pooledWidth }, (_, at) => Math.cos(at));

  it('are weights times state plus bias', () => {
    const { weight, bias } = heads.matrices.group;
    const wanted =
      (bias[7] as number) + pooled.reduce((sum, one, at) => sum + one * (weight[7 * pooledWidth + at] as number), 0);
    expect(heads.logits(pooled).group[7]).toBeCloseTo(wanted, 9);
    expect(heads.logits(pooled).topic).toHaveLength(2);
  });

  it('give each word its part, and the parts add up', () => {
    const matrix = heads.matrices.kind;
    const words = [0.2, 0.5, 0.3].map((share) => pooled.map((one) => one * share));
    const sum = words.reduce((total, state) => total + headPart(matrix, 1, state), matrix.bias[1] as number);
    expect(sum).toBeCloseTo(applyHead(matrix, pooled)[1] as number, 4);
  });

  it('are refused when a matrix does not fit its name', () => {
    expect(() => openHeads({ ...content().heads, kind: head(2) }, 2)).toThrow(/head «kind»/);
    expect(() => openHeads(content().heads, 3)).toThrow(/head «topic»/);
  });

  it('keep every number to the last bit', () => {
    const values = Float32Array.of(0, -0, 1.1, Number.MIN_VALUE, 3e38, Number.NaN);
    expect(unpackFloats(packFloats(values))).toEqual(values);
  });
});
