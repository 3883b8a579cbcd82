import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink, ParsedPage } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import { countAt, isJsonPage, type JsonRecord, parseJson, recordOf, recordsOf, unexpectedPage } from '../parse/json.js';
import { absoluteUrl, parameter } from '../parse/links.js';
import {
  type EntryAddress,
  entryAt,
  isAside,
  isCommentHolder,
  photoOf,
  readJsonComments,
  readShownComments,
  readSitePage,
  titleText,
  userIn,
  withLooks,
} from '../parse/livejournal.js';
import { finishPage, makePost } from '../parse/post.js';
import { lineOf, quoteLines, readCount, textOf } from '../parse/text.js';
import {
  attribute,
  byClass,
  byName,
  closest,
  type Element,
  find,
  findAll,
  parseTree,
  type Test,
} from '../parse/tree.js';

/** Bodies of the engine's own looks first, then those of the styles that journals choose. */
const BODIES = [
  byClass('aentry-post__text'),
  byClass('b-singlepost-body'),
  byClass('entry-content', 'entry_text', 'entry-text', 'asset-body', 'j-e-text'),
];
const TITLES = [
  byClass('aentry-post__title-text', 'aentry-post__title'),
  byClass('b-singlepost-title'),
  byClass('entry-title', 'asset-name', 'subj-link', 'j-e-title'),
];
const isEntryTime = byClass(
  'aentry-head__date',
  'b-singlepost-author-date',
  'entry-date',
  'asset-meta-date',
  'entryHeaderDate',
  'updated',
);
const isAuthorBox = byClass(
  'aentry-head',
  'b-singlepost-author',
  'entry-poster',
  'asset-meta',
  'vcard',
  'entryunit__author',
);
/** «Оригинал взят у name в Title» begins what another wrote. */
const REPOST = /^(?:Оригинал взят у|Originally posted by)\s/i;
/** Titles in lists of entries. */
const isListTitle = byClass(
  'entryunit__title',
  'subj-link',
  'entry-title',
  'asset-name',
  'j-w-entry-subject',
  'entry-header',
);

/** First match of the first test that has one, comments apart. */
function firstOf(tree: Element, tests: readonly Test[]): Element | null {
  for (const test of tests) {
    const found = findAll(tree, test).find((element) => closest(element, isCommentHolder) === null);
    if (found !== undefined) return found;
  }
  return null;
}

/** The text with what was taken over from another as a quotation, and where that stands. */
function splitRepost(text: string, body: Element, page: Page): { text: string; repostOf: string | null } {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => REPOST.test(line));
  if (start === -1) return { text, repostOf: null };
  const links = findAll(body, byName('a')).map((link) => entryAt(attribute(link, 'href'), page.url));
  const from = links.find((link) => link !== null);
  const [own, foreign] = [lines.slice(0, start).join('\n').trim(), lines.slice(start).join('\n')];
  return { text: own === '' ? quoteLines(foreign) : `${own}\n\n${quoteLines(foreign)}`, repostOf: from?.url ?? null };
}

/** Time of an entry: exact where an attribute tells it, else as printed; null for none. */
function printedTime(box: Element | null): string | null {
  if (box === null) return null;
  const inner = box.name === 'time' ? box : (find(box, byName('time', 'abbr')) ?? box);
  const exact = attribute(inner, 'datetime') ?? attribute(inner, 'title') ?? '';
  return /^\d{4}-\d\d-\d\d/.test(exact) ? exact : lineOf(inner) || null;
}

function readEntry(tree: Element, entry: EntryAddress, data: JsonRecord | null, page: Page): ParsedPost | null {
  const body = firstOf(tree, BODIES);
  if (body === null) return null;
  const title = titleText(lineOf(firstOf(tree, TITLES)));
  const { text: words, repostOf } = splitRepost(textOf(body, { skip: isAside }), body, page);
  const images = findAll(body, byName('img')).filter(
    (image) => !/userpic|userinfo|emo|smil/i.test(image.attributes.src ?? ''),
  );
  const text = title === '' || words.startsWith(title) ? words : `${title}\n\n${words}`.trim();
  if (text === '' && images.length === 0) return null;
  return makePost({
    nativeId: `entry-${entry.id}`,
    url: entry.url,
    text,
    time: readTime(printedTime(firstOf(tree, [isEntryTime, byName('time')])), page),
    threadId: `entry-${entry.id}`,
    repostOf,
    counts: { views: null, likes: null, comments: countAt(data, 'replycount') },
    attachments: images.map(photoOf),
    authorId: userIn(firstOf(tree, [isAuthorBox])),
  });
}

/** Pages of comments beside this one: answers to early comments stand on early pages, each is read again. */
function commentPages(tree: Element, entry: EntryAddress, page: Page): PageLink[] {
  const here = Number(parameter(page.url, 'page') ?? 1);
  const numbers = findAll(tree, byName('a')).flatMap((link) => {
    const href = absoluteUrl(attribute(link, 'href'), page.url);
    const number = Number(parameter(href, 'page') ?? Number.NaN);
    return entryAt(href, page.url)?.url === entry.url && parameter(href, 'thread') === null ? number : [];
  });
  return [...new Set(numbers)]
    .filter((number) => Number.isInteger(number) && number > 0 && number < 1_000 && number !== here)
    .map((number) => ({ url: withLooks(`${entry.url}?page=${number}`, page), rel: 'thread', changedAt: null }));
}

