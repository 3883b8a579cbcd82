import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink, ParsedPage } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import {
  countAt,
  isSet,
  type JsonRecord,
  parseJson,
  recordOf,
  recordsOf,
  stringAt,
  unexpectedPage,
} from '../parse/json.js';
import { parameter, withParameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { cleanText, quoteLines } from '../parse/text.js';
import { methodRestOfVk, refusalOfVk, restOfVk, vkBatch, vkRequest } from '../parse/vk-api.js';
import { vkCommunity } from '../parse/vk-community.js';

/** Entries that a request asks for: the most that the API gives. */
const MOST = 100;
/** The first page of a wall is read again and again, and many travel in one answer: it holds what is new. */
const NEWEST = 30;

/** Number of a post in the address of its comments: «-1_2». */
const postIdIn = (url: string): string | undefined => /\/wall(-?\d+_\d+)/.exec(url)?.[1];

function entriesAskedFor(url: string): number {
  const isWall = postIdIn(url) === undefined && parameter(url, 'q') === null;
  return isWall && parameter(url, 'offset') === null ? NEWEST : MOST;
}

/** Whole number of a field, negative for communities; null when there is none. */
function ownerAt(record: JsonRecord | null, key: string): number | null {
  const value = record?.[key];
  return typeof value === 'number' && Number.isSafeInteger(value) && value !== 0 ? value : null;
}

const siteOf = (page: Page): string => new URL(page.url).origin;

/** What kind of thing is attached, with the words that stand by it. */
const attachmentTypes: Readonly<Record<string, Attachment['type']>> = {
  photo: 'photo',
  posted_photo: 'photo',
  album: 'photo',
  photos_list: 'photo',
  video: 'video',
  clip: 'video',
  audio: 'audio',
  audio_playlist: 'audio',
  podcast: 'audio',
  audio_message: 'voice',
  doc: 'document',
  graffiti: 'photo',
  link: 'link',
  article: 'link',
  page: 'link',
  poll: 'poll',
  sticker: 'sticker',
};

function attachmentsOf(item: JsonRecord): Attachment[] {
  const found: Attachment[] = recordsOf(item.attachments).map((entry) => {
    const name = stringAt(entry, 'type');
    const body = recordOf(entry[name]);
    const words =
      stringAt(body, 'question') || stringAt(body, 'title') || stringAt(body, 'text') || stringAt(body, 'description');
    return { type: attachmentTypes[name] ?? 'other', alt: cleanText(words).slice(0, 300) || null };
  });
  const geo = recordOf(item.geo);
  if (geo !== null) {
    const place = recordOf(geo.place);
    const words = stringAt(place, 'title') || stringAt(place, 'address') || coordinatesOf(geo);
    found.push({ type: 'location', alt: words.slice(0, 300) || null });
  }
  return found;
}

/** Point of a post: «54.9 73.4» up to version 5.x, an object later. */
function coordinatesOf(geo: JsonRecord): string {
  const point = recordOf(geo.coordinates);
  const { latitude, longitude } = point ?? {};
  return point === null ? stringAt(geo, 'coordinates') : `${latitude ?? ''} ${longitude ?? ''}`.trim();
}

/** Recorded answers of old versions have line breaks as tags and entities in their text. */
const plain = (text: string): string => cleanText(text.replaceAll(/<br\s*\/?>/gi, '\n')).trim();
/** A community signs with the one who wrote; people write for themselves. */
function authorOf(item: JsonRecord): string | null {
  const author = ownerAt(item, 'signer_id') ?? ownerAt(item, 'from_id') ?? ownerAt(item, 'owner_id');
  return author === null ? null : author < 0 ? `club${-author}` : `id${author}`;
}

function likesOf(item: JsonRecord): number | null {
  return countAt(recordOf(item.likes), 'count');
}

/** A post of a wall or of a search; null when it lacks an id or says nothing at all. */
function readWallPost(item: JsonRecord, page: Page): ParsedPost | null {
  const owner = ownerAt(item, 'owner_id') ?? ownerAt(item, 'to_id') ?? ownerAt(item, 'from_id');
  const id = countAt(item, 'id');
  if (owner === null || id === null || id === 0) return null;
  const nativeId = `${owner}_${id}`;
  // The first of the chain is what was shared, the others what that one had shared.
  const shared = recordsOf(item.copy_history)[0] ?? null;
  const own = plain(stringAt(item, 'text'));
  const foreign = shared === null ? '' : quoteLines(plain(stringAt(shared, 'text')));
  const attachments = [...attachmentsOf(item), ...(shared === null ? [] : attachmentsOf(shared))];
  if (own === '' && foreign === '' && attachments.length === 0) return null;
  const from = ownerAt(shared, 'owner_id');
  const fromId = shared === null ? null : countAt(shared, 'id');
  return makePost({
    nativeId,
    url: `${siteOf(page)}/wall${nativeId}`,
    text: [own, foreign].filter((part) => part !== '').join('\n\n'),
    time: readTime(String(countAt(item, 'date') ?? ''), page),
    threadId: nativeId,
    edited: countAt(item, 'edited') !== null,
    pinned: isSet(item, 'is_pinned'),
    repostOf: from === null || fromId === null ? null : `${siteOf(page)}/wall${from}_${fromId}`,
    counts: {
      views: countAt(recordOf(item.views), 'count'),
      likes: likesOf(item),
      comments: countAt(recordOf(item.comments), 'count'),
    },
    attachments,
    authorId: authorOf(item),
  });
}

/** A comment below the post of the page; null when it lacks an id or says nothing. */
function readComment(item: JsonRecord, postId: string, page: Page): ParsedPost | null {
  const id = countAt(item, 'id');
  const text = plain(stringAt(item, 'text'));
  const attachments = attachmentsOf(item);
  if (id === null || id === 0 || (text === '' && attachments.length === 0)) return null;
  const above = countAt(item, 'reply_to_comment');
  const stack = item.parents_stack;
  const parent = Array.isArray(stack) && typeof stack.at(-1) === 'number' ? (stack.at(-1) as number) : null;
  const answers = above ?? parent;
  return makePost({
    nativeId: `${postId}_${id}`,
    url: `${siteOf(page)}/wall${postId}?reply=${id}${parent === null ? '' : `&thread=${parent}`}`,
    text,
    time: readTime(String(countAt(item, 'date') ?? ''), page),
    threadId: postId,
    replyTo: answers === null || answers === 0 ? postId : `${postId}_${answers}`,
    counts: { views: null, likes: likesOf(item), comments: countAt(recordOf(item.thread), 'count') },
    attachments,
    authorId: authorOf(item),
  });
}

interface Found {
  posts: ParsedPost[];
  links: PageLink[];
  broken: number;
}

function readWall(response: JsonRecord, page: Page): Found {
  const items = recordsOf(response.items);
  const found: Found = { posts: [], links: [], broken: 0 };
  for (const item of items) {
    if (isSet(item, 'is_deleted') || isSet(item, 'marked_as_ads')) continue;
    const post = readWallPost(item, page);
    if (post === null) found.broken++;
    else found.posts.push(post);
    const comments = post?.counts.comments ?? 0;
    if (post !== null && comments > 0)
      found.links.push({ url: post.url, rel: 'thread', changedAt: null, replies: comments });
  }
  const from = stringAt(response, 'next_from');
  const offset = Number(parameter(page.url, 'offset') ?? 0);
  if (from !== '')
    found.links.push({ url: withParameter(page.url, 'start_from', from), rel: 'older', changedAt: null });
  else if (items.length >= entriesAskedFor(page.url) && offset + items.length < (countAt(response, 'count') ?? 0))
    found.links.push({
      url: withParameter(page.url, 'offset', String(offset + items.length)),
      rel: 'older',
      changedAt: null,
    });
  return found;
}

function readComments(response: JsonRecord, postId: string, page: Page): Found {
  const items = recordsOf(response.items);
  const found: Found = { posts: [], links: [], broken: 0 };
  for (const item of items) {
    const thread = recordOf(item.thread);
    const answers = recordsOf(thread?.items);
    for (const each of [item, ...answers]) {
      // A comment that was taken away keeps its place while it has answers.
      if (isSet(each, 'deleted')) continue;
      const post = readComment(each, postId, page);
      if (post === null) found.broken++;
      else found.posts.push(post);
    }
    const all = countAt(thread, 'count') ?? 0;
    const id = countAt(item, 'id');
    if (all > answers.length && id !== null)
      found.links.push({
        url: withParameter(page.url, 'thread', String(id)),
        rel: 'thread',
        changedAt: null,
        replies: all,
      });
  }
  const offset = Number(parameter(page.url, 'offset') ?? 0);
  const level = countAt(response, 'current_level_count') ?? countAt(response, 'count') ?? 0;
  if (items.length >= entriesAskedFor(page.url) && offset + items.length < level)
    found.links.push({
      url: withParameter(page.url, 'offset', String(offset + items.length)),
      rel: 'older',
      changedAt: null,
    });
  return found;
}

export const adapter: Adapter = {
  kind: 'vk',
  title: 'VK: walls, comments with their threads, search of posts (official API)',
  notes:
    'Needs your own service key of a VK application in OTKLIK_VK_TOKEN, under the terms of the API; robots.txt of the site is not asked for. Source addresses are those for people: https://vk.com/name, /club1, /wall-1_2, /search/statuses?q=words.',
  limits: [
    'Only what the API gives to a service key: open walls and communities.',
    'At most one request a second, below the three that VK allows; up to 25 pages travel in one (`execute`).',
    'VK allows a key 5 000 readings of walls and 1 000 of searches a day, however many travel together; a method whose calls are used up is left alone for an hour, the others go on.',
    'Advertisements are left out, and who liked is not asked.',
    'Comments are read again when the wall counts more or fewer of them, and at growing intervals.',
  ],
  accepts: ['application/json', 'text/javascript'],
  api: {
    hosts: ['vk.com', 'vk.ru', 'm.vk.com', 'm.vk.ru'],
    keyName: 'OTKLIK_VK_TOKEN',
    requestUrl: (url) => vkRequest(url, entriesAskedFor(url)),
    headers: (key) => ({ authorization: `Bearer ${key}` }),
    restMs: restOfVk,
    methodRestMs: methodRestOfVk,
    batch: vkBatch,
    about: vkCommunity,
  },
  parse(page): ParsedPage {
    const root = recordOf(parseJson(page));
    const refusal = recordOf(root?.error);
    if (refusal !== null) throw refusalOfVk(refusal, page.url);
    const response = recordOf(root?.response);
    if (response === null || !Array.isArray(response.items))
      throw unexpectedPage(page, 'an answer of wall.get, wall.getComments or newsfeed.search');
    const postId = postIdIn(page.url);
    const found = postId === undefined ? readWall(response, page) : readComments(response, postId, page);
    const warnings = found.broken > 0 ? [`${found.broken} entries without id or content`] : [];
    // An open wall without posts, and a post whose comments were all taken away, are nothing to be alarmed by.
    if (found.broken === 0 && found.posts.length === 0 && found.links.length === 0)
      return { posts: [], links: [], ttlMinutes: null, warnings: ['nothing was written here yet'] };
    return finishPage(page, { posts: found.posts, links: found.links, warnings });
  },
};
