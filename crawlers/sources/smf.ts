import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import {
  authorId,
  boardCount,
  filesOf,
  idInLinks,
  lastOf,
  listLinks,
  numberedPages,
  picturesOf,
  postUrl,
  readBlocks,
  shownNumber,
  shownPage,
  topicLink,
  topicPaging,
} from '../parse/board.js';
import { readTime } from '../parse/dates.js';
import { pageUrl } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { lineOf, textOf } from '../parse/text.js';
import {
  attribute,
  byClass,
  byName,
  closest,
  type Element,
  find,
  findAll,
  hasClass,
  parseTree,
} from '../parse/tree.js';

/** `?topic=12.30`, `/topic,12.30.html`, `?topic=12.msg345#msg345`. */
const TOPIC = /topic[=,](\d+)\.(?:\d+|msg\d+|new)/;
const QUOTED = /[.?;&]msg=?(\d+)/;
const MEMBER = /[?;&,]u=(\d+)/;
const FILE = /dlattach[;,/&].*?attach[=,](\d+)/;

const isQuoteHead = (element: Element) => element.name === 'cite' || byClass('quoteheader')(element);
const isAside = (element: Element) => isQuoteHead(element) || byClass('codeheader', 'quotefooter')(element);
const isPicture = (image: Element) =>
  byClass('bbc_img', 'atc_img')(image) &&
  closest(image, (around) => around.name === 'blockquote' || FILE.test(around.attributes.href ?? '')) === null;

/** Pages by the number that their links show; addresses count entries, how many to a page is not said. */
function pagesIn(bars: readonly Element[], page: Page, isOwn: (url: string) => boolean): Map<number, string> {
  return numberedPages(bars, page, (url, link) => (isOwn(url) ? shownNumber(link) : null));
}

