import { BOARDS, CHANNELS, type ChannelName } from './town.js';
import type { DemoPost, PlacedPost } from './types.js';

const POSTS_PER_TOPIC_PAGE = 10;
const COMMENTS_PER_PAGE = 10;
export const PAGE_SIZES = { topic: POSTS_PER_TOPIC_PAGE, comments: COMMENTS_PER_PAGE, channel: 20, board: 6, news: 8 };

/**
 * Gives every post its site's own id and address. Numbers follow the order of time over the whole list, so a
 * post keeps its number while the town grows. `posts` must be sorted by time.
 */
export function placePosts(posts: readonly DemoPost[]): PlacedPost[] {
  const channelNext = new Map<string, number>();
  const articles = new Map<string, number>();
  const roots = new Map<string, number>();
  const rootOf = new Map<string, number>();
  let forumNext = 20911;
  let commentNext = 7301;
  let messageNext = 514;
  return posts.map((post) => {
    if (post.site === 'telegram') {
      const number = channelNext.get(post.thread) ?? CHANNELS[post.thread as ChannelName].firstNumber;
      channelNext.set(post.thread, number + Math.max(1, post.photos ?? 1));
      return { ...post, nativeId: `${post.thread}/${number}`, path: `/${post.thread}/${number}` };
    }
    if (post.site === 'forum') {
      const number = forumNext++;
      return { ...post, nativeId: String(number), path: `/viewtopic.php?p=${number}#p${number}` };
    }
    if (post.site === 'news') {
      if (post.title !== undefined) {
        articles.set(post.thread, 3300 + articles.size * 7);
        return { ...post, nativeId: String(articles.get(post.thread)), path: `/news/${post.thread}` };
      }
      const number = commentNext++;
      // A nested comment stands on the page of the comment it hangs from.
      const parentRoot = post.replyTo === undefined ? undefined : rootOf.get(post.replyTo);
      const root = parentRoot ?? roots.get(post.thread) ?? 0;
      if (parentRoot === undefined) roots.set(post.thread, root + 1);
      rootOf.set(post.id, root);
      const page = Math.floor(root / COMMENTS_PER_PAGE) + 1;
      const query = page > 1 ? `?cpage=${page}` : '';
      return { ...post, nativeId: String(number), path: `/news/${post.thread}${query}#comment-${number}` };
    }
    const number = messageNext++;
    const folder = post.thread === 'rss' ? 'messages' : 'blog';
    return { ...post, nativeId: `${folder}-${number}`, path: `/${folder}/${number}` };
  });
}

/** A forum topic: phpBB number, opening post, board number. */
export interface Topic {
  readonly key: string;
  readonly number: number;
  readonly opening: PlacedPost;
  readonly boardNumber: number;
}

export function listTopics(posts: readonly PlacedPost[]): Topic[] {
  const topics: Topic[] = [];
  for (const post of posts) {
    if (post.site !== 'forum' || post.title === undefined) continue;
    const boardNumber = BOARDS[(post.board ?? 'boltalka') as keyof typeof BOARDS].number;
    topics.push({ key: post.thread, number: 1480 + topics.length * 3, opening: post, boardNumber });
  }
  return topics;
}

export interface Timeline {
  readonly posts: readonly PlacedPost[];
  readonly startedAtMs: number;
  /** Epoch milliseconds of publication; pages print it without the fraction of the second. */
  publishedAtMs(post: DemoPost): number;
  /** Epoch milliseconds of the edit, or undefined when there is none up to `nowMs`. */
  editedAtMs(post: DemoPost, nowMs: number): number | undefined;
  textAt(post: DemoPost, nowMs: number): string;
  /** Posts published by `nowMs`, oldest first. */
  visible(nowMs: number): PlacedPost[];
  /** The last publication or edit among `posts` by `nowMs`; the town's start minus two days when there is none. */
  changedAtMs(posts: readonly DemoPost[], nowMs: number): number;
}

/** `speed` makes the minutes after the start pass that many times faster; what lies before it keeps its age. */
export function createTimeline(posts: readonly PlacedPost[], startedAtMs: number, speed = 1): Timeline {
  const toMs = (minutes: number): number => Math.round(startedAtMs + (minutes * 60_000) / (minutes > 0 ? speed : 1));
  const publishedAtMs = (post: DemoPost): number => toMs(post.atMinutes);
  const editedAtMs = (post: DemoPost, nowMs: number): number | undefined => {
    if (post.editAtMinutes === undefined) return undefined;
    const at = toMs(post.editAtMinutes);
    return at <= nowMs ? at : undefined;
  };
  return {
    posts,
    startedAtMs,
    publishedAtMs,
    editedAtMs,
    textAt: (post, nowMs) => (editedAtMs(post, nowMs) === undefined ? post.text : (post.editedText ?? post.text)),
    visible: (nowMs) => posts.filter((post) => publishedAtMs(post) <= nowMs),
    changedAtMs: (shown, nowMs) =>
      shown.reduce(
        (latest, post) => Math.max(latest, publishedAtMs(post), editedAtMs(post, nowMs) ?? 0),
        toMs(-2 * 24 * 60 - 60),
      ),
  };
}
