import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import {
  authorId,
  boardCount,
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
  byClass,
  byName,
  closest,
  type Element,
  find,
  findAll,
  hasClass,
  parseTree,
} from '../parse/tree.js';

/** `viewtopic.php?id=12`, and `topic/12/slug/` or `topic12.html` of PunBB with friendly addresses. */
const TOPIC = /(?:viewtopic\.php\?(?:.*?[?&])?id=|\/topic\/?)(\d+)/;
const BOARD = /(?:viewforum\.php\?(?:.*?[?&])?id=|\/forum\/?)\d+(?!.*[?&]p=)/;
const MEMBER = /(?:profile\.php\?(?:.*?[?&])?id=|\/user\/?)(\d+)/;
const QUOTED = /(?:[?&]pid=|#p|\/post\/?)(\d+)/;

/** Smileys of FluxBB are called by a word («sad») that the author has not written. */
const isWordSmiley = (element: Element) =>
  element.name === 'img' &&
  /smilies/.test(element.attributes.src ?? '') &&
  /^[a-z_]+$/i.test(element.attributes.alt ?? '');
const isAside = (element: Element) =>
  element.name === 'cite' ||
  isWordSmiley(element) ||
  byClass('postedit', 'lastedit', 'post-sig', 'sig-content', 'codebox-title', 'modal-link')(element);
const isPicture = (image: Element) =>
  !/smilies/.test(image.attributes.src ?? '') &&
  (hasClass(image, 'postimg') || hasClass(image.parent ?? image, 'postimg')) &&
  closest(image, byName('blockquote')) === null;

const isContent = (element: Element) =>
  byClass('entry-content', 'post-content')(element) ||
  (hasClass(element, 'postmsg') && !hasClass(element, 'postsignature'));

/** Number of a post: on its block, or on its head in PunBB 1.4. */
function numberOf(block: Element): string | null {
  const own = /^p(\d+)$/.exec(block.attributes.id ?? '')?.[1];
  const head = find(block, (element) => hasClass(element, 'posthead') && /^p\d+$/.test(element.attributes.id ?? ''));
  return own ?? head?.attributes.id?.slice(1) ?? null;
}

function readPost(block: Element, threadId: string | null, page: Page): ParsedPost | null {
  const nativeId = numberOf(block);
  const content = find(block, isContent);
  if (nativeId === null || content === null) return null;
  const permalink = find(block, (link) => (link.attributes.href ?? '').endsWith(`#p${nativeId}`));
  // PunBB and FluxBB print a title over each post; that of an answer repeats the topic's.
  const heading = lineOf(
    find(find(block, byClass('postright', 'post-entry')) ?? block, byClass('entry-title')) ?? titleIn(block),
  );
  const subject = heading.replace(/^(?:тема|topic)\s*:\s*/i, '');
  const body = textOf(content, { skip: isAside });
  const hasSubject = subject !== '' && !/^(?:re|ответ|на)\s*:/i.test(subject) && !body.startsWith(subject);
  const cite = find(content, byName('cite'));
  const user =
    find(block, byClass('pa-author', 'username')) ?? find(find(block, byClass('postleft')) ?? block, byName('dt'));
  const member = idInLinks(user, MEMBER);
  const rating = lineOf(find(find(block, byClass('post-rating')) ?? { ...block, children: [] }, byName('a')));
  return makePost({
    nativeId,
    url: postUrl(attribute(permalink, 'href'), page, `p${nativeId}`),
    text: hasSubject ? `${subject}\n\n${body}` : body,
    time: readTime(attribute(block, 'data-posted') ?? (lineOf(permalink) || null), page),
    threadId,
    // «#p12,Имя написал(а)»: the hosted fork names the post in the words of the quotation.
    replyTo: idInLinks(cite, QUOTED) ?? /^#p(\d+)/.exec(lineOf(cite))?.[1] ?? null,
    edited: find(block, byClass('postedit', 'lastedit')) !== null,
    counts: { views: null, likes: /^\+?\d+$/.test(rating) ? Number(rating) : null, comments: null },
    attachments: picturesOf(content, isPicture),
    authorId: authorId(member, lineOf(user, { skip: byClass('acchide') })),
  });
}

function titleIn(block: Element): Element | null {
  const right = find(block, byClass('postright'));
  return right === null ? null : find(right, byName('h3'));
}

/** A row of a list: table cells in FluxBB and the hosted fork, boxes in PunBB 1.4. */
function topicRow(row: Element, page: Page): PageLink | null {
  const cell = find(row, byClass('tclcon', 'item-subject')) ?? find(row, byClass('tcl'));
  const title = cell === null ? null : find(cell, (element) => TOPIC.test(element.attributes.href ?? ''));
  const first = pageUrl(attribute(title, 'href'), page.url);
  const last = find(row, byClass('tcr', 'info-lastpost'));
  if (cell === null || first === null || last === null || byClass('imoved', 'moved')(row)) return null;
  const pages = shownPages(findAll(cell, byClass('pagestext', 'item-nav')), page);
  const changed = lineOf(find(last, byName('a')) ?? last) || null;
  const replies = boardCount(lineOf(find(row, byClass('tc2', 'info-replies'))));
  return topicLink(lastOf(pages, first), changed, replies, page);
}

function boardLinks(tree: Element, page: Page): PageLink[] {
  const rows = findAll(tree, (element) => element.name === 'tr' || hasClass(element, 'main-item'));
  const links = rows.map((row) => topicRow(row, page));
  for (const link of findAll(tree, (element) => element.name === 'a' && BOARD.test(element.attributes.href ?? ''))) {
    const url = pageUrl(attribute(link, 'href'), page.url);
    // Other engines have such addresses too.
    const isListed = closest(link, byName('h3')) !== null && closest(link, byClass('tcl', 'item-subject')) !== null;
    // A board may be a link to another site.
    const isElsewhere = closest(link, byClass('iredirect', 'redirect')) !== null;
    if (url !== null && isListed && !isElsewhere) links.push({ url, rel: 'feed', changedAt: null });
  }
  return links.filter((link) => link !== null);
}

export const adapter: Adapter = {
  kind: 'punbb',
  title: 'FluxBB and PunBB boards, and the hosted fork of mybb.ru',
  notes:
    'No key. Public boards as guests see them; search and members, which many boards forbid by robots.txt, are not asked for.',
  limits: [
    'Likes are known on the hosted fork only, where a negative rating is left out.',
    'Boards that show topics to members only cannot be read (E_PAGE_EMPTY says so).',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const bars = findAll(tree, byClass('pagelink', 'paging'), { outermost: true });
    const crumbs = find(tree, byClass('crumbs', 'crumb'));
    const threadId = TOPIC.exec(page.url)?.[1] ?? idInLinks(crumbs, TOPIC);
    const isBlock = (element: Element) => byClass('blockpost', 'post')(element) && numberOf(element) !== null;
    const blocks = findAll(tree, isBlock, { outermost: true });
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, threadId, page));
    const pages = shownPages(bars, page);
    const current = shownPage(bars, byName('strong'));
    if (posts.length === 0)
      return finishPage(page, { posts, links: listLinks(boardLinks(tree, page), pages, current), warnings });
    const main = find(tree, (element) => element.attributes.id === 'pun-main');
    titleFirst(posts, lineOf(main === null ? null : find(main, byName('h1'))), current === 1);
    return finishPage(page, { posts, links: topicPaging(pages, current), warnings });
  },
};
