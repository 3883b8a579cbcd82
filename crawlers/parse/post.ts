import { AppError } from '../../src/core/errors.js';
import type { ParsedPost } from '../../src/core/post.js';
import type { Page, PageLink, ParsedPage } from '../adapter.js';
import type { ReadTime } from './dates.js';

/** What every adapter must find; the rest has a silent default. */
export type PostParts = Pick<ParsedPost, 'nativeId' | 'url' | 'text'> & { time: ReadTime } & Partial<ParsedPost>;

/** A post with all fields in place. */
export function makePost({ time, ...parts }: PostParts): ParsedPost {
  return {
    threadId: null,
    replyTo: null,
    edited: false,
    pinned: false,
    repostOf: null,
    counts: { views: null, likes: null, comments: null },
    attachments: [],
    authorId: null,
    ...time,
    ...parts,
  };
}

/**
 * Puts a page's findings together: each post and link once, oddities counted. Throws E_PAGE_EMPTY when there is neither post nor link.
 */
export function finishPage(
  page: Pick<Page, 'url'>,
  found: { posts: ParsedPost[]; links: PageLink[]; ttlMinutes?: number | null; warnings?: string[] },
): ParsedPage {
  const warnings = [...(found.warnings ?? [])];
  const posts = new Map<string, ParsedPost>();
  for (const post of found.posts) if (!posts.has(post.nativeId)) posts.set(post.nativeId, post);
  const repeated = found.posts.length - posts.size;
  if (repeated > 0) warnings.push(`${repeated} posts with an id that the page gave before`);
  const untimed = [...posts.values()].filter((post) => post.publishedAt === null).length;
  if (untimed > 0) warnings.push(`${untimed} posts without a time that could be read`);
  const links = new Map<string, PageLink>();
  for (const link of found.links) if (!links.has(link.url) && link.url !== page.url) links.set(link.url, link);
  if (posts.size === 0 && links.size === 0) {
    throw new AppError(
      'E_PAGE_EMPTY',
      `Page ${page.url} shows neither posts nor links that its kind knows. The site was redesigned, or the source has the wrong kind.`,
      { details: { url: page.url } },
    );
  }
  return { posts: [...posts.values()], links: [...links.values()], ttlMinutes: found.ttlMinutes ?? null, warnings };
}
