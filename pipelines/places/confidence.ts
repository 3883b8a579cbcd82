import type { Territory } from '../../src/core/place.js';
import type { HouseMention, SettlementMention, StreetMention } from './scan.js';
import { flag, logOdds, weigh } from './signs.js';

/** What speaks for and against settlement, street and house, in the order of the coefficients. */
export const confidenceSignNames = [
  'bias',
  'settlement named: log-odds of its weakest weight',
  'settlement with its type word',
  'settlement after a preposition',
  'bare settlement',
  'settlement that no list knows',
  'settlement not linked to any of its name',
  'two towns alike',
  'settlement from home or context',
  'no settlement',
  'several settlements',
  'street: log-odds of its weakest weight',
  'street named',
  'several streets',
  'house named',
  'several houses',
  'log-odds of the region',
  'region is not home',
] as const;

export interface ConfidenceFacts {
  readonly settlements: readonly SettlementMention[];
  readonly nodes: readonly { node: Territory | null; sure: boolean }[];
  readonly streets: readonly StreetMention[];
  readonly houses: readonly HouseMention['value'][];
  /** The settlement is home's. */
  readonly fromHome: boolean;
  /** Of the region given; null without one. */
  readonly regionProbability: number | null;
  readonly isAway: boolean;
}

const odds = (weight: number): number => logOdds(weight, 0.05, 0.99);

/** Reads the signs off what the place was made of; null where neither settlement nor street nor house is given. */
export function confidenceSigns(facts: ConfidenceFacts): readonly number[] | null {
  const { settlements, nodes, streets, houses, fromHome, regionProbability, isAway } = facts;
  const hasNamed = settlements.length > 0;
  if (!hasNamed && !fromHome && streets.length + houses.length === 0) return null;
  let weakest = settlements[0];
  for (const mention of settlements) if (weakest !== undefined && mention.weight < weakest.weight) weakest = mention;
  let street = 1;
  for (const { weight } of streets) street = Math.min(street, weight);
  return [
    1,
    weakest === undefined ? 0 : odds(weakest.weight),
    flag(weakest?.how === 'typed'),
    flag(weakest?.how === 'locative'),
    flag(weakest?.how === 'bare'),
    flag(settlements.some(({ entries }) => entries.length === 0)),
    flag(settlements.some(({ entries }, at) => entries.length > 0 && (nodes[at]?.node ?? null) === null)),
    flag(nodes.some(({ sure }) => !sure)),
    flag(fromHome),
    flag(!hasNamed && !fromHome),
    Math.min(3, Math.max(0, settlements.length - 1)),
    streets.length === 0 ? 0 : odds(street),
    flag(streets.length > 0),
    Math.min(3, Math.max(0, streets.length - 1)),
    flag(houses.length > 0),
    Math.min(3, Math.max(0, houses.length - 1)),
    regionProbability === null ? 0 : odds(regionProbability),
    flag(isAway),
  ];
}

/** Probability that all that is given of settlement, street and house is right. */
export function confidenceOf(signs: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-weigh(signs, weights)));
}
