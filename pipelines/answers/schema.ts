import { z } from 'zod';
import { draftKindSchema } from '../../src/core/answer-draft.js';
import { natureSchema } from '../../src/core/incident.js';

const names = z.array(z.string().min(1)).min(1);

/** One template of config/answers. Conditions that are given must all fit. */
export const templateSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case Latin letters, digits and hyphens, a letter first'),
  /** What the list of drafts shows. */
  name: z.string().trim().min(3).max(100),
  kind: draftKindSchema,
  groups: names.optional(),
  topics: names.optional(),
  nature: natureSchema.optional(),
  /** Gaps that a person fills: their names, without braces. */
  ask: names.default([]),
  text: z.string().trim().min(20, 'write the text of an answer, 20 characters or more').max(4_000),
});
export type AnswerTemplate = z.infer<typeof templateSchema>;
