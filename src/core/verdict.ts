import { z } from 'zod';

/** The twenty topic groups; config/taxonomy.yaml names them in Russian and English and lists their topics. */
export const groupCodes = [
  'roads',
  'housing',
  'improvement',
  'transport',
  'waste',
  'health',
  'social',
  'education',
  'energy',
  'culture',
  'labour',
  'telecom',
  'ecology',
  'safety',
  'authorities',
  'economy',
  'agriculture',
  'construction',
  'sport',
  'other',
] as const;
export const groupCodeSchema = z.enum(groupCodes);
export type GroupCode = z.infer<typeof groupCodeSchema>;

export const urgencySchema = z.enum(['ordinary', 'urgent']);
export type Urgency = z.infer<typeof urgencySchema>;

/** A stretch of the stored (masked) text; offsets in UTF-16 code units, end exclusive. */
export const spanSchema = z.strictObject({
  text: z.string(),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
});
export type Span = z.infer<typeof spanSchema>;

/** One reason of a verdict: a rule that fired (or was decisive by not firing) and the words it fired on. */
export const evidenceSchema = z.strictObject({
  /** What spoke: «rules» or a model's id. */
  engine: z.string(),
  /** Rule id, or the feature's name for a model. */
  id: z.string(),
  /** Content hash of the rule or revision of the model. */
  revision: z.string(),
  /** What it speaks for: a group code, a topic id, «incident», «not-incident», «urgent». */
  target: z.string(),
  /** Contribution to the score of the target; may be negative. */
  weight: z.number(),
  words: z.array(spanSchema),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** What the classifiers say of a text. */
export const verdictSchema = z.strictObject({
  /** Probability that the text is an incident, 0-1. */
  score: z.number().min(0).max(1),
  incident: z.boolean(),
  /** True when a person must decide: the verdict is not sure enough to be acted on by itself. */
  unsure: z.boolean(),
  group: groupCodeSchema.nullable(),
  /** Topic id of config/taxonomy.yaml, «group.topic». */
  topic: z.string().nullable(),
  urgency: urgencySchema,
  /** Groups by falling probability, at most five. */
  groups: z.array(z.strictObject({ group: groupCodeSchema, probability: z.number().min(0).max(1) })),
  evidence: z.array(evidenceSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;
