import type { Incident } from '../src/core/incident.js';
import type { ReactionWatch } from '../src/core/reaction.js';
import type { MachineDesk } from './incidents/desk.js';
import { isHeard, type Reaction, reactionChanges, replyChanges } from './incidents/reactions.js';
import type { Finished } from './values.js';

/**
 * An answer that was published is met at its place; whoever was answered in this thread may say what they think of it, in a post that alone is no
 * complaint. Safe to repeat.
 * @throws AppError with `retry` when an incident cannot be changed now; the batch runs again.
 */
export async function hearAuthors(
  posts: readonly Finished[],
  reactions: ReactionWatch,
  desk: Pick<MachineDesk, 'amend'>,
): Promise<void> {
  const values = new Map(posts.map((post) => [post.id, post]));
  const found = await reactions.find([...values.values()]);
  for (const [postId, incidentId] of found.replies) {
    const post = values.get(postId);
    if (post !== undefined) await desk.amend(incidentId, (incident) => replyChanges(incident, post));
  }
  const said = new Map<string, Reaction[]>();
  for (const [postId, incidentIds] of found.reactions) {
    const post = values.get(postId);
    // Whoever asks and answers in one thread, as the office itself may, does not react to its own answer.
    if (post === undefined || found.replies.has(postId)) continue;
    const atMs = Date.parse(post.publishedAt ?? post.fetchedAt);
    const key = incidentIds.join(' ');
    said.set(key, [...(said.get(key) ?? []), { postId, atMs, mood: reactions.moodOf(post.text) }]);
  }
  for (const [key, all] of said) {
    let left = all;
    for (const incidentId of key.split(' ')) {
      const record = (incident: Incident) => reactionChanges(incident, left, reactions.policy);
      const incident = await desk.amend(incidentId, record);
      // What this incident was told, now or when the batch ran before, no other is told.
      if (incident !== null) left = left.filter(({ postId }) => !isHeard(incident, postId));
      if (left.length === 0) break;
    }
  }
}
