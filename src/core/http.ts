/** The HTTP contract between src/api and src/web (and any other client). Paths stand at each schema. */

import { z } from 'zod';
import { alertSchema } from './alert.js';
import { answerDraftSchema } from './answer-draft.js';
import { clockViewSchema } from './clock-run.js';
import { deadLetterSchema } from './dead-letter.js';
import {
  actorSchema,
  incidentChangeSchema,
  incidentSchema,
  incidentStatusSchema,
  natureSchema,
  outcomeSchema,
  pauseReasonSchema,
} from './incident.js';
import { incidentPostSchema } from './incident-machine.js';
import { absorbedSchema } from './incident-ties.js';
import { modelRecordSchema, postSchema } from './post.js';
import { registeredSourceSchema, sourceIdSchema, sourceStateSchema } from './source.js';
import { sourceHealths, troubledHealths } from './source-health.js';
import { roleSchema } from './user.js';
import { groupCodeSchema, urgencySchema } from './verdict.js';

/** Body of every reply with status >= 400. */
export const errorReplySchema = z.object({
  error: z.object({
    code: z.string(),
    /** In English, for logs and programmers. */
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    /** Why, for programs: a key of src/core/error-reason.ts and its parameters; null where the code says it all. */
    reason: z.object({ key: z.string(), params: z.record(z.string(), z.unknown()) }).nullable(),
    /** Under which the server's log tells of it, for statuses of 500 and more. */
    requestId: z.string(),
  }),
});
export type ErrorReply = z.infer<typeof errorReplySchema>;

// POST /api/session, GET /api/session (who am I), DELETE /api/session (204), POST /api/session/password (204)
export const loginRequestSchema = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(500),
});
export const passwordRequestSchema = z.strictObject({
  current: z.string().min(1).max(500),
  next: z.string().min(10, 'use at least 10 characters').max(500),
});
export const sessionReplySchema = z.object({
  login: z.string(),
  name: z.string(),
  role: roleSchema,
  mustChangePassword: z.boolean(),
});
export type SessionReply = z.infer<typeof sessionReplySchema>;

// GET /api/incidents — lists are comma-separated in the query string
export const list = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(item));
export const incidentListQuerySchema = z.strictObject({
  text: z.string().max(500).optional(),
  /** What the text is compared by: its words, which must all occur (the default), or what it means. 503 E_MODEL_OFF where no model runs. */
  by: z.enum(['words', 'meaning']).optional(),
  status: list(incidentStatusSchema).optional(),
  group: list(groupCodeSchema).optional(),
  urgency: urgencySchema.optional(),
  territory: list(z.string()).optional(),
  /** Beginning of an OKTMO code. */
  oktmo: z
    .string()
    .regex(/^\d{2,11}$/, 'write the first 2 to 11 digits of an OKTMO code')
    .optional(),
  executorId: list(z.string()).optional(),
  sourceId: list(z.string()).optional(),
  settlement: list(z.string()).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  overdue: z.enum(['true']).optional(),
  /** «overdue»: those with a promise whose day is over and of which nobody has said whether it was kept. */
  promises: z.enum(['overdue']).optional(),
  unsure: z.enum(['true', 'false']).optional(),
  recurring: z.enum(['true']).optional(),
  sort: z.enum(['newest', 'due', 'people', 'recurrences', 'relevance']).optional(),
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
/** The query as it stands in the address. */
export type IncidentListQuery = z.input<typeof incidentListQuerySchema>;
/** An incident as a row of the queue: the projection without the heavy and internal parts. */
export const incidentRowSchema = incidentSchema
  .omit({
    texts: true,
    posts: true,
    postIds: true,
    authors: true,
    clusterKeys: true,
    clockRuns: true,
    noticeAt: true,
    machine: true,
    review: true,
  })
  .extend({
    /** Zone of its place, IANA: in which people there read its times, and in which its terms are counted. */
    timeZone: z.string(),
  });
export type IncidentRow = z.infer<typeof incidentRowSchema>;
const facetSchema = z.array(z.object({ key: z.string(), count: z.number().int() }));
export const incidentListReplySchema = z.object({
  items: z.array(incidentRowSchema),
  total: z.number().int(),
  next: z.string().nullable(),
  facets: z.object({
    status: facetSchema,
    group: facetSchema,
    urgency: facetSchema,
    executorId: facetSchema,
    settlement: facetSchema,
    sourceId: facetSchema,
  }),
  /** Per incident id: fragments of text, matches between U+E000 and U+E001. */
  highlights: z.record(z.string(), z.array(z.string())),
  /** Per incident id, with by=meaning: cosine between the text and its most similar post, -1 to 1. */
  similarities: z.record(z.string(), z.number()),
});
export type IncidentListReply = z.infer<typeof incidentListReplySchema>;

// GET /api/incidents/:id/similar?limit=
export const similarQuerySchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) });
export const similarReplySchema = z.object({
  /** The most similar first; cosine between what its posts mean together and the other's most similar post, -1 to 1. */
  items: z.array(z.object({ incident: incidentRowSchema, similarity: z.number() })),
  /** False when no model read its posts, so that nothing can be said. */
  isKnown: z.boolean(),
});
export type SimilarReply = z.infer<typeof similarReplySchema>;

