import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import { pageUrl, parameter } from '../parse/links.js';
import { readClassicPosts } from '../parse/phpbb-classic.js';
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

const isUser = byClass('username', 'username-coloured', 'postauthor');
const isTimeOrUser = (element: Element) => element.name === 'time' || isUser(element);

/** Native id of an author: the profile's number, else the printed name (guests). */
function authorOf(scope: Element | null): string | null {
  const user = scope === null ? null : find(scope, isUser);
  if (user === null) return null;
  const number = /[?&]u=(\d+)/.exec(attribute(user, 'href') ?? '')?.[1];
  return number === undefined ? lineOf(user) || null : `u${number}`;
}

/** Time in an element: `<time datetime>` when there is one, else the words around names and buttons. */
function printedTime(scope: Element | null): string | null {
  if (scope === null) return null;
  const stamp = attribute(find(scope, byName('time')), 'datetime');
  if (stamp !== null) return stamp;
  const text = lineOf(scope, { skip: isTimeOrUser });
  const afterMark = /(?:»|&raquo;|→|Добавлено:|Posted:)\s*(.+)$/.exec(text)?.[1] ?? text;
  return afterMark.replace(/^.*?(?:Последнее сообщение|Last post)\s*/i, '').replace(/^[^\p{L}\d]+/u, '') || null;
}

function attachmentsOf(post: Element, content: Element): Attachment[] {
  const boxes = findAll(post, byClass('attachbox', 'inline-attachment', 'file'), { outermost: true });
  const found: Attachment[] = [];
  for (const box of boxes) {
    const image = find(box, byName('img'));
    const alt = image === null ? lineOf(find(box, byClass('postlink')) ?? box) : (attribute(image, 'alt') ?? '');
    found.push({ type: image === null ? 'document' : 'photo', alt: alt.slice(0, 300) || null });
  }
  for (const image of findAll(content, both(byName('img'), byClass('postimage')))) {
    if (closest(image, byClass('attachbox', 'inline-attachment', 'file')) !== null) continue;
    found.push({ type: 'photo', alt: attribute(image, 'alt') });
  }
  return found;
}

