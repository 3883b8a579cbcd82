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
import { absoluteUrl, parameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { readRichText } from '../parse/rich-text.js';
import { byClass, closest, type Element, find, hasClass, type Test } from '../parse/tree.js';

/** Posts on one page of a topic (TopicView.chunk_size). */
const CHUNK = 20;
/** Kinds of posts that are people's words: regular and moderator's; 3 are notes of the engine, 4 whispers. */
const TYPES = [1, 2];
const LIKE = 2;

const isQuote = (element: Element) => element.name === 'aside' && hasClass(element, 'quote');
/** Heads of quotations name people; `meta` repeats a picture's name and size. */
const isAside: Test = (element) =>
  (hasClass(element, 'title') && closest(element, isQuote) !== null) ||
  (hasClass(element, 'meta') && closest(element, byClass('lightbox', 'lightbox-wrapper')) !== null) ||
  byClass('quote-controls', 'poll-info', 'poll-buttons')(element);
const isPreview: Test = (element) => element.name === 'aside' && hasClass(element, 'onebox');

/** Address of the forum itself: it may live in a folder of its host. */
function rootOf(page: Page): string {
  const url = new URL(page.url);
  const folder = /^(.*?)\/(?:latest|new|hot|top|t|c|tags?|posts|categories|categories_and_latest)(?:[/.]|$)/.exec(
    url.pathname,
  );
  return `${url.origin}${folder?.[1] ?? ''}`;
}

/** Page `number` of a topic, as JSON. */
function topicUrl(root: string, topic: { id: string; slug: string }, number: number): string | null {
  return absoluteUrl(`${root}/t/${topic.slug || '-'}/${topic.id}.json${number > 1 ? `?page=${number}` : ''}`, root);
}

/** Number of the post that is answered: the engine's own mark, else the first quotation of the same topic. */
function repliedNumber(post: JsonRecord, tree: Element, topicId: string): string | null {
  const own = idAt(post, 'reply_to_post_number');
  if (own !== null) return own;
  const quote = find(tree, isQuote);
  return quote?.attributes['data-topic'] === topicId ? (quote.attributes['data-post'] ?? null) : null;
}

function likesOf(post: JsonRecord): number | null {
  // Forums with other reactions than likes count those who gave any.
  const reactions = countAt(post, 'reaction_users_count');
  if (reactions !== null) return reactions;
  if (!Array.isArray(post.actions_summary)) return null;
  return countAt(recordsOf(post.actions_summary).find(({ id }) => id === LIKE) ?? null, 'count') ?? 0;
}

/** A post of a topic (`topic` is the page's own) or of the list of latest posts (null); null when it lacks number or text. */
function readPost(post: JsonRecord, topic: JsonRecord | null, page: Page): ParsedPost | null {
  const topicId = idAt(post, 'topic_id') ?? idAt(topic, 'id');
  const number = idAt(post, 'post_number');
  const cooked = stringAt(post, 'cooked');
  const slug = stringAt(post, 'topic_slug') || stringAt(topic, 'slug') || '-';
  const url = absoluteUrl(`${rootOf(page)}/t/${slug}/${topicId}/${number}`, page.url);
  if (topicId === null || number === null || cooked === '' || url === null) return null;
  const { text, attachments, tree } = readRichText(cooked, { skip: isAside, preview: isPreview });
  const isFirst = number === '1';
  const title = isFirst ? stringAt(topic, 'title') || stringAt(post, 'topic_title') : '';
  const replied = repliedNumber(post, tree, topicId);
  const answers = countAt(topic, 'posts_count');
  if (find(tree, byClass('poll')) !== null) attachments.push({ type: 'poll', alt: null });
  return makePost({
    // Answers name the number within the topic, not the post's own id.
    nativeId: `${topicId}/${number}`,
    url,
    text: title === '' || text.startsWith(title) ? text : `${title}\n\n${text}`,
    time: readTime(stringAt(post, 'created_at') || null, page),
    threadId: topicId,
    replyTo: replied === null ? null : `${topicId}/${replied}`,
    edited: (countAt(post, 'version') ?? 1) > 1,
    pinned: isFirst && (isSet(topic, 'pinned') || isSet(topic, 'pinned_globally')),
    counts: {
      views: isFirst ? countAt(topic, 'views') : null,
      likes: likesOf(post),
      comments: isFirst && answers !== null ? Math.max(0, answers - 1) : countAt(post, 'reply_count'),
    },
    attachments,
    authorId: idAt(post, 'user_id') ?? (stringAt(post, 'username') || null),
  });
}

function readPosts(list: unknown, topic: JsonRecord | null, page: Page): { posts: ParsedPost[]; warnings: string[] } {
  const posts: ParsedPost[] = [];
  let broken = 0;
  for (const post of recordsOf(list)) {
    const isNote = !TYPES.includes(countAt(post, 'post_type') ?? 1);
    // What is hidden after complaints or deleted by its author shows a notice in place of its words.
    if (isNote || isSet(post, 'hidden') || isSet(post, 'user_deleted') || stringAt(post, 'deleted_at') !== '') continue;
    const read = readPost(post, topic, page);
    if (read === null) broken++;
    else posts.push(read);
  }
  return { posts, warnings: broken > 0 ? [`${broken} posts without number or text`] : [] };
}

/** Topics are entered at their end, where the new posts are. */
function topicLinks(topic: JsonRecord, stream: JsonRecord, page: Page): PageLink[] {
  const id = idAt(topic, 'id');
  if (id === null) return [];
  const chunk = countAt(topic, 'chunk_size') || CHUNK;
  const ids = Array.isArray(stream.stream) ? stream.stream : [];
  const total = ids.length || (countAt(topic, 'posts_count') ?? 0);
  const first = ids.indexOf(recordsOf(stream.posts)[0]?.id);
  const current = first >= 0 ? Math.floor(first / chunk) + 1 : Number(parameter(page.url, 'page') ?? 1) || 1;
  const last = Math.ceil(total / chunk);
  const target = { id, slug: stringAt(topic, 'slug') };
  const older = current > 1 ? topicUrl(rootOf(page), target, current - 1) : null;
  const newest = last > current ? topicUrl(rootOf(page), target, last) : null;
  const changedAt = readTime(stringAt(topic, 'last_posted_at') || null, page).publishedAt;
  const links: PageLink[] = [];
  if (older !== null) links.push({ url: older, rel: 'older', changedAt: null });
  if (newest !== null) links.push({ url: newest, rel: 'thread', changedAt });
  return links;
}

function listLinks(list: JsonRecord, page: Page): PageLink[] {
  const links: PageLink[] = [];
  for (const topic of recordsOf(list.topics)) {
    const id = idAt(topic, 'id');
    const count = countAt(topic, 'posts_count');
    const target = { id: id ?? '', slug: stringAt(topic, 'slug') };
    const url = id === null ? null : topicUrl(rootOf(page), target, Math.ceil((count ?? 1) / CHUNK));
    const changedAt = readTime(stringAt(topic, 'bumped_at') || stringAt(topic, 'last_posted_at') || null, page);
    const replies = count === null ? null : Math.max(0, count - 1);
    if (url !== null) links.push({ url, rel: 'thread', changedAt: changedAt.publishedAt, replies });
  }
  // The engine names the next page for people: «/latest?page=1».
  const more = /^([^?#]*?)(?:\.json)?(\?[^#]*)?$/.exec(stringAt(list, 'more_topics_url'));
  const older = more?.[1] ? absoluteUrl(`${more[1]}.json${more[2] ?? ''}`, page.url) : null;
  if (older !== null) links.push({ url: older, rel: 'older', changedAt: null });
  return links;
}

function categoryLinks(list: unknown, page: Page): PageLink[] {
  return recordsOf(list).flatMap((category): PageLink[] => {
    const [id, slug] = [idAt(category, 'id'), stringAt(category, 'slug')];
    const url = id === null ? null : absoluteUrl(`${rootOf(page)}/c/${slug || '-'}/${id}.json`, page.url);
    return url === null ? [] : [{ url, rel: 'feed', changedAt: null }];
  });
}

export const adapter: Adapter = {
  kind: 'discourse',
  title: 'Discourse forum (JSON: /latest.json, /c/…/N.json, /t/…/N.json, /posts.json)',
  notes:
    'No key. The JSON that the forum gives guests; its robots.txt forbids search, members and feeds of topics, none of which is asked for.',
  limits: [
    'Forums that show posts to members only cannot be read.',
    'Posts that are hidden after complaints, deleted by their author or written by the engine are left out.',
    'Edits within the first minutes, which the engine does not count as such, are seen only by their text.',
  ],
  accepts: ['application/json'],
  parse(page) {
    const root = recordOf(parseJson(page));
    const stream = recordOf(root?.post_stream);
    if (root !== null && stream !== null) {
      return finishPage(page, { ...readPosts(stream.posts, root, page), links: topicLinks(root, stream, page) });
    }
    if (Array.isArray(root?.latest_posts)) {
      const found = readPosts(root.latest_posts, null, page);
      const ids = recordsOf(root.latest_posts).flatMap((post) => countAt(post, 'id') ?? []);
      const older = ids.length === 0 ? null : absoluteUrl(`?before=${Math.min(...ids)}`, page.url);
      return finishPage(page, {
        ...found,
        links: older === null ? [] : [{ url: older, rel: 'older', changedAt: null }],
      });
    }
    const [topics, categories] = [recordOf(root?.topic_list), recordOf(root?.category_list)];
    if (topics === null && categories === null)
      throw unexpectedPage(page, 'a list of topics, a topic or posts of a Discourse forum');
    const lists = topics === null ? [] : listLinks(topics, page);
    return finishPage(page, { posts: [], links: [...lists, ...categoryLinks(categories?.categories, page)] });
  },
};
