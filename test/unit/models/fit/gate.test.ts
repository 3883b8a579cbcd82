import { describe, expect, it } from 'vitest';
import { fitGate, type GateSample, passesGate } from '../../../../models/fit/gate.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';

/** Half incidents that the whole accepts; the small encoder tells them apart best, the n-grams a little, the rules hardly. */
function samples(glances = true): GateSample[] {
  const random = seededRandom(3);
  return Array.from({ length: 1_000 }, (_, at) => {
    const isWanted = at % 2 === 0;
    const side = isWanted ? 1 : -1;
    const noise = (size: number): number => size * (random() + random() - 1);
    return {
      seen: {
        glance: glances ? 3 * side + noise(3) : null,
        linear: 2 * side + noise(6),
        rules: Math.min(0.99, Math.max(0.01, 0.5 + 0.1 * side + noise(0.4))),
      },
      isUrgent: at === 0,
      beyond: 4 * side + noise(2),
      isWanted,
      weight: 1,
      isTaught: true,
    };
  });
}
const shareThat = (some: readonly GateSample[], test: (one: GateSample) => boolean): number =>
  some.filter(test).length / some.length;
const wanted = (some: readonly GateSample[]): GateSample[] => some.filter(({ isWanted }) => isWanted);
const others = (some: readonly GateSample[]): GateSample[] => some.filter(({ isWanted }) => !isWanted);

describe('the gate', () => {
  it('keeps the stated share of what the whole accepts, in both looks together', () => {
    const all = samples();
    const gate = fitGate(all, { rules: 0.3 }, { firstKeeps: 0.998, keeps: 0.99 });
    expect(shareThat(wanted(all), (one) => passesGate(gate, one))).toBeCloseTo(0.99, 5);
    const blind = all.map((one) => ({ ...one, seen: { ...one.seen, glance: null } }));
    const first = fitGate(blind, { rules: 0.3 }, { firstKeeps: 0.998, keeps: 0.998 });
    expect(gate.threshold).toBe(first.threshold);
  });

  it('lets fewer others through with the second look than with the first alone', () => {
    const keeps = { firstKeeps: 0.998, keeps: 0.99 };
    const [both, one] = [fitGate(samples(), { rules: 0.3 }, keeps), fitGate(samples(false), { rules: 0.3 }, keeps)];
    expect(one).not.toHaveProperty('glance');
    expect(shareThat(others(samples()), (each) => passesGate(both, each))).toBeLessThan(0.05);
    expect(shareThat(others(samples(false)), (each) => passesGate(one, each))).toBeGreaterThan(0.3);
  });

  it('trusts that reader most which foretells the whole best', () => {
    const { glance } = fitGate(samples(), { rules: 0.3 }, { firstKeeps: 1, keeps: 1 });
    expect(glance?.glance).toBeGreaterThan(glance?.linear ?? 9);
    expect(glance?.linear).toBeGreaterThan(0);
  });

  it('lets danger pass whatever its readers say', () => {
    const gate = fitGate(samples(), { rules: 0.3 }, { firstKeeps: 0.9, keeps: 0.8 });
    const seen = { glance: -9, linear: -9, rules: 0.001 };
    expect(passesGate(gate, { seen, isUrgent: true })).toBe(true);
    expect(passesGate(gate, { seen, isUrgent: false })).toBe(false);
  });

  it('takes no weights from texts that may only set thresholds', () => {
    const keeps = { firstKeeps: 0.998, keeps: 0.99 };
    const misleading = samples().map((one) => ({ ...one, isTaught: false, isWanted: false, beyond: -one.beyond }));
    const { glance: alone } = fitGate(samples(), { rules: 0.3 }, keeps);
    const { glance } = fitGate([...samples(), ...misleading], { rules: 0.3 }, keeps);
    expect(glance).toEqual(alone);
  });
});
