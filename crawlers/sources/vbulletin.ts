import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page } from '../adapter.js';
import {
  anchorUrl,
  boardCount,
  filesOf,
  idInLinks,
  listLinks,
  pageOfPages,
  picturesOf,
  readBlocks,
  topicPaging,
  withBase,
} from '../parse/board.js';
import { readTime } from '../parse/dates.js';
import { absoluteUrl } from '../parse/links.js';
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
import { boardLinks, pageInUrl, pagesIn, threadOf } from '../parse/vbulletin-lists.js';

/** Printing and answering name the topic where its own address does not. */
const OWN_THREAD = /(?:printthread|newreply|sendmessage)\.php\?(?:.*?[?&])?t=(\d+)/;
const MEMBER = /(?:member\.php(?:\?(?:.*?\bu=)?|\/)|members?\/)(\d+)/;
const QUOTED = /(?:[?&]p=|#post)(\d+)/;
const FILE =
  /(?:attachment\.php\?(?:.*?[?&])?attachmentid=|filedata\/fetch\?(?:.*?[?&])?(?:id|filedataid)=|attachments\/(?:[^?#]*\/)?)(\d+)/;

const isPageBar = byClass('pagenav', 'pagination', 'pagenav-container', 'js-pagenav');

/** Version 3 says «Цитата:» over a quotation and names the author in its first line. */
function isAside(element: Element): boolean {
  if (byClass('bbcode_postedby', 'bbcode_description', 'quote_icon')(element)) return true;
  if (element.name !== 'div') return false;
  if (hasClass(element, 'smallfont')) return /^[\p{L} ]{2,20}:$/u.test(lineOf(element));
  return (
    element.parent?.name === 'td' &&
    hasClass(element.parent, 'alt2') &&
    find(element, byName('strong')) !== null &&
    /^(?:сообщение от|originally posted by)/i.test(lineOf(element))
  );
}
const isQuote = (element: Element): boolean =>
  hasClass(element, 'quote_container') || (element.name === 'td' && hasClass(element, 'alt2'));

function isPicture(image: Element): boolean {
  return (
    !hasClass(image, 'inlineimg') && !/smil|\/(?:icons|buttons|misc|statusicon)\//i.test(image.attributes.src ?? '')
  );
}

function printedTime(block: Element, id: string): string | null {
  const seconds = attribute(block, 'data-node-publishdate');
  if (seconds !== null) return seconds;
  const date = find(find(block, byClass('posthead', 'postdate')) ?? block, byClass('date', 'b-post__timestamp'));
  if (date !== null) return lineOf(date) || null;
  // Version 3 prints it beside the anchor of the post.
  const anchor = find(block, (element) => element.attributes.name === `post${id}`);
  const cell = anchor === null ? null : closest(anchor, byName('td', 'th'));
  return lineOf(cell).replace(/^[^\p{L}\d]+/u, '') || null;
}

function authorOf(block: Element, id: string): string | null {
  const user = find(
    block,
    (element) =>
      byClass('bigusername', 'username', 'author', 'username_container')(element) ||
      element.attributes.id === `postmenu_${id}`,
  );
  const number = MEMBER.exec(user?.attributes.href ?? '')?.[1] ?? idInLinks(user, MEMBER);
  return number === null ? lineOf(user).slice(0, 200) || null : `u${number}`;
}

/** Titles of posts; version 3 has no class for them but prints them strong in small type. */
function isSubject(element: Element): boolean {
  if (byClass('posttitle', 'js-post-title')(element) || (hasClass(element, 'title') && element.name === 'h2'))
    return true;
  const { parent } = element;
  return (
    element.name === 'strong' &&
    parent !== null &&
    hasClass(parent, 'smallfont') &&
    /^td_post_/.test(parent.parent?.attributes.id ?? '')
  );
}

/** Previews are described in a sentence, or a line for each fact, that holds the file's name: «…, Название: двор.jpg, Просмотров: 12». */
function named({ type, alt }: Attachment): Attachment {
  return { type, alt: /(?:название|name):\s*([^,]+?)(?=,|\s+\p{L}+:|$)/iu.exec(alt ?? '')?.[1] ?? alt };
}

const isFileLink = (element: Element) => element.name === 'a' && FILE.test(element.attributes.href ?? '');

/** Files shown in full under a post, which versions 3 and 4 neither name nor link. */
function shownFiles(block: Element, message: Element): Attachment[] {
  const isShown = (image: Element) =>
    image.name === 'img' &&
    FILE.test(image.attributes.src ?? '') &&
    closest(image, (around) => around === message || isFileLink(around)) === null;
  return findAll(block, isShown).map(() => ({ type: 'photo', alt: null }));
}

function permalinkOf(block: Element, id: string, page: Page, base: Page): string {
  const isPermalink = new RegExp(`^(?!.*(?:newreply|report)).*(?:[?&]p=|post)${id}(?:&|#|\\.html|$)`);
  const link = find(block, (element) => isPermalink.test(element.attributes.href ?? ''));
  const url = absoluteUrl(attribute(link, 'href'), base.url);
  if (url === null) return anchorUrl(page, `post${id}`);
  // A single post has a page of its own in version 3; the post in its topic is asked for by the same number.
  return url.includes('showpost.php') ? url.replace(/showpost\.php.*$/, `showthread.php?p=${id}#post${id}`) : url;
}

function readPost(block: Element, threadId: string | null, page: Page, base: Page): ParsedPost | null {
  const id = /^(?:post_?)(\d+)$/.exec(block.attributes.id ?? '')?.[1] ?? attribute(block, 'data-node-id');
  const message = find(
    block,
    (element) => element.attributes.id === `post_message_${id}` || hasClass(element, 'js-post__content-text'),
  );
  if (id === null || message === null) return null;
  const content = find(message, byClass('postcontent')) ?? message;
  const subject = lineOf(
    find(block, (element) => isSubject(element) && closest(element, (at) => at === message) === null),
  );
  const body = textOf({ ...content, name: 'div' }, { skip: isAside, quote: isQuote });
  const hasSubject = subject !== '' && !/^(?:re|ответ|на)\s*:/i.test(subject) && !body.startsWith(subject);
  const quote = find(content, isQuote);
  const around = lineOf(block, { skip: (element) => element === message });
  const votes = find(block, byClass('votecount', 'js-votes-count'));
  const attachments: Attachment[] = picturesOf(
    content,
    (image) => isPicture(image) && closest(image, (around) => isQuote(around) || isFileLink(around)) === null,
  );
  return makePost({
    nativeId: id,
    url: permalinkOf(block, id, page, base),
    text: hasSubject ? `${subject}\n\n${body}` : body,
    time: readTime(printedTime(block, id), page),
    threadId,
    replyTo: idInLinks(quote, QUOTED),
    edited: /последний раз редактировал|последнее редактирование|last edited by/i.test(around),
    counts: { views: null, likes: votes === null ? null : boardCount(lineOf(votes)), comments: null },
    attachments: [...attachments, ...filesOf(block, FILE).map(named), ...shownFiles(block, message)],
    authorId: authorOf(block, id),
  });
}

export const adapter: Adapter = {
  kind: 'vbulletin',
  title: 'vBulletin board (versions 3, 4 and 5)',
  notes:
    'No key. Public boards as guests see them; many boards forbid search, members and printing by robots.txt, none of which is asked for.',
  limits: [
    'Comments under posts of version 5 are loaded by a script and are not read.',
    'Dates printed month first («03-21-2026») are known by their «AM» or «PM» only; without it they are taken day first.',
    'An advertisement that an owner put into the first post cannot be told from its words.',
    'Articles and blogs of version 4 are not read, only its boards.',
    'Boards that show topics to members only cannot be read (E_PAGE_EMPTY says so).',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const base = withBase(tree, page);
    const isBlock = (element: Element) =>
      (/^post_?\d+$/.test(element.attributes.id ?? '') && ['table', 'li', 'div'].includes(element.name)) ||
      (hasClass(element, 'js-post') && element.attributes['data-node-id'] !== undefined);
    const threadId = threadOf(page.url) ?? idInLinks(tree, OWN_THREAD);
    const blocks = findAll(tree, isBlock, { outermost: true });
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, threadId, page, base));
    const isInRow = (bar: Element) => closest(bar, (row) => /^thread_\d+$/.test(row.attributes.id ?? '')) !== null;
    const bars = findAll(tree, isPageBar, { outermost: true }).filter((bar) => !isInRow(bar));
    const current = pageOfPages(bars)?.current ?? pageInUrl(page.url) ?? 1;
    const pages = pagesIn(bars, base);
    const links =
      posts.length > 0 ? topicPaging(pages, current) : listLinks(boardLinks(tree, page, base), pages, current);
    return finishPage(page, { posts, links, warnings });
  },
};
