import { postId } from '../../src/core/ids.js';
import type { ClusterMark } from '../../src/core/ports.js';
import type { Join } from '../../src/core/post.js';
import { ownWords } from '../text/own-words.js';
import { voiceMatchOf } from './cluster-match.js';
import { certaintyOf, isOutlived, joinBy, type Meeting, slotKeys } from './cluster-meeting.js';
import { answeringOf, isDenying } from './voices.js';

/**
 * The complaint that a doubtful post names as the one it answers («> фонари не горят. Там вообще жутко»): whether it is an incident by itself nobody can
 * tell, and its author says what it is about. A post that is surely an incident stands by its own words, however it came up; so does one of another place or subject.
 * @returns null when it answers none, or something else
 */
export function answered(
  meeting: Meeting,
  marks: ReadonlyMap<string, ClusterMark>,
): { mark: ClusterMark; join: Join } | null {
  const { post, sites, matter, atMs } = meeting;
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
      { answering: answeringOf(text) ?? 'agrees', certainty: certaintyOf(meeting) },
    );
    if (match === null) continue;
    return { mark, join: joinBy('thread', mark.postId, mark, atMs, null, match) };
  }
  return null;
}
