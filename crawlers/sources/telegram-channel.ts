import { AppError } from '../../src/core/errors.js';
import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink, ParsedPage } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import { absoluteUrl, parameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { lineOf, readCount, textOf } from '../parse/text.js';
import {
  attribute,
  both,
  byClass,
  byName,
  classIndexer,
  type Element,
  find,
  findAll,
  hasClass,
  parseTree,
  walk,
} from '../parse/tree.js';

const isMessage = (element: Element) =>
  element.attributes['data-post'] !== undefined && hasClass(element, 'tgme_widget_message');
/** In the widget of a discussion messages have the number alone that they have in the group. */
const isComment = (element: Element) =>
  element.attributes['data-post-id'] !== undefined && hasClass(element, 'tgme_widget_message');
/** The latest comments that are asked for; the widget gives no more at once. */
const COMMENTS_PER_PAGE = 100;

/** Attachments by the class that carries them; the album's pictures come one by one. */
const MEDIA: [string, Attachment['type']][] = [
  ['tgme_widget_message_photo_wrap', 'photo'],
  ['tgme_widget_message_video_player', 'video'],
  ['tgme_widget_message_roundvideo_player', 'video'],
  ['tgme_widget_message_voice_player', 'voice'],
  ['tgme_widget_message_sticker_wrap', 'sticker'],
  ['tgme_widget_message_location_wrap', 'location'],
  ['tgme_widget_message_poll', 'poll'],
];

type Classes = ReadonlyMap<string, readonly Element[]>;

const MEDIA_CLASSES = [
  ...MEDIA.map(([name]) => name),
  'tgme_widget_message_document_wrap',
  'tgme_widget_message_link_preview',
];

/** Every class that a message is read by. */
const indexClasses = classIndexer([
  ...MEDIA_CLASSES,
  'js-message_text',
  'tgme_reaction',
  'tgme_widget_message_author_name',
  'tgme_widget_message_date',
  'tgme_widget_message_forwarded_from_name',
  'tgme_widget_message_from_author',
  'tgme_widget_message_meta',
  'tgme_widget_message_poll_option_text',
  'tgme_widget_message_poll_question',
  'tgme_widget_message_reply',
  'tgme_widget_message_text',
  'tgme_widget_message_views',
]);

function attachmentsOf(message: Element, classes: Classes): Attachment[] {
  const found: Attachment[] = [];
  if (!MEDIA_CLASSES.some((name) => classes.has(name))) return found;
  for (const element of findAll(message, (candidate) => candidate.attributes.class !== undefined)) {
    const media = MEDIA.find(([name]) => hasClass(element, name));
    if (media !== undefined) found.push({ type: media[1], alt: null });
    else if (hasClass(element, 'tgme_widget_message_document_wrap')) {
      const isAudio = find(element, both(byClass('tgme_widget_message_document_icon'), byClass('audio'))) !== null;
      const title = lineOf(find(element, byClass('tgme_widget_message_document_title')));
      found.push({ type: isAudio ? 'audio' : 'document', alt: title === '' ? null : title });
    } else if (hasClass(element, 'tgme_widget_message_link_preview')) {
      const title = lineOf(find(element, byClass('link_preview_title')));
      found.push({ type: 'link', alt: title === '' ? null : title });
    }
  }
  return found;
}

function pollText(classes: Classes): string {
  const question = lineOf(classes.get('tgme_widget_message_poll_question')?.[0] ?? null);
  const options = (classes.get('tgme_widget_message_poll_option_text') ?? []).map((option) => `- ${lineOf(option)}`);
  return [question, ...options].filter((line) => line !== '').join('\n');
}

function likesOf(classes: Classes): number | null {
  const counts = (classes.get('tgme_reaction') ?? []).map((reaction) =>
    readCount(lineOf(reaction).replace(/^[^\d]+/, '')),
  );
  return counts.length === 0 ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

const isBesideMeta = byClass('tgme_widget_message_from_author', 'tgme_widget_message_date');

function readMessage(message: Element, classes: Classes, page: Page): ParsedPost | null {
  const nativeId = attribute(message, 'data-post');
  return nativeId === null || !/^[\w-]+\/\d+$/.test(nativeId) ? null : readBody(message, classes, page, nativeId);
}

function readBody(message: Element, classes: Classes, page: Page, nativeId: string): ParsedPost | null {
  const first = (name: string): Element | null => classes.get(name)?.[0] ?? null;
  const dateLink = first('tgme_widget_message_date');
  const url = absoluteUrl(attribute(dateLink, 'href'), page.url) ?? absoluteUrl(`/${nativeId}`, page.url);
  if (url === null) return null;
  const time = dateLink === null ? null : find(dateLink, byName('time'));
  const body = first('js-message_text') ?? first('tgme_widget_message_text');
  const signature = lineOf(first('tgme_widget_message_from_author'));
  const origin = first('tgme_widget_message_forwarded_from_name');
  const reply = absoluteUrl(attribute(first('tgme_widget_message_reply'), 'href'), page.url);
  const views = first('tgme_widget_message_views');
  const metaText = lineOf(first('tgme_widget_message_meta'), { skip: isBesideMeta });
  return makePost({
    nativeId,
    url,
    text: [body === null ? '' : textOf(body), pollText(classes)].filter((part) => part !== '').join('\n\n'),
    time: readTime(attribute(time, 'datetime'), page),
    replyTo: reply === null ? null : (/([\w-]+\/\d+)(?:[?#].*)?$/.exec(reply)?.[1] ?? null),
    edited: /edited|изменено|отредактировано/i.test(metaText),
    repostOf: origin === null ? null : (absoluteUrl(attribute(origin, 'href'), page.url) ?? (lineOf(origin) || null)),
    counts: { views: views === null ? null : readCount(lineOf(views)), likes: likesOf(classes), comments: null },
    attachments: attachmentsOf(message, classes),
    authorId: signature === '' ? null : signature,
  });
}

/** Address of the widget that shows what is written below a message, «contest/198». */
function discussionUrl(message: string, page: Page): string | null {
  return absoluteUrl(`/${message}?embed=1&discussion=1&comments_limit=${COMMENTS_PER_PAGE}`, page.url);
}

/** A comment below a message of the channel; whoever answers no other comment answers the message. */
function readComment(element: Element, message: string, page: Page): ParsedPost | null {
  const id = attribute(element, 'data-post-id');
  const classes = indexClasses(element, () => {});
  const comment =
    id === null || !/^\d+$/.test(id) ? null : readBody(element, classes, page, `${message}?comment=${id}`);
  if (comment === null) return null;
  const author = classes.get('tgme_widget_message_author_name')?.[0] ?? null;
  const reply = attribute(classes.get('tgme_widget_message_reply')?.[0] ?? null, 'href');
  const answered = /[?&]comment=(\d+)/.exec(reply ?? '')?.[1];
  const account = /^https?:\/\/t\.me\/([\w-]+)\/?$/.exec(attribute(author, 'href') ?? '')?.[1];
  return {
    ...comment,
    url: absoluteUrl(`/${comment.nativeId}`, page.url) ?? comment.url,
    threadId: message,
    replyTo: answered === undefined ? message : `${message}?comment=${answered}`,
    authorId: (account ?? lineOf(author)).slice(0, 200) || null,
  };
}

/** The widget of the discussion linked to the channel, with the latest comments. */
function readDiscussion(tree: Element, message: string, page: Page): ParsedPage {
  const found = findAll(tree, isComment, { outermost: true });
  const posts = found.flatMap((element) => readComment(element, message, page) ?? []);
  // A channel without a group, a discussion that nobody began, one that is shown to members only.
  if (found.length === 0 && find(tree, byClass('tme_no_messages_found', 'tgme_post_discussion')) !== null)
    return { posts, links: [], ttlMinutes: null, warnings: ['no comment is shown'] };
  const broken = found.length - posts.length;
  return finishPage(page, { posts, links: [], warnings: broken > 0 ? [`${broken} comments without a number`] : [] });
}

export const adapter: Adapter = {
  kind: 'telegram-channel',
  title: 'Telegram channel, public preview (t.me/s/…)',
  notes: 'No key. Only the preview that Telegram itself publishes for browsers; robots.txt of the host is obeyed.',
  limits: [
    'Comments of the linked discussion group are asked for only where the source says how many messages back (depth.comments): one request a message; the latest hundred of each, as the public widget shows them.',
    'What that widget looks like was taken from programs that read it, not from the site itself.',
    'Channels that switched the preview off cannot be read.',
    'Service messages (pinned, renamed) are left out.',
  ],
  accepts: ['text/html', 'application/xhtml+xml'],
  parse(page, { depth }) {
    const tree = parseTree(page.body);
    const discussed = /^\/([\w-]+\/\d+)$/.exec(new URL(page.url).pathname)?.[1];
    if (discussed !== undefined && parameter(page.url, 'discussion') !== null)
      return readDiscussion(tree, discussed, page);
    let messages = 0;
    let service = 0;
    let broken = 0;
    const posts: ParsedPost[] = [];
    const links: PageLink[] = [];
    const findOlder = (element: Element): void => {
      if (element.attributes['data-before'] === undefined) return;
      const url = absoluteUrl(attribute(element, 'href'), page.url);
      if (url !== null) links.push({ url, rel: 'older', changedAt: null });
    };
    // Each element is looked at once: those of a message by its index of classes, the others here.
    walk(tree, (element) => {
      findOlder(element);
      if (!isMessage(element)) return true;
      messages++;
      const classes = indexClasses(element, findOlder);
      if (hasClass(element, 'service_message')) {
        service++;
        return false;
      }
      const post = readMessage(element, classes, page);
      if (post === null) broken++;
      else posts.push(post);
      return false;
    });
    if (messages === 0 && find(tree, byClass('tgme_page_action')) !== null) {
      throw new AppError(
        'E_PAGE_INVALID',
        `Channel ${page.url} shows its card but no messages: its preview is switched off, or it is no public channel.`,
      );
    }
    const wanted = depth.comments ?? 0;
    // The newest stand last.
    for (const { nativeId } of wanted > 0 ? posts.slice(-wanted).reverse() : []) {
      const url = discussionUrl(nativeId, page);
      if (url !== null) links.push({ url, rel: 'thread', changedAt: null });
    }
    const warnings = [];
    if (broken > 0) warnings.push(`${broken} messages without a readable id`);
    if (posts.length === 0 && service > 0) warnings.push(`${service} service messages and nothing else`);
    const threaded = wanted > 0 ? posts.map((post) => ({ ...post, threadId: post.nativeId })) : posts;
    return finishPage(page, { posts: threaded, links, warnings });
  },
};