function readPost(post: Element, threadId: string | null, page: Page): ParsedPost | null {
  const nativeId = /^p(\d+)$/.exec(post.attributes.id ?? '')?.[1];
  const content = find(post, byClass('content'));
  const url = pageUrl(`./viewtopic.php?p=${nativeId}`, page.url);
  if (nativeId === undefined || content === null || url === null) return null;
  const head = find(post, both(byName('p'), byClass('author')));
  const subject = lineOf(find(post, byName('h3')));
  const quote = find(content, byName('blockquote'));
  const quoteLink = quote === null ? null : find(quote, (element) => /[?&#]p=?\d+/.test(element.attributes.href ?? ''));
  const quoted = /[?&#]p=?(\d+)/.exec(quote?.attributes.cite ?? quoteLink?.attributes.href ?? '')?.[1];
  // The head of a quotation names a person; who is answered is in replyTo.
  const isAside = byClass('signature', 'attachbox', 'codebox-buttons', 'notice');
  const body = textOf(content, { skip: (element) => element.name === 'cite' || isAside(element) });
  const hasOwnSubject = subject !== '' && !/^(?:re|ответ)\s*:/i.test(subject) && !body.startsWith(subject);
  const notices = findAll(post, byClass('notice')).map((notice) => lineOf(notice));
  return makePost({
    nativeId,
    url: `${url}#p${nativeId}`,
    text: hasOwnSubject ? `${subject}\n\n${body}` : body,
    time: readTime(printedTime(head), page),
    threadId,
    replyTo: quoted ?? null,
    edited: notices.some((notice) => /редактир|изменено|edited/i.test(notice)),
    attachments: attachmentsOf(post, content),
    authorId: authorOf(head) ?? authorOf(find(post, byClass('postprofile'))),
  });
}

/** Numbers of entries to skip (`start=`) that the page's own pagination leads to, with their addresses. */
function startsOf(scope: Element, page: Page, script: string, key: string): Map<number, string> {
  const own = parameter(page.url, key);
  const starts = new Map<number, string>();
  for (const link of findAll(
    scope,
    (element) => element.name === 'a' && (element.attributes.href ?? '').includes(script),
  )) {
    if ((link.attributes.href ?? '').includes('#')) continue;
    const url = pageUrl(attribute(link, 'href'), page.url);
    if (url === null || (own !== null && parameter(url, key) !== own)) continue;
    if (parameter(url, 'p') !== null || parameter(url, 'view') !== null || parameter(url, 'hilit') !== null) continue;
    const start = Number(parameter(url, 'start') ?? '0');
    if (Number.isInteger(start) && !starts.has(start)) starts.set(start, url);
  }
  return starts;
}

/** Topic pages are entered at their end, where the new posts are: `older` leads to the page before, a later page is a visit of its own. */
function topicLinks(tree: Element, page: Page): PageLink[] {
  const bars = findAll(tree, byClass('pagination', 'nav', 'gensmall'), { outermost: true });
  const current = Number(parameter(page.url, 'start') ?? '0');
  const starts = new Map(bars.flatMap((bar) => [...startsOf(bar, page, 'viewtopic.php', 't')]));
  const before = [...starts.keys()].filter((start) => start < current);
  const after = [...starts.keys()].filter((start) => start > current);
  const links: PageLink[] = [];
  const older = starts.get(Math.max(...before));
  const last = starts.get(Math.max(...after));
  if (older !== undefined) links.push({ url: older, rel: 'older', changedAt: null });
  if (last !== undefined) links.push({ url: last, rel: 'thread', changedAt: null });
  return links;
}

/** How many replies the row of a topic counts: its own cell in prosilver, the first cell with nothing but a number in table styles. */
function repliesOf(row: Element | null): number | null {
  if (row === null) return null;
  const cells = findAll(row, (element) => hasClass(element, 'posts') || hasClass(element, 'topicdetails'));
  for (const cell of cells) {
    const number = /^\s*([\d\s.,]{1,12})\s*(?:\p{L}.*)?$/u.exec(textOf(cell))?.[1]?.replace(/\D/g, '');
    if (number !== undefined && number !== '') return Number(number);
  }
  return null;
}

function boardLinks(tree: Element, page: Page): PageLink[] {
  const links: PageLink[] = [];
  for (const title of findAll(tree, byClass('topictitle'))) {
    const row = closest(title, (element) => hasClass(element, 'row') || element.name === 'tr');
    const first = pageUrl(attribute(title, 'href'), page.url);
    if (first === null || /announce|global/.test(row?.attributes.class ?? '')) continue;
    const cells =
      row === null ? [] : findAll(row, (element) => hasClass(element, 'lastpost') || hasClass(element, 'topicdetails'));
    // Table styles give the name of the last poster a cell part of its own behind the time.
    const times = cells.map((cell) => readTime(printedTime(cell), page).publishedAt);
    const changedAt = times.findLast((time) => time !== null) ?? null;
    const starts = row === null ? [] : [...startsOf(row, { ...page, url: first }, 'viewtopic.php', 't')];
    const last = starts.sort(([a], [b]) => b - a)[0]?.[1];
    links.push({ url: last ?? first, rel: 'thread', changedAt, replies: repliesOf(row) });
  }
  for (const board of findAll(tree, byClass('forumtitle', 'forumlink'))) {
    const url = pageUrl(attribute(board, 'href'), page.url);
    if (url?.includes('viewforum.php')) links.push({ url, rel: 'feed', changedAt: null });
  }
  const starts = startsOf(tree, page, 'viewforum.php', 'f');
  const current = Number(parameter(page.url, 'start') ?? '0');
  const next = starts.get(Math.min(...[...starts.keys()].filter((start) => start > current)));
  if (next !== undefined) links.push({ url: next, rel: 'older', changedAt: null });
  return links;
}

export const adapter: Adapter = {
  kind: 'phpbb',
  title: 'phpBB 3 board (prosilver and its descendants, subsilver2)',
  notes:
    'No key. Public boards as guests see them; many boards forbid their search and member pages by robots.txt, none of which is asked for.',
  limits: [
    'Styles that rename the classes of prosilver and subsilver2 are not read (E_PAGE_EMPTY says so).',
    'Announcements that stand on every board are read on their own board only.',
    'Boards that show posts to members only cannot be read.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page) {
    const tree = parseTree(page.body);
    const heading = find(
      tree,
      (element) =>
        hasClass(element, 'topic-title') ||
        (element.name === 'h2' &&
          find(element, (link) => (link.attributes.href ?? '').includes('viewtopic.php')) !== null),
    );
    const headingLink = heading === null ? null : find(heading, byName('a'));
    const threadId = parameter(page.url, 't') ?? parameter(pageUrl(attribute(headingLink, 'href'), page.url), 't');
    const blocks = findAll(tree, (element) => hasClass(element, 'post') && /^p\d+$/.test(element.attributes.id ?? ''), {
      outermost: true,
    });
    const posts: ParsedPost[] = [];
    let broken = 0;
    for (const block of blocks) {
      const post = readPost(block, threadId, page);
      if (post === null) broken++;
      else posts.push(post);
    }
    if (blocks.length === 0) posts.push(...readClassicPosts(tree, threadId, page));
    const isTopic = posts.length > 0;
    const links = isTopic ? topicLinks(tree, page) : boardLinks(tree, page);
    const warnings = broken > 0 ? [`${broken} posts without id or content`] : [];
    return finishPage(page, { posts, links, warnings });
  },
};
