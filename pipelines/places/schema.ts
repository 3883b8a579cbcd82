import { z } from 'zod';
import { isoSchema, okatoSchema, oktmoSchema, pointSchema, territoryLevelSchema } from '../../src/core/place.js';
import { timeZoneSchema } from '../../src/core/source.js';

const id = z
  .string()
  .regex(/^[0-9a-z][0-9a-z-]*$/, 'use an OKTMO code or a slug of lower-case Latin letters, digits and hyphens');
const name = z.string().trim().min(1);

/** One territory as people write it in config/places/*.yaml; what is left out is null or empty. */
export const territoryEntrySchema = z.strictObject({
  id,
  level: territoryLevelSchema,
  name,
  type: name.nullable().default(null),
  parent: id.nullable().default(null),
  aliases: z.array(name).default([]),
  timeZone: timeZoneSchema.nullable().default(null),
  population: z.number().int().min(0).nullable().default(null),
  point: pointSchema.nullable().default(null),
  oktmo: oktmoSchema.nullable().default(null),
  okato: okatoSchema.nullable().default(null),
  iso: isoSchema.nullable().default(null),
  federalDistrict: name.nullable().default(null),
  adjectives: z.array(name).default([]),
  demonyms: z.array(name).default([]),
});

export const streetsEntrySchema = z.strictObject({ territory: id, names: z.array(name).min(1) });
export const aliasesEntrySchema = z.strictObject({ territory: id, names: z.array(name).min(1) });

/** Top-level keys of a hand-written file. */
export const placesKeys = ['territories', 'streets', 'aliases'] as const;

const row = <T extends [z.ZodType, ...z.ZodType[]]>(...columns: T) => z.tuple(columns).rest(z.unknown());
/** The compact tables of the built gazetteer; the shape is checked once for the file, not per row with paths. */
export const compactSchema = z.object({
  regions: z.array(row(z.string(), z.string(), z.string().nullable(), z.array(z.string()))),
  municipalities: z.array(row(z.string(), z.string(), z.string())),
  settlements: z.array(
    z.tuple([
      z.string(),
      z.string(),
      z.string(),
      z.string().nullable(),
      z.number().nullable(),
      z.number(),
      z.number(),
      z.array(z.string()).optional(),
    ]),
  ),
});
