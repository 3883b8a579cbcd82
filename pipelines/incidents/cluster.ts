import { derivedId, incidentId } from '../../src/core/ids.js';
import type { ClusterMark } from '../../src/core/ports.js';
import type { Join } from '../../src/core/post.js';
import { compareSignatures } from '../text/minhash.js';
import type { Located } from '../values.js';
import { exactKey, nearKeys } from './cluster-keys.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long posts about one thing at one place belong together, by how well the place is known. */
const windows = { house: 30 * dayMs, street: 7 * dayMs, thread: 3 * dayMs, text: 14 * dayMs } as const;

/** What it is about, as finely as known. */
function subject(post: Located): string {
  return post.verdict.topic ?? post.verdict.group ?? 'other';
}

const streetType = /^(?:улица|проспект|переулок|бульвар|проезд|шоссе|набережная|площадь|аллея|тупик)\s+/;

/** The same street with and without its type word: «проспект Победы» and «Победы». */
function streetName(street: string): string {
  const name = street.toLowerCase().replaceAll('ё', 'е').replace(streetType, '');
  return name === '' ? street.toLowerCase() : name;
}

/**
 * Key of «this group of topics at this house» or «this topic in this street»; null when the text names no street. Neighbours tell
 * of one thing in words of several topics: no water, rusty water, cold risers.
 */
export function placeKey(post: Located): string | null {
  const { street, house, settlement } = post.place;
  if (street === null || !post.place.named.includes('street')) return null;
  const where = [territoryOf(post), settlement ?? '', streetName(street), house?.toLowerCase() ?? ''];
  const about = house === null ? subject(post) : (post.verdict.group ?? 'other');
  return `p-${derivedId('place', about, ...where)}`;
}

/** Key of «this topic in this thread». */
export function threadKey(post: Located): string | null {
  return post.threadId === null ? null : `t-${derivedId('thread', subject(post), post.sourceId, post.threadId)}`;
}

/** All keys under which a post can meet others. */
export function allKeys(post: Located): string[] {
  const keys = [exactKey(post.text), ...nearKeys(post.signature), placeKey(post), threadKey(post)];
  return keys.filter((key) => key !== null);
}

export interface ChosenIncident {
  incidentId: string;
  join: Join;
}

/** A text of this length is no stock phrase: equal words then mean one origin, wherever they were posted. */
const tellingLength = 80;

/** False for short equal texts of different places. */
function canBeOneText(post: Located, mark: ClusterMark): boolean {
  return mark.territory === territoryOf(post) || post.text.length >= tellingLength;
}

export function territoryOf(post: Located): string {
  return post.place.territoryId ?? post.territory;
}

/**
 * Decides which open incident a post belongs to. In this order: the one it was part of before an edit; one with the same words; one with
 * nearly the same words and the same numbers; one of the same topic at the same address; one of the same topic in the same thread when
 * the post itself names no address.
 * @returns null when it opens an incident of its own
 */
export async function chooseIncident(
  post: Located,
  keys: readonly string[],
  marks: ReadonlyMap<string, ClusterMark>,
  isOpen: (incidentId: string) => Promise<boolean>,
): Promise<ChosenIncident | null> {
  if (post.knownIncidentId !== null) {
    return { incidentId: post.knownIncidentId, join: { how: 'repeat', on: post.id, similarity: 1 } };
  }
  const atMs = Date.parse(post.publishedAt ?? post.fetchedAt);
  for (const candidate of candidates(post, keys, marks)) {
    if (Math.abs(atMs - candidate.mark.atMs) > candidate.windowMs) continue;
    if (await isOpen(candidate.mark.incidentId)) {
      const on = candidate.join.on ?? candidate.mark.postId;
      return { incidentId: candidate.mark.incidentId, join: { ...candidate.join, on } };
    }
  }
  return null;
}

interface Candidate {
  mark: ClusterMark;
  windowMs: number;
  join: Join;
}

function* candidates(
  post: Located,
  keys: readonly string[],
  marks: ReadonlyMap<string, ClusterMark>,
): Generator<Candidate> {
  const own = [...marks.values()].find((mark) => mark.postId === post.id);
  if (own !== undefined) {
    // The same post once more (a job that ran twice): the same answer.
    const how = own.incidentId === incidentId(post.id) ? 'opened' : 'repeat';
    yield { mark: own, windowMs: Infinity, join: { how, on: null, similarity: null } };
  }
  const exact = marks.get(keys[0] ?? '');
  if (exact !== undefined && canBeOneText(post, exact))
    yield { mark: exact, windowMs: windows.text, join: { how: 'repeat', on: null, similarity: 1 } };
  const near = keys
    .filter((key) => key.startsWith('b-'))
    .flatMap((key) => marks.get(key) ?? [])
    .map((mark) => ({ mark, ...compareSignatures(post.signature, mark.signature) }))
    .filter((pair) => pair.near && canBeOneText(post, pair.mark))
    .sort((a, b) => b.similarity - a.similarity);
  for (const { mark, similarity } of near) {
    yield { mark, windowMs: windows.text, join: { how: 'near-duplicate', on: null, similarity } };
  }
  const place = placeKey(post);
  const samePlace = place === null ? undefined : marks.get(place);
  if (samePlace !== undefined) {
    const windowMs = post.place.house === null ? windows.street : windows.house;
    yield { mark: samePlace, windowMs, join: { how: 'same-place', on: null, similarity: null } };
  }
  const thread = threadKey(post);
  const sameThread = thread === null || place !== null ? undefined : marks.get(thread);
  if (sameThread !== undefined) {
    yield { mark: sameThread, windowMs: windows.thread, join: { how: 'same-thread', on: null, similarity: null } };
  }
}
