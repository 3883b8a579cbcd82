/** How incidents hang together: what a person merged, split and took back. */
import { z } from 'zod';
import { incidentPostSchema } from './incident-machine.js';

const instant = z.iso.datetime();
const seq = z.number().int().min(1);

/** An incident that this one came from by a split. */
export const splitFromSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  /** When the first of its posts entered the queue: the term of the answer counts from there. */
  queuedAt: instant,
});

/** What an incident brings into another: all that the other's projection counts. */
export const absorbedSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  /** Number of its event «merged». */
  seq,
  /** The first 50. */
  posts: z.array(incidentPostSchema),
  postIds: z.array(z.string()),
  authors: z.array(z.string()),
  postCount: z.number().int().min(1),
  peopleCount: z.number().int().min(1),
  sourceIds: z.array(z.string()),
  clusterKeys: z.array(z.string()),
  publishedAt: instant.nullable(),
  lastPostAt: instant,
  /** Since when its author waits for a first answer; null when it has one. */
  waitsSince: instant.nullable(),
});
export type Absorbed = z.infer<typeof absorbedSchema>;

const other = { id: z.string(), number: z.string(), seq };

/** What holds now of merges and splits; what was undone is not in it. Each `seq` is the number of the event in this incident's log. */
export const tiesSchema = z.strictObject({
  /** The incident that this one goes on in. */
  mergedInto: z.strictObject({ ...other, isWithdrawn: z.boolean() }).nullable(),
  /** Incidents that go on in this one; `mergedSeq` is the number of «merged» in their logs. */
  absorbed: z.array(z.strictObject({ ...other, mergedSeq: seq })),
  /** Incidents that posts of this one left for. */
  splitOff: z.array(z.strictObject({ ...other, postIds: z.array(z.string()) })),
  /** The incident that this one's posts stood in before. */
  splitFrom: splitFromSchema.nullable(),
  /** Events whose other incident has not its side of them yet: a crash in between is made good within a minute. */
  unsettled: z.array(z.strictObject({ seq, at: instant })),
});
export type Ties = z.infer<typeof tiesSchema>;

export const noTies: Ties = { mergedInto: null, absorbed: [], splitOff: [], splitFrom: null, unsettled: [] };
