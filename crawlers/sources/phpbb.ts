import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import {
  idInLinks,
  lastOf,
  listLinks,
  readBlocks,
  shownPage,
  shownPages,
  topicPaging,
  withBase,
} from '../parse/board.js';
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
  type Test,
} from '../parse/tree.js';

const isUser = byClass('username', 'username-coloured', 'postauthor');
const isTimeOrUser = (element: Element) => element.name === 'time' || isUser(element);

/** Rewritten addresses: `slug-t12-10.html`, `topic12-10.html`. */
const REWRITTEN = /(?:-t|\/topic)(\d+)(?:-\d+)?(?:\.html|\/|$)/;
/** Answering and printing name the topic where its own address does not. */
const OWN_TOPIC = /(?:posting|viewtopic)\.php\?(?=.*(?:mode=reply|view=print))(?:.*?[?&])?t=(\d+)/;

/** Native id of an author: the profile's number, else the printed name (guests). Version 3.0 has no class for plain names. */
function authorOf(scope: Element | null): string | null {
  const user = scope === null ? null : (find(scope, isUser) ?? find(scope, byName('strong')));
  if (user === null) return null;
  const number = idInLinks({ ...user, name: 'div', children: [user] }, /[?&]u=(\d+)/);
  return number === null ? lineOf(user) || null : `u${number}`;
}

/** Time in an element: `<time datetime>` when there is one, else the words around names and buttons. */
function printedTime(scope: Element | null): string | null {
  if (scope === null) return null;
  const stamp = attribute(find(scope, byName('time')), 'datetime');
  if (stamp !== null) return stamp;
  const lines = textOf(scope, { skip: (element) => isTimeOrUser(element) || element.name === 'a' }).split('\n');
  const text = lines.findLast((line) => /\d|\p{L}{4}/u.test(line)) ?? '';
  const afterMark = /(?:»|&raquo;|→|Добавлено:|Posted:)\s*(.+)$/.exec(text)?.[1] ?? text;
  return afterMark.replace(/^.*?(?:Последнее сообщение|Last post)\s*/i, '').replace(/^[^\p{L}\d]+/u, '') || null;
}

const isFile = byClass('file', 'thumbnail');

function attachmentsOf(post: Element, content: Element): Attachment[] {
  const found: Attachment[] = [];
  for (const box of findAll(post, isFile, { outermost: true })) {
    // A picture beside the link is the icon of the file's type.
    const link = find(box, byClass('postlink'));
    const image = link === null ? find(box, byName('img')) : null;
    const alt = image === null ? lineOf(link ?? box) : (attribute(image, 'alt') ?? '');
    found.push({ type: image === null ? 'document' : 'photo', alt: alt.slice(0, 300) || null });
  }
  for (const image of findAll(content, both(byName('img'), byClass('postimage')))) {
    if (closest(image, (around) => isFile(around) || around.name === 'blockquote') !== null) continue;
    found.push({ type: 'photo', alt: attribute(image, 'alt') });
  }
  return found;
}

/** Captions of files and the head of a code box, which stand among the author's words. */
const isAside: Test = (element) =>
  byClass('signature', 'attachbox', 'inline-attachment', 'codebox-buttons', 'notice')(element) ||
  element.name === 'cite' ||
  (/^(?:p|dt)$/.test(element.name) && hasClass(element.parent ?? element, 'codebox'));

