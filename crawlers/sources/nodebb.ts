import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import {
  countAt,
  idAt,
  isSet,
  type JsonRecord,
  parseJson,
  recordOf,
  recordsOf,
  stringAt,
  unexpectedPage,
} from '../parse/json.js';
import { absoluteUrl, pageUrl, parameter, withParameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { readRichText } from '../parse/rich-text.js';
import type { Test } from '../parse/tree.js';

/** Newest posts on the first page of a topic: its address stays the same however long the topic grows. */
const NEWEST_FIRST = 'sort=newest_to_oldest';
/** A page of recent posts has 20, less those that guests may not see. */
const ENOUGH_FOR_MORE = 10;

const isFile: Test = (link) => /\/uploads\/files\//.test(link.attributes.href ?? '');

/** Address of the forum itself: what stands before `/api/`. */
function rootOf(page: Page): string {
  const url = new URL(page.url);
  return `${url.origin}${/^(.*?)\/api\//.exec(url.pathname)?.[1] ?? ''}`;
}

/** A text that the engine stands in for another is a key of its translations. */
function isKey(text: string): boolean {
  return /^\[\[[\w:.-]+\]\]$/.test(text);
}

function titleOf(topic: JsonRecord | null): string {
  return readRichText(stringAt(topic, 'titleRaw') || stringAt(topic, 'title')).text;
}

function authorOf(post: JsonRecord): string | null {
  const user = recordOf(post.user);
  const name = stringAt(post, 'handle') || stringAt(user, 'username');
  return idAt(post, 'uid') ?? idAt(user, 'uid') ?? (name === '' || isKey(name) ? null : name);
}

/** A post of a topic; null when it lacks id or text. */
function readPost(post: JsonRecord, topic: JsonRecord | null, isMain: boolean, page: Page): ParsedPost | null {
  const nativeId = idAt(post, 'pid');
  const content = stringAt(post, 'content');
  const url = absoluteUrl(`${rootOf(page)}/post/${encodeURIComponent(nativeId ?? '')}`, page.url);
  if (nativeId === null || content === '' || url === null) return null;
  const { text, attachments } = readRichText(content, { file: isFile });
  const title = isMain ? titleOf(topic) : '';
  const edited = stringAt(post, 'editedISO') !== '' || (countAt(post, 'edited') ?? 0) > 0;
  const answers = countAt(topic, 'postcount');
  return makePost({
    nativeId,
    url,
    text: title === '' || text.startsWith(title) ? text : `${title}\n\n${text}`,
    time: readTime(stringAt(post, 'timestampISO') || (idAt(post, 'timestamp') ?? null), page),
    threadId: idAt(post, 'tid') ?? idAt(topic, 'tid'),
    replyTo: idAt(post, 'toPid'),
    edited,
    counts: {
      views: isMain ? countAt(topic, 'viewcount') : null,
      likes: countAt(post, 'upvotes') ?? countAt(post, 'votes'),
      comments:
        isMain && answers !== null
          ? Math.max(0, answers - 1)
          : (countAt(recordOf(post.replies), 'count') ?? countAt(post, 'replies')),
    },
    attachments,
    authorId: authorOf(post),
  });
}

function isMainPost(post: JsonRecord, topic: JsonRecord | null): boolean {
  const id = idAt(topic, 'mainPid');
  return id === null ? isSet(post, 'isMainPost') : id === idAt(post, 'pid');
}

interface Found {
  posts: ParsedPost[];
  warnings: string[];
}

/** Posts in the order of the page; what is deleted shows a key in place of its words. */
function readPosts(list: unknown, topicOf: (post: JsonRecord) => JsonRecord | null, page: Page): Found {
  const posts: ParsedPost[] = [];
  let broken = 0;
  for (const post of recordsOf(list)) {
    if (isSet(post, 'deleted') || isKey(stringAt(post, 'content'))) continue;
    const topic = topicOf(post);
    const read = readPost(post, topic, isMainPost(post, topic), page);
    if (read === null) broken++;
    else posts.push(read);
  }
  return { posts, warnings: broken > 0 ? [`${broken} posts without id or text`] : [] };
}

/** Address of another page of this list, as the engine's pagination names it; null when there is none. */
function neighbour(root: JsonRecord, name: 'next' | 'prev', page: Page): string | null {
  const target = recordOf(recordOf(root.pagination)?.[name]);
  const query = stringAt(target, 'qs') || `page=${countAt(target, 'page') ?? 1}`;
  return isSet(target, 'active') ? pageUrl(`?${query}`, page.url) : null;
}

/** Versions that take no order from the address answer with the oldest posts first. */
function isOldestFirst(posts: readonly ParsedPost[], page: Page): boolean {
  const times = posts.flatMap(({ publishedAt }) => publishedAt ?? []);
  const [first, last] = [times[0] ?? '', times.at(-1) ?? ''];
  return first === last ? parameter(page.url, 'sort') !== 'newest_to_oldest' : first < last;
}

function readTopic(topic: JsonRecord, page: Page): Found & { links: PageLink[] } {
  const found = readPosts(topic.posts, () => topic, page);
  const mainId = idAt(topic, 'mainPid');
  const replies = found.posts.filter(({ nativeId }) => nativeId !== mainId);
  const isAscending = isOldestFirst(replies, page);
  const pagination = recordOf(topic.pagination);
  const last = countAt(pagination, 'pageCount') ?? 1;
  // Where the newest come first, the one that began the topic stands above them; on its only page it is the oldest, and whatever came after it is in sight.
  const isOnTop = isSet(topic, 'pinned') || (!isAscending && last > 1);
  const posts = found.posts.map((post) => ({ ...post, pinned: isOnTop && post.nativeId === mainId }));
  const links: PageLink[] = [];
  const older = neighbour(topic, isAscending ? 'prev' : 'next', page);
  if (older !== null) links.push({ url: older, rel: 'older', changedAt: null });
  if (isAscending && last > (countAt(pagination, 'currentPage') ?? 1)) {
    const changedAt = readTime(stringAt(topic, 'lastposttimeISO') || idAt(topic, 'lastposttime'), page).publishedAt;
    links.push({ url: withParameter(page.url, 'page', String(last)), rel: 'thread', changedAt });
  }
  return { posts, links, warnings: found.warnings };
}

function topicLinks(topics: unknown, page: Page): PageLink[] {
  return recordsOf(topics).flatMap((topic): PageLink[] => {
    const slug = stringAt(topic, 'slug') || idAt(topic, 'tid');
    if (slug === null || isSet(topic, 'deleted') || isSet(topic, 'scheduled')) return [];
    const url = absoluteUrl(`${rootOf(page)}/api/topic/${slug}?${NEWEST_FIRST}`, page.url);
    const printed =
      stringAt(topic, 'lastposttimeISO') ||
      stringAt(recordOf(topic.teaser), 'timestampISO') ||
      idAt(topic, 'lastposttime');
    const count = countAt(topic, 'postcount');
    const replies = count === null ? null : Math.max(0, count - 1);
    return url === null ? [] : [{ url, rel: 'thread', changedAt: readTime(printed, page).publishedAt, replies }];
  });
}

function categoryLinks(categories: unknown, page: Page): PageLink[] {
  return recordsOf(categories).flatMap((category): PageLink[] => {
    const slug = stringAt(category, 'slug') || idAt(category, 'cid');
    // A category with a link of its own only leads elsewhere.
    const url = slug === null ? null : absoluteUrl(`${rootOf(page)}/api/category/${slug}`, page.url);
    if (url === null || stringAt(category, 'link') !== '' || isSet(category, 'disabled')) return [];
    return [{ url, rel: 'feed', changedAt: null }, ...categoryLinks(category.children, page)];
  });
}

export const adapter: Adapter = {
  kind: 'nodebb',
  title: 'NodeBB forum (JSON: /api/recent, /api/category/…, /api/topic/…, /api/recent/posts)',
  notes: 'No key. The JSON that the forum gives guests under /api; robots.txt of the host is obeyed.',
  limits: [
    'Forums or categories that show posts to members only cannot be read.',
    'Deleted posts and topics are left out. A topic that is deleted later is refused like one for members only (401): what was read of it does not count as removed.',
    'Topics of old versions that take no order of posts from the address are entered at their first page, then read from the last.',
  ],
  accepts: ['application/json'],
  parse(page) {
    const value = parseJson(page);
    if (Array.isArray(value) && recordsOf(value).some((post) => idAt(post, 'pid') !== null)) {
      const found = readPosts(value, (post) => recordOf(post.topic), page);
      const next = String((countAt({ page: parameter(page.url, 'page') }, 'page') ?? 1) + 1);
      const older = { url: withParameter(page.url, 'page', next), rel: 'older', changedAt: null } as const;
      return finishPage(page, { ...found, links: value.length >= ENOUGH_FOR_MORE ? [older] : [] });
    }
    const root = recordOf(value);
    if (root !== null && Array.isArray(root.posts) && idAt(root, 'tid') !== null) {
      return finishPage(page, readTopic(root, page));
    }
    if (root === null || !(Array.isArray(root.topics) || Array.isArray(root.categories)))
      throw unexpectedPage(page, 'a category, a topic or recent posts of a NodeBB forum');
    const older = neighbour(root, 'next', page);
    const links = [
      ...topicLinks(root.topics, page),
      ...categoryLinks(root.children, page),
      ...(Array.isArray(root.topics) ? [] : categoryLinks(root.categories, page)),
    ];
    if (older !== null) links.push({ url: older, rel: 'older', changedAt: null });
    return finishPage(page, { posts: [], links });
  },
};