function readEntryPage(tree: Element, entry: EntryAddress, page: Page): ParsedPage {
  const { data, broken } = readSitePage(page.body);
  const post = readEntry(tree, entry, data, page);
  const told = readJsonComments(data?.comments, entry, page);
  const read = told.posts.length + told.links.length > 0 ? told : readShownComments(tree, entry, page);
  const warnings: string[] = [];
  if (broken) warnings.push('the list of comments in the script of the page is not JSON');
  if (read.broken > 0) warnings.push(`${read.broken} comments without number or words`);
  // One thread alone shows the entry cut short, or not at all.
  const isThread = parameter(page.url, 'thread') !== null;
  if (post === null && !isThread) warnings.push('the entry itself is not on the page');
  const posts = post === null || isThread ? read.posts : [post, ...read.posts];
  return finishPage(page, { posts, links: [...read.links, ...commentPages(tree, entry, page)], warnings });
}

/** How many comments a list says an entry has: «12 комментариев» on the link that leads to them. */
function replyCounts(tree: Element, page: Page): Map<string, number> {
  const counts = new Map<string, number>();
  for (const link of findAll(tree, byName('a'))) {
    const href = attribute(link, 'href');
    const entry = href !== null && /#comments$|[?&]view=comments/.test(href) ? entryAt(href, page.url) : null;
    const number = /\d[\d\s]*/.exec(lineOf(link))?.[0];
    const count = number === undefined ? null : readCount(number);
    if (entry !== null && count !== null) counts.set(entry.url, count);
  }
  return counts;
}

/** A list of entries: of a journal, a tag or a day. The entries are read on pages of their own: lists cut them short. */
function readList(tree: Element, page: Page): ParsedPage {
  const titles = findAll(tree, isListTitle);
  const links = titles.flatMap((title) => (title.name === 'a' ? [title] : findAll(title, byName('a'))));
  const counts = replyCounts(tree, page);
  const { host } = new URL(page.url);
  const urls = links.flatMap((link) => entryAt(attribute(link, 'href'), page.url)?.url ?? []);
  const threads = (urls.length > 0 ? urls : [...counts.keys()])
    .filter((url) => new URL(url).host === host)
    .map(
      (url): PageLink => ({
        url: withLooks(url, page),
        rel: 'thread',
        changedAt: null,
        replies: counts.get(url) ?? null,
      }),
    );
  return finishPage(page, { posts: [], links: [...threads, ...olderList(tree, page)] });
}

/** `?skip=20`: the nearest that lies further back than this page. */
function olderList(tree: Element, page: Page): PageLink[] {
  const here = Number(parameter(page.url, 'skip') ?? 0);
  const found = findAll(tree, (element) => element.name === 'a' || element.name === 'link').flatMap((link) => {
    const href = absoluteUrl(attribute(link, 'href'), page.url);
    const skip = Number(parameter(href, 'skip') ?? Number.NaN);
    const isHere = href !== null && new URL(href).host === new URL(page.url).host;
    return isHere && Number.isInteger(skip) && skip > here ? { href, skip } : [];
  });
  const [nearest] = found.sort((one, other) => one.skip - other.skip);
  return nearest === undefined
    ? []
    : [{ url: withLooks(nearest.href.replace(/#.*$/, ''), page), rel: 'older', changedAt: null }];
}

/** What the page asks for when a branch is opened: comments of one entry as JSON. */
function readThread(page: Page): ParsedPage {
  const root = recordOf(parseJson(page));
  const comments = recordsOf(root?.comments);
  if (root === null || !Array.isArray(root.comments)) throw unexpectedPage(page, 'a thread of LiveJournal');
  const named = comments.map(({ thread_url: url }) => entryAt(typeof url === 'string' ? url : null, page.url));
  const entry = named.find((each) => each !== null);
  if (entry === undefined) throw unexpectedPage(page, 'a thread of LiveJournal');
  const { posts, links, broken } = readJsonComments(comments, entry, page);
  const warnings = broken > 0 ? [`${broken} comments without number or words`] : [];
  return finishPage(page, { posts, links, warnings });
}

export const adapter: Adapter = {
  kind: 'livejournal',
  title: 'LiveJournal: journals and communities with the comments of their entries',
  notes:
    'No key. Public entries as guests see them; robots.txt of each journal is obeyed: owners may forbid robots there. The rules for bots ask for a contact in the user agent and at most five requests a second.',
  limits: [
    'The format was taken from open programs that read LiveJournal; it was not tried on the live site.',
    "Entries are read in the engine's looks (new, classic) and in journals' own styles that keep the usual names of classes; else add ?format=light to the address of the journal, which is kept on the way.",
    'Entries for adults, which ask for a confirmation, and those for friends only cannot be read (E_PAGE_EMPTY says so).',
    'Folded branches of comments are visited one by one where robots.txt allows addresses with ?thread=.',
    'It is not said whether an entry or a comment was edited. Films and polls are not listed.',
  ],
  accepts: ['text/html', 'application/xhtml+xml', 'application/json', 'text/javascript'],
  parse(page) {
    if (isJsonPage(page)) return readThread(page);
    const tree = parseTree(page.body);
    const entry = entryAt(page.url, page.url);
    return entry === null ? readList(tree, page) : readEntryPage(tree, entry, page);
  },
};
