import type { ParsedPost } from '../../src/core/post.js';
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
  byClass,
  byName,
  closest,
  type Element,
  find,
  findAll,
  hasClass,
  parseTree,
} from '../parse/tree.js';

/** `/forum/forum2/topic15/`, and `?PAGE_NAME=read&FID=2&TID=15` without friendly addresses. */
const TOPIC = /(?:[?&]TID=|\/topic)(\d+)/i;
const MEMBER = /(?:\/user\/|[?&]UID=)(\d+)/i;
const QUOTED = /#message(\d+)/;
const FILE = /show_file\.php\?(?:.*?[?&])?fid=(\d+)/;
const MESSAGE = /^message_text_(\d+)$/;

const isQuote = (element: Element) => element.name === 'table' && hasClass(element, 'forum-quote');
const isAside = (element: Element) =>
  element.name === 'th' && closest(element, byClass('forum-quote', 'forum-code', 'forum-spoiler')) !== null;
/** First line of a quotation, which names a person: «Имя написал:». */
const NAMED_QUOTE = /^(?:> )+[^\n]{1,80} (?:пишет|написал(?:а|\(а\))?|wrote):\s*\n?/gm;
const isPicture = (image: Element) =>
  !/smil/i.test(`${image.attributes.src ?? ''} ${image.attributes.class ?? ''}`) && closest(image, isQuote) === null;
const isContent = (element: Element) =>
  hasClass(element, 'forum-post-text') && MESSAGE.test(element.attributes.id ?? '');

function readPost(block: Element, topicId: string | null, page: Page): ParsedPost | null {
  const content = find(block, isContent);
  const nativeId = MESSAGE.exec(content?.attributes.id ?? '')?.[1];
  if (content === null || nativeId === undefined) return null;
  const permalink = find(block, (link) => (link.attributes.href ?? '').endsWith(`#message${nativeId}`));
  const href = attribute(permalink, 'href');
  const date = find(block, byClass('forum-post-date'));
  const isNoDate = byClass('forum-post-number', 'forum-post-rating');
  const user = find(block, byClass('forum-user-name'));
  // Sites give profiles addresses of their own; newer versions state the number besides.
  const stated = /^[1-9]\d*$/.exec(attribute(block, 'bx-author-id') ?? '')?.[0];
  const member = idInLinks(user, MEMBER) ?? stated ?? null;
  // The rating of a post prints its votes as one number, negative ones too.
  const rating = lineOf(find(block, (element) => /^bx-rating|rating-vote-result/.test(element.attributes.class ?? '')));
  const quote = find(content, isQuote);
  return makePost({
    nativeId,
    url: postUrl(href, page, `message${nativeId}`),
    text: textOf(content, { skip: isAside, quote: isQuote }).replace(NAMED_QUOTE, ''),
    time: readTime(lineOf(date, { skip: isNoDate }) || null, page),
    threadId: topicId ?? TOPIC.exec(href ?? '')?.[1] ?? null,
    replyTo: idInLinks(quote, QUOTED),
    edited: find(block, byClass('forum-post-lastedit')) !== null,
    counts: { views: null, likes: /^\+?\d+$/.test(rating) ? Number(rating) : null, comments: null },
    attachments: [...picturesOf(content, isPicture), ...filesOf(block, FILE)],
    authorId: authorId(member, lineOf(user)),
  });
}

/** Rows of topics and of boards look alike; where they lead tells them apart. */
function rowLink(title: Element, page: Page): PageLink | null {
  const url = pageUrl(attribute(find(title, byName('a')), 'href'), page.url);
  if (url === null) return null;
  const row = closest(title, byName('tr'));
  if (!TOPIC.test(url)) return { url, rel: 'feed', changedAt: null };
  if (row === null || find(row, byClass('forum-status-moved')) !== null) return null;
  const pages = shownPages(findAll(row, byClass('forum-item-pages')), page);
  const changed = lineOf(find(row, byClass('forum-lastpost-date'))) || null;
  const replies = boardCount(lineOf(find(row, byClass('forum-column-replies'))));
  return topicLink(lastOf(pages, url), changed, replies, page);
}

export const adapter: Adapter = {
  kind: 'bitrix-forum',
  title: 'Forum of a site on 1C-Bitrix',
  notes:
    'No key. Public forums as guests see them; the pages of rules, search and members, which robots.txt of such sites often forbids, are not asked for.',
  limits: [
    'Comments and reviews under articles, which Bitrix keeps in its forum too, are not read.',
    'Sites whose template renames the classes of the standard one are not read (E_PAGE_EMPTY says so).',
    'Forums that show topics to members only cannot be read.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const bars = findAll(tree, byClass('forum-page-navigation'), { outermost: true });
    const pages = shownPages(bars, page);
    const current = shownPage(bars, byClass('forum-page-current'));
    const topicId = TOPIC.exec(page.url)?.[1] ?? null;
    const blocks = findAll(tree, byClass('forum-post-table'), { outermost: true });
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, topicId, page));
    if (posts.length === 0) {
      const rows = findAll(tree, byClass('forum-item-title')).map((title) => rowLink(title, page));
      const links = listLinks(
        rows.filter((link) => link !== null),
        pages,
        current,
      );
      return finishPage(page, { posts, links, warnings });
    }
    const heading = find(tree, byClass('forum-header-title'));
    // A site may show the first post over every page of its topic.
    const isFirst = blocks.some((block) => closest(block, byClass('forum-first-post')) !== null) || current === 1;
    titleFirst(posts, lineOf(heading, { skip: byClass('forum-header-title-closed') }), isFirst);
    return finishPage(page, { posts, links: topicPaging(pages, current), warnings });
  },
};
