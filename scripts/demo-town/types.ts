/** The four invented sites that residents write on. */
export type PostSite = 'telegram' | 'forum' | 'news' | 'feed';
export type SiteName = PostSite | 'trouble';

/** What a careful reader would say about a post; the crawler never sees it. */
export interface Truth {
  readonly incident: boolean;
  /** One of the twenty group codes; null when the post is no complaint. */
  readonly group: string | null;
  readonly settlement: string | null;
  readonly street: string | null;
  readonly house: string | null;
  /** Posts with the same value tell of the same problem. */
  readonly problem?: string;
  /** Danger to life or health: wants a person at once. */
  readonly urgent?: boolean;
}

/** One line of posts/*.jsonl. Times are minutes from the town's start; negative ones lie before it. */
export interface DemoPost {
  readonly id: string;
  readonly site: PostSite;
  readonly author: string;
  readonly text: string;
  readonly truth: Truth;
  readonly atMinutes: number;
  /** Telegram channel, forum topic, news article or feed (`rss`, `atom`). */
  readonly thread: string;
  /** Given by the post that opens a forum topic or a news article, and by every feed entry. */
  readonly title?: string;
  /** Forum board of the topic that this post opens. */
  readonly board?: string;
  readonly sticky?: boolean;
  /** Id of the post answered: a reply, a forum quote or a nested comment. */
  readonly replyTo?: string;
  readonly forwardedFrom?: string;
  /** Number of photos attached (Telegram): two or more make an album. */
  readonly photos?: number;
  readonly editedText?: string;
  readonly editAtMinutes?: number;
  /** Id of the post that this one repeats nearly word for word. */
  readonly repeats?: string;
}

/** A post with the id and address that its site prints. */
export interface PlacedPost extends DemoPost {
  /** The site's own id: `channel/123`, a phpBB post number, a comment number, a feed guid's tail. */
  readonly nativeId: string;
  /** Permalink without the origin. */
  readonly path: string;
}

/** An entry of config/sources/*.yaml. */
export interface SourceEntry {
  readonly id: string;
  readonly kind: 'telegram-channel' | 'phpbb' | 'news-comments' | 'feed';
  readonly name: string;
  readonly urls: readonly string[];
  readonly territory: string;
  readonly timeZone: string;
  readonly language: string;
  readonly everyMinutes: number;
  readonly depth: { readonly pages: number; readonly topics: number };
  readonly requestsPerDay: number;
  readonly allowPrivateNetwork: boolean;
  readonly passport: {
    readonly ground: string;
    readonly terms: string;
    readonly contact: string;
    readonly expires: string;
  };
  readonly labels: readonly string[];
}

export interface RequestRecord {
  readonly site: SiteName;
  readonly path: string;
  readonly atMs: number;
  readonly userAgent: string;
}

export interface PageRequest {
  readonly url: URL;
  readonly origin: string;
  readonly nowMs: number;
}

/** What a page function hands back; `drip` keeps the answer open for ever, a few bytes at a time. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** Epoch milliseconds of the last change of what the page shows. */
  readonly modifiedMs?: number;
  readonly location?: string;
  readonly drip?: boolean;
}
