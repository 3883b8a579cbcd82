import { z } from 'zod';
import { type ClockRun, clockRunSchema } from './clock-run.js';
import { incidentPostSchema, type MachineHalf, machineHalfSchema } from './incident-machine.js';
import { absorbedSchema, noTies, splitFromSchema, tiesSchema } from './incident-ties.js';
import { oktmoSchema, placePrecisionSchema, placeSchema, pointOfSchema } from './place.js';
import { type IncidentPromise, incidentPromiseSchema } from './promise.js';
import { moodSchema, replySchema } from './reaction.js';
import { groupCodeSchema, urgencySchema } from './verdict.js';

/** In the order of the work; what may follow what stands in pipelines/incidents/lifecycle.ts. */
export const incidentStatusSchema = z.enum([
  'new',
  'accepted',
  'assigned',
  'in-work',
  /** An interim answer was published, the final one is owed. */
  'interim',
  /** An answer waits for its approval. */
  'proposed',
  /** The answer may be published. */
  'approved',
  'answered',
  'closed',
  /** Handed to a body outside the system. */
  'forwarded',
  'not-incident',
  /** Part of another incident. */
  'merged',
]);
export type IncidentStatus = z.infer<typeof incidentStatusSchema>;

/** States in which somebody still waits for an answer. */
export const waitingStatuses = [
  'new',
  'accepted',
  'assigned',
  'in-work',
  'interim',
  'proposed',
  'approved',
] as const satisfies readonly IncidentStatus[];

/** States in which the approver of a body's answers has something to do with it. */
export const approvalStatuses = ['proposed', 'approved'] as const satisfies readonly IncidentStatus[];

/** True while somebody waits for an answer: terms run, and further posts join. */
export function isWaiting(status: IncidentStatus): boolean {
  return (waitingStatuses as readonly IncidentStatus[]).includes(status);
}

/** Whether something must be done at the place, or an explanation is all that is asked for. */
export const natureSchema = z.enum(['solvable', 'informational']);
export type Nature = z.infer<typeof natureSchema>;

/** Why nobody can go on for now. */
export const pauseReasonSchema = z.enum(['awaiting-author', 'awaiting-third-party', 'season', 'other']);
export type PauseReason = z.infer<typeof pauseReasonSchema>;

/** What the terms of an incident are counted on. */
export const clockNameSchema = z.enum(['detection', 'assignment', 'first-answer', 'final', 'approval']);
export type ClockName = z.infer<typeof clockNameSchema>;

export const outcomeSchema = z.enum(['solved', 'explained', 'not-solved', 'postponed']);
export type Outcome = z.infer<typeof outcomeSchema>;

export const actorSchema = z.strictObject({
  kind: z.enum(['machine', 'operator']),
  /** Login of the operator, or the role of the process («work»). */
  id: z.string(),
  name: z.string(),
});
export type Actor = z.infer<typeof actorSchema>;

const reason = z.string().trim().min(1).max(2_000);
const note = z.string().max(2_000).nullable();
const answerText = z.string().trim().min(1).max(10_000);
const elsewhere = z.string().trim().min(1).max(300).nullable().optional();
const clock = clockNameSchema;

