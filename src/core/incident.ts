import { z } from 'zod';
import { routeSchema } from './executor.js';
import { oktmoSchema, placePrecisionSchema, placeSchema, pointOfSchema } from './place.js';
import { joinSchema } from './post.js';
import { groupCodeSchema, urgencySchema, verdictSchema } from './verdict.js';

export const incidentStatusSchema = z.enum(['new', 'assigned', 'answered', 'closed', 'not-incident']);
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

export const outcomeSchema = z.enum(['solved', 'explained', 'not-solved', 'postponed']);
export type Outcome = z.infer<typeof outcomeSchema>;

export const actorSchema = z.strictObject({
  kind: z.enum(['machine', 'operator']),
  /** Login of the operator, or the role of the process («work»). */
  id: z.string(),
  name: z.string(),
});
export type Actor = z.infer<typeof actorSchema>;

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

const reason = z.string().trim().min(1).max(2_000);

/** Everything that can happen to an incident. */
export const incidentChangeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('opened'),
    post: incidentPostSchema,
    machine: machineHalfSchema,
    clusterKeys: z.array(z.string()),
  }),
  z.strictObject({ type: z.literal('post-joined'), post: incidentPostSchema, clusterKeys: z.array(z.string()) }),
  z.strictObject({ type: z.literal('post-edited'), post: incidentPostSchema }),
  z.strictObject({ type: z.literal('rescored'), machine: machineHalfSchema }),
  z.strictObject({
    type: z.literal('assigned'),
    executorId: z.string().min(1),
    executorName: z.string().min(1),
    note: z.string().max(2_000).nullable(),
  }),
  z.strictObject({ type: z.literal('topic-changed'), group: groupCodeSchema, topic: z.string().nullable() }),
  z.strictObject({ type: z.literal('urgency-changed'), urgency: urgencySchema }),
  z.strictObject({ type: z.literal('marked-not-incident'), reason }),
  z.strictObject({ type: z.literal('answered'), text: z.string().trim().min(1).max(10_000), url: z.url().nullable() }),
  z.strictObject({ type: z.literal('closed'), outcome: outcomeSchema, reason: z.string().max(2_000).nullable() }),
  z.strictObject({ type: z.literal('reopened'), reason }),
  z.strictObject({ type: z.literal('commented'), text: z.string().trim().min(1).max(4_000) }),
  /** A geocoder found the point of the place; the rest of the machine's half stands. */
  z.strictObject({
    type: z.literal('located'),
    place: placeSchema,
    territories: z.array(z.string()),
    oktmo: oktmoSchema.nullable(),
  }),
]);
export type IncidentChange = z.infer<typeof incidentChangeSchema>;
export type IncidentChangeType = IncidentChange['type'];

/** One entry of the append-only log; (incidentId, seq) is unique, so two writers cannot both be the next. */
export const incidentEventSchema = z.strictObject({
  incidentId: z.string(),
  /** 1, 2, 3 … without gaps. */
  seq: z.number().int().min(1),
  at: z.iso.datetime(),
  actor: actorSchema,
  change: incidentChangeSchema,
});
export type IncidentEvent = z.infer<typeof incidentEventSchema>;

/** A person's decisions; null where none was taken. They always win over the machine's half. */
export const reviewHalfSchema = z.strictObject({
  group: groupCodeSchema.nullable(),
  topic: z.string().nullable(),
  urgency: urgencySchema.nullable(),
  executorId: z.string().nullable(),
  executorName: z.string().nullable(),
  incident: z.boolean().nullable(),
  outcome: outcomeSchema.nullable(),
  reason: z.string().nullable(),
});
export type ReviewHalf = z.infer<typeof reviewHalfSchema>;

const instant = z.iso.datetime().nullable();

/** The projection of an incident's events: what the queue shows and filters by. */
export const incidentSchema = z.strictObject({
  id: z.string(),
  /** Short number for people, without the prefix: src/core/ids.ts. */
  number: z.string(),
  /** seq of the last event; the version for optimistic locking. */
  version: z.number().int().min(1),
  status: incidentStatusSchema,
  /** Effective values: review where a person decided, else machine. */
  group: groupCodeSchema.nullable(),
  topic: z.string().nullable(),
  urgency: urgencySchema,
  executorId: z.string(),
  executorName: z.string(),
  score: z.number().min(0).max(1),
  unsure: z.boolean(),
  /** Territory of the place and all its ancestors, finest first: filters and access. */
  territories: z.array(z.string()),
  settlement: z.string().nullable(),
  street: z.string().nullable(),
  house: z.string().nullable(),
  district: z.string().nullable(),
  precision: placePrecisionSchema,
  /** OKTMO code of the finest known territory: the place's, else the source's home. */
  oktmo: oktmoSchema.nullable(),
  point: placeSchema.shape.point,
  pointOf: pointOfSchema.nullable(),
  /** First 200 characters of the opening post. */
  title: z.string(),
  /** Masked texts of the posts, at most 50, for search. */
  texts: z.array(z.string()),
  /** The first 50 posts; all of them are in the posts index under this incident's id. */
  posts: z.array(incidentPostSchema),
  /** Ids of all posts: a post that arrives twice is joined once. */
  postIds: z.array(z.string()),
  /** Keyed hashes of all authors, for counting people. */
  authors: z.array(z.string()),
  postCount: z.number().int().min(1),
  /** Distinct authors by keyed hash; a post without author counts as one person. */
  peopleCount: z.number().int().min(1),
  sourceIds: z.array(z.string()),
  clusterKeys: z.array(z.string()),
  clocks: z.strictObject({
    /** Earliest publication among the posts; the clock starts here. */
    publishedAt: instant,
    fetchedAt: z.iso.datetime(),
    /** When it entered the queue. */
    queuedAt: z.iso.datetime(),
    /** From when the term of the first answer counts: the entry into the queue, or the last reopening. */
    termFrom: z.iso.datetime(),
    assignedAt: instant,
    answeredAt: instant,
    closedAt: instant,
  }),
  /** First answer is due; null when nothing runs. */
  dueAt: instant,
  /** Latest post's publication or fetch. */
  lastPostAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  machine: machineHalfSchema,
  review: reviewHalfSchema,
});
export type Incident = z.infer<typeof incidentSchema>;

/** The place as rows, filters and maps have it. */
type PlaceFields = Pick<
  Incident,
  'settlement' | 'street' | 'house' | 'district' | 'precision' | 'oktmo' | 'point' | 'pointOf'
>;

/** What the projection takes from the machine's half. Ids of territories are OKTMO codes where there is one: they stand in for a code that an earlier version did not write. */
export function placeFields({ place, oktmo, territories }: MachineHalf): PlaceFields {
  const { settlement, street, house, district, precision, point, pointOf } = place;
  const code = oktmo ?? place.oktmo ?? territories.find((id) => oktmoSchema.safeParse(id).success) ?? null;
  return { settlement, street, house, district, precision, oktmo: code, point, pointOf };
}
