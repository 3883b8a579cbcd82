import { derivedId } from '../../src/core/ids.js';
import type { ClusterMark } from '../../src/core/ports.js';
import { ownWords } from '../text/own-words.js';
import type { Brought } from '../values.js';
import type { ChosenIncident } from './cluster.js';
import { type Side, voiceMatchOf } from './cluster-match.js';
import { certaintyOf, isOutlived, joinBy, type Meeting, markOf } from './cluster-meeting.js';
import { type Way, ways } from './cluster-sites.js';
import { isOtherHouse } from './cluster-voice.js';
import { answeringOf, housesBeside, isDenying, isTellingOfTopic } from './voices.js';

/** Posts that were let go and are remembered under one key, the latest. */
const keptUnderKey = 4;
/** From this probability of its first group on a post without a word that a rule knows says what it is about. */
const subjectFrom = 0.5;
/** Ways in which a complaint is met by a post that came before it and is none; names and whole towns say too little for that. */
const bringingWays: ReadonlySet<Way> = new Set(['house', 'landmark', 'street', 'village', 'thread']);

/** Keys under which posts that were let go are kept for complaints at this site. */
export function letGoKeys(key: string): string[] {
  return Array.from({ length: keptUnderKey }, (_, slot) => `w-${key}.${slot}`);
}

/** Key of the incident that has brought a post in. */
export function broughtKey(postId: string): string {
  return `y-${derivedId('brought', postId)}`;
}

/** All keys that must be looked up before posts are brought or remembered, and what has brought this one in. */
export function bringingKeys({ post, sites }: Meeting): string[] {
  return [broughtKey(post.id), ...sitesOf(sites).flatMap(({ key }) => letGoKeys(key))];
}

function sitesOf(sites: Meeting['sites']): Meeting['sites'] {
  return sites.filter(({ way, isProbe }) => isProbe !== true && bringingWays.has(way));
}

/** Chatter is not remembered: only what tells of a matter of the town, or agrees with something. */
function mayBeBrought(meeting: Meeting, text: string): boolean {
  const { verdict } = meeting.post;
  if (isDenying(text)) return false;
  return (
    isTellingOfTopic(verdict) ||
    (verdict.topic !== null && certaintyOf(meeting) >= subjectFrom) ||
    answeringOf(text) === 'agrees'
  );
}

/**
 * What is to be remembered of a post that belongs to no incident yet: a complaint that comes later in its thread, or at its place, brings it in.
 * The latest few under a key are kept.
 */
export function letGoMarks(
  meeting: Meeting,
  marks: ReadonlyMap<string, ClusterMark>,
): { key: string; mark: ClusterMark }[] {
  const { post, sites, matter } = meeting;
  const text = ownWords(post.text);
  if (!mayBeBrought(meeting, text)) return [];
  const letGo = { answering: answeringOf(text), certainty: certaintyOf(meeting), houses: housesBeside(text) };
  const mark: ClusterMark = { ...markOf(meeting, ''), matter, letGo };
  return sitesOf(sites).flatMap(({ key }) => {
    const held = letGoKeys(key).map((slot) => ({ slot, other: marks.get(slot) }));
    const place =
      held.find(({ other }) => other?.postId === post.id) ??
      held.find(({ other }) => other === undefined) ??
      held.toSorted((a, b) => (a.other?.atMs ?? 0) - (b.other?.atMs ?? 0))[0];
    return place === undefined ? [] : [{ key: place.slot, mark }];
  });
}

/**
 * Posts that were let go before a complaint came, and speak for it as further voices do: those of its thread and its place, and the list of houses that
 * it was met by. What contradicts it in place, house or subject stays away. Others may have brought them in already.
 */
export function broughtBy(
  meeting: Meeting,
  chosen: ChosenIncident | null,
  marks: ReadonlyMap<string, ClusterMark>,
): Brought[] {
  const { post, sites, matter, atMs } = meeting;
  const found = new Map<string, Brought>();
  const list = [...marks.values()].find((mark) => mark.isList === true && mark.postId === chosen?.join.on);
  if (list !== undefined && chosen !== null)
    found.set(list.postId, { postId: list.postId, join: { ...chosen.join, on: post.id } });
  const own: Side = { matter, signature: post.signature };
  for (const way of ways)
    for (const { key, place } of sitesOf(sites).filter((site) => site.way === way))
      for (const slot of letGoKeys(key)) {
        const mark = marks.get(slot);
        if (mark?.matter === undefined || mark.letGo === undefined || found.has(mark.postId)) continue;
        if (mark.postId === post.id || isOutlived(way, mark, atMs) || isOtherHouse(mark.letGo.houses, matter)) continue;
        const voice: Side = { matter: mark.matter, signature: mark.signature };
        const match = voiceMatchOf(way, voice, own, place, mark.letGo);
        if (match === null) continue;
        const join = joinBy(way, post.id, mark, atMs, place, match);
        found.set(mark.postId, { postId: mark.postId, join });
      }
  return [...found.values()];
}

/** What is to be remembered of posts that were brought in: nobody else brings them, and who meets them again knows where they are. */
export function broughtMarks(
  meeting: Meeting,
  incidentId: string,
  brought: readonly Brought[],
): { key: string; mark: ClusterMark }[] {
  const bare = markOf(meeting, incidentId);
  return brought.map(({ postId, join }) => ({
    key: broughtKey(postId),
    mark: { ...bare, postId, signature: '', join },
  }));
}
