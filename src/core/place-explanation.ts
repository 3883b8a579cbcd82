import { z } from 'zod';
import { placeSchema, pointSchema, territoryLevelSchema } from './place.js';
import { spanSchema } from './verdict.js';

/** A territory as an explanation names it. */
export const explainedTerritorySchema = z.strictObject({
  id: z.string(),
  level: territoryLevelSchema,
  name: z.string(),
  type: z.string().nullable(),
  oktmo: z.string().nullable(),
});
export type ExplainedTerritory = z.infer<typeof explainedTerritorySchema>;

/** What speaks for a territory among those of one name. */
export const candidateReasonSchema = z.enum([
  'named-region',
  'named-municipality',
  'beside-town',
  'home-settlement',
  'home-municipality',
  'home-region',
  'hint',
  'nickname',
]);
export type CandidateReason = z.infer<typeof candidateReasonSchema>;

export const placeCandidateSchema = explainedTerritorySchema.extend({
  region: z.string().nullable(),
  population: z.number().nullable(),
  point: pointSchema.nullable(),
  /** From the home; null where one of them has no point. */
  distanceKm: z.number().nullable(),
  /** Sum of what the reasons add. */
  score: z.number(),
  /** Decides between equal scores: power of ten of the population, less the distance. */
  nearness: z.number(),
  reasons: z.array(z.strictObject({ reason: candidateReasonSchema, adds: z.number() })),
  won: z.boolean(),
});
export type PlaceCandidate = z.infer<typeof placeCandidateSchema>;

export const mentionKindSchema = z.enum([
  'region',
  'municipality',
  'settlement',
  'district',
  'street',
  'house',
  'landmark',
  'hint',
]);

/**
 * What became of a mention: it counts; it is somewhere else («из Москвы»), only tells the region (a city that is a region), is the shell of a
 * village named beside it; no list has it; none of its candidates is sure enough to be linked; two are alike.
 */
export const mentionOutcomeSchema = z.enum([
  'counts',
  'direction',
  'region-only',
  'shell',
  'unknown',
  'not-linked',
  'doubtful',
  'other',
]);
export type MentionOutcome = z.infer<typeof mentionOutcomeSchema>;

/** A street that config/places or a pack has under the name. */
export const registeredStreetSchema = z.strictObject({
  title: z.string(),
  territory: explainedTerritorySchema,
  /** Id of the pack; null for a street that config/places lists. */
  pack: z.string().nullable(),
  point: pointSchema.nullable(),
  houses: z.array(z.strictObject({ number: z.string(), isKnown: z.boolean(), point: pointSchema.nullable() })),
});

export const explainedMentionSchema = z.strictObject({
  kind: mentionKindSchema,
  /** As the place gives it: nominative, without the type word. */
  name: z.string(),
  span: spanSchema,
  outcome: mentionOutcomeSchema,
  /** Of the evidence alone; null where the kind has none. */
  weight: z.number().nullable(),
  candidates: z.array(placeCandidateSchema),
  /** Of streets alone. */
  registered: z.array(registeredStreetSchema),
});
export type ExplainedMention = z.infer<typeof explainedMentionSchema>;

/** Why a text gets its place; offsets are UTF-16 units of the text given. */
export const placeExplanationSchema = z.strictObject({
  text: z.string(),
  /** Where the writer writes from, finest first; empty when it is not known. */
  home: z.array(explainedTerritorySchema),
  place: placeSchema,
  /** Territories that hold the place, finest first. */
  chain: z.array(explainedTerritorySchema),
  mentions: z.array(explainedMentionSchema),
});
export type PlaceExplanation = z.infer<typeof placeExplanationSchema>;
