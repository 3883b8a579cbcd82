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
import { absoluteUrl, pageUrl, parameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { readRichText } from '../parse/rich-text.js';
import { byClass, type Element, find, type Test } from '../parse/tree.js';

/** Most posts that the engine gives at once. */
const PAGE_LIMIT = 50;

const isFile: Test = (element) => element.attributes['data-fof-upload-download-uuid'] !== undefined;

/** Address of the forum itself: what stands before `/api`. */
function rootOf(page: Page): string {
  const url = new URL(page.url);
  return `${url.origin}${/^(.*?)\/api(?:\/|$)/.exec(url.pathname)?.[1] ?? ''}`;
}

/** The resources beside the main ones, by type and id. */
function indexOf(document: JsonRecord): ReadonlyMap<string, JsonRecord> {
  const all = [...recordsOf(document.included), ...recordsOf([document.data]), ...recordsOf(document.data)];
  return new Map(all.map((resource) => [`${stringAt(resource, 'type')}/${idAt(resource, 'id')}`, resource]));
}

/** Id of the one resource that a relationship names; null when it names none. */
function relatedId(resource: JsonRecord, name: string): string | null {
  return idAt(recordOf(recordOf(recordOf(resource.relationships)?.[name])?.data), 'id');
}

/** Posts of a discussion, the newest first: the address stays the same however long it grows. */
function postsUrl(discussionId: string, page: Page): string | null {
  const query = `filter[discussion]=${discussionId}&filter[type]=comment&sort=-createdAt&page[limit]=${PAGE_LIMIT}`;
  return absoluteUrl(`${rootOf(page)}/api/posts?${query}`, page.url);
}

/** The engine's slugs begin with the number since 1.0; before, pages for people had it put before them. */
function discussionPath(id: string, discussion: JsonRecord | null): string {
  const slug = stringAt(discussion, 'slug');
  if (slug === '') return id;
  return slug === id || slug.startsWith(`${id}-`) ? slug : `${id}-${slug}`;
}

/** Id of the post that is answered: the first mention of one. */
function answeredId(tree: Element, ownId: string): string | null {
  const mention = find(tree, byClass('PostMention'));
  const id = mention?.attributes['data-id'] ?? '';
  return /^\d+$/.test(id) && id !== ownId ? id : null;
}

function likesOf(post: JsonRecord, attributes: JsonRecord): number | null {
  const likes = recordOf(recordOf(post.relationships)?.likes)?.data;
  return countAt(attributes, 'likesCount') ?? (Array.isArray(likes) ? likes.length : null);
}

/** A comment; null when it lacks id, text or discussion. */
function readPost(post: JsonRecord, index: ReadonlyMap<string, JsonRecord>, page: Page): ParsedPost | null {
  const attributes = recordOf(post.attributes) ?? {};
  const nativeId = idAt(post, 'id');
  const html = stringAt(attributes, 'contentHtml');
  const threadId = relatedId(post, 'discussion') ?? parameter(page.url, 'filter[discussion]');
  const discussion = recordOf(index.get(`discussions/${threadId}`)?.attributes);
  const number = idAt(attributes, 'number');
  if (nativeId === null || html === '' || threadId === null) return null;
  const path = discussionPath(threadId, discussion);
  const url = absoluteUrl(`${rootOf(page)}/d/${path}${number === null ? '' : `/${number}`}`, page.url);
  if (url === null) return null;
  const { text, attachments, tree } = readRichText(html, { file: isFile });
  const isFirst = number === '1';
  const title = isFirst ? stringAt(discussion, 'title') : '';
  const comments = isFirst ? countAt(discussion, 'commentCount') : null;
  return makePost({
    nativeId,
    url,
    text: title === '' || text.startsWith(title) ? text : `${title}\n\n${text}`,
    time: readTime(stringAt(attributes, 'createdAt') || null, page),
    threadId,
    replyTo: answeredId(tree, nativeId),
    edited: stringAt(attributes, 'editedAt') !== '',
    pinned: isFirst && isSet(discussion, 'isSticky'),
    counts: {
      views: isFirst ? countAt(discussion, 'views') : null,
      likes: likesOf(post, attributes),
      comments: comments === null ? null : Math.max(0, comments - 1),
    },
    attachments,
    authorId: relatedId(post, 'user'),
  });
}

function readPosts(list: readonly JsonRecord[], index: ReadonlyMap<string, JsonRecord>, page: Page) {
  const posts: ParsedPost[] = [];
  let broken = 0;
  for (const post of list) {
    const attributes = recordOf(post.attributes);
    // A discussion names all its posts and holds some; notes of the engine («renamed», «locked») have no words of people.
    if (attributes === null || (stringAt(attributes, 'contentType') || 'comment') !== 'comment') continue;
    if (isSet(attributes, 'isHidden')) continue;
    const read = readPost(post, index, page);
    if (read === null) broken++;
    else posts.push(read);
  }
  return { posts, warnings: broken > 0 ? [`${broken} posts without id, text or discussion`] : [] };
}

const isOf = (type: string) => (resource: JsonRecord) => stringAt(resource, 'type') === type;

function threadLink(discussion: JsonRecord, page: Page): PageLink[] {
  const id = idAt(discussion, 'id');
  const attributes = recordOf(discussion.attributes);
  const url = id === null ? null : postsUrl(id, page);
  if (url === null || isSet(attributes, 'isHidden')) return [];
  const printed = stringAt(attributes, 'lastPostedAt') || null;
  const comments = countAt(attributes, 'commentCount');
  const replies = comments === null ? null : Math.max(0, comments - 1);
  return [{ url, rel: 'thread', changedAt: readTime(printed, page).publishedAt, replies }];
}

function olderLink(document: JsonRecord, page: Page): PageLink[] {
  const url = pageUrl(stringAt(recordOf(document.links), 'next'), page.url);
  return url === null ? [] : [{ url, rel: 'older', changedAt: null }];
}

export const adapter: Adapter = {
  kind: 'flarum',
  title: 'Flarum forum since 0.1.0-beta.8 (JSON:API: /api/discussions, /api/discussions/N, /api/posts?sort=-createdAt)',
  notes: 'No key. The JSON:API that the forum gives guests under /api; robots.txt of the host is obeyed.',
  limits: [
    'Forums that show posts to members only cannot be read.',
    'Hidden posts and notes of the engine (renamed, locked, tagged) are left out.',
    'Only the first post that a text mentions counts as the one it answers.',
    'Likes are read where the extension for them tells their number.',
  ],
  accepts: ['application/vnd.api+json', 'application/json'],
  parse(page) {
    const document = recordOf(parseJson(page));
    const single = recordOf(document?.data);
    const list = recordsOf(document?.data);
    const isEmpty = Array.isArray(document?.data) && list.length === 0;
    const isKnown =
      single === null
        ? isEmpty || list.some((each) => isOf('discussions')(each) || isOf('posts')(each))
        : isOf('discussions')(single);
    if (document === null || !isKnown) throw unexpectedPage(page, 'discussions or posts of a Flarum forum');
    const index = indexOf(document);
    if (single !== null) {
      const own = idAt(single, 'id');
      const all = recordsOf(document.included).filter(isOf('posts'));
      const found = readPosts(
        all.filter((post) => (relatedId(post, 'discussion') ?? own) === own),
        index,
        page,
      );
      return finishPage(page, { ...found, links: threadLink(single, page) });
    }
    if (list.some(isOf('posts'))) {
      const found = readPosts(list.filter(isOf('posts')), index, page);
      const isNewestFirst = /^-(?:createdAt|number)$/.test(parameter(page.url, 'sort') ?? '');
      const target = isNewestFirst ? null : (found.posts[0]?.threadId ?? null);
      const newest = target === null ? null : postsUrl(target, page);
      const links = isNewestFirst || newest === null ? olderLink(document, page) : [];
      if (newest !== null) links.push({ url: newest, rel: 'thread', changedAt: null });
      return finishPage(page, { ...found, links });
    }
    const threads = list.filter(isOf('discussions')).flatMap((discussion) => threadLink(discussion, page));
    return finishPage(page, { posts: [], links: [...threads, ...olderLink(document, page)] });
  },
};
