import { describe, expect, it } from 'vitest';
import { decide, incidentLogit } from '../../../models/decide.js';
import { type Decision, plainDecision } from '../../../models/decision.js';
import type { Signals } from '../../../models/signals.js';
import { groupCodes } from '../../../src/core/verdict.js';

const topics = ['roads.potholes', 'roads.signs', 'housing.heating'];
const towards = (group: string, by: number): Float64Array =>
  Float64Array.from(groupCodes, (code) => (code === group ? by : 0));

/** What three readers say of a plain complaint of roads. */
function signals(changes: Partial<Signals> = {}): Signals {
  return {
    incident: 8,
    group: towards('roads', 6),
    topic: Float64Array.of(2, 0, 5),
    kind: Float64Array.of(1, 3, 0),
    urgent: -4,
    linear: { incident: 5, groups: towards('roads', 5) },
    rules: { score: 0.97, groups: [{ group: 'roads', probability: 0.8 }], topic: null, urgency: 'ordinary' },
    words: 12,
    ...changes,
  };
}
const sure: Decision = {
  ...plainDecision,
  incident: { ...plainDecision.incident, threshold: 0.3, unsureFrom: 0.1, unsureTo: 0.6 },
  group: { ...plainDecision.group, thresholds: groupCodes.map(() => 0.9) },
};

describe('one verdict out of three readers', () => {
  it('is sure where all agree', () => {
    const verdict = decide(sure, signals(), topics);
    expect(verdict).toMatchObject({ incident: true, unsure: false, doubts: [], group: 'roads', urgency: 'ordinary' });
    expect(verdict.score).toBeGreaterThan(0.6);
  });

  it('is no incident where nobody sees one', () => {
    const verdict = decide(
      sure,
      signals({
        incident: -6,
        linear: { incident: -4, groups: towards('roads', 0) },
        rules: { score: 0.01, groups: [], topic: null, urgency: 'ordinary' },
      }),
      topics,
    );
    expect(verdict).toMatchObject({ incident: false, unsure: false, kind: null });
  });

  it('asks a person which group it is where the readers disagree', () => {
    const verdict = decide(sure, signals({ group: towards('housing', 6) }), topics);
    expect(verdict.doubts).toEqual(['group']);
    expect(
      verdict.groups
        .slice(0, 2)
        .map(({ group }) => group)
        .sort(),
    ).toEqual(['housing', 'roads']);
  });

  it('weighs each reader anew in a group that has weights of its own', () => {
    const none = groupCodes.map(() => 0);
    const own = { transformer: none, linear: none, rules: none };
    const torn = signals({ group: towards('housing', 6) });
    const chance = (decision: Decision): number =>
      decide(decision, torn, topics).groups.find(({ group }) => group === 'roads')?.probability ?? 0;
    expect(decide({ ...sure, group: { ...sure.group, own } }, torn, topics)).toEqual(decide(sure, torn, topics));
    // The transformer speaks against roads: where it counts less, roads are likelier.
    const deaf = { ...own, transformer: groupCodes.map((code) => (code === 'roads' ? -0.5 : 0)) };
    expect(chance({ ...sure, group: { ...sure.group, own: deaf } })).toBeGreaterThan(chance(sure));
  });

  it('asks a person whether it is one between the two bounds', () => {
    const verdict = decide({ ...sure, incident: { ...sure.incident, unsureTo: 1.0001 } }, signals(), topics);
    expect(verdict).toMatchObject({ incident: true, unsure: true, doubts: ['incident'] });
  });

  it('never routes a group without a threshold by itself', () => {
    const careful = { ...sure, group: { ...sure.group, thresholds: groupCodes.map(() => null) } };
    expect(decide(careful, signals(), topics).doubts).toEqual(['group']);
  });

  it('names a topic of the group alone, and hears the rules', () => {
    expect(decide(sure, signals(), topics).topic).toBe('roads.potholes');
    const rules = { ...signals().rules, topic: 'roads.signs' };
    expect(decide({ ...sure, topic: { scale: 1, rules: 4, least: 0.3 } }, signals({ rules }), topics).topic).toBe(
      'roads.signs',
    );
    // Not likely enough by itself, and the rules' own topic lies in another group.
    const strict = { ...sure, topic: { scale: 1, rules: 0, least: 0.99 } };
    expect(decide(strict, signals({ rules: { ...rules, topic: 'housing.heating' } }), topics).topic).toBeNull();
  });

  it('is urgent when the rules say so or the model is sure', () => {
    expect(decide(sure, signals({ rules: { ...signals().rules, urgency: 'urgent' } }), topics).urgency).toBe('urgent');
    expect(decide(sure, signals({ urgent: 3 }), topics).urgency).toBe('urgent');
  });

  it('takes the likeliest kind', () => expect(decide(sure, signals(), topics).kind).toBe('question'));

  it('says less at a lower prevalence', () => {
    const rare = { ...sure, incident: { ...sure.incident, prevalence: 0.002 } };
    expect(decide(rare, signals(), topics).score).toBeLessThan(decide(sure, signals(), topics).score);
    expect(incidentLogit(sure, signals()) - incidentLogit(rare, signals())).toBeCloseTo(
      Math.log(0.02 / 0.98) - Math.log(0.002 / 0.998),
      9,
    );
  });

  it('gives probabilities of four decimals that sum to about 1, the likeliest first', () => {
    const { score, groups } = decide(sure, signals({ group: towards('housing', 6) }), topics);
    for (const one of [score, ...groups.map(({ probability }) => probability)])
      expect(Math.round(one * 10_000) / 10_000).toBe(one);
    const sorted = [...groups].sort((a, b) => b.probability - a.probability);
    expect(groups).toEqual(sorted);
    expect(groups.length).toBeLessThanOrEqual(5);
  });

  it('is the same again, and not moved by readers that are sure beyond measure', () => {
    expect(decide(sure, signals(), topics)).toEqual(decide(sure, signals(), topics));
    expect(decide(sure, signals({ incident: 1e9 }), topics)).toEqual(decide(sure, signals({ incident: 10 }), topics));
    expect(decide(sure, signals({ rules: { ...signals().rules, score: 1 } }), topics).score).toBeLessThanOrEqual(1);
  });
});