/** Everything that can happen to an incident. */
export const incidentChangeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('opened'),
    post: incidentPostSchema,
    machine: machineHalfSchema,
    clusterKeys: z.array(z.string()),
    /** Missing for what the line opened: the incident that its posts stood in before a person split them off. */
    splitFrom: splitFromSchema.optional(),
  }),
  z.strictObject({
    type: z.literal('post-joined'),
    post: incidentPostSchema,
    clusterKeys: z.array(z.string()),
    /** What was found of this post alone, should it be split off; missing where an earlier version wrote. */
    machine: machineHalfSchema.optional(),
  }),
  z.strictObject({ type: z.literal('post-edited'), post: incidentPostSchema }),
  /** What another incident brought with it. */
  z.strictObject({ type: z.literal('absorbed'), from: absorbedSchema }),
  /** Posts that tell of something else leave for an incident of their own. Written before that opens: it decides. */
  z.strictObject({
    type: z.literal('split-off'),
    intoId: z.string(),
    intoNumber: z.string(),
    reason,
    /** With what the other begins; the first post opens it. */
    posts: z.array(z.strictObject({ post: incidentPostSchema, clusterKeys: z.array(z.string()) })).min(1),
    machine: machineHalfSchema,
    queuedAt: z.iso.datetime(),
  }),
  z.strictObject({ type: z.literal('rescored'), machine: machineHalfSchema }),
  z.strictObject({
    type: z.literal('assigned'),
    executorId: z.string().min(1),
    executorName: z.string().min(1),
    /** Who approves its answers; missing where nobody was named. */
    approverId: z.string().nullable().optional(),
    approverName: z.string().nullable().optional(),
    note,
  }),
  z.strictObject({ type: z.literal('accepted') }),
  z.strictObject({ type: z.literal('work-started') }),
  z.strictObject({ type: z.literal('nature-changed'), nature: natureSchema }),
  /** Published: somebody was told that the work goes on. */
  z.strictObject({
    type: z.literal('interim-answered'),
    text: answerText,
    url: z.url().nullable(),
    elsewhere,
    finalBy: z.iso.date().nullable(),
  }),
  z.strictObject({ type: z.literal('answer-proposed'), text: answerText }),
  z.strictObject({ type: z.literal('answer-approved'), note }),
  z.strictObject({ type: z.literal('answer-returned'), reason }),
  z.strictObject({
    type: z.literal('forwarded'),
    to: z.string().trim().min(1).max(300),
    reference: z.string().trim().max(200).nullable(),
    reason,
  }),
  z.strictObject({ type: z.literal('paused'), reason: pauseReasonSchema, note }),
  z.strictObject({ type: z.literal('resumed') }),
  z.strictObject({ type: z.literal('topic-changed'), group: groupCodeSchema, topic: z.string().nullable() }),
  z.strictObject({ type: z.literal('urgency-changed'), urgency: urgencySchema }),
  z.strictObject({ type: z.literal('marked-not-incident'), reason }),
  /** Published by a person at the original post; `url` is the reply's own address, `elsewhere` how the author was reached where it has none. */
  z.strictObject({ type: z.literal('answered'), text: answerText, url: z.url().nullable(), elsewhere }),
  z.strictObject({ type: z.literal('closed'), outcome: outcomeSchema, reason: z.string().max(2_000).nullable() }),
  z.strictObject({ type: z.literal('reopened'), reason }),
  /** A new complaint about the same at the same place, so many whole days after the answer or the closing. */
  z.strictObject({ type: z.literal('recurred'), postId: z.string(), days: z.number().int().min(0) }),
  z.strictObject({ type: z.literal('commented'), text: z.string().trim().min(1).max(4_000) }),
  /** It tells of the same as another incident and goes on there. Written before the other's «absorbed»: it decides. */
  z.strictObject({
    type: z.literal('merged'),
    intoId: z.string(),
    intoNumber: z.string(),
    reason: note,
    /** Its posts go back to where they were split off from. */
    isWithdrawn: z.boolean(),
  }),
  /** The event of this number counts as not having happened. */
  z.strictObject({
    type: z.literal('undone'),
    seq: z.number().int().min(1),
    of: z.enum(['merged', 'absorbed', 'split-off']),
    reason: note,
  }),
  /** The other incident that the event of this number is about has its side of it. */
  z.strictObject({ type: z.literal('settled'), seq: z.number().int().min(1) }),
  /** A geocoder found the point of the place; the rest of the machine's half stands. */
  z.strictObject({
    type: z.literal('located'),
    place: placeSchema,
    territories: z.array(z.string()),
    oktmo: oktmoSchema.nullable(),
  }),
  /** Once for each run of a clock and each share of its term. */
  z.strictObject({
    type: z.literal('clock-warned'),
    clock,
    percent: z.number().int().min(1).max(100),
    dueAt: z.iso.datetime(),
  }),
  z.strictObject({ type: z.literal('clock-missed'), clock, dueAt: z.iso.datetime() }),
  /** Told to a role or an organisation that a term is near or past; `level` counts the steps of the chain from 1. */
  z.strictObject({ type: z.literal('escalated'), clock, level: z.number().int().min(1), to: z.string().min(1) }),
  /** Whether the published reply still stands at its address. */
  z.strictObject({ type: z.literal('reply-checked'), url: z.url(), found: z.boolean() }),
  /** What the author of the complaint wrote after the answer. */
  z.strictObject({
    type: z.literal('author-reacted'),
    postId: z.string(),
    mood: moodSchema,
  }),
  /** A date that an answer promises something by. */
  z.strictObject({ type: z.literal('promise-made'), text: z.string().trim().min(1).max(500), dueOn: z.iso.date() }),
  /** The day of the promise of this number is over, and nobody has said whether it was kept. */
  z.strictObject({ type: z.literal('promise-due'), seq: z.number().int().min(1) }),
  z.strictObject({ type: z.literal('promise-settled'), seq: z.number().int().min(1), kept: z.boolean(), note }),
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
  /** Hash of the event before and of this one: event-chain.ts. Missing where an earlier version wrote. */
  prev: z.string().nullable().optional(),
  hash: z.string().optional(),
});
export type IncidentEvent = z.infer<typeof incidentEventSchema>;

