import { AppError } from '../../src/core/errors.js';
import { derivedId, textSubject } from '../../src/core/ids.js';
import type { Incident, IncidentChange } from '../../src/core/incident.js';
import type { Mood, ReactionsConfig, WatchedPost } from '../../src/core/reaction.js';
import { restedAtMs, saidAtMs } from '../../src/core/recurrence.js';
import type { Query } from '../rules/ast.js';
import { compileRules } from '../rules/matcher.js';
import { parseQuery } from '../rules/parse.js';
import { QueryError } from '../rules/reader.js';
import { analyse } from '../text/analyse.js';
import { ownWords } from '../text/own-words.js';

const dayMs = 86_400_000;
/** Longer texts are heard by their beginning. */
const readLength = 4_000;
const file = 'config/reactions.yaml';
/** In which the queries are asked: whoever thanks and still complains is dissatisfied. */
const moodOrder = ['dissatisfied', 'unclear', 'satisfied'] as const;

/** Key of a thread, as an incident keeps it among those that its posts can be met by (cluster-sites.ts). */
export function threadKey({ sourceId, threadId }: Pick<WatchedPost, 'sourceId' | 'threadId'>): string | null {
  return threadId === null ? null : `t-${derivedId('thread', sourceId, threadId)}`;
}

/** Under which an author's word in a thread is looked up. */
export function reactionKeys({ authors, clusterKeys }: Pick<Incident, 'authors' | 'clusterKeys'>): string[] {
  return clusterKeys
    .filter((key) => key.startsWith('t-'))
    .flatMap((key) => authors.map((author) => `${key} ${author}`));
}

function parsed(place: string, query: string): Query {
  try {
    return parseQuery(query);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new AppError('E_CONFIG_INVALID', `${file}: ${place}: ${error.message}; docs/rules.md tells the language`, {
      cause: error,
    });
  }
}

/** Under which a published answer is looked up: its address, and its words in a thread of the incident. */
export function replyKeys({ clusterKeys, reply }: Pick<Incident, 'clusterKeys' | 'reply'>): string[] {
  if (reply === null) return [];
  const inThreads = clusterKeys.filter((key) => key.startsWith('t-')).map((key) => `${key} ${reply.words}`);
  return reply.url === null ? inThreads : [reply.url, ...inThreads];
}

/** The published answer stands at its place; nothing when that is known or another was published meanwhile. */
export function replyChanges({ reply }: Incident, post: Pick<WatchedPost, 'url' | 'text'>): IncidentChange[] {
  if (reply === null || reply.foundAt !== null) return [];
  if (reply.url !== post.url && reply.words !== textSubject(post.text)) return [];
  return [{ type: 'reply-checked', url: post.url, found: true }];
}

/**
 * Hears whether the author of a complaint is content with an answer, by the queries of config/reactions.yaml on what the post itself says, quotes left out.
 * Nothing else is concluded about the author.
 * @throws AppError E_CONFIG_INVALID for a query that cannot be read, and for an example that is heard otherwise
 */
export function moodReader(config: ReactionsConfig): (text: string) => Mood {
  const { examples } = config;
  const rules = moodOrder.flatMap((mood) =>
    config[mood].map((query, index, { length }) => ({
      id: `${mood}.${index + 1}`,
      query: parsed(length === 1 ? mood : `${mood}, query ${index + 1}`, query),
      except: null,
    })),
  );
  const matcher = compileRules(rules);
  const moodOf = (text: string): Mood => {
    const heard = matcher.firing(analyse(ownWords(text).slice(0, readLength)));
    return moodOrder.find((mood) => heard.some((id) => id.startsWith(`${mood}.`))) ?? 'unclear';
  };
  for (const [mood, texts] of Object.entries(examples)) {
    for (const text of texts) {
      const heard = moodOf(text);
      if (heard === mood) continue;
      const problem = `«${text}» is heard as ${heard}, not ${mood}: change the queries or the example`;
      throw new AppError('E_CONFIG_INVALID', `${file}: examples: ${problem}`);
    }
  }
  return moodOf;
}

/** What a post of the author says of the answer. */
export interface Reaction {
  postId: string;
  /** When it was written, ms. */
  atMs: number;
  mood: Mood;
}

/** Whether the post is known to the incident: as the author's word on an answer, or as a post of its own. */
export function isHeard({ postIds, reactions }: Pick<Incident, 'postIds' | 'reactions'>, postId: string): boolean {
  return postIds.includes(postId) || reactions.some((known) => known.postId === postId);
}

/**
 * The events that posts of the author amount to. Nobody waits for a post when the incident is at work again, knows it already, or when it was written before
 * the answer or too long after it. Of several the last that is plain decides: who was content in the end does not send the incident back.
 */
export function reactionChanges(
  incident: Incident,
  said: readonly Reaction[],
  policy: Pick<ReactionsConfig, 'days' | 'reopens'>,
): IncidentChange[] {
  const [restedMs, saidMs] = [restedAtMs(incident), saidAtMs(incident)];
  if (restedMs === null || saidMs === null) return [];
  const news = said
    .filter(({ postId, atMs }) => {
      return atMs > saidMs && atMs - restedMs <= policy.days * dayMs && !isHeard(incident, postId);
    })
    .toSorted((one, other) => one.atMs - other.atMs);
  const changes = news.map(({ postId, mood }): IncidentChange => ({ type: 'author-reacted', postId, mood }));
  const last = news.findLast(({ mood }) => mood !== 'unclear')?.mood;
  if (last !== 'dissatisfied' || !(policy.reopens as readonly string[]).includes(incident.status)) return changes;
  return [...changes, { type: 'reopened', reason: 'Автор недоволен ответом: написал об этом в той же ветке' }];
}
