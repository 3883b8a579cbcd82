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

/** What its author wants: that something be put right, an answer, or that something be done for the first time. */
export const kindSchema = z.enum(['complaint', 'question', 'request']);
export type Kind = z.infer<typeof kindSchema>;

/** What is not sure enough: whether it is an incident at all, of which group, or who must act where the routing table has no rule. */
export const doubtSchema = z.enum(['incident', 'group', 'executor']);
export type Doubt = z.infer<typeof doubtSchema>;

/** A stretch of the stored (masked) text; offsets in UTF-16 code units, end exclusive. */
export const spanSchema = z.strictObject({
  text: z.string(),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
});
export type Span = z.infer<typeof spanSchema>;

/** One reason of a verdict: a rule that fired (or was decisive by not firing) and the words it fired on. */
export const evidenceSchema = z.strictObject({
  /** What spoke: «rules», «transformer» or «ngrams». */
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
  /** Why it is unsure; empty when it is sure. Verdicts of earlier versions do not say. */
  doubts: z.array(doubtSchema).default([]),
  group: groupCodeSchema.nullable(),
  /** Topic id of config/taxonomy.yaml, «group.topic». */
  topic: z.string().nullable(),
  /** Null where rules decide alone, and when it is no incident. */
  kind: kindSchema.nullable().default(null),
  urgency: urgencySchema,
  /** Groups by falling probability, at most five. */
  groups: z.array(z.strictObject({ group: groupCodeSchema, probability: z.number().min(0).max(1) })),
  /** Topics of these groups by falling probability, at most six. Verdicts of earlier versions have none. */
  topics: z.array(z.strictObject({ topic: z.string(), probability: z.number().min(0).max(1) })).default([]),
  evidence: z.array(evidenceSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** A verdict as an earlier version stored it lacks what came later. The fields stand in the order of the schema. */
export function completeVerdict(stored: z.input<typeof verdictSchema>): Verdict {
  const {
    score,
    incident,
    unsure,
    doubts = [],
    group,
    topic,
    kind = null,
    urgency,
    groups,
    topics = [],
    evidence,
  } = stored;
  return { score, incident, unsure, doubts, group, topic, kind, urgency, groups, topics, evidence };
}
