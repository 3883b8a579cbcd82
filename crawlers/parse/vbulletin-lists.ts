import type { Page, PageLink } from '../adapter.js';
import { boardCount, lastOf, numberedPages, shownNumber, topicLink } from './board.js';
import { pageUrl } from './links.js';
import { lineOf } from './text.js';
import { attribute, byClass, byName, closest, type Element, find, findAll, hasClass } from './tree.js';

/** `showthread.php?t=12`, `showthread.php?12-slug`, `threads/12-slug`, and `…/12-slug` or `…/12-slug.html` of version 5 and vBSEO. */
const THREAD =
  /showthread\.php(?:\?(?:.*?[?&])?t=|[?/])(\d+)|threads\/(\d+)|(?<!forums|members)\/(\d+)-[^/]*(?:\/page\d+)?\/?$/;
/** Number of the topic that an address leads to; null when it leads to none. */
export function threadOf(url: string | null): string | null {
  const found = url === null ? null : THREAD.exec(url.replace(/[#?](?:p=|post).*$/, ''));
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
}

/** Number of a page in an address; null when the address has none, as that of the first page. */
export function pageInUrl(url: string): number | null {
  const found = /[?&]page=(\d+)|\/page(\d+)/.exec(url);
  return found === null ? null : Number(found[1] ?? found[2]);
}

/** Pages of a list as its bars link them: by address or, where the address is rewritten, by the number that the link shows. */
export function pagesIn(bars: readonly Element[], base: Page): Map<number, string> {
  return numberedPages(bars, base, (url, link) => pageInUrl(url) ?? shownNumber(link));
}

/** A row of a list of topics. */
function topicRow(row: Element, page: Page, base: Page): PageLink | null {
  const title = find(
    row,
    (a) => a.name === 'a' && (/^thread_title_\d+$/.test(a.attributes.id ?? '') || hasClass(a, 'topic-title')),
  );
  const first = pageUrl(attribute(title, 'href'), base.url)?.replace(/[?&](?:goto=newpost|p=\d+)/, '') ?? null;
  // A moved topic is read where it stands now.
  if (title === null || first === null || hasClass(row, 'moved')) return null;
  const bars = findAll(
    row,
    (element) => hasClass(element, 'pagination') || /^td_threadtitle_/.test(element.attributes.id ?? ''),
  );
  const pages = pagesIn(bars, base);
  const last = find(row, byClass('threadlastpost', 'cell-lastpost'));
  const time = find(last ?? row, byClass('post-date', 'time'));
  const when = time === null ? last : hasClass(time, 'time') ? time.parent : time;
  const changed = lineOf(when, { skip: byName('a') }).split(/\s(?:от|by)(?:\s|$)/)[0] ?? '';
  const stats = find(row, byClass('threadstats', 'posts-count'));
  const counted = find(row, (cell) => cell.name === 'td' && /\d.*,.*\d/.test(cell.attributes.title ?? ''));
  const replies = stats === null ? (counted?.attributes.title ?? '') : lineOf(find(stats, byName('li')) ?? stats);
  return topicLink(lastOf(pages, first), changed || null, boardCount(replies), page);
}

/** A board that is a link to another site, told by its icon alone. */
function isElsewhere(board: Element): boolean {
  const row = closest(board, (at) => at.name === 'tr' || /^forum\d+$/.test(at.attributes.id ?? ''));
  const icon = row === null ? null : find(row, (at) => /^forum_statusicon_/.test(at.attributes.id ?? ''));
  return /forum_link/.test(icon?.attributes.src ?? '');
}

/** Topics and boards that a page of vBulletin lists. */
export function boardLinks(tree: Element, page: Page, base: Page): PageLink[] {
  const isRow = (element: Element) =>
    /^thread_\d+$/.test(element.attributes.id ?? '') ||
    hasClass(element, 'topic-item') ||
    (element.name === 'tr' &&
      element.children.some((cell) => typeof cell === 'object' && /^td_threadtitle_/.test(cell.attributes.id ?? '')));
  const links = findAll(tree, isRow, { outermost: true }).map((row) => topicRow(row, page, base));
  // phpBB calls its boards by the same class.
  const isBoard = byClass('forumtitle', 'forum-title', 'alt1Active', 'subforum', 'subforum-info');
  for (const board of findAll(tree, isBoard)) {
    // Version 3 lists the sub-boards in the cell of the board, where its moderators stand too.
    const boards = findAll(board, (a) => a.name === 'a' && /forumdisplay/.test(a.attributes.href ?? ''));
    const first = board.name === 'a' ? board : find(board, byName('a'));
    for (const link of hasClass(board, 'alt1Active') && boards.length > 0 ? boards : [first]) {
      const url = pageUrl(attribute(link, 'href'), base.url);
      if (url === null || isElsewhere(board) || /showthread|threads\/|viewforum\.php/.test(url)) continue;
      links.push({ url, rel: 'feed', changedAt: null });
    }
  }
  return links.filter((link) => link !== null);
}
