import { describe, expect, it } from 'vitest';
import { decide, readerWeights } from '../../../../models/decide.js';
import { plainDecision } from '../../../../models/decision.js';
import { type DecisionSample, fitDecision } from '../../../../models/fit/decision.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';
import { type GroupCode, groupCodes } from '../../../../src/core/verdict.js';

const topics = ['roads.potholes', 'roads.signs'];

/** Invented texts on which the transformer is good, the n-grams are middling and the rules know nothing. */
function invent(count: number): DecisionSample[] {
  const random = seededRandom(11);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, (_, at): DecisionSample => {
    const incident = at % 2;
    const side = incident === 1 ? 1 : -1;
    const group = groupCodes[at % 3] as GroupCode;
    const towards = (by: number): Float64Array =>
      Float64Array.from(groupCodes, (code) => (code === group ? by : 0) + normal());
    return {
      cluster: `c${at}`,
      signals: {
        incident: 3 * side + normal(),
        group: towards(4),
        topic: Float64Array.of(at % 4 < 2 ? 2 : 0, normal()),
        kind: Float64Array.of(at % 5 === 0 ? 3 : 0, 1, 0),
        urgent: (at % 7 === 0 ? 3 : -3) + normal(),
        linear: { incident: side + 2 * normal(), groups: towards(1) },
        rules: {
          score: 0.2 + 0.6 * random(),
          groups: [{ group: groupCodes[Math.floor(random() * 3)] as GroupCode, probability: 0.6 }],
          topic: 'roads.signs',
          urgency: 'ordinary',
        },
        words: 10,
      },
      incident,
      incidentWeight: 1,
      group: incident === 1 ? group : null,
      groupWeight: 1,
      topic: group === 'roads' ? (at % 4 < 2 ? 'roads.potholes' : 'roads.signs') : null,
      kind: at % 5 === 0 ? 'complaint' : 'question',
      urgency: at % 7 === 0 ? 'urgent' : 'ordinary',
    };
  });
}
const samples = invent(900);
const { decision, figures } = fitDecision(samples, topics);

describe('fitting the last layer', () => {
  it('trusts each reader as far as it earns it', () => {
    const { incident, group } = decision;
    expect(incident.transformer).toBeGreaterThan(2 * incident.linear);
    expect(Math.abs(incident.rules)).toBeLessThan(0.3);
    for (const index of [0, 1, 2]) {
      const [transformer, linear, rules] = readerWeights(group, index);
      expect(transformer).toBeGreaterThan(2 * linear);
      // The rules name a group by chance here: they lose the trust that they start with.
      expect(rules).toBeLessThan(plainDecision.group.rules * 0.75);
    }
  });

  it('keeps the wished share of incidents, and lets groups through that it can vouch for', () => {
    expect(figures.recall).toBeGreaterThanOrEqual(0.93);
    expect(figures.groupCoverage).toBeGreaterThan(0.5);
    expect(figures.groupPrecisionCovered).toBeGreaterThanOrEqual(0.95);
    expect(decision.group.thresholds.slice(3).every((one) => one === null)).toBe(true);
  });

  it('claims what comes true', () => expect(figures.groupCalibrationError).toBeLessThan(0.05));

  it('is as sure of a group as found texts bear out, not invented ones', () => {
    const asked = samples.filter(({ group }) => group !== null).slice(0, 200);
    const sharp = (isInvented: boolean): number => {
      const some = asked.map((one, at): DecisionSample => {
        if (at % 4 > 1) return one;
        return { ...one, group: at % 4 === 0 ? 'waste' : one.group, isInvented };
      });
      return fitDecision(some, topics).decision.group.transformer;
    };
    expect(sharp(true)).toBeGreaterThan(1.1 * sharp(false));
  });

  it('trusts a reader more in the groups that it knows', () => {
    const partial = samples.map((one): DecisionSample => {
      if (one.group === null) return one;
      const known = one.group === 'roads' ? 6 : 0;
      const groups = Float64Array.from(groupCodes, (code) => (code === one.group ? known : 0));
      return { ...one, signals: { ...one.signals, linear: { ...one.signals.linear, groups } } };
    });
    const { group } = fitDecision(partial, topics).decision;
    expect(readerWeights(group, 0)[1]).toBeGreaterThan(readerWeights(group, 1)[1]);
  });

  it('has its bounds in order', () => {
    const { unsureFrom, threshold, unsureTo } = decision.incident;
    expect(unsureFrom).toBeLessThanOrEqual(threshold);
    expect(threshold).toBeLessThanOrEqual(unsureTo);
  });

  it('decides most texts right', () => {
    const right = samples.filter((one) => decide(decision, one.signals, topics).incident === (one.incident === 1));
    expect(right.length / samples.length).toBeGreaterThan(0.93);
  });

  it('stays with its prior where there is nothing to learn from', () => {
    const { decision: same } = fitDecision([], topics);
    expect(same.group).toMatchObject({
      transformer: plainDecision.group.transformer,
      thresholds: groupCodes.map(() => null),
    });
    expect(same.kind).toEqual(plainDecision.kind);
    expect(same.incident.bias).toBe(plainDecision.incident.bias);
  });

  it('does not care for the order of the texts', () => {
    const again = fitDecision([...samples].reverse(), topics);
    expect(again.decision.incident.transformer).toBeCloseTo(decision.incident.transformer, 3);
    expect(again.figures.groupAccuracy).toBe(figures.groupAccuracy);
  });

  it('moves the score, not the order, with the prevalence', () => {
    const rare = fitDecision(samples, topics, { prevalence: 0.002 });
    expect(rare.decision.incident.threshold).toBeLessThan(decision.incident.threshold);
    expect(rare.figures.recall).toBe(figures.recall);
    expect(rare.figures.falseAlarms).toBeCloseTo(figures.falseAlarms as number, 2);
  });
});
