import { derivedId, incidentId } from '../../src/core/ids.js';
import type { ClusterMark, Locator } from '../../src/core/ports.js';
import type { Join } from '../../src/core/post.js';
import { compareSignatures } from '../text/minhash.js';
import type { Located } from '../values.js';
import { exactKey, nearKeys } from './cluster-keys.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long posts about one thing at one place belong together, by how well the place is known. */
const windows = {
  house: 30 * dayMs,
  street: 7 * dayMs,
  village: 4 * dayMs,
  thread: 3 * dayMs,
  text: 14 * dayMs,
} as const;

/** What it is about, as finely as known. */
function subject(post: Located): string {
  return post.verdict.topic ?? post.verdict.group ?? 'other';
}

/** Above this a settlement is no village: the smallest towns have some thousands, the largest villages thirty. */
const villagePopulation = 10_000;

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

/**
 * Key of «this topic in this village», for a text that names a village and no street: there a dump or an outage is one problem. In a
 * town it would be many.
 */
export function villageKey(post: Located, locator: Pick<Locator, 'territory'>): string | null {
  const { settlement, street, territoryId, named } = post.place;
  if (settlement === null || street !== null || !named.includes('settlement') || settlement.includes(';')) return null;
  const territory = territoryId === null ? null : locator.territory(territoryId);
  // A settlement that the gazetteer does not know stands under its district or region: the towns are all known.
  const isKnown = territory !== null && territory.name === settlement;
  if (isKnown && (territory.type === 'город' || (territory.population ?? 0) > villagePopulation)) return null;
  return `v-${derivedId('village', subject(post), territoryOf(post), settlement.toLowerCase())}`;
}

/** Key of «this topic in this thread». */
export function threadKey(post: Located): string | null {
  return post.threadId === null ? null : `t-${derivedId('thread', subject(post), post.sourceId, post.threadId)}`;
}

/** All keys under which a post can meet others. */
export function allKeys(post: Located, locator: Pick<Locator, 'territory'>): string[] {
  const keys = [
    exactKey(post.text),
    ...nearKeys(post.signature),
    placeKey(post),
    villageKey(post, locator),
    threadKey(post),
  ];
  return keys.filter((key) => key !== null);
}

/**
 * True when the post came so long after the mark that it cannot join through this key any more: the post then stands for the key, or
 * everything that follows it would open an incident of its own.
 */
export function isOutlived(key: string, mark: ClusterMark, post: Located): boolean {
  return instantOf(post) - mark.atMs > windowOf(key, post);
}

function windowOf(key: string, post: Located): number {
  if (key.startsWith('v-')) return windows.village;
  if (key.startsWith('p-')) return post.place.house === null ? windows.street : windows.house;
  return key.startsWith('t-') ? windows.thread : windows.text;
}

/** When the post was written, as far as known; ms since the epoch. */
export function instantOf(post: Located): number {
  return Date.parse(post.publishedAt ?? post.fetchedAt);
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
 * nearly the same words and the same numbers; one of the same topic at the same address or in the same village; one of the same topic in the same thread when
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
  const others = new Map([...marks].filter(([, mark]) => mark.postId !== post.id));
  const atMs = instantOf(post);
  const near = [...candidates(post, keys, others)].filter(
    ({ mark, windowMs }) => Math.abs(atMs - mark.atMs) <= windowMs,
  );
  const own = [...marks.values()].find((mark) => mark.postId === post.id);
  if (own !== undefined) return repeated(post, own, near);
  for (const candidate of near) {
    if (await isOpen(candidate.mark.incidentId)) return chosen(candidate);
  }
  return null;
}

function chosen({ mark, join }: Candidate): ChosenIncident {
  return { incidentId: mark.incidentId, join: { ...join, on: mark.postId } };
}

/** The same post once more (a job that ran twice): the answer of the first time, whatever became of the incident since. */
function repeated(post: Located, own: ClusterMark, near: readonly Candidate[]): ChosenIncident {
  if (own.incidentId === incidentId(post.id)) {
    return { incidentId: own.incidentId, join: { how: 'opened', on: null, similarity: null } };
  }
  const reason = near.find(({ mark }) => mark.incidentId === own.incidentId);
  if (reason !== undefined) return chosen(reason);
  return { incidentId: own.incidentId, join: { how: 'repeat', on: null, similarity: null } };
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
  const hasAddress = placeKey(post) !== null;
  for (const key of keys) {
    const mark = marks.get(key);
    if (mark === undefined) continue;
    const how = key.startsWith('p-') || key.startsWith('v-') ? 'same-place' : 'same-thread';
    // A post with an address of its own tells of that, whatever its thread is about.
    if (how === 'same-thread' && (!key.startsWith('t-') || hasAddress)) continue;
    yield { mark, windowMs: windowOf(key, post), join: { how, on: null, similarity: null } };
  }
}
