import { postId } from '../../src/core/ids.js';
import type { ClusterMark } from '../../src/core/ports.js';
import type { Join } from '../../src/core/post.js';
import { ownWords } from '../text/own-words.js';
import { hoursApart, isOutlived, type Meeting, slotKeys } from './cluster.js';
import { voiceMatchOf } from './cluster-match.js';
import { answeringOf, isDenying } from './voices.js';

/**
 * The complaint that a doubtful post names as the one it answers («> фонари не горят. Там вообще жутко»): whether it is an incident by itself nobody can
 * tell, and its author says what it is about. A post that is surely an incident stands by its own words, however it came up; so does one of another place or subject.
 * @returns null when it answers none, or something else
 */
export function answered(
  { post, sites, matter, atMs }: Meeting,
  marks: ReadonlyMap<string, ClusterMark>,
): { mark: ClusterMark; join: Join } | null {
  const { replyTo, verdict } = post;
  const text = ownWords(post.text);
  if (replyTo === null || verdict.incident || isDenying(text)) return null;
  const repliedId = postId(post.sourceId, replyTo);
  const thread = sites.find(({ way }) => way === 'thread');
  for (const slot of thread === undefined ? [] : slotKeys(thread.key)) {
    const mark = marks.get(slot);
    if (mark?.matter === undefined || mark.postId !== repliedId || isOutlived('thread', mark, atMs)) continue;
    const match = voiceMatchOf(
      'thread',
      { matter, signature: post.signature },
      { matter: mark.matter, signature: mark.signature },
      null,
      // Naming the complaint is as much as agreeing with it.
      { answering: answeringOf(text) ?? 'agrees', certainty: verdict.groups[0]?.probability ?? 0 },
    );
    if (match === null) continue;
    const shared = { place: null, topic: match.topic, hours: hoursApart(mark, atMs) };
    return { mark, join: { how: 'same-thread', on: mark.postId, similarity: match.similarity, shared } };
  }
  return null;
}
