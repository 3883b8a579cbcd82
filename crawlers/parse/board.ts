import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Page, PageLink } from '../adapter.js';
import { readTime } from './dates.js';
import { pageUrl } from './links.js';
import { oneLine, readCount } from './text.js';
import { attribute, byName, type Element, find, findAll, type Test } from './tree.js';

/** The page as its links are to be read: under its `<base>` when it has one. */
export function withBase(tree: Element, page: Page): Page {
  const base = find(tree, (element) => element.name === 'base' && element.attributes.href !== undefined);
  return { ...page, url: pageUrl(attribute(base, 'href'), page.url) ?? page.url };
}

/** Reads each block of a topic; those that are no post as the engine prints one are counted in a warning. */
export function readBlocks(
  blocks: readonly Element[],
  read: (block: Element) => ParsedPost | null,
): { posts: ParsedPost[]; warnings: string[] } {
  const posts = blocks.map(read).filter((post) => post !== null);
  const broken = blocks.length - posts.length;
  return { posts, warnings: broken > 0 ? [`${broken} posts without id or content`] : [] };
}

/** What the first link whose address fits says in the pattern's first group; null when none fits. */
export function idInLinks(scope: Element | null, pattern: RegExp): string | null {
  if (scope === null) return null;
  const link = find(scope, (element) => element.name === 'a' && pattern.test(element.attributes.href ?? ''));
  return pattern.exec(attribute(link, 'href') ?? '')?.[1] ?? null;
}

/** Links inside `scopes` to pages of one list, by the number that `numberOf` finds in the address (null: no such link). */
export function numberedPages(
  scopes: readonly Element[],
  base: Page,
  numberOf: (url: string) => number | null,
): Map<number, string> {
  const pages = new Map<number, string>();
  for (const link of scopes.flatMap((scope) => findAll(scope, byName('a')))) {
    const url = pageUrl(attribute(link, 'href'), base.url);
    const number = url === null ? null : numberOf(url);
    if (url !== null && number !== null && Number.isSafeInteger(number) && !pages.has(number)) pages.set(number, url);
  }
  return pages;
}

/**
 * Topics are entered at their end, where the new posts are: `older` leads to the page before, a later page is a visit of its own.
 * `current` is the number of the page (or of the entries before it) in the counting of `pages`.
 */
export function topicPaging(pages: ReadonlyMap<number, string>, current: number): PageLink[] {
  const numbers = [...pages.keys()];
  const older = pages.get(Math.max(...numbers.filter((number) => number < current)));
  const last = pages.get(Math.max(...numbers.filter((number) => number > current)));
  const links: PageLink[] = [];
  if (older !== undefined) links.push({ url: older, rel: 'older', changedAt: null });
  if (last !== undefined) links.push({ url: last, rel: 'thread', changedAt: null });
  return links;
}

/** Lists of topics begin with what changed last: `older` is the page that follows. */
export function boardPaging(pages: ReadonlyMap<number, string>, current: number): PageLink[] {
  const next = pages.get(Math.min(...[...pages.keys()].filter((number) => number > current)));
  return next === undefined ? [] : [{ url: next, rel: 'older', changedAt: null }];
}

/** Address of the last page among `pages`, or `first` when there are none. */
export function lastOf(pages: ReadonlyMap<number, string>, first: string): string {
  return pages.get(Math.max(...pages.keys())) ?? first;
}

/** A topic in a list, entered at its last page. */
export function topicLink(url: string, printed: string | null, replies: number | null, page: Page): PageLink {
  return { url, rel: 'thread', changedAt: readTime(printed, page).publishedAt, replies };
}

/** Pictures of a post that are no smileys, by their alt text. Engines that know none print «[IMG]» or an address. */
export function picturesOf(content: Element, isPicture: Test): Attachment[] {
  return findAll(content, (element) => element.name === 'img' && isPicture(element)).map((image) => {
    const alt = oneLine(image.attributes.alt ?? '').slice(0, 300);
    return { type: 'photo', alt: /^(?:\[IMG\]|https?:.*|image|изображение|)$/i.test(alt) ? null : alt };
  });
}

/** A number as boards print it, «1 234», «1,234», «1.234» and «12K» too; null when there is none. */
export function boardCount(text: string): number | null {
  const grouped = /^\D{0,40}?(\d{1,3}(?:[.,]\d{3})+)(?![\d.,])/.exec(text.trim())?.[1];
  if (grouped !== undefined) return Number(grouped.replace(/[.,]/g, ''));
  const from = text.search(/\d/);
  return from === -1 ? null : readCount(text.slice(from));
}
