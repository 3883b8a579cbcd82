import { z } from 'zod';
import { groupCodeSchema, type Kind, kindSchema, urgencySchema, type Verdict } from './verdict.js';

/** What the author of a text wants, as a verdict names it. */
export const labelKindSchema = kindSchema;
export type LabelKind = Kind;

/**
 * Where a label comes from: an operator's decision on an incident, a person who labels texts one by one, a file, or whoever settled what two
 * persons saw differently.
 */
export const labelOriginSchema = z.enum(['operator', 'labeller', 'import', 'settled']);
export type LabelOrigin = z.infer<typeof labelOriginSchema>;

const probability = z.number().min(0).max(1);

/** What the person saw of the machine's opinion when deciding; a label given in the knowledge of it is not an independent one. */
export const shownSchema = z.strictObject({
  score: probability,
  incident: z.boolean(),
  unsure: z.boolean(),
  group: groupCodeSchema.nullable(),
  topic: z.string().nullable(),
  kind: labelKindSchema.nullable(),
  urgency: urgencySchema,
  /** Groups by falling probability, at most five. */
  candidates: z.array(z.strictObject({ group: groupCodeSchema, probability })),
  /** What made that opinion: revisions of rules and model by name. */
  revisions: z.record(z.string(), z.string()),
});
export type Shown = z.infer<typeof shownSchema>;

/** A verdict as a person saw it, without the words that it stands on. */
export function shownOf(verdict: Verdict, revisions: Readonly<Record<string, string>>): Shown {
  const { score, incident, unsure, group, topic, kind, urgency, groups } = verdict;
  return { score, incident, unsure, group, topic, kind, urgency, candidates: groups, revisions };
}

/** What a person said of a text; null where nobody was asked. What is no incident has neither group nor topic, kind or urgency. */
export const answerSchema = z.strictObject({
  incident: z.boolean(),
  group: groupCodeSchema.nullable(),
  /** Groups that are also defensible. */
  alt: z.array(groupCodeSchema).nullable(),
  /** Topic id of config/taxonomy.yaml. */
  topic: z.string().nullable(),
  kind: labelKindSchema.nullable(),
  urgency: urgencySchema.nullable(),
});
export type Answer = z.infer<typeof answerSchema>;

/** One person's word on one text. Nothing in it is about who wrote the text. */
export const labelSchema = z.strictObject({
  ...answerSchema.shape,
  /** Made of what it is about and of who says it: src/core/ids.ts. The same person's next word on the same text replaces it. */
  id: z.string().min(2),
  /** A stored label gives way to one of the same or a higher version: the event's number for a decision, else milliseconds of `at`. */
  version: z.number().int().min(1),
  /** What it is about: the post's id, or for a text from elsewhere an id made of the text. Two labels of one subject may disagree. */
  subject: z.string().min(2),
  /** Null for a text that is no stored post. */
  postId: z.string().nullable(),
  /** Masked, as it was shown. */
  text: z.string(),
  /** Texts of one cluster are copies or tell of one thing: they belong on one side when labels are split. The incident's id where there is one. */
  cluster: z.string().min(1),
  /** Login. */
  who: z.string().min(1),
  at: z.iso.datetime(),
  origin: labelOriginSchema,
  /** Null when the person saw the text alone. */
  shown: shownSchema.nullable(),
  note: z.string().max(2_000).nullable(),
});
export type Label = z.infer<typeof labelSchema>;

/** Where nothing was said. */
export const notAsked = { group: null, alt: null, topic: null, kind: null, urgency: null } as const;
