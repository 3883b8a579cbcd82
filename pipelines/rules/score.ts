import type { GroupCode } from '../../src/core/verdict.js';
import { groupCodes } from '../../src/core/verdict.js';

/**
 * The few numbers between the weights of the rules that fired and the verdict. Fitted by logistic regression on one half of the labelled
 * development texts and of the demonstration town (docs/rules.md, «How the score is made»); the other halves gave the measured figures.
 */
export const scoring = {
  intercept: -4.65,
  /** Per point of weight of rules for «incident». */
  incident: 0.81,
  /** Per point of weight of the strongest group. */
  group: 0.91,
  /** Per point of weight of rules for «not-incident». */
  against: -1,
  /** Per doubling of the length: the same evidence says less in a longer text. */
  length: -0.28,
  /** Sums of weights count up to here; more evidence of the same kind says no more. */
  cap: 10,
  /** The same for «not-incident»: several marks of a news report outweigh what a report on town matters says of trouble. */
  againstCap: 14,
  /** The same for the strongest group: naming a subject often does not make a complaint. */
  groupCap: 8,
  /** And when nothing in the text sounds like trouble: a mere mention never decides, it leaves the text to a person at most. */
  bareGroupCap: 5,
  /** Words that a text counts up to. */
  lengthCap: 120,
  /** At or above: an incident. */
  threshold: 0.42,
  /** From the first up to the second a person decides. */
  unsureFrom: 0.3,
  unsureTo: 0.8,
  /** How many points of weight multiply a group's odds by e. */
  temperature: 2,
  /** Groups and topics below this probability are left out of the lists. */
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

/** One summand of the log-odds: what was counted, up to its cap, times its coefficient. */
export interface ScoreTerm {
  name: 'start' | 'incident' | 'group' | 'against' | 'length';
  value: number;
  times: number;
}

/** The log-odds of an incident, summand by summand. */
export function scoreTerms(sums: Sums): ScoreTerm[] {
  const groupCap = sums.incident > 0 || sums.urgent > 0 ? scoring.groupCap : scoring.bareGroupCap;
  return [
    { name: 'start', value: 1, times: scoring.intercept },
    { name: 'incident', value: Math.min(sums.incident, scoring.cap), times: scoring.incident },
    { name: 'group', value: Math.min(strongest(sums), groupCap), times: scoring.group },
    { name: 'against', value: Math.min(sums.against, scoring.againstCap), times: scoring.against },
    { name: 'length', value: Math.log2(1 + Math.min(sums.words, scoring.lengthCap)), times: scoring.length },
  ];
}

/** Probability that the text is an incident, 0-1. */
export function incidentProbability(sums: Sums): number {
  const odds = scoreTerms(sums).reduce((sum, { value, times }) => sum + value * times, 0);
  return 1 / (1 + Math.exp(-odds));
}

/** Groups by falling probability (softmax of the sums of weight), at most five; empty when nothing speaks for any. */
export function groupProbabilities(sums: Sums): { group: GroupCode; probability: number }[] {
  const entries = groupCodes.map((group) => ({ name: group, sum: sums.groups.get(group) ?? 0 }));
  return likeliest(entries, 5).map(({ name, probability }) => ({ group: name, probability }));
}

/** Topics by falling probability, as the groups, at most six. */
export function topicProbabilities(sums: Sums): { topic: string; probability: number }[] {
  const entries = [...sums.topics].map(([name, sum]) => ({ name, sum }));
  return likeliest(entries, 6).map(({ name, probability }) => ({ topic: name, probability }));
}

function likeliest<T extends string>(entries: readonly { name: T; sum: number }[], most: number) {
  const spoken = entries.filter(({ sum }) => sum > 0);
  const highest = Math.max(0, ...spoken.map(({ sum }) => sum));
  // «None at all» takes part with a sum of 0, so that a lone hint does not look like certainty.
  const total = spoken.reduce(
    (all, { sum }) => all + Math.exp((sum - highest) / scoring.temperature),
    Math.exp(-highest / scoring.temperature),
  );
  return spoken
    .map(({ name, sum }) => ({ name, probability: Math.exp((sum - highest) / scoring.temperature) / total }))
    .filter(({ probability }) => probability >= scoring.leastProbability)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, most);
}
