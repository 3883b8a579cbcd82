import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink, ParsedPage } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import {
  countAt,
  isJsonPage,
  isSet,
  type JsonRecord,
  parseJson,
  recordOf,
  recordsOf,
  stringAt,
  unexpectedPage,
} from '../parse/json.js';
import { parameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { readRichText } from '../parse/rich-text.js';
import { oneLine, readCount } from '../parse/text.js';
import { byName, find, findAll, parseTree } from '../parse/tree.js';
import { adapter as feed } from './feed.js';

/** Namespace of what LiveJournal adds to RSS: how many replies an entry has, who wrote it. */
const NAMESPACE = /xmlns:lj\s*=\s*["']https?:\/\/www\.livejournal\.org\/rss\/lj\//i;
/** First comments of a thread that one page of comments holds; a shorter page is the last one. */
const THREADS_PER_PAGE = 15;

/** Address of the comments as the journal's own page asks for them, threads unfolded. */
function commentsUrl(entry: URL, item: string, more: Record<string, string>): string {
  const journal = entry.hostname.split('.')[0] ?? '';
  const url = new URL(`/${journal}/__rpc_get_thread`, entry.origin);
  // Host names have hyphens where names of journals have underscores.
  const parameters = { journal: journal.replaceAll('-', '_'), itemid: item, flat: '', expand_all: '1', ...more };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

const numberOf = (entry: string): string | null => /\/(\d+)\.html$/.exec(entry)?.[1] ?? null;

/** Entries come from the journal's feed, each with the address of its comments. */
function readEntries(page: Page, source: Parameters<Adapter['parse']>[1]): ParsedPage {
  const read = feed.parse(page, source);
  const items = findAll(parseTree(page.body, { xml: true }), byName('item'), { outermost: true });
  const replies = new Map(
    items.map((item) => {
      const text = (name: string) => oneLine(String(find(item, byName(name))?.children[0] ?? ''));
      return [text('guid'), readCount(text('lj:reply-count'))];
    }),
  );
  const links: PageLink[] = [];
  const posts = read.posts.map((post) => {
    const item = numberOf(post.url);
    const comments = replies.get(post.nativeId) ?? null;
    if (item !== null && comments !== null && comments > 0)
      links.push({
        url: commentsUrl(new URL(post.url), item, { page: '1' }),
        rel: 'thread',
        changedAt: null,
        replies: comments,
      });
    return { ...post, threadId: post.nativeId, counts: { ...post.counts, comments } };
  });
  return { ...read, posts, links: [...read.links, ...links] };
}

/** A comment; null when it is folded, taken away or hidden, or says nothing. */
function readComment(comment: JsonRecord, entry: string, page: Page): ParsedPost | null {
  const id = countAt(comment, 'dtalkid');
  const html = stringAt(comment, 'article');
  const isHidden = ['deleted', 'suspended', 'screened', 'is_screened'].some((name) => isSet(comment, name));
  if (id === null || id === 0 || isHidden || html === '') return null;
  const rich = readRichText(html);
  const subject = oneLine(stringAt(comment, 'subject'));
  const text = subject === '' || rich.text.startsWith(subject) ? rich.text : `${subject}\n\n${rich.text}`.trim();
  if (text === '' && rich.attachments.length === 0) return null;
  const parent = countAt(comment, 'parent') ?? 0;
  return makePost({
    nativeId: `comment-${id}`,
    url: `${entry}?thread=${id}#t${id}`,
    text,
    time: readTime(String(countAt(comment, 'ctime_ts') ?? '') || stringAt(comment, 'ctime') || null, page),
    threadId: entry,
    replyTo: parent === 0 ? entry : `comment-${parent}`,
    attachments: rich.attachments,
    authorId: (stringAt(comment, 'uname') || stringAt(comment, 'dname')).slice(0, 200) || null,
  });
}

function readThreads(page: Page): ParsedPage {
  const root = recordOf(parseJson(page));
  const item = parameter(page.url, 'itemid');
  if (root === null || !Array.isArray(root.comments) || item === null)
    throw unexpectedPage(page, 'an answer of __rpc_get_thread');
  const here = new URL(page.url);
  const entry = `${here.origin}/${item}.html`;
  const comments = recordsOf(root.comments);
  const posts: ParsedPost[] = [];
  const links: PageLink[] = [];
  let firsts = 0;
  for (const comment of comments) {
    if ((countAt(comment, 'parent') ?? 0) === 0) firsts++;
    const post = readComment(comment, entry, page);
    if (post !== null) posts.push(post);
    const id = countAt(comment, 'dtalkid');
    // Long threads stay folded: each is asked for by itself.
    if (comment.loaded === 0 && id !== null && id > 0 && parameter(page.url, 'thread') !== String(id))
      links.push({ url: commentsUrl(new URL(entry), item, { thread: String(id) }), rel: 'thread', changedAt: null });
  }
  const number = Number(parameter(page.url, 'page') ?? 0);
  if (number > 0 && firsts >= THREADS_PER_PAGE)
    links.push({
      url: commentsUrl(new URL(entry), item, { page: String(number + 1) }),
      rel: 'thread',
      changedAt: null,
    });
  // All may have been taken away; the page after the last is empty too.
  if (posts.length === 0 && links.length === 0)
    return { posts, links, ttlMinutes: null, warnings: ['no comment is shown'] };
  return finishPage(page, { posts, links });
}

export const adapter: Adapter = {
  kind: 'livejournal',
  title: 'LiveJournal: entries of a journal or community, and their comments',
  notes:
    'No key. The address of the source is the feed, https://name.livejournal.com/data/rss; comments are asked for as the pages of the journal do. robots.txt of the host is obeyed for both.',
  limits: [
    'The feed holds the latest 25 entries; older ones are not read.',
    'Entries and comments for friends are not shown to anybody and are not read.',
    'What the comments look like was taken from three programs that read them, not from the site itself.',
  ],
  accepts: ['application/rss+xml', 'application/xml', 'text/xml', 'application/json', 'text/javascript', 'text/plain'],
  parse(page, source) {
    if (isJsonPage(page)) return readThreads(page);
    if (!NAMESPACE.test(page.body.slice(0, 4_000))) throw unexpectedPage(page, 'the feed of a journal (…/data/rss)');
    return readEntries(page, source);
  },
};
