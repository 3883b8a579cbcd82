import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Page, PageLink } from '../adapter.js';
import { readTime } from './dates.js';
import { absoluteUrl, pageUrl } from './links.js';
import { lineOf, oneLine, readCount } from './text.js';
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

/** Puts the title of a topic before its first post, where engines print the title over the topic only; the list is changed. */
export function titleFirst(posts: ParsedPost[], title: string, isFirstPage: boolean): ParsedPost[] {
  const first = posts[0];
  if (isFirstPage && first !== undefined && title !== '' && !first.text.startsWith(title)) {
    first.text = `${title}\n\n${first.text}`;
  }
  return posts;
}

/** Pages by the numbers that their links show, which are the same under every way of writing addresses. */
export function shownPages(scopes: readonly Element[], base: Page): Map<number, string> {
  return numberedPages(scopes, base, (_url, link) => shownNumber(link));
}

/** The number that a link to a page shows and nothing else; null when it shows anything else. */
export function shownNumber(link: Element): number | null {
  const shown = /^\d{1,6}$/.exec(lineOf(link))?.[0];
  return shown === undefined ? null : Number(shown);
}

/** Address of a post: its own link, else its anchor on the page. */
export function postUrl(href: string | null, page: Page, anchor: string, base: Page = page): string {
  return absoluteUrl(href, base.url) ?? anchorUrl(page, anchor);
}

/** Address of a place on the page itself. */
export function anchorUrl(page: Page, anchor: string): string {
  return `${page.url.replace(/#.*$/, '')}#${anchor}`;
}

/** Native id of an author: the number of the member, else the printed name (guests). */
export function authorId(member: string | null, name: string): string | null {
  return member === null ? name.slice(0, 200) || null : `u${member}`;
}

/** The page that a bar shows as the one we are on: the only number in strong or marked type; 1 when none shows. */
export function shownPage(scopes: readonly Element[], isMark: Test): number {
  for (const scope of scopes) {
    const mark = find(scope, (element) => isMark(element) && /^\d{1,6}$/.test(lineOf(element)));
    if (mark !== null) return Number(lineOf(mark));
  }
  return 1;
}

/** What the first link whose address fits says in the pattern's first group; null when none fits. */
export function idInLinks(scope: Element | null, pattern: RegExp): string | null {
  if (scope === null) return null;
  const link = find(scope, (element) => element.name === 'a' && pattern.test(element.attributes.href ?? ''));
  return pattern.exec(attribute(link, 'href') ?? '')?.[1] ?? null;
}

/** Links inside `scopes` to pages of one list, by the number that `numberOf` finds in the address or the link (null: no such link). */
export function numberedPages(
  scopes: readonly Element[],
  base: Page,
  numberOf: (url: string, link: Element) => number | null,
): Map<number, string> {
  const pages = new Map<number, string>();
  for (const link of scopes.flatMap((scope) => findAll(scope, byName('a')))) {
    const url = pageUrl(attribute(link, 'href'), base.url);
    const number = url === null ? null : numberOf(url, link);
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

/**
 * Links of a list of topics with its next page. Lists begin with what changed last: `older` is the page that follows. A page that lists
 * neither topics nor boards is no list, whatever it is page 1 of.
 */
export function listLinks(listed: PageLink[], pages: ReadonlyMap<number, string>, current: number): PageLink[] {
  if (listed.length === 0) return [];
  const next = pages.get(Math.min(...[...pages.keys()].filter((number) => number > current)));
  return next === undefined ? listed : [...listed, { url: next, rel: 'older', changedAt: null }];
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

const PICTURE_FILE = /\.(?:jpe?g|png|gif|webp|heic|bmp)\b/i;

/** Files that links inside `scope` lead to, each once by the id in the pattern's first group; kind by name or preview. */
export function filesOf(scope: Element, pattern: RegExp): Attachment[] {
  const files = new Map<string, Attachment>();
  for (const link of findAll(scope, byName('a'))) {
    const id = pattern.exec(link.attributes.href ?? '')?.[1];
    if (id === undefined) continue;
    const image = find(link, byName('img'));
    const text = lineOf(link);
    const name = text || oneLine(image?.attributes.alt ?? image?.attributes.title ?? '');
    // A picture beside a name is the icon of the file's type.
    const type = PICTURE_FILE.test(name) || (image !== null && text === '') ? 'photo' : 'document';
    const known = files.get(id);
    if (known === undefined) files.set(id, { type, alt: name.slice(0, 300) || null });
    else if (/\.\w{2,5}$/.test(text)) {
      // A link before it showed a preview, or the icon of the file's type.
      const isPicture = PICTURE_FILE.test(text) || (known.type === 'photo' && known.alt === null);
      files.set(id, { type: isPicture ? 'photo' : 'document', alt: text.slice(0, 300) });
    } else if (known.alt === null && name !== '') known.alt = name.slice(0, 300);
  }
  return [...files.values()];
}

/** «Страница 2 из 5» in any of the elements: both numbers, or null. */
export function pageOfPages(scopes: readonly Element[]): { current: number; total: number } | null {
  for (const scope of scopes) {
    const found = /(?:страница|стр\.?|page)\s*:?\s*(\d{1,6})\s*(?:из|of)\s*(\d{1,6})/i.exec(lineOf(scope));
    if (found !== null) return { current: Number(found[1]), total: Number(found[2]) };
  }
  return null;
}

/** A number as boards print it, «1 234», «1,234», «1.234» and «12K» too; null when there is none. */
export function boardCount(text: string): number | null {
  const grouped = /^\D{0,40}?(\d{1,3}(?:[.,]\d{3})+)(?![\d.,])/.exec(text.trim())?.[1];
  if (grouped !== undefined) return Number(grouped.replace(/[.,]/g, ''));
  const from = text.search(/\d/);
  return from === -1 ? null : readCount(text.slice(from));
}
