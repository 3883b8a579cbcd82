import { z } from 'zod';
import { routeSchema } from '../src/core/executor.js';
import { machineHalfSchema } from '../src/core/incident-machine.js';
import { placeSchema } from '../src/core/place.js';
import { joinSchema, modelRecordSchema, pageRefSchema, rawPostSchema } from '../src/core/post.js';
import { decidedBySchema } from '../src/core/rule-set.js';
import { verdictSchema } from '../src/core/verdict.js';

/** What a post is worth after each stage. A later form holds all of the earlier ones, so that nothing is looked up again. */

/** After mask: text readable and without personal data. */
export const maskedSchema = rawPostSchema.extend({
  /** How many personal data were masked, by kind. */
  masked: z.record(z.string(), z.number().int()),
});
export type Masked = z.infer<typeof maskedSchema>;

/** After dedupe: what is known of this post and of others that say the same. */
export const dedupedSchema = maskedSchema.extend({
  version: z.number().int().min(1),
  /** The incident that an earlier version of this post belongs to. */
  knownIncidentId: z.string().nullable(),
  /** MinHash signature of the text: pipelines/text/minhash.ts. */
  signature: z.string(),
  /** The post of an open incident that this one repeats. */
  repeat: z
    .strictObject({
      postId: z.string(),
      incidentId: z.string(),
      exact: z.boolean(),
      similarity: z.number().min(0).max(1),
    })
    .nullable(),
});
export type Deduped = z.infer<typeof dedupedSchema>;

/** After the gate. Batches that an earlier version of Otklik sent lack both. */
export const gatedSchema = dedupedSchema.extend({
  /** The rules and the model that let it through. */
  decidedBy: decidedBySchema.nullable().default(null),
  /** The saved searches that it answers. */
  searches: z.array(z.string()).default([]),
  /** The gate had let it go; it is scored only so that what the gate loses is known. */
  sampled: z.boolean().default(false),
});
export type Gated = z.infer<typeof gatedSchema>;

export const classifiedSchema = gatedSchema.extend({
  verdict: verdictSchema,
  model: modelRecordSchema.nullable().default(null),
  vector: z.string().nullable().default(null),
  /** As in Judgement; batches that an earlier version of Otklik sent lack it. */
  locality: z.number().min(0).max(1).nullable().default(null),
});
export type Classified = z.infer<typeof classifiedSchema>;

export const locatedSchema = classifiedSchema.extend({ place: placeSchema });
export type Located = z.infer<typeof locatedSchema>;

/** A post that was let go and that a complaint brings into its incident. */
const broughtSchema = z.strictObject({ postId: z.string(), join: joinSchema });
export type Brought = z.infer<typeof broughtSchema>;

export const clusteredSchema = locatedSchema.extend({
  incidentId: z.string(),
  join: joinSchema,
  clusterKeys: z.array(z.string()),
  /** Posts that were let go before and that this one brings into the incident. */
  brings: z.array(broughtSchema).optional(),
});
export type Clustered = z.infer<typeof clusteredSchema>;

export const routedSchema = clusteredSchema.extend({ route: routeSchema, machine: machineHalfSchema });
export type Routed = z.infer<typeof routedSchema>;

/** What reaches the index: a routed post, or one that was let go on the way, as far as it came. */
export const finishedSchema = z.looseObject({
  ...maskedSchema.shape,
  ...dedupedSchema.pick({ version: true, knownIncidentId: true }).partial().shape,
  repeat: dedupedSchema.shape.repeat.optional(),
  ...gatedSchema.pick({ decidedBy: true, searches: true }).partial().shape,
  ...classifiedSchema.pick({ verdict: true, model: true, vector: true }).partial().shape,
  place: placeSchema.optional(),
  incidentId: z.string().optional(),
  join: joinSchema.optional(),
  clusterKeys: z.array(z.string()).optional(),
  brings: z.array(broughtSchema).optional(),
  machine: machineHalfSchema.optional(),
});
export type Finished = z.infer<typeof finishedSchema>;

export const droppedSchema = z.strictObject({ stage: z.string(), reason: z.string() });
export type Dropped = z.infer<typeof droppedSchema>;

/** A job of any of the three queues: the posts of one page, at most 200. */
export const batchJobSchema = z.strictObject({
  page: pageRefSchema,
  /** All posts of the page that were new or edited: what the cursor learns once they are indexed. */
  seen: z.array(z.strictObject({ id: z.string(), fingerprint: z.string() })),
  items: z
    .array(z.strictObject({ value: z.record(z.string(), z.unknown()), dropped: droppedSchema.nullable() }))
    .max(200),
});
export type BatchJob = z.infer<typeof batchJobSchema>;
export type BatchItem = BatchJob['items'][number];
