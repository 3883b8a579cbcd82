/**
 * Why something that a person asked for was refused, for programs: a key and its parameters. It stands beside the English sentence of the error, so that
 * a screen says it in its own language. One place for all keys: src/web/lib/refusal-words.ts must have words for every one of them.
 */
import { z } from 'zod';
import { incidentActionSchema } from './http.js';
import { incidentStatusSchema, outcomeSchema } from './incident.js';
import { roleSchema } from './user.js';

const nothing = z.strictObject({});
const actionTypeSchema = z.enum(incidentActionSchema.options.map((option) => option.shape.type.value));
const number = z.string();

/** What is wrong with a field. */
export const fieldProblems = [
  'missing',
  'too-short',
  'too-long',
  'too-few',
  'too-many',
  'too-small',
  'too-big',
  'bad-format',
  'unknown-field',
  'wrong-value',
] as const;
const badFieldSchema = z.strictObject({
  /** Its path in the body or the query, without places in lists: «next», «action.finalBy». */
  name: z.string(),
  problem: z.enum(fieldProblems),
  /** Of a length, a count or a value; null for the other problems. */
  limit: z.number().nullable(),
});
export type BadField = z.infer<typeof badFieldSchema>;

/** Parameters by key. Numbers of incidents are as people read them; never texts of posts or personal data. */
export const reasonParams = {
  // Who asks.
  'sign-in-needed': nothing,
  'credentials-wrong': nothing,
  'password-one-time': nothing,
  'password-wrong': nothing,
  'password-same': nothing,
  'role-not-allowed': z.strictObject({ role: roleSchema, allowed: z.array(roleSchema) }),
  'too-many-requests': nothing,
  // What was sent.
  'fields-invalid': z.strictObject({ fields: z.array(badFieldSchema) }),
  'request-too-large': nothing,
  'page-outdated': nothing,
  'meaning-off': nothing,
  // An incident; «unknown» is also what lies outside the territories and bodies of who asks.
  'incident-unknown': nothing,
  'incident-changed': z.strictObject({ number }),
  'move-forbidden': z.strictObject({
    number,
    status: incidentStatusSchema,
    isPaused: z.boolean(),
    action: actionTypeSchema,
    allowed: z.array(actionTypeSchema),
  }),
  'action-not-for-role': z.strictObject({ action: actionTypeSchema, role: roleSchema }),
  'answer-own': nothing,
  'answer-not-approved': z.strictObject({ action: actionTypeSchema }),
  'answer-altered': nothing,
  'answer-gaps': z.strictObject({ gaps: z.array(z.string()) }),
  'answer-unreached': nothing,
  'closing-unexplained': z.strictObject({ outcome: outcomeSchema }),
  'executor-unknown': z.strictObject({ executorId: z.string() }),
  'promise-unknown': z.strictObject({ number, seq: z.number() }),
  'promise-settled': z.strictObject({ seq: z.number(), state: z.enum(['kept', 'broken']) }),
  // Two incidents.
  'merge-with-itself': nothing,
  'merge-other-changed': z.strictObject({ number }),
  'merge-other-status': z.strictObject({ number, status: incidentStatusSchema, current: number }),
  'split-first-post': nothing,
  'split-post-merged': z.strictObject({ number }),
  'split-nothing': nothing,
  'undo-impossible': z.strictObject({ number, seq: z.number() }),
  'undo-merged-further': z.strictObject({ number }),
  'undo-already': z.strictObject({ number }),
  'undo-went-on': z.strictObject({ number, current: number }),
  // A source.
  'source-unknown': z.strictObject({ ids: z.array(z.string()) }),
  'source-kept-off': z.strictObject({ ids: z.array(z.string()) }),
} as const satisfies Record<string, z.ZodObject>;

export type ReasonKey = keyof typeof reasonParams;
export type ReasonParams<K extends ReasonKey> = z.infer<(typeof reasonParams)[K]>;
export type ErrorReason = { [K in ReasonKey]: { key: K; params: ReasonParams<K> } }[ReasonKey];
