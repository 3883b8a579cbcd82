import type { GroupCode } from '../../src/core/verdict.js';
import { groupCodes } from '../../src/core/verdict.js';

/**
 * The few numbers between the weights of the rules that fired and the verdict. Fitted by logistic regression on one half of the labelled
 * development texts (docs/rules.md, «How the score is made»); the other half gave the measured figures.
 */
export const scoring = {
  intercept: -5,
  incident: 0.8,
  group: 0.5,
  both: 0.1,
  against: -0.8,
  length: 0.2,
  /** Sums of weights count up to here; more evidence of the same kind says no more. */
  incidentCap: 12,
  groupCap: 12,
  againstCap: 12,
  /** Words that a text counts up to. */
  lengthCap: 120,
  /** At or above: an incident. */
  threshold: 0.5,
  /** Between these two a person decides. */
  unsureFrom: 0.3,
  unsureTo: 0.8,
  /** How many points of weight multiply a group's odds by e. */
  temperature: 3,
  /** Groups below this probability are left out of the list. */
  leastProbability: 0.01,
} as const;

/** Sums of the weights of the rules that fired. */
export interface Sums {
  incident: number;
  against: number;
  urgent: number;
  groups: ReadonlyMap<GroupCode, number>;
  topics: ReadonlyMap<string, number>;
  /** Number of words. */
  words: number;
}

/** Weight that speaks for the strongest group; 0 when none does. */
export function strongest(sums: Sums): number {
  return Math.max(0, ...sums.groups.values());
}

/** Probability that the text is an incident, 0-1. */
export function incidentProbability(sums: Sums): number {
  const incident = Math.min(sums.incident, scoring.incidentCap);
  const group = Math.min(strongest(sums), scoring.groupCap);
  const against = Math.min(sums.against, scoring.againstCap);
  const length = Math.log2(1 + Math.min(sums.words, scoring.lengthCap));
  const odds =
    scoring.intercept +
    scoring.incident * incident +
    scoring.group * group +
    scoring.both * Math.sqrt(incident * group) +
    scoring.against * against +
    scoring.length * length;
  return 1 / (1 + Math.exp(-odds));
}

/** Groups by falling probability (softmax of the sums of weight), at most five; empty when nothing speaks for any. */
export function groupProbabilities(sums: Sums): { group: GroupCode; probability: number }[] {
  const entries = groupCodes.map((group) => ({ group, sum: sums.groups.get(group) ?? 0 })).filter(({ sum }) => sum > 0);
  const highest = Math.max(0, ...entries.map(({ sum }) => sum));
  // «No group at all» takes part with a sum of 0, so that a lone hint does not look like certainty.
  const total = entries.reduce(
    (all, { sum }) => all + Math.exp((sum - highest) / scoring.temperature),
    Math.exp(-highest / scoring.temperature),
  );
  return entries
    .map(({ group, sum }) => ({ group, probability: Math.exp((sum - highest) / scoring.temperature) / total }))
    .filter(({ probability }) => probability >= scoring.leastProbability)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 5);
}
