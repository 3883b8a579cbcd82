import type { ClusterMark, ClusterMatter, Locator } from '../../src/core/ports.js';
import type { Join } from '../../src/core/post.js';
import type { Located } from '../values.js';
import { textKeys } from './cluster-keys.js';
import type { Match } from './cluster-match.js';
import { matterOf, type Site, sitesOf, territoryOf, type Way } from './cluster-sites.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long posts about one thing belong together, by what they have in common. */
const windows: Record<Way | 'text' | 'phrase', number> = {
  house: 30 * dayMs,
  landmark: 7 * dayMs,
  street: 7 * dayMs,
  village: 4 * dayMs,
  thread: 3 * dayMs,
  name: 7 * dayMs,
  settlement: 2 * dayMs,
  text: 14 * dayMs,
  phrase: dayMs,
};

/** How many incidents can stand under one key beside each other: at one house a roof leaks and a lift stands still. */
const slots: Record<Way, number> = {
  house: 6,
  landmark: 8,
  street: 12,
  village: 8,
  thread: 12,
  name: 2,
  settlement: 24,
};

const wayOfPrefix: Record<string, Way> = {
  h: 'house',
  l: 'landmark',
  s: 'street',
  v: 'village',
  t: 'thread',
  n: 'name',
  m: 'settlement',
};

/** Keys under which marks of one site lie; null for a key of a text, which holds one mark. */
export function slotKeys(key: string): string[] {
  const way = wayOfPrefix[key.split('-', 1)[0] ?? ''];
  return way === undefined ? [key] : Array.from({ length: slots[way] }, (_, slot) => `${key}.${slot}`);
}

/** A post with everything under which it can meet others. */
export interface Meeting {
  post: Located;
  atMs: number;
  /** Keys of its words: the exact one first. */
  textKeys: readonly string[];
  sites: readonly Site[];
  matter: ClusterMatter;
}

export function meetingOf(post: Located, territories: Pick<Locator, 'lineage' | 'territory'>): Meeting {
  const matter = matterOf(post);
  return {
    post,
    atMs: instantOf(post),
    textKeys: textKeys(post.text, post.signature, territoryOf(post)),
    sites: sitesOf(post, matter, territories),
    matter,
  };
}

/** All keys that must be looked up before `chooseIncident` is asked. */
export function keysOf({ textKeys, sites }: Meeting): string[] {
  return [...textKeys, ...sites.flatMap(({ key }) => slotKeys(key))];
}

/** The keys that an incident keeps, so that the memory can be made again from it. */
export function keptKeys({ textKeys, sites }: Meeting): string[] {
  return [...textKeys, ...sites.filter(({ isProbe }) => isProbe !== true).map(({ key }) => key)];
}

/** When the post was written, as far as known; ms since the epoch. */
export function instantOf(post: Pick<Located, 'publishedAt' | 'fetchedAt'>): number {
  return Date.parse(post.publishedAt ?? post.fetchedAt);
}

/** What stands for a post under the key of its words; what it shares with others is added for its sites. */
export function markOf({ post, atMs }: Meeting, incidentId: string): ClusterMark {
  return { incidentId, postId: post.id, signature: post.signature, territory: territoryOf(post), atMs };
}

/** Probability of the first group of a post, 0-1. */
export function certaintyOf({ post }: Meeting): number {
  return post.verdict.groups[0]?.probability ?? 0;
}

/** The mark is too old for a post of this time to join it in this way. */
export function isOutlived(way: Way | 'text' | 'phrase', mark: ClusterMark, atMs: number): boolean {
  return Math.abs(atMs - mark.atMs) > windows[way];
}

/** How a post joins through what it shares with the post of a mark, from how the two match. */
export function joinBy(
  way: Way,
  on: string,
  mark: ClusterMark,
  atMs: number,
  place: string | null,
  { similarity, topic }: Match,
): Join {
  return { how: howOf(way), on, similarity, shared: { place, topic, hours: hoursApart(mark, atMs) } };
}

function howOf(way: Way): Join['how'] {
  if (way === 'thread') return 'same-thread';
  return way === 'name' || way === 'settlement' ? 'same-meaning' : 'same-place';
}

/** Whole hours between the mark's post and another. */
function hoursApart(mark: ClusterMark, atMs: number): number {
  return Math.round(Math.abs(atMs - mark.atMs) / hourMs);
}
