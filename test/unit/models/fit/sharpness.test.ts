import { describe, expect, it } from 'vitest';
import { plainDecision } from '../../../../models/decision.js';
import { type FirstChoice, fitSharpness, sharpened } from '../../../../models/fit/sharpness.js';
import { softmax } from '../../../../models/signals.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';

/** Texts whose first group is right as often as the softmax of their logits times `truth` says. */
function choices(count: number, truth: number, weight = 1): FirstChoice[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, (): FirstChoice => {
    const logits = Float64Array.of(1 + 4 * random(), random(), random());
    const chance = softmax(logits.map((logit) => truth * logit))[0] as number;
    return { logits, right: random() < chance, weight };
  });
}

describe('how sharp probabilities may be', () => {
  it('is found from what came true', () => {
    for (const truth of [0.7, 1, 1.4]) expect(fitSharpness(choices(20_000, truth))).toBeCloseTo(truth, 1);
  });

  it('hardly moves for few texts, and not at all without any', () => {
    expect(fitSharpness([])).toBe(1);
    expect(fitSharpness(choices(300, 0.5, 0))).toBe(1);
    expect(Math.abs(fitSharpness(choices(10, 0.5)) - 1)).toBeLessThan(0.25);
  });

  it('keeps within bounds whatever is said', () => {
    const all = choices(5_000, 1);
    expect(fitSharpness(all.map((one) => ({ ...one, right: true })))).toBeLessThanOrEqual(2);
    expect(fitSharpness(all.map((one) => ({ ...one, right: false })))).toBe(0.5);
  });

  it('multiplies all logits and leaves scales and thresholds alone', () => {
    const { group } = plainDecision;
    const each = group.bias.map((_, at) => at / 10);
    const biased = { ...group, own: { transformer: each, linear: each, rules: each }, bias: each };
    const made = sharpened(biased, 0.5);
    expect(made).toMatchObject({ transformer: 0.3, linear: 0.3, rules: 0.2, scale: group.scale });
    for (const numbers of [made.bias, made.own?.transformer, made.own?.linear, made.own?.rules])
      expect(numbers?.[4]).toBeCloseTo(0.2, 12);
    expect(made.thresholds).toEqual(group.thresholds);
  });
});
