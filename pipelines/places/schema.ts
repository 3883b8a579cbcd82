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
  common: z.enum(['word', 'surname']).nullable().default(null),
});

export const streetsEntrySchema = z.strictObject({ territory: id, names: z.array(name).min(1) });
export const aliasesEntrySchema = z.strictObject({ territory: id, names: z.array(name).min(1) });

/** Top-level keys of a hand-written file. */
export const placesKeys = ['territories', 'streets', 'aliases'] as const;

/** What few places of the compact tables have; each key may be left out. */
const moreSchema = z.strictObject({
  aliases: z.array(name).optional(),
  adjectives: z.array(name).optional(),
  demonyms: z.array(name).optional(),
  okato: okatoSchema.optional(),
  common: z.enum(['word', 'surname']).optional(),
});
const placeRow = z.tuple(
  [
    id,
    name,
    name.nullable(),
    id,
    timeZoneSchema.nullable(),
    z.number().int().min(0).nullable(),
    z.number().min(-90).max(90),
    z.number().min(-180).max(180),
    moreSchema.optional(),
  ],
  'a row is id, name, type, parent, time zone, population, latitude, longitude and, where there is more, an object',
);
/** The compact tables of the built gazetteer; columns: `columns` in the file itself. */
export const compactSchema = z.object({
  regions: z.array(
    z.tuple(
      [
        id,
        name,
        timeZoneSchema.nullable(),
        okatoSchema.nullable(),
        isoSchema.nullable(),
        name.nullable(),
        z.array(name),
        z.array(name),
        z.array(name),
      ],
      'a row is id, name, time zone, OKATO, ISO 3166-2, federal district, aliases, adjectives, demonyms',
    ),
  ),
  municipalities: z.array(z.tuple([id, name, id], 'a row is id, name, parent')),
  settlements: z.array(placeRow),
  districts: z.array(placeRow).default([]),
});
export type CompactPlaces = z.infer<typeof compactSchema>;
