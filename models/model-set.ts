import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../src/core/errors.js';
import { decisionSchema } from './decision.js';

const headSchema = z.strictObject({
  /** Base64 of float32, little-endian, row by row [outputs, 384]. */
  weight: z.base64(),
  /** Base64 of float32, little-endian. */
  bias: z.base64(),
});
export type Head = z.infer<typeof headSchema>;

export const headNames = ['incident', 'group', 'topic', 'kind', 'urgent'] as const;
export type HeadName = (typeof headNames)[number];

/** The part of the model that operators' labels refit: heads over the encoder's pooled states, and the last layer with its thresholds. */
export const modelSetSchema = z.strictObject({
  format: z.literal(1),
  /** First 12 hex digits of the sha256 of everything else, names in alphabetical order. */
  revision: z.string().regex(/^[0-9a-f]{12}$/),
  /** Ids of the topics in the order of the topic head. */
  topics: z.array(z.string()).min(1),
  heads: z.strictObject({
    incident: headSchema,
    group: headSchema,
    topic: headSchema,
    kind: headSchema,
    urgent: headSchema,
  }),
  decision: decisionSchema,
  /** Where it comes from: it is meant for these models alone. */
  provenance: z.strictObject({
    encoder: z.string(),
    linear: z.string(),
    /** The gate's small encoder; absent where the decision asks none. */
    gate: z.string().optional(),
    /** Revision of the set that was refitted; null of one that was trained from the beginning. */
    base: z.string().nullable(),
    /** Texts or labels that the heads and the last layer learnt from. */
    counts: z.record(z.string(), z.number().int()),
    seed: z.number().int(),
    /** Figures on the texts that the last layer was fitted on, each counted while left out. */
    figures: z.record(z.string(), z.number().nullable()),
  }),
});
export type ModelSet = z.infer<typeof modelSetSchema>;

/** A set with its revision. */
export function sealSet(set: Omit<ModelSet, 'revision' | 'format'>): ModelSet {
  const content = { format: 1 as const, ...set };
  return { ...content, revision: revisionOf(content) };
}

/** Throws AppError E_INPUT_INVALID, naming the field, for what is no set and for one that was changed by hand. */
export function parseModelSet(data: unknown): ModelSet {
  const parsed = modelSetSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(
      'E_INPUT_INVALID',
      `model set: ${issue?.path.join('.') || 'the file'}: ${issue?.message}; take the set from a sound file or fit it anew`,
    );
  }
  const { revision, ...content } = parsed.data;
  const wanted = revisionOf(content);
  if (revision !== wanted)
    throw new AppError(
      'E_INPUT_INVALID',
      `model set: its content has revision ${wanted}, but it says ${revision}: it was changed after it was made; take the set from a sound file or fit it anew`,
    );
  return parsed.data;
}

function revisionOf(content: object): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(content)))
    .digest('hex')
    .slice(0, 12);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, ordered(one)]),
  );
}
