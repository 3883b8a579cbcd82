import { incidentId } from '../../src/core/ids.js';
import type { ClusterMark, ClusterMatter } from '../../src/core/ports.js';
import type { Join } from '../../src/core/post.js';
import { compareSignatures } from '../text/minhash.js';
import type { Located } from '../values.js';
import { isTelling } from './cluster-keys.js';
import { matchOf } from './cluster-match.js';
import { isOutlived, joinBy, type Meeting, markOf, slotKeys } from './cluster-meeting.js';
import { answered } from './cluster-reply.js';
import { type Way, ways } from './cluster-sites.js';
import { shortCosine } from './short-vector.js';
import { isVague } from './topic-kin.js';

/** Where the same matter is the same problem come back after it was closed. */
const lasting: ReadonlySet<Way> = new Set(['house', 'landmark', 'street']);

/** A text with figures needs no more than this to tell of one thing. */
const addressLength = 40;

/** An incident stands under a key with no more posts than this. */
const marksOfIncident = 2;

/** A post of the same topic stands for an incident beside the first only below this cosine of the two. */
const representedFrom = 0.6;

/** What stands behind a mark by now: an incident that goes on, or one whose problem has come back if this post tells of it. */
export interface Standing {
  incidentId: string;
  is: 'open' | 'recurring';
  /** The post was written before the incident was answered or closed, and found afterwards. */
  isBefore?: boolean;
}

export interface ChosenIncident {
  incidentId: string;
  join: Join;
}

/**
 * Decides which open incident a post belongs to. In this order: the one it was part of before an edit; one with the same words; one with
 * nearly the same words and the same numbers; then one about the same matter that shares a house, a landmark, a street, a village, a thread, a
 * name or the settlement, the nearest in meaning first.
 * Only when none of them is open: one that was answered or closed a while ago, when it is about the same matter at the same house, landmark or street.
 * Whoever copies a text from before has seen nothing new: such a copy wakes nothing.
 * @param standing null for an incident that takes nothing in any more
 * @returns null when it opens an incident of its own
 */
export async function chooseIncident(
  meeting: Meeting,
  marks: ReadonlyMap<string, ClusterMark>,
  standing: (mark: ClusterMark) => Promise<Standing | null>,
): Promise<ChosenIncident | null> {
  const { post } = meeting;
  if (post.knownIncidentId !== null) {
    return { incidentId: post.knownIncidentId, join: { how: 'repeat', on: post.id, similarity: 1 } };
  }
  const near = [...candidates(meeting, marks)];
  const own = [...marks.values()].find((mark) => mark.postId === post.id);
  if (own !== undefined) return repeated(post, own, near);
  const copied = new Set<string>();
  let recurring: ChosenIncident | null = null;
  for (const { mark, join, lasts, isOutlived: isOld } of near) {
    const found = await standing(mark);
    if (found === null) continue;
    const choice = { incidentId: found.incidentId, join };
    if (found.is === 'open' && isOld !== true) return choice;
    if (found.is === 'open') continue;
    if (lasts !== true) {
      if (!isCopy(join)) continue;
      copied.add(found.incidentId);
      if (found.isBefore === true && isOld !== true) recurring ??= choice;
    } else if (found.isBefore === true || !isOldText(post, mark, copied.has(found.incidentId))) recurring ??= choice;
  }
  return recurring;
}

function isCopy({ how }: Join): boolean {
  return how === 'repeat' || how === 'near-duplicate';
}

/** A text of before once more; the same few words may well be written again by who sees the same again. */
function isOldText(post: Located, mark: ClusterMark, isCopied: boolean): boolean {
  return lengthOf(post) === 'text' && (isCopied || compareSignatures(post.signature, mark.signature).near);
}

interface Candidate {
  mark: ClusterMark;
  join: Join;
  /** At a place where the same matter is the same problem, also after it was closed. */
  lasts?: boolean;
  /** Too long ago for an incident that goes on. */
  isOutlived?: boolean;
}

/** The same post once more (a job that ran twice): the answer of the first time, whatever became of the incident since. */
function repeated(post: Located, own: ClusterMark, near: readonly Candidate[]): ChosenIncident {
  if (own.incidentId === incidentId(post.id)) {
    return { incidentId: own.incidentId, join: { how: 'opened', on: null, similarity: null } };
  }
  const reason = near.find(({ mark }) => mark.incidentId === own.incidentId);
  if (reason !== undefined) return { incidentId: own.incidentId, join: reason.join };
  return { incidentId: own.incidentId, join: { how: 'repeat', on: null, similarity: null } };
}

