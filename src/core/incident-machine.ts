import { z } from 'zod';
import { routeSchema } from './executor.js';
import { oktmoSchema, placeSchema } from './place.js';
import { joinSchema } from './post.js';
import { verdictSchema } from './verdict.js';

/** What the machine knows of one post of the incident; carried in the events so that the projection needs nothing else. */
export const incidentPostSchema = z.strictObject({
  postId: z.string(),
  sourceId: z.string(),
  sourceKind: z.string(),
  url: z.string(),
  author: z.string().nullable(),
  /** Masked text, at most 2 000 characters. */
  text: z.string(),
  publishedAt: z.iso.datetime().nullable(),
  fetchedAt: z.iso.datetime(),
  version: z.number().int().min(1),
  join: joinSchema,
});
export type IncidentPost = z.infer<typeof incidentPostSchema>;

/** The machine's half of an incident: re-scoring touches only this. */
export const machineHalfSchema = z.strictObject({
  verdict: verdictSchema,
  place: placeSchema,
  route: routeSchema,
  /** Territory of the place and all its ancestors, finest first. */
  territories: z.array(z.string()),
  /** OKTMO code of the finest of them that has one; missing where an earlier version decided. */
  oktmo: oktmoSchema.nullable().optional(),
  /** Zone in which the terms are counted. */
  timeZone: z.string(),
  /** Revisions that made the decision: normaliser, rules, places, routing. */
  revisions: z.record(z.string(), z.string()),
});
export type MachineHalf = z.infer<typeof machineHalfSchema>;
