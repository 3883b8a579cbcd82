import { moodReader, reactionKeys, replyKeys, threadKey } from '../../pipelines/incidents/reactions.js';
import { type Clock, isoTime } from '../core/clock.js';
import { textSubject } from '../core/ids.js';
import type { IncidentStore } from '../core/ports.js';
import type { ReactionsConfig, ReactionWatch, Watched } from '../core/reaction.js';
import { saidAtMs } from '../core/recurrence.js';

const dayMs = 86_400_000;
/** What was answered is read again no more often than this: an author needs longer to write, and the crawler to read it. */
const freshMs = 10_000;
/** How far back a further look goes before the last one: the index shows what was written a second later. */
const overlapMs = 60_000;

interface Table {
  /** Incidents by thread and author, and since when there was something to react to, ms. */
  authors: Map<string, Map<string, number>>;
  /** Incidents whose answer was not met yet: by its address, and by thread and words. */
  replies: Map<string, string>;
}

/**
 * Knows the authors of answered and closed incidents by thread, and the answers that were published and not met yet, in memory: a post costs a lookup in a
 * table. What was answered since the last look is read from the store before a batch is asked about; the table is built anew once a day, so that it does
 * not grow for ever.
 */
export function watchReactions(
  incidents: Pick<IncidentStore, 'restedSince'>,
  config: ReactionsConfig,
  clock: Clock,
): ReactionWatch {
  let known: Table = { authors: new Map(), replies: new Map() };
  let lookedMs = Number.NEGATIVE_INFINITY;
  let builtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    const nowMs = clock.now();
    const isNew = nowMs - builtMs > dayMs;
    const into: Table = isNew ? { authors: new Map(), replies: new Map() } : known;
    const since = isNew ? nowMs - config.days * dayMs : lookedMs - overlapMs;
    for await (const rested of incidents.restedSince(isoTime(since))) {
      const saidMs = saidAtMs(rested);
      if (saidMs !== null) {
        for (const key of reactionKeys(rested)) {
          into.authors.set(key, (into.authors.get(key) ?? new Map<string, number>()).set(rested.id, saidMs));
        }
      }
      for (const key of replyKeys(rested)) {
        if (rested.reply?.foundAt === null) into.replies.set(key, rested.id);
        else into.replies.delete(key);
      }
    }
    known = into;
    lookedMs = nowMs;
    if (isNew) builtMs = nowMs;
  }

  return {
    policy: config,
    moodOf: moodReader(config),
    async find(posts) {
      if (posts.length > 0 && clock.now() - lookedMs > freshMs) {
        looking ??= look().finally(() => {
          looking = null;
        });
        await looking;
      }
      const found: Watched = { reactions: new Map(), replies: new Map() };
      for (const post of posts) {
        const thread = threadKey(post);
        const answered = known.authors.get(`${thread} ${post.author}`);
        if (thread !== null && post.author !== null && answered !== undefined) {
          const before = lastBefore(answered, Date.parse(post.publishedAt ?? post.fetchedAt));
          if (before.length > 0) found.reactions.set(post.id, before);
        }
        const replied =
          known.replies.size === 0
            ? undefined
            : (known.replies.get(post.url) ?? known.replies.get(`${thread} ${textSubject(post.text)}`));
        if (replied !== undefined) found.replies.set(post.id, replied);
      }
      return found;
    },
  };
}

/** Ids of what was answered before the instant, the last first. */
function lastBefore(answered: ReadonlyMap<string, number>, atMs: number): string[] {
  return [...answered]
    .filter(([, saidMs]) => saidMs < atMs)
    .sort(([, one], [, other]) => other - one)
    .map(([id]) => id);
}
