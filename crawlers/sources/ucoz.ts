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

/** `/forum/2-15-3`: board 2, topic 15, page 3; `/forum/2-0-3`: page 3 of board 2; `/forum/2`: board 2. */
const PLACE = /\/forum\/(\d+)-(\d+)-(\d+)(?:\.html)?$/;
const BOARD = /\/forum\/\d+$/;
const MEMBER = /\/index\/8-([1-9]\d*)(?!-)/;
const FILE = /\/_fr\/(\d+\/[^/?#]+)/;

const isQuote = (element: Element) => hasClass(element, 'quoteMessage');
const isAside = byClass('bbQuoteName', 'codeTitle', 'spoilerTitle', 'eAttach');
const isPicture = (image: Element) =>
  !/\/(?:sm|smiles)\//.test(image.attributes.src ?? '') &&
  closest(image, (around) => isQuote(around) || FILE.test(around.attributes.href ?? '')) === null;

const MESSAGE = /^ucoz-forum-post-(\d+)$/;
const isContent = (element: Element) => MESSAGE.test(element.attributes.id ?? '');

function pagesIn(bars: readonly Element[], page: Page, topic: string): Map<number, string> {
  return numberedPages(bars, page, (url) => {
    const place = PLACE.exec(url);
    return place?.[2] === topic ? Number(place[3]) : null;
  });
}

/** «Дата: Суббота, 07.03.2026, 16:15 | Сообщение # 12». */
function printedTime(block: Element): string | null {
  const heads = findAll(block, byClass('postTdTop'));
  const lines = heads.length > 0 ? heads.map((head) => lineOf(head)) : [lineOf(block, { skip: isContent })];
  for (const line of lines) {
    const found = /(?:Дата|Date)\s*:\s*([^|]{5,60}?)\s*(?:\||$)/i.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function readPost(block: Element, threadId: string | null, page: Page): ParsedPost | null {
  const content = find(block, isContent);
  const nativeId = MESSAGE.exec(content?.attributes.id ?? '')?.[1];
  if (content === null || nativeId === undefined) return null;
  // The address of a post stands in the question that the click on its number asks.
  const number = find(block, byClass('postNumberLink'));
  const asked = /https?:\/\/[^'"\s)]+/.exec(attribute(number, 'onclick') ?? '')?.[0];
  const user = find(block, byClass('postUser'));
  const cells = findAll(block, byClass('postTdTop', 'postTdInfo', 'postBottom'));
  const member = cells.map((cell) => idInLinks(cell, MEMBER)).find((id) => id !== null);
  const around = lineOf(block, { skip: (element) => element === content });
  return makePost({
    nativeId,
    url: postUrl(asked ?? null, page, `post${nativeId}`),
    text: textOf(content, { skip: isAside, quote: isQuote }),
    time: readTime(printedTime(block), page),
    threadId,
    edited: /сообщение отредактировал|post edited by/i.test(around),
    attachments: [...picturesOf(content, isPicture), ...filesOf(block, FILE)],
    authorId: authorId(member ?? null, lineOf(user)),
  });
}

function topicRow(link: Element, page: Page): PageLink | null {
  const first = pageUrl(attribute(link, 'href'), page.url);
  const topic = first === null ? null : PLACE.exec(first)?.[2];
  const row = closest(link, byName('tr'));
  if (first === null || topic === null || topic === undefined || row === null) return null;
  const pages = pagesIn(findAll(row, byClass('postpSwithces', 'threadNametd'), { outermost: true }), page, topic);
  const last = find(row, byClass('threadLastPostTd'));
  const changed = last === null ? null : lineOf(find(last, byName('a')) ?? last);
  const replies = boardCount(lineOf(find(row, byClass('threadPostTd'))));
  return topicLink(lastOf(pages, first), changed || null, replies, page);
}

function boardLinks(tree: Element, page: Page): PageLink[] {
  const links = findAll(tree, byClass('threadLink')).map((link) => topicRow(link, page));
  for (const link of findAll(tree, byClass('forum', 'subforum', 'forumLink'))) {
    const url = link.name === 'a' ? pageUrl(attribute(link, 'href'), page.url) : null;
    if (url !== null && BOARD.test(url)) links.push({ url, rel: 'feed', changedAt: null });
  }
  return links.filter((link) => link !== null);
}

export const adapter: Adapter = {
  kind: 'ucoz',
  title: 'Forum of a uCoz site',
  notes:
    'No key. Public forums as guests see them; the profiles of members, which uCoz shows to members only, are not asked for.',
  limits: [
    'Whom a quotation quotes is not known: uCoz prints a name only.',
    'Sites whose template renames the classes of lists are read topic by topic, not from their lists.',
    'News, blogs, guest books and comments of uCoz are not read.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const here = PLACE.exec(pageUrl(page.url, page.url) ?? page.url);
    const rows = findAll(tree, (element) => element.name === 'tr' && /^post\d+$/.test(element.attributes.id ?? ''));
    // Templates of a site's own change all but the message itself.
    const bodies = findAll(tree, isContent).flatMap(
      (body) => closest(body, byClass('postTable', 'post')) ?? body.parent ?? [],
    );
    const blocks = rows.length > 0 ? rows : [...new Set(bodies)];
    const heading = find(tree, byClass('forumBarA'));
    const own = here ?? PLACE.exec(pageUrl(attribute(heading, 'href'), page.url) ?? '');
    const threadId = own === null || own[2] === '0' ? null : (own[2] ?? null);
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, threadId, page));
    const bars = findAll(tree, byClass('switches', 'switchesTbl', 'pagesInfo'), { outermost: true });
    const current = Number(here?.[3] ?? 1);
    if (posts.length === 0) {
      return finishPage(page, {
        posts,
        links: listLinks(boardLinks(tree, page), pagesIn(bars, page, '0'), current),
        warnings,
      });
    }
    titleFirst(posts, lineOf(heading), current === 1);
    return finishPage(page, { posts, links: topicPaging(pagesIn(bars, page, threadId ?? ''), current), warnings });
  },
};