function* candidates(meeting: Meeting, marks: ReadonlyMap<string, ClusterMark>): Generator<Candidate> {
  yield* sameWords(meeting, marks);
  const replied = answered(meeting, marks);
  if (replied !== null) yield replied;
  const { sites, matter, post, atMs } = meeting;
  // A post with an address of its own tells of that, whatever its thread is about.
  const usable = matter.streets.length > 0 ? sites.filter(({ way }) => way !== 'thread') : sites;
  for (const way of ways) {
    const found: Candidate[] = [];
    for (const { key, place } of usable.filter((site) => site.way === way)) {
      for (const slot of slotKeys(key)) {
        const mark = marks.get(slot);
        if (mark?.matter === undefined || mark.postId === post.id) continue;
        const isOld = isOutlived(way, mark, atMs);
        if (isOld && !lasting.has(way)) continue;
        const other = { matter: mark.matter, signature: mark.signature };
        const match = matchOf(way, { matter, signature: post.signature }, other, place);
        if (match === null) continue;
        const join = joinBy(way, mark.postId, mark, atMs, place, match);
        found.push({ mark, join, lasts: lasting.has(way), isOutlived: isOld });
      }
    }
    yield* found.sort((a, b) => (b.join.similarity ?? 0) - (a.join.similarity ?? 0));
  }
}

/** Exact and near copies, the most similar first. */
export function* sameWords(
  { post, textKeys, atMs }: Meeting,
  marks: ReadonlyMap<string, ClusterMark>,
): Generator<Candidate> {
  const others = textKeys.map((key) => marks.get(key)).map((mark) => (mark?.postId === post.id ? undefined : mark));
  const [exact, ...near] = others;
  const isOld = (mark: ClusterMark): boolean => isOutlived(lengthOf(post), mark, atMs);
  if (exact !== undefined)
    yield { mark: exact, join: { how: 'repeat', on: exact.postId, similarity: 1 }, isOutlived: isOld(exact) };
  const compared = near
    .filter((mark) => mark !== undefined)
    .map((mark) => ({ mark, ...compareSignatures(post.signature, mark.signature) }))
    .filter((pair) => pair.near)
    .sort((a, b) => b.similarity - a.similarity);
  for (const { mark, similarity } of compared) {
    const join = { how: 'near-duplicate', on: mark.postId, similarity } as const;
    yield { mark, join, isOutlived: isOld(mark) };
  }
}

/** A stock phrase tells of many things on many days; one with a house in it does not. */
function lengthOf({ text }: Located): 'text' | 'phrase' {
  return isTelling(text) || (text.length >= addressLength && /\d/.test(text)) ? 'text' : 'phrase';
}

/**
 * What is to be remembered of a post that became part of an incident. The first post under a key stays its mark, so that a chain of small
 * changes does not drift away from it; a closed incident, and one that the post came too late for, gives its place up. One that was closed not long ago keeps
 * its place at a house, a landmark or a street as long as there is another.
 * @param resting incidents that were answered or closed, and may come back
 */
export function marksFor(
  meeting: Meeting,
  incident: string,
  marks: ReadonlyMap<string, ClusterMark>,
  closed: ReadonlySet<string>,
  resting: ReadonlySet<string> = new Set(),
): { key: string; mark: ClusterMark }[] {
  const { post, atMs, textKeys, sites, matter } = meeting;
  const bare = markOf(meeting, incident);
  const isGone = (way: Way | 'text' | 'phrase', mark: ClusterMark): boolean =>
    closed.has(mark.incidentId) || mark.postId === post.id || (atMs > mark.atMs && isOutlived(way, mark, atMs));
  const entries = textKeys
    .filter((key) => {
      const held = marks.get(key);
      return held === undefined || resting.has(held.incidentId) || isGone(lengthOf(post), held);
    })
    .map((key) => ({ key, mark: bare }));
  const full: ClusterMark = { ...bare, matter };
  for (const { way, key, isProbe } of sites) {
    if (isProbe === true) continue;
    const held = slotKeys(key).map((slot) => ({ slot, mark: marks.get(slot) }));
    if (
      isRepresented(
        held.map(({ mark }) => mark).filter((mark) => mark?.incidentId === incident && !isGone(way, mark)),
        matter,
      )
    )
      continue;
    const place =
      held.find(({ mark }) => mark?.postId === post.id) ??
      held.find(({ mark }) => mark === undefined) ??
      held.find(({ mark }) => mark !== undefined && isGone(way, mark) && !resting.has(mark.incidentId)) ??
      held.find(({ mark }) => mark !== undefined && resting.has(mark.incidentId)) ??
      held.toSorted((a, b) => (a.mark?.atMs ?? 0) - (b.mark?.atMs ?? 0))[0];
    if (place !== undefined) entries.push({ key: place.slot, mark: full });
  }
  return entries;
}

/**
 * Two posts stand for an incident under a key, the second when it surely is of another topic than the first, or tells of it in words of quite another
 * meaning.
 */
function isRepresented(own: readonly (ClusterMark | undefined)[], { topic, vector }: ClusterMatter): boolean {
  if (own.length === 0) return false;
  if (own.length >= marksOfIncident || isVague(topic)) return true;
  return own.some((mark) => {
    if (mark?.matter?.topic !== topic) return false;
    const held = mark?.matter?.vector ?? null;
    return vector === null || held === null || shortCosine(vector, held) >= representedFrom;
  });
}