/** A person's decisions; null where none was taken. They always win over the machine's half. */
export const reviewHalfSchema = z.strictObject({
  group: groupCodeSchema.nullable(),
  topic: z.string().nullable(),
  urgency: urgencySchema.nullable(),
  executorId: z.string().nullable(),
  executorName: z.string().nullable(),
  /** Missing where an earlier version wrote. */
  approverId: z.string().nullable().optional(),
  approverName: z.string().nullable().optional(),
  nature: natureSchema.nullable().optional(),
  incident: z.boolean().nullable(),
  outcome: outcomeSchema.nullable(),
  reason: z.string().nullable(),
});
export type ReviewHalf = z.infer<typeof reviewHalfSchema>;

const instant = z.iso.datetime().nullable();

/** An answer that waits for its approval or its publication. */
export const proposedAnswerSchema = z.strictObject({
  text: answerText,
  /** Login of who wrote it: somebody else approves it. */
  by: z.string(),
  byName: z.string(),
  at: z.iso.datetime(),
  approvedBy: z.string().nullable(),
});
export type ProposedAnswer = z.infer<typeof proposedAnswerSchema>;

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
  /** Who approves the executor's answers; null: any operator but the author. */
  approverId: z.string().nullable(),
  approverName: z.string().nullable(),
  nature: natureSchema,
  /** The answer that waits for approval or publication. */
  proposedAnswer: proposedAnswerSchema.nullable(),
  /** Day by which an interim answer promised the final one. */
  finalBy: z.iso.date().nullable(),
  /** What its answers promise by which day. */
  promises: z.array(incidentPromiseSchema),
  /** Since when nobody can go on, and why; null while the work goes on. */
  pausedAt: instant,
  pauseReason: pauseReasonSchema.nullable(),
  /** Whom it was handed to outside the system. */
  forwardedTo: z.string().nullable(),
  /** How often it came back after an answer or a closing, and when last. */
  recurrences: z.number().int().min(0),
  recurredAt: instant,
  /** The answer that was published last; null before there was one. */
  reply: replySchema.nullable(),
  /** What authors wrote of the answer, the last 20. */
  reactions: z.array(z.strictObject({ postId: z.string(), mood: moodSchema, at: z.iso.datetime() })),
  /** What merging and splitting made of it. */
  ties: tiesSchema,
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
    acceptedAt: instant,
    assignedAt: instant,
    startedAt: instant,
    interimAt: instant,
    proposedAt: instant,
    approvedAt: instant,
    answeredAt: instant,
    closedAt: instant,
  }),
  /** The next answer, first or final, is due; null when none is owed or the work rests. */
  dueAt: instant,
  /** Every run of every clock: what the terms follow from. */
  clockRuns: z.array(clockRunSchema),
  /** When somebody must be told of a term next; null when nothing is left to tell. */
  noticeAt: instant,
  /** Latest post's publication or fetch. */
  lastPostAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Hash of the last event; null where an earlier version wrote it. */
  logHash: z.string().nullable(),
  machine: machineHalfSchema,
  review: reviewHalfSchema,
});
export type Incident = z.infer<typeof incidentSchema>;

/** What a projection lacks that an earlier version wrote, which knew no such thing. */
const laterFields = {
  approverId: null,
  approverName: null,
  nature: 'solvable',
  proposedAnswer: null,
  finalBy: null,
  promises: [] as IncidentPromise[],
  pausedAt: null,
  pauseReason: null,
  forwardedTo: null,
  ties: noTies,
  recurrences: 0,
  recurredAt: null,
  reply: null,
  reactions: [] as Incident['reactions'],
  clockRuns: [] as ClockRun[],
  noticeAt: null,
  logHash: null,
} as const satisfies Partial<Incident>;
const laterClocks = {
  acceptedAt: null,
  startedAt: null,
  interimAt: null,
  proposedAt: null,
  approvedAt: null,
} as const satisfies Partial<Incident['clocks']>;

const laterOfRun = { bodies: [] as ClockRun['bodies'] } as const satisfies Partial<ClockRun>;

/** The projection with all fields, whichever version wrote it. */
export function completeIncident(incident: Incident): Incident {
  const clocks = { ...incident.clocks, ...missingOf(laterClocks, incident.clocks) };
  const complete = { ...incident, ...missingOf(laterFields, incident), clocks };
  return { ...complete, clockRuns: complete.clockRuns.map((run) => ({ ...run, ...missingOf(laterOfRun, run) })) };
}

function missingOf<T extends object>(defaults: T, given: object): T {
  return Object.fromEntries(Object.entries(defaults).filter(([field]) => !(field in given))) as T;
}

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
