import { AppError } from '../../src/core/errors.js';
import { close, listen, type Site } from './http.js';
import { loadPosts } from './load-posts.js';
import { feedPage } from './pages/feed.js';
import { forumPage } from './pages/forum.js';
import { newsPage } from './pages/news.js';
import { telegramPage } from './pages/telegram.js';
import { troublePage } from './pages/trouble.js';
import { DEFAULT_BASE_PORT, listSources, SITE_ORDER } from './sources.js';
import { createTimeline, placePosts, type Timeline } from './timeline.js';
import type { Page, PageRequest, PlacedPost, RequestRecord, SiteName, SourceEntry } from './types.js';

const REQUESTS_KEPT = 5000;

const PAGES: Record<SiteName, (request: PageRequest, timeline: Timeline) => Page | undefined> = {
  telegram: telegramPage,
  forum: forumPage,
  news: newsPage,
  feed: feedPage,
  trouble: troublePage,
};

export interface DemoTown {
  readonly sites: Readonly<Record<SiteName, { readonly origin: string }>>;
  /** Epoch milliseconds of minute 0. */
  readonly startedAtMs: number;
  /** Every post that the town will ever show, with the truth about it, oldest first. */
  readonly posts: readonly PlacedPost[];
  /** The newest requests (5 000 at most), oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Entries for the source list that point at this town. */
  sources(): SourceEntry[];
  /** Posts published by `atMs` (epoch milliseconds), oldest first. */
  visiblePosts(atMs: number): PlacedPost[];
  /** Ends all sites and cuts open connections; a second call does nothing. */
  stop(): Promise<void>;
}

export interface DemoTownOptions {
  /** First of five neighbouring ports; 0 takes any free ones. */
  readonly basePort?: number;
  readonly host?: string;
  /** Minute 0. Give the instant of an earlier run to let that town live on with the same dates. */
  readonly startedAt?: Date;
  readonly now?: () => number;
  /** Minutes after the start pass this many times faster. */
  readonly speed?: number;
  readonly log?: (line: string) => void;
}

/** Brings the town up. Throws E_ENV_INVALID that names the port when one is taken; nothing stays open then. */
export async function startDemoTown(options: DemoTownOptions = {}): Promise<DemoTown> {
  const { basePort = DEFAULT_BASE_PORT, host = '127.0.0.1', now = Date.now, speed = 1, log } = options;
  if (!(speed > 0)) throw new AppError('E_ENV_INVALID', `demo town: speed ${speed} is not a number above 0`);
  const lastPort = basePort + SITE_ORDER.length - 1;
  if (!Number.isInteger(basePort) || basePort < 0 || lastPort > 65_535) {
    throw new AppError(
      'E_ENV_INVALID',
      `demo town: base port ${basePort} leaves no room for ${SITE_ORDER.length} ports; set OTKLIK_DEMO_PORT to 1024-65531`,
    );
  }
  const startedAtMs = options.startedAt?.getTime() ?? now();
  if (Number.isNaN(startedAtMs)) throw new AppError('E_ENV_INVALID', 'demo town: startedAt is not a valid date');
  const timeline = createTimeline(placePosts(loadPosts()), startedAtMs, speed);
  const requests: RequestRecord[] = [];
  const open = new Map<SiteName, Site>();
  const stop = async (): Promise<void> => {
    const sites = [...open.values()];
    open.clear();
    await Promise.all(sites.map(close));
  };
  try {
    for (const [index, site] of SITE_ORDER.entries()) {
      const opened = await listen({
        host,
        port: basePort === 0 ? 0 : basePort + index,
        now,
        respond: (request) => PAGES[site](request, timeline),
        onRequest: (path, userAgent, atMs) => {
          requests.push({ site, path, atMs, userAgent });
          if (requests.length > REQUESTS_KEPT) requests.shift();
        },
      });
      open.set(site, opened);
      log?.(`demo town: ${site} at ${opened.origin}`);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const origins = Object.fromEntries([...open].map(([site, { origin }]) => [site, origin])) as Record<SiteName, string>;
  const sites = Object.fromEntries(SITE_ORDER.map((site) => [site, { origin: origins[site] }])) as DemoTown['sites'];
  return {
    sites,
    startedAtMs,
    posts: timeline.posts,
    requests,
    sources: () => listSources(origins),
    visiblePosts: (atMs) => timeline.visible(atMs),
    stop,
  };
}
