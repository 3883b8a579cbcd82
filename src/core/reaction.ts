import { z } from 'zod';

export const moodSchema = z.enum(['satisfied', 'dissatisfied', 'unclear']);
export type Mood = z.infer<typeof moodSchema>;

const texts = z.array(z.string().trim().min(1).max(500)).max(200).default([]);
/** One query, or several of which any may hold. */
const query = z
  .union([z.string().trim().max(20_000), z.array(z.string().trim().min(1).max(2_000)).max(200)])
  .transform((given) => (typeof given === 'string' ? [given] : given).filter((one) => one !== ''))
  .default([]);

/** How the author's words after an answer are heard: config/reactions.yaml. */
export const reactionsConfigSchema = z.strictObject({
  /** Days after the answer or the closing in which they are looked for. */
  days: z.number().int().min(1).max(90).default(30),
  /** Where a dissatisfied author sends the incident back to work. */
  reopens: z.array(z.enum(['answered', 'closed'])).default(['answered', 'closed']),
  /** Queries in the rule language, in the order in which they are asked; left out: nobody is heard so. */
  dissatisfied: query,
  /** What is no word on the work, also beside thanks: who waits, asks, thanks for the answer alone. Asked before `satisfied`. */
  unclear: query,
  satisfied: query,
  /** What must be heard as what. */
  examples: z.strictObject({ satisfied: texts, dissatisfied: texts, unclear: texts }).prefault({}),
});
export type ReactionsConfig = z.infer<typeof reactionsConfigSchema>;

/** The answer that was published last, and whether the crawler has met it at its place. */
export const replySchema = z.strictObject({
  /** Address of the reply itself, as the person gave it. */
  url: z.url().nullable(),
  /** How the author was reached otherwise, as the person gave it; missing where nothing was said of it. */
  elsewhere: z.string().optional(),
  /** Key of its words: src/core/ids.ts, textSubject. */
  words: z.string(),
  at: z.iso.datetime(),
  foundAt: z.iso.datetime().nullable(),
});

/** What the line asks about the posts of a batch: whose author was answered in that thread, and which of them are answers that were published. */
export interface ReactionWatch {
  /** Asked once a batch. */
  find(posts: readonly WatchedPost[]): Promise<Watched>;
  /** How the words are heard. Pure. */
  moodOf(text: string): Mood;
  readonly policy: Pick<ReactionsConfig, 'days' | 'reopens'>;
}
export interface Watched {
  /**
   * Ids of answered or closed incidents, by id of a later post of their author in the same thread: the one that was answered last before it first, for of
   * that it speaks.
   */
  reactions: Map<string, string[]>;
  /** Ids of incidents by id of the post that is their published answer. */
  replies: Map<string, string>;
}
export interface WatchedPost {
  id: string;
  url: string;
  text: string;
  sourceId: string;
  threadId: string | null;
  author: string | null;
  publishedAt: string | null;
  fetchedAt: string;
}
