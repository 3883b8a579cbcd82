import { z } from 'zod';
import { spanSchema } from './verdict.js';

export const territoryLevelSchema = z.enum(['country', 'region', 'municipality', 'settlement']);
export type TerritoryLevel = z.infer<typeof territoryLevelSchema>;

/** A node of the territory tree (config/places). */
export const territorySchema = z.strictObject({
  /** OKTMO code where there is one, else a slug. */
  id: z.string().min(1),
  level: territoryLevelSchema,
  /** Official name in the nominative without the type word: «Курск», «Курская область». */
  name: z.string().min(1),
  /** Type word for settlements: «город», «посёлок», «деревня». */
  type: z.string().nullable(),
  parent: z.string().nullable(),
  /** Other names and nicknames, nominative. */
  aliases: z.array(z.string()),
  timeZone: z.string().nullable(),
  population: z.number().int().min(0).nullable(),
  point: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).nullable(),
});
export type Territory = z.infer<typeof territorySchema>;

export const placePrecisionSchema = z.enum(['house', 'street', 'settlement', 'municipality', 'region', 'none']);
export type PlacePrecision = z.infer<typeof placePrecisionSchema>;

/** Where the problem is, as far as the text and the source tell. */
export const placeSchema = z.strictObject({
  precision: placePrecisionSchema,
  /** Finest node of the territory tree that holds the place. */
  territoryId: z.string().nullable(),
  region: z.string().nullable(),
  municipality: z.string().nullable(),
  /** Nominative without the type word; several joined by «;». */
  settlement: z.string().nullable(),
  /** Nominative as written without «ул.»; several joined by «;». */
  street: z.string().nullable(),
  house: z.string().nullable(),
  point: z.strictObject({ lat: z.number(), lon: z.number() }).nullable(),
  /** Which of the fields the text itself named; the rest comes from the source's home or the given context. */
  named: z.array(z.enum(['region', 'municipality', 'settlement', 'street', 'house'])),
  confidence: z.number().min(0).max(1),
  evidence: z.array(
    z.strictObject({
      field: z.enum(['region', 'municipality', 'settlement', 'street', 'house']),
      value: z.string(),
      /** Where it comes from. */
      from: z.enum(['text', 'source', 'context']),
      /** Position in the stored text; null when it does not come from the text. */
      span: spanSchema.nullable(),
    }),
  ),
});
export type Place = z.infer<typeof placeSchema>;
