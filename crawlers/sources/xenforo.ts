import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import {
  boardCount,
  idInLinks,
  lastOf,
  listLinks,
  numberedPages,
  picturesOf,
  postUrl,
  readBlocks,
  titleFirst,
  topicLink,
  topicPaging,
  withBase,
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

/** Threads stand at `threads/slug.12/`, `threads/12/` and, without rewriting, `index.php?threads/slug.12/`. */
const THREAD = /threads\/(?:[^/?#]*\.)?(\d+)(?:\/|$|[?#])/;
/** Not `link-forums/`, which lead to other sites, nor `search-forums/`, which list what stands elsewhere. */
const BOARD = /(?:[/?]|^)forums\/[^/?#]/;
const QUOTED = /(?:goto\/post\?id=|[#/]post-)(\d+)/;

const isTime = (element: Element): boolean => element.name === 'time' || hasClass(element, 'DateTime');
const isQuote = byClass('bbCodeBlock--quote', 'bbCodeQuote');
/** Who is quoted is in replyTo; the rest is buttons and marks. */
const isAside = byClass(
  'bbCodeBlock-title',
  'bbCodeBlock-expandLink',
  'bbCodeBlock-shrinkLink',
  'attribution',
  'quoteExpand',
  'messageTextEndMarker',
  'js-selectToQuoteEnd',
  'newIndicator',
  'bbCodeBlock--unfurl',
);

/** Version 2 writes ISO into `datetime`, version 1 seconds into `data-time` or the full words into `title`. */
function printedTime(scope: Element | null): string | null {
  const time = scope === null ? null : find(scope, isTime);
  if (time === null) return null;
  const stamp = attribute(time, 'datetime') ?? attribute(time, 'data-time') ?? attribute(time, 'data-timestamp');
  return stamp ?? attribute(time, 'title') ?? (lineOf(time) || null);
}

/** Number of the page in an address: the first has none. */
function pageNumber(url: string): number {
  return Number(/\/page-(\d+)/.exec(url)?.[1] ?? 1);
}

function authorOf(post: Element): string | null {
  const user = find(post, byClass('message-user', 'messageUserInfo')) ?? post;
  const number =
    attribute(
      find(user, (element) => /^[1-9]\d*$/.test(element.attributes['data-user-id'] ?? '')),
      'data-user-id',
    ) ?? idInLinks(user, /members\/(?:[^/?#]*\.)?(\d+)(?:\/|$)/);
  return number === null ? attribute(post, 'data-author') : `u${number}`;
}

/** Names are listed up to three, the others counted: «A, B и ещё 4». */
function likesOf(post: Element): number | null {
  const stated = find(post, (element) => element.attributes.itemprop === 'userInteractionCount');
  if (stated !== null) return boardCount(attribute(stated, 'content') ?? '');
  const bar = find(post, byClass('reactionsBar-link', 'LikeText'));
  if (bar === null) return null;
  const isName = (element: Element) => element.name === 'bdi' || hasClass(element, 'username');
  const others = /\d+/.exec(lineOf(bar, { skip: isName }))?.[0];
  return findAll(bar, isName, { outermost: true }).length + Number(others ?? 0);
}

function attachmentsOf(post: Element, content: Element): Attachment[] {
  const isPicture = (image: Element) =>
    byClass('bbImage', 'bbCodeImage')(image) && closest(image, (around) => isQuote(around)) === null;
  const found = picturesOf(content, isPicture);
  // The preview of a linked page is not the author's words.
  for (const preview of findAll(content, byClass('bbCodeBlock--unfurl'))) {
    found.push({ type: 'link', alt: lineOf(find(preview, byClass('contentRow-header'))).slice(0, 300) || null });
  }
  for (const media of findAll(content, byClass('bbMediaWrapper', 'bbMediaJustifier', 'bbImageMedia'))) {
    found.push({ type: 'video', alt: attribute(media, 'data-media-site-id') });
  }
  const lists = findAll(post, byClass('attachmentList'), { outermost: true });
  for (const file of lists.flatMap((list) => findAll(list, byClass('file', 'attachment')))) {
    const name = find(file, byClass('file-name', 'filename'));
    const image = find(file, byName('img'));
    const alt = attribute(name, 'title') ?? (lineOf(name) || attribute(image, 'alt'));
    found.push({ type: image === null ? 'document' : 'photo', alt: alt?.slice(0, 300) ?? null });
  }
  return found;
}

function readPost(post: Element, threadId: string | null, page: Page, base: Page): ParsedPost | null {
  const nativeId = /^(?:js-)?post-(\d+)$/.exec(post.attributes.id ?? '')?.[1];
  const body = find(post, byClass('message-body', 'messageText'));
  if (nativeId === undefined || body === null) return null;
  const content = find(body, byClass('bbWrapper')) ?? body;
  const permalink = find(post, (element) => new RegExp(`post-${nativeId}$`).test(element.attributes.href ?? ''));
  const quote = find(content, isQuote);
  return makePost({
    nativeId,
    url: postUrl(attribute(permalink, 'href'), page, `post-${nativeId}`, base),
    // Version 1 prints every message as a blockquote, which is no quotation.
    text: textOf({ ...content, name: 'div' }, { skip: isAside }),
    time: readTime(printedTime(find(post, byClass('message-attribution', 'messageMeta'))), page),
    threadId,
    replyTo: idInLinks(quote, QUOTED) ?? /post: (\d+)/.exec(quote?.attributes['data-source'] ?? '')?.[1] ?? null,
    edited: find(post, byClass('message-lastEdit', 'editDate')) !== null,
    counts: { views: null, likes: likesOf(post), comments: null },
    attachments: attachmentsOf(post, content),
    authorId: authorOf(post),
  });
}

const isPageBar = byClass('pageNav', 'PageNav', 'structItem-pageJump', 'itemPageNav');

function boardLinks(tree: Element, page: Page, base: Page, current: number): PageLink[] {
  const links: PageLink[] = [];
  for (const row of findAll(tree, byClass('structItem--thread', 'discussionListItem'))) {
    const title = find(row, byClass('structItem-title', 'title'));
    // Prefixes of a title are links too; the title's own is the last.
    const link = title === null ? null : (findAll(title, byName('a')).at(-1) ?? null);
    const first = pageUrl(attribute(link, 'href'), base.url)?.replace(/(?:unread|latest)$/, '') ?? null;
    const own = first === null ? null : THREAD.exec(first)?.[1];
    if (first === null || own === undefined) continue;
    const pages = numberedPages(findAll(row, isPageBar), base, (url) =>
      THREAD.exec(url)?.[1] === own ? pageNumber(url) : null,
    );
    const cell = find(row, byClass('structItem-cell--meta', 'stats'));
    const replies = cell === null ? null : boardCount(lineOf(find(cell, byName('dd'))));
    const changed = printedTime(find(row, byClass('structItem-cell--latest', 'lastPost')));
    links.push(topicLink(lastOf(pages, first), changed, replies, page));
  }
  for (const board of findAll(tree, byClass('node-title', 'nodeTitle', 'subNodeLink'))) {
    const link = board.name === 'a' ? board : find(board, byName('a'));
    const url = pageUrl(attribute(link, 'href'), base.url);
    if (url !== null && BOARD.test(url)) links.push({ url, rel: 'feed', changedAt: null });
  }
  const bars = findAll(tree, byClass('pageNav', 'PageNav'));
  const pages = numberedPages(bars, base, (url) => (/forums\//.test(url) ? pageNumber(url) : null));
  return listLinks(links, pages, current);
}

export const adapter: Adapter = {
  kind: 'xenforo',
  title: 'XenForo forum (versions 1 and 2)',
  notes:
    'No key. Public forums as guests see them; search, members and attachments, which many forums forbid by robots.txt, are not asked for.',
  limits: [
    'Files and pictures that guests may not see are known by name only.',
    'Forums that show threads to members only cannot be read (E_PAGE_EMPTY says so).',
    'Comments of the media gallery, of resources and of profiles are not read.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const base = withBase(tree, page);
    const key = find(tree, (element) => /^thread-\d+$/.test(element.attributes['data-content-key'] ?? ''));
    const threadId = THREAD.exec(page.url)?.[1] ?? key?.attributes['data-content-key']?.slice('thread-'.length) ?? null;
    const blocks = findAll(
      tree,
      (element) => hasClass(element, 'message') && /^(?:js-)?post-\d+$/.test(element.attributes.id ?? ''),
      { outermost: true },
    );
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, threadId, page, base));
    const shown = Number(lineOf(find(tree, byClass('pageNav-page--current', 'currentPage'))));
    const current = shown > 0 ? shown : pageNumber(page.url);
    if (posts.length === 0) return finishPage(page, { posts, links: boardLinks(tree, page, base, current), warnings });
    const pages = numberedPages(findAll(tree, byClass('pageNav', 'PageNav')), base, (url) =>
      THREAD.exec(url)?.[1] === threadId ? pageNumber(url) : null,
    );
    const heading = find(
      tree,
      (element) => hasClass(element, 'p-title-value') || hasClass(element.parent ?? element, 'titleBar'),
    );
    titleFirst(posts, lineOf(heading, { skip: byClass('label', 'prefix') }), current === 1);
    return finishPage(page, { posts, links: topicPaging(pages, current), warnings });
  },
};
