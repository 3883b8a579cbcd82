import { z } from 'zod';
import { placeSchema } from './place.js';
import { decidedBySchema } from './rule-set.js';
import { sourceIdSchema } from './source.js';
import { verdictSchema } from './verdict.js';

export const attachmentSchema = z.strictObject({
  type: z.enum(['photo', 'video', 'audio', 'voice', 'document', 'link', 'poll', 'sticker', 'location', 'other']),
  /** What the page says about it (alt text, title), never the file. */
  alt: z.string().nullable(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

export const timePrecisionSchema = z.enum(['second', 'minute', 'hour', 'day', 'unknown']);
export type TimePrecision = z.infer<typeof timePrecisionSchema>;

const count = z.number().int().min(0).nullable();

const postFields = {
  /** The id that the site itself gives, unique within the source. */
  nativeId: z.string().min(1).max(512),
  /** Permanent address of the post. */
  url: z.url({ protocol: /^https?$/ }),
  /** Text with line breaks; quotations start with «> ». */
  text: z.string(),
  /** Instant in UTC, null when the page does not say. Never later than the fetch. */
  publishedAt: z.iso.datetime().nullable(),
  timePrecision: timePrecisionSchema,
  /** The time as printed on the page, for later repair. */
  rawTime: z.string().nullable(),
  /** Native id of the thread, topic or article. */
  threadId: z.string().nullable(),
  /** Native id of the post that this one answers. */
  replyTo: z.string().nullable(),
  edited: z.boolean(),
  pinned: z.boolean(),
  /** Address or name of where a repost comes from. */
  repostOf: z.string().nullable(),
  counts: z.strictObject({ views: count, likes: count, comments: count }),
  attachments: z.array(attachmentSchema),
};

/** What an adapter reads off a page. The author's native id is hashed before the post leaves the crawler. */
export const parsedPostSchema = z.strictObject({ ...postFields, authorId: z.string().nullable() });
export type ParsedPost = z.infer<typeof parsedPostSchema>;

/** A collected post on its way into the pipeline. */
export const rawPostSchema = z.strictObject({
  ...postFields,
  /** hash(source id, native id): src/core/ids.ts. */
  id: z.string().min(2),
  sourceId: sourceIdSchema,
  sourceKind: z.string(),
  /** Home territory of the source. */
  territory: z.string(),
  /** Zone of the source. */
  timeZone: z.string(),
  /** Keyed hash of the author; null when the page names none. */
  author: z.string().nullable(),
  fetchedAt: z.iso.datetime(),
  /** Changes when the text or the attachments change. */
  fingerprint: z.string(),
});
export type RawPost = z.infer<typeof rawPostSchema>;

/** The page that a batch of posts was read from; travels with the batch so that the cursor moves only after indexing. */
export const pageRefSchema = z.strictObject({
  /** Batch id: src/core/ids.ts. */
  id: z.string().min(2),
  sourceId: sourceIdSchema,
  url: z.string(),
  fetchedAt: z.iso.datetime(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});
export type PageRef = z.infer<typeof pageRefSchema>;

/** Why a post joined an incident. */
export const joinSchema = z.strictObject({
  how: z.enum(['opened', 'repeat', 'near-duplicate', 'same-place', 'same-thread', 'same-meaning']),
  /** Post or key that it was matched on. */
  on: z.string().nullable(),
  /** Jaccard similarity of a near-duplicate, else cosine of the meanings (0 for less), 0-1; null where it took no part. */
  similarity: z.number().min(0).max(1).nullable(),
  /** What both have in common; joins of texts, and of earlier versions, lack it. */
  shared: z
    .strictObject({
      /** The address, village or landmark, or the word that names the place. */
      place: z.string().nullable(),
      /** The topic, where it is one. */
      topic: z.string().nullable(),
      /** Time between the two posts. */
      hours: z.number().min(0),
    })
    .optional(),
});
export type Join = z.infer<typeof joinSchema>;

/** What a model that only looks on would have said: its verdict in short. */
export const shadowVerdictSchema = verdictSchema
  .pick({ score: true, incident: true, unsure: true, group: true, topic: true, urgency: true })
  .extend({ revision: z.string() });
export type ShadowVerdict = z.infer<typeof shadowVerdictSchema>;

/** What a model's verdict follows from, byte for byte, with the model set of that revision and the same rules. */
export const modelRecordSchema = z.strictObject({
  /** Of the model set that decided. */
  revision: z.string(),
  /** The encoder's mean state: base64 of 384 numbers of 16 bits (src/core/float16.ts). */
  pooled: z.string(),
  /** The gate had let it go; it was scored only so that what the gate loses is known. */
  sampled: z.boolean(),
  /** Null when no model looked on. */
  shadow: shadowVerdictSchema.nullable(),
});
export type ModelRecord = z.infer<typeof modelRecordSchema>;

/** A post as stored: masked text, verdict with evidence, place, incident. */
export const postSchema = z.strictObject({
  ...postFields,
  id: z.string().min(2),
  sourceId: sourceIdSchema,
  sourceKind: z.string(),
  territory: z.string(),
  author: z.string().nullable(),
  fetchedAt: z.iso.datetime(),
  indexedAt: z.iso.datetime(),
  fingerprint: z.string(),
  /** 1 for the first reading, one more for each edit seen. */
  version: z.number().int().min(1),
  /** When it was found to be no longer on its page; null while it stands there. */
  removedAt: z.iso.datetime().nullable(),
  /** How many personal data were masked, by kind. */
  masked: z.record(z.string(), z.number().int()),
  /** The stage that let it go no further, with the reason; null when it became part of an incident. */
  dropped: z.strictObject({ stage: z.string(), reason: z.string() }).nullable(),
  /** Post id that this one repeats (exactly or nearly). */
  repeatOf: z.string().nullable(),
  verdict: verdictSchema.nullable(),
  place: placeSchema.nullable(),
  incidentId: z.string().nullable(),
  join: joinSchema.nullable(),
  /** The rules that decided on it; null when a stage before the rules let it go, or an earlier version of Otklik stored it. */
  decidedBy: decidedBySchema.nullable(),
  /** Ids of the saved searches that it answered when it came. */
  searches: z.array(z.string()),
  /** Null when no model read it. */
  model: modelRecordSchema.nullable(),
  /** What it means, for nearness: a unit vector, base64 of 384 numbers of 16 bits (src/core/float16.ts). Null when no model read it. */
  vector: z.string().nullable(),
});
export type Post = z.infer<typeof postSchema>;
