import type { RawPost } from '../src/core/post.js';
import type { Source } from '../src/core/source.js';
import type { PageLink } from './adapter.js';
import { isInScope } from './fetch/addresses.js';
import type { NewVisit, Visit, VisitMemory } from './schedule/frontier.js';

/** What follows from a page that was read: how far back it goes, where it leads, how late it was read. Pure. */

/** Lists that a list may lead to (the boards of a forum's front page). */
const MAX_FEEDS = 200;
/** Pages that are read back over a gap when the source names no number. */
const BACKFILL_PAGES = 50;

/**
 * Whether a page goes back to what was read before: its oldest post is known. A known one further up proves nothing: pages shift while new posts come.
 * Pinned posts stand on top whatever is new. Where no post has a time, any known one counts.
 */
export function isCursorReached(posts: readonly RawPost[], unseen: ReadonlySet<string>): boolean {
  const others = posts.filter(({ pinned }) => !pinned);
  let oldest: RawPost | null = null;
  for (const post of others)
    if (post.publishedAt !== null && (oldest?.publishedAt == null || post.publishedAt < oldest.publishedAt))
      oldest = post;
  return oldest === null ? others.some(({ id }) => !unseen.has(id)) : !unseen.has(oldest.id);
}

/**
 * How deep this pass may go. When a list that was read before shows nothing known, there is a gap between what it shows and what was read last: it
 * is followed back further than usual, up to the limit of the source.
 */
export function lastPageOf(visit: Visit, source: Source, memory: VisitMemory, isAllNew: boolean): number | null {
  if (visit.role === 'older') return visit.lastPage;
  const isGap = visit.role === 'list' && isAllNew && memory.lastVisitMs !== null;
  return isGap ? Math.max(source.depth.pages, source.depth.backfill ?? BACKFILL_PAGES) : null;
}

/** Delays of posts that were published between two visits and say to the minute when; a first visit finds a backlog and tells nothing. */
export function delaysOf(posts: readonly RawPost[], lastVisitMs: number | null, fetchedMs: number): number[] {
  if (lastVisitMs === null) return [];
  return posts.flatMap(({ publishedAt, timePrecision }) => {
    if (publishedAt === null || timePrecision === 'day') return [];
    const publishedMs = Date.parse(publishedAt);
    // A time to the minute may lie up to a minute before the visit that could not have seen the post.
    return publishedMs >= lastVisitMs - 60_000 ? [Math.max(fetchedMs - publishedMs, 0)] : [];
  });
}

/**
 * Visits that a page leads to, within the addresses of its source: those that are due in any case, and older pages, which are read only where something is new.
 * @param lastPage how deep this pass may go; null: as deep as the source says
 */
export function linksToFollow(
  visit: Visit,
  source: Source,
  links: readonly PageLink[],
  lastPage: number | null,
): { now: NewVisit[]; ifNew: NewVisit[] } {
  const inScope = links.filter((link) => URL.canParse(link.url) && isInScope(new URL(link.url), source.urls));
  const make = (link: PageLink, role: Visit['role'], page: number): NewVisit => ({
    sourceId: source.id,
    url: link.url,
    role,
    page,
    // A found page is due since its list was: a pass over all that is due includes it.
    dueAtMs: visit.dueAtMs,
    lastPage: role === 'older' ? lastPage : null,
    changedAt: link.changedAt,
    replies: link.replies ?? null,
  });
  const isDeepEnough = visit.page < (lastPage ?? source.depth.pages);
  const of = (rel: PageLink['rel']) => inScope.filter((link) => link.rel === rel);
  const threads = visit.role === 'thread' && !isDeepEnough ? [] : of('thread').slice(0, source.depth.topics);
  const feeds = visit.role === 'list' ? of('feed').slice(0, MAX_FEEDS) : [];
  const older = isDeepEnough ? of('older') : [];
  return {
    now: [
      ...threads.map((link) => make(link, 'thread', visit.role === 'thread' ? visit.page + 1 : 1)),
      ...feeds.map((link) => make(link, 'list', 1)),
    ],
    ifNew: older.map((link) => make(link, 'older', visit.page + 1)),
  };
}