// GET /api/incidents/:id/drafts — those that fit, the most particular first
export const draftListReplySchema = z.object({ items: z.array(answerDraftSchema) });
export type DraftListReply = z.infer<typeof draftListReplySchema>;

// POST /api/incidents/:id/actions
const reason = z.string().trim().min(1).max(2_000);
const note = z.string().max(2_000).nullable();
const answerText = z.string().trim().min(1).max(10_000);
const replyUrl = z.url({ protocol: /^https?$/ }).nullable();
/** How the author was reached, for a reply without an address: one of the two is needed. */
const elsewhere = z.string().trim().min(1).max(300).nullable().optional();
export const incidentActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('accept') }),
  z.strictObject({ type: z.literal('assign'), executorId: z.string().min(1), note }),
  z.strictObject({ type: z.literal('start-work') }),
  z.strictObject({
    type: z.literal('interim-answer'),
    text: answerText,
    url: replyUrl,
    elsewhere,
    finalBy: z.iso.date().nullable(),
  }),
  z.strictObject({ type: z.literal('propose-answer'), text: answerText }),
  z.strictObject({ type: z.literal('approve-answer'), note }),
  z.strictObject({ type: z.literal('return-answer'), reason }),
  z.strictObject({ type: z.literal('change-topic'), group: groupCodeSchema, topic: z.string().nullable() }),
  z.strictObject({ type: z.literal('change-urgency'), urgency: urgencySchema }),
  z.strictObject({ type: z.literal('not-incident'), reason }),
  z.strictObject({ type: z.literal('answer'), text: answerText, url: replyUrl, elsewhere }),
  z.strictObject({
    type: z.literal('forward'),
    /** Name of the body outside the system. */
    to: z.string().trim().min(1).max(300),
    /** Its number for the case, as far as it gave one. */
    reference: z.string().trim().max(200).nullable(),
    reason,
  }),
  z.strictObject({ type: z.literal('pause'), reason: pauseReasonSchema, note }),
  z.strictObject({ type: z.literal('resume') }),
  z.strictObject({ type: z.literal('change-nature'), nature: natureSchema }),
  /** The reason may be left out where a published answer told it: `selfEvidentOutcomes` of the card. */
  z.strictObject({ type: z.literal('close'), outcome: outcomeSchema, reason: note }),
  z.strictObject({ type: z.literal('reopen'), reason }),
  /** Whether the promise of this number was kept; a later word replaces an earlier one. */
  z.strictObject({ type: z.literal('settle-promise'), seq: z.number().int().min(1), kept: z.boolean(), note }),
  /** It goes on in another incident, at the version of it that the operator saw. */
  z.strictObject({
    type: z.literal('merge'),
    intoId: z.string().min(2).max(64),
    intoVersion: z.number().int().min(1),
    reason: note,
  }),
  /** The posts leave for an incident of their own. */
  z.strictObject({ type: z.literal('split'), postIds: z.array(z.string()).min(1).max(200), reason }),
  /** Takes a merge or a split back, by the number of its event in this incident's log. */
  z.strictObject({ type: z.literal('undo'), seq: z.number().int().min(1), reason: note }),
  z.strictObject({ type: z.literal('comment'), text: z.string().trim().min(1).max(4_000) }),
]);
export type IncidentAction = z.infer<typeof incidentActionSchema>;
export type IncidentActionType = IncidentAction['type'];
export const incidentActionTypes = incidentActionSchema.options.map((option) => option.shape.type.value);
/** 200 with the new card; 409 E_CONFLICT with details { version, events: HistoryEntry[] since yours }; 409 E_MOVE_FORBIDDEN. */
export const actionRequestSchema = z.strictObject({
  /** The version that the operator saw. */
  version: z.number().int().min(1),
  action: incidentActionSchema,
});

// GET /api/incidents/:id/merge-preview?into=
export const mergePreviewQuerySchema = z.strictObject({ into: z.string().min(2).max(64) });
/** The other incident as it is, and as it would be. */
export const mergePreviewReplySchema = z.object({ into: incidentRowSchema, after: incidentRowSchema });
export type MergePreviewReply = z.infer<typeof mergePreviewReplySchema>;

// GET /api/incidents/:id
/** Hashes of authors and keys of joining are for counting and matching inside; no reply holds them. */
const shownPostSchema = incidentPostSchema.omit({ author: true });
const [openedSchema, joinedSchema, editedSchema, absorbingSchema, splittingSchema, ...otherChanges] =
  incidentChangeSchema.options;
