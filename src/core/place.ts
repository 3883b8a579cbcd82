import { z } from 'zod';
import { spanSchema } from './verdict.js';

/** Largest first. A district is a part of a settlement: «Ленинский район» of a city, a named quarter. */
export const territoryLevelSchema = z.enum(['country', 'region', 'municipality', 'settlement', 'district']);
export type TerritoryLevel = z.infer<typeof territoryLevelSchema>;

export const pointSchema = z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });
export type Point = z.infer<typeof pointSchema>;
export const oktmoSchema = z.string().regex(/^(?:\d{8}|\d{11})$/, 'an OKTMO code has 8 or 11 digits');
export const okatoSchema = z.string().regex(/^\d{2,11}$/, 'an OKATO code has 2 to 11 digits');
export const isoSchema = z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'a code of ISO 3166-2 looks like RU-KRS');

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
  point: pointSchema.nullable(),
  /** Code of the classifier of municipal territories: 8 or 11 digits; null where none is known. */
  oktmo: oktmoSchema.nullable(),
  /** Code of the older classifier of administrative territories: 2 to 11 digits. */
  okato: okatoSchema.nullable(),
  /** ISO 3166-2 of a federal subject: «RU-KRS». */
  iso: isoSchema.nullable(),
  /** Federal district of a federal subject: «Центральный». */
  federalDistrict: z.string().nullable(),
  /** Adjectives, masculine nominative singular: «пермский». */
  adjectives: z.array(z.string()),
  /** Its people, nominative plural: «пермяки». */
  demonyms: z.array(z.string()),
  /** What the bare name also reads as: an ordinary word («Победа», «Мирный») or a surname («Киров», a case of «Иваново»). */
  common: z.enum(['word', 'surname']).nullable(),
});
export type Territory = z.infer<typeof territorySchema>;

/** What a territory is of which only id, level and name are known. */
export const bareTerritory = {
  type: null,
  parent: null,
  aliases: [],
  timeZone: null,
  population: null,
  point: null,
  oktmo: null,
  okato: null,
  iso: null,
  federalDistrict: null,
  adjectives: [],
  demonyms: [],
  common: null,
} satisfies Partial<Territory>;

/** OKTMO code of the finest territory that has one, of a territory and its ancestors, finest first. */
export function finestOktmo(chain: readonly (Territory | null)[]): string | null {
  for (const territory of chain) if (territory !== null && territory.oktmo !== null) return territory.oktmo;
  return null;
}

export const placePrecisionSchema = z.enum(['house', 'street', 'settlement', 'municipality', 'region', 'none']);
export type PlacePrecision = z.infer<typeof placePrecisionSchema>;

/** What a point on the map stands for: the centre of a region says less than a house. */
export const pointOfSchema = z.enum([
  'house',
  'landmark',
  'street',
  'district',
  'settlement',
  'municipality',
  'region',
]);
export type PointOf = z.infer<typeof pointOfSchema>;

export const landmarkKindSchema = z.enum([
  'school',
  'kindergarten',
  'clinic',
  'hospital',
  'stop',
  'route',
  'road-km',
  'intersection',
  'other',
]);
export type LandmarkKind = z.infer<typeof landmarkKindSchema>;
/** What people tell the place by beside an address: «школа №7», «остановка Рынок», «автобус 24», «12 км трассы М-7», «перекрёсток Мира и Ленина». */
export const landmarkSchema = z.strictObject({
  kind: landmarkKindSchema,
  /** In the nominative, as one would say it: «школа № 7», «Рынок», «24», «М-7, 12 км», «Мира — Ленина». */
  name: z.string().min(1),
});
export type Landmark = z.infer<typeof landmarkSchema>;

const placeFieldSchema = z.enum(['region', 'municipality', 'settlement', 'district', 'street', 'house', 'landmark']);

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
  /** Part of the settlement: «Ленинский район». */
  district: z.string().nullable().default(null),
  landmarks: z.array(landmarkSchema).default([]),
  /** OKTMO code of the finest territory that has one. */
  oktmo: oktmoSchema.nullable().default(null),
  point: z.strictObject({ lat: z.number(), lon: z.number() }).nullable(),
  /** What the point stands for; null without a point, and of places stored before points told it. */
  pointOf: pointOfSchema.nullable().default(null),
  /** What must be shown with the point, where its register or geocoder asks for it: «© OpenStreetMap contributors, ODbL 1.0». */
  pointLicence: z.string().optional(),
  /** Which of the fields the text itself named; the rest comes from the source's home or the given context. */
  named: z.array(placeFieldSchema),
  /** Probability that what is given of settlement, street and house is right. */
  confidence: z.number().min(0).max(1),
  /** Probability that the region is right; null without a region, and of places stored before it was reckoned. */
  regionConfidence: z.number().min(0).max(1).nullable().default(null),
  evidence: z.array(
    z.strictObject({
      field: placeFieldSchema,
      value: z.string(),
      /** Where it comes from: `thread` is an earlier post of it, `boundary` the polygon that holds the point. */
      from: z.enum(['text', 'source', 'context', 'thread', 'boundary', 'geocoder']),
      /** Position in the stored text; null when it does not come from the text. */
      span: spanSchema.nullable(),
    }),
  ),
});
export type Place = z.infer<typeof placeSchema>;

/** A place that an earlier version stored, with what it could not tell yet. */
export function completePlace(stored: z.input<typeof placeSchema>): Place {
  const { district = null, landmarks = [], oktmo = null, pointOf = null, regionConfidence = null } = stored;
  return { ...stored, district, landmarks, oktmo, pointOf, regionConfidence };
}
