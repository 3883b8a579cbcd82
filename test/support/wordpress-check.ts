/** Compares what the collector brought from a WordPress with what was written there. */
import type { RawPost } from '../../src/core/post.js';
import type { Source } from '../../src/core/source.js';
import { type CollectedSite, collectSite } from './collected-site.js';
import { testSource } from './crawl-kit.js';
import { type RealWordPress, startWordPress } from './real-wordpress.js';
import type { Addresses } from './wordpress-session.js';
import { fillTown, type Written, type WrittenTown, writeComment } from './wordpress-town.js';

const MINUTE_MS = 60_000;

/** One way of reading the site, and what it can bring. */
interface Reading {
  id: string;
  kind: string;
  path: string;
  brings(town: WrittenTown): Written[];
  /** Whether it tells what answers what. */
  hasThreads: boolean;
  /** Whether it goes back to comments that it has read: then an edit and a removal must be noticed, not only one more. */
  rereads: boolean;
}

export interface ReadingResult {
  source: string;
  kind: string;
  /** Articles and comments that the reading can bring, and those that it brought. */
  expected: number;
  found: number;
  /** What is wrong, one sentence each; empty: all is as it was written. */
  misses: string[];
}

export interface WordPressResult {
  version: string;
  results: ReadingResult[];
  troubles: string[];
}

const newestFirst = (list: readonly Written[]): Written[] => [...list].sort((a, b) => b.publishedMs - a.publishedMs);
const all = ({ articles, comments }: WrittenTown): Written[] => [...articles, ...comments];
/** Feeds of WordPress hold the ten newest. */
const FEED_ENTRIES = 10;

const PATHS = {
  pretty: { feed: '/feed/', posts: '/wp-json/wp/v2/posts?_embed', comments: '/wp-json/wp/v2/comments?' },
  plain: { feed: '/?feed=rss2', posts: '/?rest_route=/wp/v2/posts&_embed', comments: '/?rest_route=/wp/v2/comments&' },
} as const;

function readingsFor(addresses: Addresses, theme: string, isFirst: boolean): Reading[] {
  const html = { id: `${addresses}-${theme}`, kind: 'news-comments', path: '/', brings: all };
  if (!isFirst) return [{ ...html, hasThreads: true, rereads: true }];
  const paths = PATHS[addresses];
  const onlyComments = ({ comments }: WrittenTown) => comments;
  const newest = ({ articles }: WrittenTown) => newestFirst(articles).slice(0, FEED_ENTRIES);
  const api = { kind: 'wordpress-comments', hasThreads: true, rereads: true };
  return [
    { id: `${addresses}-feed`, kind: 'feed', path: paths.feed, brings: newest, hasThreads: false, rereads: false },
    { ...api, id: `${addresses}-rest-posts`, path: paths.posts, brings: all },
    { ...api, id: `${addresses}-rest-comments`, path: `${paths.comments}per_page=100`, brings: onlyComments },
    // Ten to a page: older pages of a list are read once.
    {
      ...api,
      id: `${addresses}-rest-comments-paged`,
      path: paths.comments.slice(0, -1),
      brings: onlyComments,
      rereads: false,
    },
    { ...html, hasThreads: true, rereads: true },
  ];
}

function sourceOf({ id, kind, path }: Reading, origin: string): Source {
  return testSource({
    id,
    kind,
    urls: [`${origin}${path}`],
    timeZone: 'Asia/Yekaterinburg',
    requestsPerDay: 10_000,
    depth: { pages: 10, topics: 50 },
  });
}

const nameOf = ({ what, id }: Written): string => `${what} ${id}`;
/** Comments go by their number, articles by their address: pages and feeds name them in ways of their own. */
const isSame = (post: RawPost, item: Written): boolean =>
  item.what === 'comment' ? post.nativeId === `comment-${item.id}` : post.url === item.url;

