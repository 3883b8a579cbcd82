import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page } from '../adapter.js';
import {
  anchorUrl,
  boardCount,
  filesOf,
  idInLinks,
  listLinks,
  picturesOf,
  readBlocks,
  shownPage,
  titleFirst,
  topicPaging,
  withBase,
} from '../parse/board.js';
import { readTime } from '../parse/dates.js';
import { boardLinks, pagesIn, TOPIC } from '../parse/invision-lists.js';
import { absoluteUrl, pageUrl } from '../parse/links.js';
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

const MEMBER = /(?:showuser=|profile\/|user\/)(\d+)/;
const QUOTED = /(?:[?&]pid=|[?&]p=|#entry|comment=)(\d+)/;
const FILE = /(?:attachment\.php\?(?:.*?[?&])?id=|attach_id=|act=attach.*?[?&]id=|dl\/post\/)(\d+)/i;

/** What versions 4 and 5 say of a post for those who quote it. */
interface QuoteData {
  userid?: unknown;
  username?: unknown;
  timestamp?: unknown;
  contentid?: unknown;
}

function quoteDataOf(block: Element): QuoteData {
  const text = attribute(
    find(block, (element) => element.attributes['data-quotedata'] !== undefined),
    'data-quotedata',
  );
  try {
    const data: unknown = text === null ? null : JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : {};
  } catch {
    return {}; // a damaged note tells nothing; the page itself says the same less exactly
  }
}

const isQuote = (element: Element) =>
  hasClass(element, 'quotemain') || (hasClass(element, 'block-body') && hasClass(element.parent ?? element, 'quote'));
const isQuoteHead = (element: Element) =>
  byClass('ipsQuote_citation', 'citation', 'quotetop')(element) ||
  (hasClass(element, 'block-title') && hasClass(element.parent ?? element, 'quote'));
const isEditNote = (element: Element) =>
  hasClass(element, 'edit') || element.attributes['data-excludequote'] !== undefined;
/** Smileys of version 2 are called by their file, which the author has not written. */
const isFileSmiley = (element: Element) => element.attributes.emoid !== undefined;
const isAside = (element: Element) =>
  isQuoteHead(element) ||
  isEditNote(element) ||
  isFileSmiley(element) ||
  hasClass(element, 'post-edit-reason') ||
  element.attributes.id === 'attach_wrap';
const isFileLink = (element: Element) => element.name === 'a' && FILE.test(element.attributes.href ?? '');
const isPicture = (image: Element) =>
  byClass('ipsImage', 'bbc_img', 'linked-image')(image) &&
  closest(image, (around) => around.name === 'blockquote' || isQuote(around) || isFileLink(around)) === null;

/** Version 4, version 3 with its classes of hAtom, version 2 and skins made of it. */
const isContent = (element: Element) =>
  element.attributes['data-role'] === 'commentContent' ||
  byClass('entry-content', 'postcolor')(element) ||
  (hasClass(element, 'post_body') && /^post-main-\d+$/.test(element.attributes.id ?? ''));
const isBlock = (element: Element) =>
  /^(?:elComment_|post_id_)\d+$/.test(element.attributes.id ?? '') ||
  /^\d+$/.test(element.attributes['data-post'] ?? '') ||
  (hasClass(element, 'ipbtable') && find(element, byClass('postcolor')) !== null);

function printedTime(block: Element): string | null {
  const stamp = quoteDataOf(block).timestamp;
  if (typeof stamp === 'number' && stamp > 0) return String(stamp);
  const meta = find(block, byClass('ipsComment_meta', 'ipsEntry__date', 'published', 'post_date'));
  const time = meta === null ? null : find(meta, (element) => element.name === 'time');
  const exact = attribute(time, 'datetime') ?? (meta?.name === 'abbr' ? attribute(meta, 'title') : null);
  const line = meta ?? find(block, (element) => hasClass(element, 'postdetails') && /\d:\d\d/.test(lineOf(element)));
  return exact ?? (lineOf(line).split('|')[0]?.trim() || null);
}

function authorOf(block: Element): string | null {
  const { userid, username } = quoteDataOf(block);
  if (typeof userid === 'number' && userid > 0) return `u${userid}`;
  const user = find(
    block,
    byClass('cAuthorPane_author', 'ipsEntry__username', 'author', 'normalname', 'unreg', 'post_nick'),
  );
  const number = idInLinks(user, MEMBER);
  if (number !== null) return `u${number}`;
  // Guests of version 3 have no element of their own in the head of a post.
  const name = lineOf(user ?? find(block, byName('h3')), { skip: byClass('post_id', 'ip', 'ipsEntry__group') });
  return (name || (typeof username === 'string' ? username : '')).slice(0, 200) || null;
}

/** Reactions of version 4 are counted by kind, the reputation of version 3 as one number. */
function likesOf(block: Element): number | null {
  const counts = findAll(block, byClass('ipsReact_reactCount')).map((each) => boardCount(lineOf(each)) ?? 0);
  if (counts.length > 0) return counts.reduce((sum, count) => sum + count, 0);
  const reputation = lineOf(find(block, byClass('reputation')));
  return /^\+?\d+$/.test(reputation) ? Number(reputation) : null;
}

function repliesTo(content: Element): string | null {
  const quote = find(content, (element) => element.name === 'blockquote' || isQuoteHead(element));
  if (quote === null) return null;
  const stated = attribute(quote, 'data-ipsquote-contentcommentid') ?? attribute(quote, 'data-cid');
  return stated ?? idInLinks(quote, QUOTED);
}

function permalinkOf(block: Element, id: string, threadId: string | null, page: Page, base: Page): string {
  const isPermalink = new RegExp(`(?:comment=|#entry|#findComment-)${id}$`);
  const link = find(block, (element) => isPermalink.test(element.attributes.href ?? ''));
  const url = absoluteUrl(attribute(link, 'href'), base.url);
  if (url !== null) return url;
  const isOld = /[?&](?:showtopic|act)=/.test(page.url) && threadId !== null;
  const found = isOld ? pageUrl(`index.php?showtopic=${threadId}&view=findpost&p=${id}`, base.url) : null;
  return found ?? anchorUrl(page, `entry${id}`);
}

function readPost(block: Element, topicId: string | null, page: Page, base: Page): ParsedPost | null {
  const content = find(block, isContent);
  const named = /^(?:elComment_|post_id_)(\d+)$/.exec(block.attributes.id ?? '')?.[1] ?? attribute(block, 'data-post');
  const nativeId = named ?? /^post-(\d+)$/.exec(content?.attributes.id ?? '')?.[1] ?? null;
  if (content === null || nativeId === null) return null;
  const { contentid } = quoteDataOf(block);
  const threadId = typeof contentid === 'number' ? String(contentid) : (topicId ?? idInLinks(block, TOPIC));
  return makePost({
    nativeId,
    url: permalinkOf(block, nativeId, threadId, page, base),
    text: textOf(content, { skip: isAside, quote: isQuote }),
    time: readTime(printedTime(block), page),
    threadId,
    replyTo: repliesTo(content),
    edited: find(block, isEditNote) !== null,
    pinned: isRepeated(block),
    counts: { views: null, likes: likesOf(block), comments: null },
    attachments: [...picturesOf(content, isPicture), ...filesOf(block, FILE)],
    authorId: authorOf(block),
  });
}

/** Version 5 may show the post that began a topic on top of each of its pages. */
function isRepeated(block: Element): boolean {
  return find(block, (element) => element.attributes['data-first-page'] === 'false') !== null;
}

/** The title over a topic; null in skins that have none of their own. */
function headingOf(tree: Element): Element | null {
  return (
    find(tree, byClass('ipsType_pageTitle', 'ipsType_pagetitle')) ??
    find(tree, (element) => element.name === 'h1' && closest(element, byClass('ipsPageHeader__title')) !== null) ??
    find(tree, (element) => element.name === 'b' && closest(element, byClass('maintitle')) !== null)
  );
}

export const adapter: Adapter = {
  kind: 'invision',
  title: 'Invision Community 5 and 4, IP.Board 3 and 2',
  notes:
    'No key. Public forums as guests see them; search, members and attachments, which many forums forbid by robots.txt, are not asked for.',
  limits: [
    'Version 5 was compared with its templates, not with a running site; its boards as tiles were not.',
    'Blogs, galleries, files and status updates are not read.',
    'Forums that show topics to members only cannot be read (E_PAGE_EMPTY says so).',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const base = withBase(tree, page);
    const topicId = TOPIC.exec(page.url)?.[1] ?? null;
    const blocks = findAll(tree, isBlock, { outermost: true });
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, topicId, page, base));
    const bars = findAll(tree, byClass('ipsPagination', 'pagination', 'pagelink', 'pages'), { outermost: true });
    const isMini = (bar: Element) =>
      byClass('ipsPagination_mini', 'mini_pagination')(bar) || closest(bar, byClass('ipsData__item')) !== null;
    const pages = pagesIn(
      bars.filter((bar) => !isMini(bar)),
      base,
    );
    const isMark = (element: Element) =>
      byClass('ipsPagination_active', 'ipsPagination__active', 'pagecurrent')(element) ||
      (hasClass(element, 'page') && hasClass(element, 'active'));
    const current = shownPage([tree], isMark);
    if (posts.length === 0) {
      return finishPage(page, { posts, links: listLinks(boardLinks(tree, page, base), pages, current), warnings });
    }
    const beginsHere = current === 1 || posts[0]?.pinned === true;
    titleFirst(posts, lineOf(headingOf(tree)), beginsHere);
    return finishPage(page, { posts, links: topicPaging(pages, current), warnings });
  },
};