/** The line with the time: «« Ответ #3 : 12 Март 2026, 10:15:00 »» in version 2.0, the link to the post in 2.1. */
function printedTime(block: Element): string | null {
  const head = find(block, byClass('keyinfo'));
  const line =
    head === null ? null : find(head, (element) => hasClass(element, 'smalltext') && !hasClass(element, 'modified'));
  return (
    lineOf(line)
      .replace(/^.*?[:#]\d*\s*:\s+|^\s*«\s*(?:\p{L}*\s*:)?|»\s*$/gu, '')
      .trim() || null
  );
}

function readPost(block: Element, threadId: string | null, page: Page): ParsedPost | null {
  const content = find(block, (element) => hasClass(element, 'inner') && /^msg_\d+$/.test(element.attributes.id ?? ''));
  const nativeId = /^msg_(\d+)$/.exec(content?.attributes.id ?? '')?.[1];
  if (content === null || nativeId === undefined) return null;
  const head = find(block, byClass('keyinfo')) ?? block;
  const permalink = find(head, (link) => new RegExp(`msg=?${nativeId}(?!\\d)`).test(link.attributes.href ?? ''));
  const subject = lineOf(find(head, (element) => element.attributes.id === `subject_${nativeId}`));
  const body = textOf(content, { skip: isAside });
  const hasSubject = subject !== '' && !/^(?:re|ответ|от)\s*:/i.test(subject) && !body.startsWith(subject);
  const user = find(find(block, byClass('poster')) ?? block, byName('h4'));
  const member = idInLinks(user, MEMBER);
  const likes = find(block, byClass('like_count'));
  return makePost({
    nativeId,
    url: postUrl(attribute(permalink, 'href'), page, `msg${nativeId}`),
    text: hasSubject ? `${subject}\n\n${body}` : body,
    time: readTime(printedTime(block), page),
    threadId,
    replyTo: idInLinks(find(content, isQuoteHead), QUOTED),
    edited: lineOf(find(block, byClass('modified'))) !== '',
    counts: { views: null, likes: likes === null ? null : boardCount(lineOf(likes)), comments: null },
    attachments: [...picturesOf(content, isPicture), ...filesOf(block, FILE)],
    authorId: authorId(member, lineOf(user)),
  });
}

const isPageBar = byClass('pagelinks');

const isMovedMark = (element: Element) =>
  element.name === 'img'
    ? /\/moved\.\w+$/.test(element.attributes.src ?? '')
    : hasClass(element, 'move') && byClass('main_icons', 'generic_icons')(element);

/** A board that is a link to another site: by the class of its mark in version 2.1, by its picture in 2.0. */
function isElsewhere(board: Element): boolean {
  const row = closest(board, (element) => /^board_\d+$/.test(element.attributes.id ?? ''));
  const isMark = (element: Element) =>
    hasClass(element, 'board_redirect') || /\/redirect\.\w+$/.test(element.attributes.src ?? '');
  return hasClass(board, 'subject') && row !== null && find(row, isMark) !== null;
}

/** Rows are table rows in version 2.0, boxes in 2.1; both have a cell for the last post. */
function topicRow(title: Element, page: Page): PageLink | null {
  const link = find(title, (element) => TOPIC.test(element.attributes.href ?? ''));
  const first = pageUrl(attribute(link, 'href'), page.url);
  const row = closest(title, (element) => find(element, byClass('lastpost')) !== null);
  // What is left where a moved topic was holds a note of the engine.
  if (first === null || row === null || find(row, isMovedMark) !== null) return null;
  const own = TOPIC.exec(first)?.[1];
  const pages = pagesIn(
    findAll(row, (element) => /^pages\d+$/.test(element.attributes.id ?? '')),
    page,
    (url) => TOPIC.exec(url)?.[1] === own,
  );
  const line = lineOf(find(row, byClass('lastpost')));
  const before = line.split(/\s(?:от|by)\s/)[0] ?? '';
  const replies = boardCount(lineOf(find(row, byClass('stats', 'board_stats'))));
  return topicLink(lastOf(pages, first), /\d/.test(before) ? before : line || null, replies, page);
}

function boardLinks(tree: Element, page: Page): PageLink[] {
  const isTitle = (element: Element) => element.name === 'span' && /^msg_\d+$/.test(element.attributes.id ?? '');
  const links = findAll(tree, isTitle).map((title) => topicRow(title, page));
  for (const board of findAll(
    tree,
    (element) => element.name === 'a' && /board[=,]\d/.test(element.attributes.href ?? ''),
  )) {
    const url = pageUrl(attribute(board, 'href'), page.url);
    const isListed = hasClass(board, 'subject') || closest(board, byClass('children')) !== null;
    if (url !== null && isListed && !isElsewhere(board) && !/action=/.test(url))
      links.push({ url, rel: 'feed', changedAt: null });
  }
  return links.filter((link) => link !== null);
}

export const adapter: Adapter = {
  kind: 'smf',
  title: 'Simple Machines Forum (versions 2.0 and 2.1)',
  notes:
    'No key. Public boards as guests see them; search, members and printing, which many forums forbid by robots.txt, are not asked for.',
  limits: [
    'Version 1.1, which lays pages out in tables without classes, is not read (E_PAGE_EMPTY says so).',
    'Boards that show topics to members only cannot be read.',
    'A topic with so many pages that its row hides the last is entered where the row ends.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const bars = findAll(tree, isPageBar, { outermost: true });
    const current = shownPage(bars, (element) => element.name === 'strong' || hasClass(element, 'current_page'));
    const blocks = findAll(tree, byClass('post_wrapper'), { outermost: true });
    const ownLink = idInLinks(find(tree, byClass('keyinfo')), TOPIC);
    const threadId = TOPIC.exec(page.url)?.[1] ?? ownLink;
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, threadId, page));
    if (posts.length > 0) {
      const pages = pagesIn(bars, page, (url) => TOPIC.exec(url)?.[1] === threadId);
      return finishPage(page, { posts, links: topicPaging(pages, current), warnings });
    }
    const pages = pagesIn(bars, page, (url) => /board[=,]\d/.test(url));
    return finishPage(page, { posts, links: listLinks(boardLinks(tree, page), pages, current), warnings });
  },
};
