import { z } from 'zod';

/** A share as it was measured, with 95 % bounds (0-1); null where nothing was counted. */
const figureSchema = z.strictObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Texts that it stands on. */
  of: z.number().int().min(0),
});
export type Figure = z.infer<typeof figureSchema>;

/** What a set did on the labels that were held back from its fitting. */
export const heldOutFiguresSchema = z.strictObject({
  precision: figureSchema,
  recall: figureSchema,
  f1: figureSchema,
  group: figureSchema,
  /** Expected calibration error of «incident», 0-1. */
  ece: figureSchema,
  /** Share of the texts that are decided without a person. */
  coverage: figureSchema,
});
export type HeldOutFigures = z.infer<typeof heldOutFiguresSchema>;

/** What a version was made of: numbers only, no text and no id of a post. */
export const modelTrainingSchema = z.strictObject({
  /** Labels that it was fitted on, and those that were held back. */
  fitted: z.number().int().min(0),
  heldOut: z.number().int().min(0),
  incidents: z.number().int().min(0),
  /** Labelled incidents per group. */
  groups: z.record(z.string(), z.number().int().min(0)),
  /** Labels per way in which they came («operator», «import» …). */
  origins: z.record(z.string(), z.number().int().min(0)),
  /** Hash of ids and labels: tells whether two versions learned from the same. */
  labels: z.string(),
  /** Only labels from this instant on; null for all. */
  since: z.iso.datetime().nullable(),
  before: heldOutFiguresSchema.nullable(),
  after: heldOutFiguresSchema.nullable(),
  seconds: z.number().min(0),
});
export type ModelTraining = z.infer<typeof modelTrainingSchema>;

/** A version of the model set (heads and final decision); written once, never changed. Version 0 is the shipped file and is not stored. */
export const modelSetVersionSchema = z.strictObject({
  version: z.number().int().min(1),
  /** Content hash as in `decidedBy.model` of posts. */
  revision: z.string().min(1),
  /** Revision of the encoder whose vectors its heads read: it decides nothing over another one. */
  encoder: z.string().min(1),
  /** Revision of the set that it was fitted from. */
  parent: z.string().min(1),
  /** The set itself, as models/shipped/set.json is written. */
  set: z.record(z.string(), z.unknown()),
  training: modelTrainingSchema,
  note: z.string().max(1_000),
  by: z.string().min(1).max(200),
  createdAt: z.iso.datetime(),
});
export type ModelSetVersion = z.infer<typeof modelSetVersionSchema>;
/** A version without its weights. */
export type ModelSetEntry = Omit<ModelSetVersion, 'set'>;

/** Which versions decide and look on from this moment; the entry with the highest number holds. */
export const modelUseSchema = z.strictObject({
  /** 1 for the first, then one more each time. */
  seq: z.number().int().min(1),
  /** Going back undoes the last `use` that still stands. */
  action: z.enum(['use', 'rollback', 'shadow']),
  /** 0 is the shipped set. */
  live: z.number().int().min(0),
  /** Version whose verdicts are stored beside the live ones; null for none. */
  shadow: z.number().int().min(0).nullable(),
  note: z.string().max(1_000),
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
});
export type ModelUse = z.infer<typeof modelUseSchema>;