export const historyEntrySchema = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  actor: actorSchema,
  change: z.discriminatedUnion('type', [
    openedSchema.omit({ clusterKeys: true }).extend({ post: shownPostSchema }),
    joinedSchema.omit({ clusterKeys: true, machine: true }).extend({ post: shownPostSchema }),
    editedSchema.extend({ post: shownPostSchema }),
    absorbingSchema.extend({
      from: absorbedSchema.pick({ id: true, number: true, postCount: true, peopleCount: true }),
    }),
    splittingSchema.omit({ posts: true, machine: true }).extend({ postCount: z.number().int() }),
    ...otherChanges,
  ]),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export const incidentCardSchema = z.object({
  incident: incidentSchema
    .omit({ texts: true, clusterKeys: true, postIds: true, authors: true, clockRuns: true, noticeAt: true })
    .extend({ posts: z.array(shownPostSchema) }),
  /** Original posts (masked) with verdict, place and highlighted evidence, oldest first, at most 200. */
  posts: z.array(
    postSchema
      .omit({ author: true, vector: true })
      .extend({ model: modelRecordSchema.omit({ pooled: true }).nullable() }),
  ),
  /** What its authors wrote of the answer, as in `incident.reactions`: their posts (masked), as far as they are stored. */
  authorWords: z.array(postSchema.pick({ id: true, text: true, url: true, publishedAt: true, fetchedAt: true })),
  history: z.array(historyEntrySchema),
  /** Every run of every clock as it stands now. */
  clocks: z.array(clockViewSchema),
  /** Actions that the state and the user's role allow now. */
  allowed: z.array(z.string()),
  /** Outcomes with which it may be closed now without a reason. */
  selfEvidentOutcomes: z.array(outcomeSchema),
});
export type IncidentCard = z.infer<typeof incidentCardSchema>;

// GET /api/meta — everything that the UI needs once
export const metaReplySchema = z.object({
  version: z.string(),
  groups: z.array(
    z.object({
      code: groupCodeSchema,
      ru: z.string(),
      en: z.string(),
      topics: z.array(z.object({ id: z.string(), ru: z.string(), en: z.string() })),
    }),
  ),
  executors: z.array(z.object({ id: z.string(), name: z.string() })),
  sources: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  /** Territories that stand in incidents or sources, with their parents. */
  territories: z.array(z.object({ id: z.string(), name: z.string(), parent: z.string().nullable() })),
});
export type MetaReply = z.infer<typeof metaReplySchema>;

// GET /api/sources?text=&kind=&label=&territory=&origin=&health=&limit=&after=
export const sourceListQuerySchema = z.strictObject({
  text: z.string().max(200).optional(),
  kind: z.string().max(64).optional(),
  label: z.string().max(100).optional(),
  territory: z.string().max(100).optional(),
  origin: z.enum(['config', 'registry']).optional(),
  health: z.enum(troubledHealths).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** Last id of the page before. */
  after: sourceIdSchema.optional(),
});
export const sourceItemSchema = z.object({
  source: registeredSourceSchema,
  state: sourceStateSchema.nullable(),
  health: z.enum(sourceHealths),
});
export const sourceListReplySchema = z.object({
  items: z.array(sourceItemSchema),
  /** How many pass the filter. */
  total: z.number(),
  /** Of all sources. */
  counts: z.object({
    total: z.number(),
    disabled: z.number(),
    'no-passport': z.number(),
    failing: z.number(),
    silent: z.number(),
  }),
});
export type SourceListReply = z.infer<typeof sourceListReplySchema>;

// PUT /api/sources/:id/switch (administrator)
export const sourceSwitchSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal(true) }),
  z.strictObject({ on: z.literal(false), reason: z.string().trim().min(3, 'say why').max(500) }),
]);

// GET /api/alerts?open=&limit= (administrator, coordinator, operator)
export const alertListReplySchema = z.object({ items: z.array(alertSchema) });
export type AlertListReply = z.infer<typeof alertListReplySchema>;

// GET /api/system
export const systemReplySchema = z.object({
  queues: z.array(
    z.object({ name: z.string(), waiting: z.number(), active: z.number(), delayed: z.number(), failed: z.number() }),
  ),
  ledger: z.array(z.object({ queue: z.string(), stage: z.string(), outcome: z.string(), count: z.number() })),
  deadLetters: z.number(),
  posts: z.number(),
  /** On Redis and Elasticsearch, or in one process that keeps nothing. */
  mode: z.enum(['services', 'embedded']),
});
export type SystemReply = z.infer<typeof systemReplySchema>;

// GET /metrics — text format of Prometheus; bearer token OTKLIK_METRICS_TOKEN, or the session of an administrator or coordinator

// GET /api/dead-letters?where=&limit=&brief= (administrator, coordinator)
export const deadLetterListReplySchema = z.object({
  /** Without `input` when asked for in brief: a page may weigh a megabyte. */
  items: z.array(deadLetterSchema.partial({ input: true })),
});
export type DeadLetterListReply = z.infer<typeof deadLetterListReplySchema>;

// GET /api/stream — server-sent events: «incident» with { incidentId, version, type }, a comment line every 15 s
// GET /openapi.json (login needed), GET /healthz (open; 200 {status:'ok'} or 503)

// GET /api/places/resolve?text=…&home=… → PlaceExplanation
export const placeResolveQuerySchema = z.strictObject({
  /** Not longer than what fits into the address of a request. */
  text: z.string().trim().min(1, 'write a text').max(1_500, 'use at most 1500 characters'),
  /** Where the writer is at home: OKTMO code, id or name of a territory. */
  home: z.string().trim().min(1).max(200).optional(),
});
