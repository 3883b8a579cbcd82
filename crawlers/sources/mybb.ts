import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import {
  authorId,
  boardCount,
  filesOf,
  idInLinks,
  lastOf,
  listLinks,
  picturesOf,
  postUrl,
  readBlocks,
  shownPage,
  shownPages,
  titleFirst,
  topicLink,
  topicPaging,
} from '../parse/board.js';
import { readTime } from '../parse/dates.js';
import { pageUrl } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { lineOf, textOf } from '../parse/text.js';
import {
  attribute,
  both,
  byClass,
  byName,
  closest,
  type Element,
  find,
  findAll,
  hasClass,
  parseTree,
} from '../parse/tree.js';

/** `showthread.php?tid=12`, with search engine friendly addresses `thread-12.html`, `thread-12-page-2.html`. */
const TOPIC = /(?:showthread\.php\?(?:.*?[?&])?tid=|thread-)(\d+)/;
/** Rewritten by slug (`Thread-Slug`) the address has no number, but answering has. */
const OWN_TOPIC = /(?:newreply|printthread|sendthread)\.php\?(?:.*?[?&])?tid=(\d+)/;
const BOARD = /forumdisplay\.php\?(?:.*?[?&])?fid=\d+(?!.*[?&](?:page|sortby)=)|\/forum-\d+\.html|\/Forum-[^/?#]+$/;
const MEMBER = /(?:[?&]uid=|user-)(\d+)/;
const QUOTED = /(?:[?&]pid=|#pid)(\d+)/;
const FILE = /attachment\.php\?aid=(\d+)/;

const isPicture = (image: Element) =>
  hasClass(image, 'mycode_img') && closest(image, byName('blockquote', 'a')) === null;
/** Smileys are called by a word («Sad»), which the author has not written. */
const isAside = (element: Element) =>
  element.name === 'cite' ||
  hasClass(element, 'smilie') ||
  (hasClass(element, 'title') && hasClass(element.parent ?? element, 'codeblock'));

/** «03.06.2026, 16:15», «Вчера, 16:15»; the moment of «5 минут назад» is in a title. */
function printedTime(scope: Element | null): string | null {
  if (scope === null) return null;
  const titled = find(scope, (element) => /\d.*\d:\d\d/.test(element.attributes.title ?? ''));
  const line = lineOf(scope, { skip: (element) => hasClass(element, 'post_edit') || element.name === 'a' });
  return attribute(titled, 'title') ?? (line || null);
}

/** Pictures called by the engine: «[Изображение: двор.jpg]»; their files are named in a title, «Имя файла: двор.jpg». */
function named({ type, alt }: Attachment): Attachment {
  return { type, alt: /^\[[\p{L} ]+:\s*(.+)\]$/u.exec(alt ?? '')?.[1] ?? alt };
}

/** Files that a post shows as pictures, with or without a link to their full size. */
function shownFiles(block: Element): Attachment[] {
  const isShown = (image: Element) => hasClass(image, 'attachment') && closest(image, byName('blockquote')) === null;
  return findAll(block, both(byName('img'), isShown)).map((image) => {
    const name = /^[\p{L} ]+:\s*(\S[^\r\n]*?)(?=\s+\p{L}+:|[\r\n]|$)/u.exec(image.attributes.title ?? '')?.[1];
    return { type: 'photo', alt: name?.trim().slice(0, 300) ?? null };
  });
}

/** Files that a post names by a link; pictures that a link shows have no words. */
function listedFiles(block: Element): Attachment[] {
  const links = findAll(block, (link) => FILE.test(link.attributes.href ?? '') && lineOf(link) !== '');
  return links.flatMap((link) => filesOf({ ...link, name: 'div', children: [link] }, FILE));
}

function readPost(block: Element, threadId: string | null, page: Page): ParsedPost | null {
  const nativeId = /^post_(\d+)$/.exec(block.attributes.id ?? '')?.[1];
  const content = find(block, (element) => element.attributes.id === `pid_${nativeId}`);
  if (nativeId === undefined || content === null) return null;
  const head = find(block, byClass('post_head'));
  const permalink =
    head === null ? null : find(head, (link) => (link.attributes.href ?? '').endsWith(`#pid${nativeId}`));
  const user = find(find(block, byClass('author_information', 'post_author')) ?? block, byClass('largetext'));
  const member = idInLinks(user, MEMBER);
  return makePost({
    nativeId,
    url: postUrl(attribute(permalink, 'href'), page, `pid${nativeId}`),
    text: textOf(content, { skip: isAside }),
    time: readTime(printedTime(find(block, byClass('post_date'))), page),
    threadId,
    replyTo: idInLinks(find(content, byName('cite')), QUOTED),
    edited: lineOf(find(block, byClass('post_edit', 'edited_post'))) !== '',
    attachments: [...picturesOf(content, isPicture).map(named), ...shownFiles(block), ...listedFiles(block)],
    authorId: authorId(member, lineOf(user)),
  });
}

const isTopicTitle = (element: Element) => /^tid_\d+$/.test(element.attributes.id ?? '');

function topicRow(title: Element, page: Page): PageLink | null {
  const first = pageUrl(attribute(find(title, byName('a')), 'href'), page.url);
  const row = closest(title, byName('tr'));
  if (first === null || row === null) return null;
  const cell = closest(title, byName('td')) ?? title;
  const bar = findAll(cell, (element) => hasClass(element, 'smalltext') && !hasClass(element, 'author'));
  // The first cell behind the title that holds a number alone counts the replies.
  const cells = findAll(row, byName('td'));
  const replies = cells
    .slice(cells.indexOf(cell) + 1)
    .map((each) => lineOf(each))
    .find((line) => /^\d[\d.,\s]*$/.test(line));
  const changed = printedTime(find(row, byClass('lastpost')));
  return topicLink(
    lastOf(shownPages(bar, page), first),
    changed,
    replies === undefined ? null : boardCount(replies),
    page,
  );
}

function boardLinks(tree: Element, page: Page): PageLink[] {
  const links = findAll(tree, isTopicTitle).map((title) => topicRow(title, page));
  for (const link of findAll(tree, (element) => element.name === 'a' && BOARD.test(element.attributes.href ?? ''))) {
    const url = pageUrl(attribute(link, 'href'), page.url);
    const isListed = closest(link, byClass('trow1', 'trow2')) !== null;
    const row = closest(link, byName('tr'));
    // A board may be a link to another site.
    const isElsewhere = row !== null && find(row, byClass('forum_offlink')) !== null;
    if (url !== null && isListed && !isElsewhere) links.push({ url, rel: 'feed', changedAt: null });
  }
  return links.filter((link) => link !== null);
}

export const adapter: Adapter = {
  kind: 'mybb',
  title: 'MyBB board (version 1.8)',
  notes:
    'No key. Public boards as guests see them; search, members and printing, which many boards forbid by robots.txt, are not asked for.',
  limits: [
    'Dates printed month first («03-21-2026») are known by their «AM» or «PM» only; without it they are taken day first.',
    'Topics shown as a tree of titles are read one post at a time, as the page shows them.',
    'Boards that show topics to members only cannot be read (E_PAGE_EMPTY says so).',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const threadId = TOPIC.exec(page.url)?.[1] ?? idInLinks(tree, OWN_TOPIC);
    const isBlock = (element: Element) => hasClass(element, 'post') && /^post_\d+$/.test(element.attributes.id ?? '');
    const blocks = findAll(tree, isBlock, { outermost: true });
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, threadId, page));
    const bars = findAll(tree, byClass('pagination'), { outermost: true });
    const pages = shownPages(bars, page);
    const current = shownPage(bars, byClass('pagination_current'));
    // The head of the table holds the modes of display before the title.
    const posted = find(tree, (element) => element.attributes.id === 'posts');
    // A poll has a table of its own before that of the posts.
    const table = (posted === null ? null : closest(posted, byName('table'))) ?? tree;
    const heads = findAll(table, byClass('thead')).flatMap((head) => findAll(head, byName('strong')));
    const title = heads.find((strong) => closest(strong, byClass('float_right')) === null) ?? null;
    titleFirst(posts, lineOf(title), current === 1);
    const links = posts.length > 0 ? topicPaging(pages, current) : listLinks(boardLinks(tree, page), pages, current);
    return finishPage(page, { posts, links, warnings });
  },
};