/** Themes write the address of a comment with the page that it stands on or without it: both lead to the comment. */
const addressOf = (url: string): string => url.replace(/\/comment-page-\d+\/(?=#)/, '/').replace(/&cpage=\d+/, '');

/** All that is wrong with one reading; `edits` counts further entries of a post that is to come again. */
function missesOf(reading: Reading, items: Written[], posts: RawPost[], edits: ReadonlyMap<Written, number>): string[] {
  const misses: string[] = [];
  const authors = new Map<string, Set<string>>();
  const names = new Map<string, Set<string>>();
  const threads = new Map(
    items.flatMap((item) =>
      item.what === 'article' ? [[item.id, posts.find((post) => isSame(post, item))?.threadId] as const] : [],
    ),
  );
  for (const item of items) {
    const own = posts.filter((post) => isSame(post, item));
    const post = own.at(-1);
    const times = 1 + (edits.get(item) ?? 0);
    if (post === undefined) {
      misses.push(`${nameOf(item)} is missing: ${item.url}`);
      continue;
    }
    const wrong = (what: string, is: unknown, should: unknown) =>
      misses.push(`${nameOf(item)}: ${what} is ${JSON.stringify(is)}, written ${JSON.stringify(should)}`);
    if (own.length !== times) wrong('number of times taken', own.length, times);
    if (post.text !== item.text) wrong('text', post.text, item.text);
    const lateMs = Math.abs(Date.parse(post.publishedAt ?? '') - item.publishedMs);
    if (!(lateMs <= MINUTE_MS)) wrong('time', post.publishedAt, new Date(item.publishedMs).toISOString());
    if (addressOf(post.url) !== addressOf(item.url)) wrong('address', post.url, item.url);
    const parent = item.parentId === null ? null : `comment-${item.parentId}`;
    if (reading.hasThreads && post.replyTo !== parent) wrong('parent', post.replyTo, parent);
    const thread = threads.get(item.articleId);
    if (reading.hasThreads && (post.threadId === null || (thread !== undefined && post.threadId !== thread)))
      wrong('thread', post.threadId, thread);
    if (post.author === null) wrong('author', null, item.author);
    else {
      const key = `${item.what} ${item.author}`;
      authors.set(key, (authors.get(key) ?? new Set()).add(post.author));
      names.set(
        `${item.what} ${post.author}`,
        (names.get(`${item.what} ${post.author}`) ?? new Set()).add(item.author),
      );
    }
  }
  for (const [name, hashes] of authors) if (hashes.size > 1) misses.push(`${name} is ${hashes.size} authors`);
  for (const who of names.values()) if (who.size > 1) misses.push(`${[...who].join(', ')} are one author`);
  const extra = posts.filter((post) => !items.some((item) => isSame(post, item)));
  for (const post of extra) misses.push(`taken and not expected: ${post.nativeId} ${post.url}`);
  return misses;
}

/** An article and a comment put right, a comment more, one taken away; the truth follows. */
async function changeTown(
  site: RealWordPress,
  town: WrittenTown,
): Promise<{ article: Written; edited: Written; before: string; gone: Written }> {
  const last = town.articles.length - 1;
  const top = town.comments.find(
    ({ articleId, parentId }) => articleId === town.articles[last]?.id && parentId === null,
  );
  const parents = new Set(town.comments.map(({ parentId }) => parentId));
  const leaves = town.comments.filter(({ id, articleId }) => articleId === town.articles[8]?.id && !parents.has(id));
  const [edited, gone, article] = [leaves[1], leaves[3], town.articles[last - 1]];
  if (article === undefined || top === undefined || edited === undefined || gone === undefined)
    throw new Error('the town lacks comments');
  const text = 'Сегодня дали воду, но ржавую.';
  const fields = { post: top.articleId, parent: top.id, author: 'Клавдия', text, shown: text, atMs: null };
  town.comments.push(await writeComment(site, fields));
  article.text = `${article.text.split('\n')[0]}\n\nСтаю отловили, калитку починили.`;
  const content = '<!-- wp:paragraph -->\n<p>Стаю отловили, калитку починили.</p>\n<!-- /wp:paragraph -->';
  await site.admin.call('POST', `posts/${article.id}`, { content });
  const before = edited.text;
  edited.text = 'Исправлено: яму засыпали щебнем.';
  await site.admin.call('POST', `comments/${edited.id}`, { content: edited.text });
  await site.admin.call('DELETE', `comments/${gone.id}`);
  return { article, edited, before, gone };
}

/**
 * Reads a real WordPress as every kind that can: once as it stands, and twice more after a comment was added, one edited and one deleted (a
 * post counts as removed when it was missed twice).
 * @param themes each is read as HTML
 */
export async function checkWordPress(
  addresses: Addresses,
  themes: readonly string[],
  workerUrl?: URL,
): Promise<WordPressResult> {
  const site = await startWordPress(addresses);
  const collectors: CollectedSite[] = [];
  try {
    const town = await fillTown(site);
    const rounds: { theme: string; readings: Reading[]; collector: CollectedSite; misses: Map<string, string[]> }[] =
      [];
    for (const [at, theme] of themes.entries()) {
      await site.admin.activate(theme);
      const readings = readingsFor(addresses, theme, at === 0);
      const collector = await collectSite(
        readings.map((reading) => sourceOf(reading, site.origin)),
        workerUrl,
      );
      collectors.push(collector);
      await collector.pass();
      const misses = new Map(
        readings.map((reading) => [
          reading.id,
          missesOf(reading, reading.brings(town), collector.postsOf(reading.id), new Map()),
        ]),
      );
      rounds.push({ theme, readings, collector, misses });
    }
    const { article, edited, before, gone } = await changeTown(site, town);
    const edits = new Map([article, edited].map((item) => [item, 1] as const));
    const results: ReadingResult[] = [];
    for (const { theme, readings, collector, misses } of rounds) {
      await site.admin.activate(theme);
      await collector.pass(1);
      await collector.pass(1);
      for (const reading of readings) {
        // What a reading does not go back to stays as it was.
        const items = reading
          .brings(town)
          .map((item) => (item === edited && !reading.rereads ? { ...item, text: before } : item));
        const posts = collector.postsOf(reading.id);
        const later = missesOf(reading, items, posts, edits).map((miss) => `after the changes: ${miss}`);
        const removed = posts.filter(({ id }) => collector.removed().has(id)).map(({ nativeId }) => nativeId);
        const wanted = reading.rereads ? [`comment-${gone.id}`] : [];
        if (JSON.stringify([...new Set(removed)]) !== JSON.stringify(wanted))
          later.push(`removed are [${removed.join(', ')}], taken away [${wanted.join(', ')}]`);
        results.push({
          source: reading.id,
          kind: reading.kind,
          expected: items.length,
          found: items.filter((item) => posts.some((post) => isSame(post, item))).length,
          misses: [...(misses.get(reading.id) ?? []), ...later],
        });
      }
    }
    return { version: site.version, results, troubles: collectors.flatMap(({ troubles }) => troubles) };
  } finally {
    for (const collector of collectors) await collector.close();
    await site.stop();
  }
}
