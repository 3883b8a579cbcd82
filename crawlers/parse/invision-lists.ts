import type { Page, PageLink } from '../adapter.js';
import { boardCount, lastOf, numberedPages, shownNumber, topicLink } from './board.js';
import { pageUrl } from './links.js';
import { lineOf } from './text.js';
import { attribute, byClass, byName, closest, type Element, find, findAll, hasClass } from './tree.js';

/** `topic/12-slug/`, `index.php?showtopic=12`. */
export const TOPIC = /(?:showtopic=|\/topic\/)(\d+)/;
const BOARD = /(?:showforum=|\/forum\/)\d+/;

/** Pages of a list by the number that their links state or show. */
export function pagesIn(bars: readonly Element[], base: Page): Map<number, string> {
  return numberedPages(bars, base, (url, link) => {
    if (/[?&](?:view|do)=/.test(url) || /^tid-link-/.test(link.attributes.id ?? '')) return null;
    const number = Number(attribute(link, 'data-page') ?? shownNumber(link) ?? 0);
    return number > 0 ? number : null;
  });
}

/** A topic or a board in a list; only version 4 numbers those of topics. */
const isRow = (element: Element): boolean =>
  element.attributes['data-rowid'] !== undefined || hasClass(element, 'ipsData__item');

/** Title link of a topic: version 4 puts it into the row's title, the older ones number it. */
function isTitle(link: Element): boolean {
  if (link.name !== 'a' || !TOPIC.test(link.attributes.href ?? '')) return false;
  if (/^tid-link-\d+$/.test(link.attributes.id ?? '')) return true;
  return (
    closest(link, byClass('ipsDataItem_title', 'ipsData__title')) !== null &&
    closest(link, byClass('ipsPagination')) === null &&
    closest(link, isRow) !== null
  );
}

function repliesOf(row: Element, title: Element): number | null {
  const stat = find(row, (element) => element.attributes['data-stattype'] === 'forums_comments');
  const list = stat ?? find(row, byClass('ipsDataItem_stats', 'col_f_views'));
  if (list !== null) {
    // Questions count votes before their answers.
    const isVotes = (item: Element) => /голос|vote/i.test(lineOf(item));
    const item = stat ?? find(list, (element) => element.name === 'li' && !isVotes(element));
    return boardCount(lineOf(item ?? list));
  }
  // Version 2 has a column for the number, the first one behind the title.
  const cells = findAll(row, byName('td'));
  const from = cells.findIndex((cell) => closest(title, (at) => at === cell) !== null);
  const lines = cells.slice(from + 1).map((cell) => lineOf(cell));
  const shown = lines.find((line) => /^\d[\d.,\s]*$/.test(line));
  return shown === undefined ? null : boardCount(shown);
}

function changedOf(row: Element): string | null {
  const last = find(row, byClass('ipsDataItem_lastPoster', 'ipsData__last', 'last_post', 'lastaction'));
  const time = last === null ? null : find(last, (element) => element.name === 'time');
  return attribute(time, 'datetime') ?? (lineOf(last) || null);
}

function topicRow(title: Element, page: Page, base: Page): PageLink | null {
  const row = closest(title, (element) => isRow(element) || element.name === 'tr');
  const first = pageUrl(attribute(title, 'href'), base.url)?.replace(/[?&](?:do|view)=.*$/, '') ?? null;
  const cell = closest(title, (element) => ['td', 'h4', 'li'].includes(element.name));
  if (row === null || first === null || cell === null) return null;
  const bars = findAll(row, byClass('ipsPagination', 'mini_pagination'), { outermost: true });
  const pages = pagesIn(bars.length > 0 ? bars : [cell], base);
  return topicLink(lastOf(pages, first), changedOf(row), repliesOf(row, title), page);
}

/** Topics and boards that a page of Invision lists. */
export function boardLinks(tree: Element, page: Page, base: Page): PageLink[] {
  const links = findAll(tree, isTitle).map((title) => topicRow(title, page, base));
  const isBoard = (element: Element): boolean =>
    element.name === 'tr' || byClass('cForumRow', 'cForumGrid', 'ipsData__item')(element);
  /** Boards shown as tiles list their sub-boards without a class of their own. */
  const isInTile = (link: Element): boolean =>
    closest(link, byClass('cForumGrid')) !== null && closest(link, byClass('ipsList_inline')) !== null;
  /** A board may be a link to another site, or ask for a password. */
  const isElsewhere = (link: Element): boolean => {
    const row = closest(link, isBoard);
    if (row === null) return false;
    if (byClass('ipsData__item--redirect', 'ipsData__item--password')(row)) return true;
    return find(row, byClass('cForumIcon_redirect', 'redirect_forum')) !== null;
  };
  const isListed = (link: Element): boolean =>
    closest(
      link,
      byClass(
        'ipsDataItem_title',
        'ipsData__title',
        'ipsDataItem_subList',
        'ipsSubList',
        'col_c_forum',
        'cForumGrid__title',
        'cForumGrid_title',
      ),
    ) !== null ||
    isInTile(link) ||
    (link.parent?.name === 'b' && closest(link, (cell) => cell.name === 'td' && hasClass(cell, 'row4')) !== null);
  for (const link of findAll(tree, (element) => element.name === 'a' && BOARD.test(element.attributes.href ?? ''))) {
    const url = pageUrl(attribute(link, 'href'), base.url);
    if (url !== null && isListed(link) && !isElsewhere(link)) links.push({ url, rel: 'feed', changedAt: null });
  }
  return links.filter((link) => link !== null);
}