function readPost(post: Element, threadId: string | null, page: Page, base: Page): ParsedPost | null {
  const nativeId = /^p(\d+)$/.exec(post.attributes.id ?? '')?.[1];
  const content = find(post, byClass('content'));
  const url = pageUrl(`./viewtopic.php?p=${nativeId}`, base.url);
  if (nativeId === undefined || content === null || url === null) return null;
  const head = find(post, both(byName('p'), byClass('author')));
  const subject = lineOf(find(post, byName('h3')));
  const quote = find(content, byName('blockquote'));
  // The head of a quotation names a person; who is answered is in replyTo. Links among the quoted words are no heads.
  const cite = quote === null || hasClass(quote, 'uncited') ? null : find(quote, byName('cite'));
  const quoted = /[?&#]p=?(\d+)/.exec(quote?.attributes.cite ?? '')?.[1] ?? idInLinks(cite, /[?&#]p=?(\d+)/);
  const body = textOf(content, { skip: isAside });
  const hasOwnSubject = subject !== '' && !/^(?:re|ответ)\s*:/i.test(subject) && !body.startsWith(subject);
  const notices = findAll(post, byClass('notice')).map((notice) => lineOf(notice));
  return makePost({
    nativeId,
    url: `${url}#p${nativeId}`,
    text: hasOwnSubject ? `${subject}\n\n${body}` : body,
    time: readTime(printedTime(head), page),
    threadId,
    replyTo: quoted,
    edited: notices.some((notice) => /редактир|изменено|edited/i.test(notice)),
    attachments: attachmentsOf(post, content),
    authorId: authorOf(head) ?? authorOf(find(post, byClass('postprofile'))),
  });
}

/** Numbers of entries to skip (`start=`) that the page's own pagination leads to, with their addresses. */
function startsOf(scope: Element, page: Page, base: Page, script: string, key: string): Map<number, string> {
  const own = parameter(page.url, key);
  const starts = new Map<number, string>();
  for (const link of findAll(
    scope,
    (element) => element.name === 'a' && (element.attributes.href ?? '').includes(script),
  )) {
    if ((link.attributes.href ?? '').includes('#')) continue;
    const url = pageUrl(attribute(link, 'href'), base.url);
    if (url === null || (own !== null && parameter(url, key) !== own)) continue;
    if (parameter(url, 'p') !== null || parameter(url, 'view') !== null || parameter(url, 'hilit') !== null) continue;
    const start = Number(parameter(url, 'start') ?? '0');
    if (Number.isInteger(start) && !starts.has(start)) starts.set(start, url);
  }
  return starts;
}

/** Pages that bars lead to and the one we are on: by entries skipped, or by shown number where addresses are rewritten. */
function pagesOf(bars: readonly Element[], page: Page, base: Page, script: string, key: string) {
  const starts = new Map(bars.flatMap((bar) => [...startsOf(bar, page, base, script, key)]));
  if (starts.size > 0) return { pages: starts, current: Number(parameter(page.url, 'start') ?? '0') };
  const isMark = (element: Element) => element.name === 'strong' || hasClass(element, 'active');
  return { pages: shownPages(bars, base), current: shownPage(bars.map(ownNumbers), isMark) };
}

/** A bar without its link «page 2 of 3», whose numbers are marked too. */
function ownNumbers(bar: Element): Element {
  return { ...bar, children: bar.children.filter((child) => typeof child === 'string' || child.name !== 'a') };
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

/** Shown on every board; only on boards that it does not belong to the row names its own. */
function isForeign(row: Element): boolean {
  return hasClass(row, 'global-announce') && idInLinks(row, /viewforum\.php\?(?:.*?[?&])?f=(\d+)/) !== null;
}

function boardLinks(tree: Element, page: Page, base: Page): PageLink[] {
  const links: PageLink[] = [];
  for (const title of findAll(tree, byClass('topictitle'))) {
    const row = closest(title, (element) => hasClass(element, 'row') || element.name === 'tr');
    const first = pageUrl(attribute(title, 'href'), base.url);
    if (first === null || (row !== null && isForeign(row))) continue;
    const cells =
      row === null ? [] : findAll(row, (element) => hasClass(element, 'lastpost') || hasClass(element, 'topicdetails'));
    // Table styles give the name of the last poster a cell part of its own behind the time.
    const times = cells.map((cell) => readTime(printedTime(cell), page).publishedAt);
    const changedAt = times.findLast((time) => time !== null) ?? null;
    const starts = row === null ? [] : [...startsOf(row, { ...page, url: first }, base, 'viewtopic.php', 't')];
    const shown = row === null ? new Map() : shownPages(findAll(row, byClass('pagination')), base);
    const last = starts.sort(([a], [b]) => b - a)[0]?.[1] ?? lastOf(shown, first);
    links.push({ url: last, rel: 'thread', changedAt, replies: repliesOf(row) });
  }
  for (const board of findAll(tree, byClass('forumtitle', 'forumlink', 'subforum'))) {
    const url = pageUrl(attribute(board, 'href'), base.url);
    // A board may be a link to another site, counted by how often it was followed.
    const isElsewhere = closest(board, byClass('forum_link', 'forum-link')) !== null;
    if (url !== null && board.name === 'a' && !isElsewhere) links.push({ url, rel: 'feed', changedAt: null });
  }
  const isOwnBar = (bar: Element) => closest(bar, byClass('row')) === null;
  const bars = findAll(tree, byClass('pagination', 'nav', 'gensmall'), { outermost: true }).filter(isOwnBar);
  const { pages, current } = pagesOf(bars, page, base, 'viewforum.php', 'f');
  return listLinks(links, pages, current);
}

export const adapter: Adapter = {
  kind: 'phpbb',
  title: 'phpBB 3 board (prosilver and its descendants since 3.0, subsilver2; rewritten addresses too)',
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
    const base = withBase(tree, page);
    const heading = find(
      tree,
      (element) =>
        hasClass(element, 'topic-title') ||
        (element.name === 'h2' &&
          find(element, (link) => (link.attributes.href ?? '').includes('viewtopic.php')) !== null),
    );
    const headingLink = heading === null ? null : pageUrl(attribute(find(heading, byName('a')), 'href'), base.url);
    const threadId =
      parameter(page.url, 't') ??
      parameter(headingLink, 't') ??
      idInLinks(tree, OWN_TOPIC) ??
      REWRITTEN.exec(headingLink ?? page.url)?.[1] ??
      null;
    const blocks = findAll(tree, (element) => hasClass(element, 'post') && /^p\d+$/.test(element.attributes.id ?? ''), {
      outermost: true,
    });
    const { posts, warnings } = readBlocks(blocks, (block) => readPost(block, threadId, page, base));
    if (blocks.length === 0) posts.push(...readClassicPosts(tree, threadId, page));
    if (posts.length === 0) return finishPage(page, { posts, links: boardLinks(tree, page, base), warnings });
    const bars = findAll(tree, byClass('pagination', 'nav', 'gensmall'), { outermost: true });
    const { pages, current } = pagesOf(bars, page, base, 'viewtopic.php', 't');
    return finishPage(page, { posts, links: topicPaging(pages, current), warnings });
  },
};
