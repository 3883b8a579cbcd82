import type { Attachment, ParsedPost } from '../../src/core/post.js';
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
import { withParameter } from '../parse/links.js';
import { okNames, okRequest, refusalOfOk, restOfOk, signedForm } from '../parse/ok-api.js';
import { finishPage, makePost } from '../parse/post.js';
import { cleanText } from '../parse/text.js';

/** Entries that a request asks for. */
const PAGE = 100;

const attachmentTypes: Readonly<Record<string, Attachment['type']>> = {
  photo: 'photo',
  movie: 'video',
  video: 'video',
  music: 'audio',
  audio: 'audio',
  link: 'link',
  poll: 'poll',
  place: 'location',
  sticker: 'sticker',
  topic: 'link',
};

/** Blocks of a post or things put to a comment, its text aside. */
function attachmentsOf(blocks: JsonRecord[]): Attachment[] {
  return blocks
    .filter((block) => stringAt(block, 'type').toLowerCase() !== 'text')
    .map((block) => {
      const words = stringAt(block, 'question') || stringAt(block, 'title') || stringAt(block, 'description');
      const name = stringAt(block, 'type').toLowerCase();
      return { type: attachmentTypes[name] ?? 'other', alt: cleanText(words).slice(0, 300) || null };
    });
}

const topicUrl = (page: Page, group: string, topic: string): string =>
  `${new URL(page.url).origin}/group/${group}/topic/${topic}`;

/** A post of a group; null when it lacks an id or a group, or says nothing. */
function readTopic(topic: JsonRecord, page: Page): ParsedPost | null {
  const id = idAt(topic, 'id');
  const group = okNames(page.url)?.group ?? /^group:(\d{1,20})$/.exec(stringAt(topic, 'owner_ref'))?.[1];
  if (id === null || group === undefined || !/^\d{1,20}$/.test(id)) return null;
  const blocks = recordsOf(topic.media);
  const text = blocks
    .filter((block) => stringAt(block, 'type').toLowerCase() === 'text')
    .map((block) => cleanText(stringAt(block, 'text')).trim())
    .filter((part) => part !== '')
    .join('\n\n');
  const attachments = attachmentsOf(blocks);
  if (text === '' && attachments.length === 0) return null;
  return makePost({
    nativeId: id,
    url: topicUrl(page, group, id),
    text,
    time: readTime(String(countAt(topic, 'created_ms') ?? ''), page),
    threadId: id,
    pinned: isSet(topic, 'is_pinned'),
    counts: {
      views: countAt(topic, 'views_count'),
      likes: countAt(recordOf(topic.like_summary), 'count'),
      comments: countAt(recordOf(topic.discussion_summary), 'comments_count'),
    },
    attachments,
    authorId: stringAt(topic, 'author_ref') || null,
  });
}

/** A comment below the topic of the page; null when it lacks an id or says nothing. */
function readComment(comment: JsonRecord, group: string, topic: string, page: Page): ParsedPost | null {
  const id = idAt(comment, 'id');
  const text = cleanText(stringAt(comment, 'text')).trim();
  const attachments = attachmentsOf(recordsOf(comment.attachments));
  if (id === null || (text === '' && attachments.length === 0)) return null;
  const author = idAt(comment, 'author_id');
  const answers = idAt(comment, 'reply_to_comment_id');
  const milliseconds = countAt(comment, 'date_ms');
  return makePost({
    nativeId: `${topic}_${id}`,
    url: `${topicUrl(page, group, topic)}#${encodeURIComponent(id)}`,
    text,
    time: readTime(milliseconds === null ? stringAt(comment, 'date') : String(milliseconds), page),
    threadId: topic,
    replyTo: answers === null ? topic : `${topic}_${answers}`,
    counts: { views: null, likes: countAt(comment, 'like_count'), comments: null },
    attachments,
    authorId: stringAt(comment, 'author_ref') || (author === null ? null : `user:${author}`),
  });
}

export const adapter: Adapter = {
  kind: 'odnoklassniki',
  title: 'OK.ru: posts of groups with their comments (official API)',
  notes:
    'Needs your own application in OK.ru: OTKLIK_OK_APPLICATION_KEY, OTKLIK_OK_SECRET and OTKLIK_OK_TOKEN, under the terms of the API; robots.txt of the site is not asked for. Source addresses: https://ok.ru/group/123, /group/123/topic/456, with numbers.',
  limits: [
    'Never tried against OK.ru itself: the signature was taken from its documentation, requests, fields and errors from public programs that use it.',
    'Only what the API gives to your application; groups under a name of their own must be given by number.',
    'What a shared post says is not read; nor is it said whether a post was edited.',
    'Comments without milliseconds are dated in the zone of the source.',
  ],
  accepts: ['application/json', 'text/javascript'],
  api: {
    hosts: ['ok.ru', 'm.ok.ru', 'odnoklassniki.ru', 'm.odnoklassniki.ru'],
    keyName: 'OTKLIK_OK_TOKEN',
    moreKeyNames: ['OTKLIK_OK_APPLICATION_KEY', 'OTKLIK_OK_SECRET'],
    requestUrl: (url) => okRequest(url, PAGE),
    headers: () => ({}),
    form: (requestUrl, keys) =>
      signedForm(Object.fromEntries(new URL(requestUrl).searchParams), {
        applicationKey: keys.OTKLIK_OK_APPLICATION_KEY ?? '',
        secret: keys.OTKLIK_OK_SECRET ?? '',
        token: keys.OTKLIK_OK_TOKEN ?? '',
      }),
    restMs: restOfOk,
  },
  parse(page) {
    const root = recordOf(parseJson(page));
    const code = countAt(root, 'error_code');
    if (code !== null) throw refusalOfOk(code, page.url);
    const { topic = null, group = '' } = okNames(page.url) ?? {};
    const list = topic === null ? root?.media_topics : root?.comments;
    if (root === null || !Array.isArray(list))
      throw unexpectedPage(page, 'an answer of mediatopic.getTopics or discussions.getComments');
    const posts: ParsedPost[] = [];
    const links: PageLink[] = [];
    const entries = recordsOf(list);
    for (const entry of entries) {
      const post = topic === null ? readTopic(entry, page) : readComment(entry, group, topic, page);
      if (post === null) continue;
      posts.push(post);
      const replies = topic === null ? (post.counts.comments ?? 0) : 0;
      if (replies > 0) links.push({ url: post.url, rel: 'thread', changedAt: null, replies });
    }
    const anchor = stringAt(root, 'anchor');
    if (isSet(root, 'has_more') && anchor !== '')
      links.push({ url: withParameter(page.url, 'anchor', anchor), rel: 'older', changedAt: null });
    const broken = entries.length - posts.length;
    // A group in which nobody wrote, and a post without comments, are nothing to be alarmed by.
    if (list.length === 0) return { posts, links, ttlMinutes: null, warnings: ['nothing was written here yet'] };
    return finishPage(page, {
      posts,
      links,
      warnings: broken > 0 ? [`${broken} entries without id or content`] : [],
    });
  },
};
