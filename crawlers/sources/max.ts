import { AppError } from '../../src/core/errors.js';
import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import { countAt, type JsonRecord, parseJson, recordOf, recordsOf, stringAt, unexpectedPage } from '../parse/json.js';
import { absoluteUrl, withParameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { cleanText, quoteLines } from '../parse/text.js';

/** Messages that a request asks for: the most that the API gives. */
const PAGE = 100;
const API = 'https://platform-api2.max.ru';

const attachmentTypes: Readonly<Record<string, Attachment['type']>> = {
  image: 'photo',
  video: 'video',
  audio: 'audio',
  file: 'document',
  sticker: 'sticker',
  share: 'link',
  location: 'location',
};

/** Buttons below a message are none of its content; cards of persons are noted without their names. */
function attachmentsOf(body: JsonRecord | null): Attachment[] {
  return recordsOf(body?.attachments)
    .filter((entry) => stringAt(entry, 'type') !== 'inline_keyboard')
    .map((entry) => {
      const point = [entry.latitude, entry.longitude].every((part) => typeof part === 'number')
        ? `${entry.latitude} ${entry.longitude}`
        : '';
      const words = stringAt(entry, 'title') || stringAt(entry, 'filename') || stringAt(entry, 'description') || point;
      return {
        type: attachmentTypes[stringAt(entry, 'type')] ?? 'other',
        alt: cleanText(words).slice(0, 300) || null,
      };
    });
}

/** Chat and, for a page of comments, message that an address names. */
function namesOf(url: string): { chat: string; message: string | null } | null {
  const path = /^\/c\/(-?\d{1,20})(?:\/([^/]{1,300}))?\/?$/.exec(new URL(url).pathname);
  return path === null
    ? null
    : { chat: path[1] as string, message: path[2] === undefined ? null : decodeURIComponent(path[2]) };
}

/** Address under which the messages of a chat are known here, where the API names none. */
const messageUrl = (page: Page, chat: string, mid: string): string =>
  `${new URL(page.url).origin}/c/${chat}/${encodeURIComponent(mid)}`;

/** A message of a chat, a post of a channel or a comment; null when it lacks an id or says nothing. */
function readMessage(message: JsonRecord, chat: string, thread: string | null, page: Page): ParsedPost | null {
  const body = recordOf(message.body);
  const mid = stringAt(body, 'mid');
  const link = recordOf(message.link);
  const linked = recordOf(link?.message);
  const isForward = stringAt(link, 'type') === 'forward';
  const own = cleanText(stringAt(body, 'text')).trim();
  const foreign = isForward ? quoteLines(cleanText(stringAt(linked, 'text')).trim()) : '';
  const attachments = [...attachmentsOf(body), ...(isForward ? attachmentsOf(linked) : [])];
  if (mid === '' || mid.length > 300 || (own === '' && foreign === '' && attachments.length === 0)) return null;
  const sender = recordOf(message.sender);
  const author = countAt(sender, 'user_id');
  const answers = stringAt(link, 'type') === 'reply' ? stringAt(linked, 'mid') : '';
  const from = typeof link?.chat_id === 'number' ? String(link.chat_id) : '';
  const linkedId = stringAt(linked, 'mid');
  return makePost({
    nativeId: mid,
    url: absoluteUrl(stringAt(message, 'url'), page.url) ?? messageUrl(page, chat, mid),
    text: [own, foreign].filter((part) => part !== '').join('\n\n'),
    time: readTime(String(countAt(message, 'timestamp') ?? ''), page),
    threadId: thread ?? (answers || mid),
    replyTo: answers || thread,
    repostOf: isForward && linkedId !== '' ? (from === '' ? linkedId : messageUrl(page, from, linkedId)) : null,
    counts: { views: countAt(recordOf(message.stat), 'views'), likes: null, comments: null },
    attachments,
    authorId: author === null ? null : `user${author}`,
  });
}

function requestUrl(url: string): string {
  const page = new URL(url);
  const names = namesOf(url);
  if (names === null)
    throw new AppError(
      'E_SOURCE_INVALID',
      `Address ${url} names no chat of MAX. Write it as https://max.ru/c/-123 with the number of the chat or channel that your bot is in.`,
      { details: { url } },
    );
  const origin = /^(?:www\.)?max\.ru$/.test(page.hostname) ? API : page.origin;
  const before = page.searchParams.get('before');
  const request =
    names.message === null
      ? new URL('/messages', origin)
      : new URL(`/messages/${encodeURIComponent(names.message)}/comments`, origin);
  if (names.message === null) request.searchParams.set('chat_id', names.chat);
  request.searchParams.set('count', String(PAGE));
  // `from` is where the way back begins: messages up to this time are given.
  if (before !== null) request.searchParams.set(names.message === null ? 'from' : 'before', before);
  return request.href;
}

export const adapter: Adapter = {
  kind: 'max',
  title: 'MAX: chats and channels that your bot is in (official Bot API)',
  notes:
    'Needs the token of your own bot in OTKLIK_MAX_TOKEN; the owner of a chat or channel takes the bot in, which is the ground to read it. Source addresses: https://max.ru/c/-123 with the number of the chat.',
  limits: [
    'Only chats and channels that took the bot in; the API gives no list of them, the number stands in the event that the bot gets when it is taken in.',
    'It is not said whether a message was edited, nor how many comments a post has: those of new posts are looked at at growing intervals.',
  ],
  accepts: ['application/json'],
  api: {
    hosts: ['max.ru'],
    keyName: 'OTKLIK_MAX_TOKEN',
    requestUrl,
    headers: (key) => ({ authorization: key }),
  },
  parse(page) {
    const root = recordOf(parseJson(page));
    if (root === null || !Array.isArray(root.messages)) throw unexpectedPage(page, 'a list of messages of MAX');
    const messages = recordsOf(root.messages);
    const named = messages.map((message) => recordOf(message.recipient)?.chat_id).find((id) => typeof id === 'number');
    const { chat, message: thread } = namesOf(page.url) ?? { chat: String(named ?? ''), message: null };
    const posts: ParsedPost[] = [];
    const links: PageLink[] = [];
    let broken = 0;
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const message of messages) {
      const timestamp = countAt(message, 'timestamp');
      if (timestamp !== null) oldestMs = Math.min(oldestMs, timestamp);
      const post = readMessage(message, chat, thread, page);
      if (post === null) broken++;
      else posts.push(post);
      const isChannel = stringAt(recordOf(message.recipient), 'chat_type') === 'channel';
      if (post !== null && isChannel && thread === null)
        links.push({ url: messageUrl(page, chat, post.nativeId), rel: 'thread', changedAt: null });
    }
    if (messages.length >= PAGE && Number.isFinite(oldestMs))
      links.push({ url: withParameter(page.url, 'before', String(oldestMs - 1)), rel: 'older', changedAt: null });
    const warnings = broken > 0 ? [`${broken} messages without id or content`] : [];
    // A chat in which nobody wrote, and a post without comments, are nothing to be alarmed by.
    if (messages.length === 0)
      return { posts: [], links: [], ttlMinutes: null, warnings: ['nothing was written here yet'] };
    return finishPage(page, { posts, links, warnings });
  },
};
