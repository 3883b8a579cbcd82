import type { Browser, BrowserContext, Request, Route, Page as Tab } from 'playwright-core';
import { AppError } from '../../src/core/errors.js';
import type { Page } from '../adapter.js';
import type { CrawlLog } from '../log.js';
import { MAX_BODY_BYTES } from './body.js';
import type { FetchSource } from './fetcher.js';
import type { AskPart } from './page-parts.js';

const CLOSE_MS = 5_000;
/** Requests that one page may cause. */
const MAX_PARTS = 60;
/** Nothing was asked for during this time: the page is complete. */
const QUIET_MS = 500;
/** What carries text. Pictures, films, fonts and reports to others are refused; a style sheet is answered with nothing, so that waiting scripts go on. */
const CARRIERS = new Set(['script', 'xhr', 'fetch']);

/**
 * Opens a fetched page in a tab with cookies and storage of its own, answers what its scripts ask for, and returns the HTML as it stands when nothing
 * more is asked for. Throws E_PAGE_INVALID or E_FETCH_TOO_LARGE, and what the browser throws when it ends under way.
 */
export async function renderInTab(
  browser: Browser,
  page: Page,
  source: FetchSource,
  ask: AskPart,
  options: { log: CrawlLog; deadlineMs: number; userAgent: string },
): Promise<string> {
  const { log, deadlineMs } = options;
  const context = await browser.newContext({
    acceptDownloads: false,
    serviceWorkers: 'block',
    userAgent: options.userAgent,
    locale: source.language,
    // Scripts that print times print them in the zone that they are read in.
    timezoneId: source.timeZone,
    viewport: { width: 1_280, height: 2_000 },
  });
  const ends = new AbortController();
  try {
    const answering = await answerRequests(context, page, source, ask, log);
    const tab = await context.newPage();
    context.on('page', (other) => void (other !== tab && other.close()));
    const crashed = new Promise<never>((_resolve, reject) => {
      tab.once('crash', () => reject(broken(page, 'made the browser run out of memory')));
    });
    const late = new Promise<'late'>((resolve) => {
      const timer = setTimeout(() => resolve('late'), deadlineMs);
      ends.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    const ready = makeReady(tab, page, source, answering, ends.signal);
    ready.catch(() => {}); // a tab that is closed under way; heard of below when it comes first
    const isLate = (await Promise.race([ready, late, crashed])) === 'late';
    if (isLate) log.warn({ sourceId: source.id, url: page.url }, 'page was not ready in time, taken as it is');
    const html = await Promise.race([tab.content(), crashed, timeout(CLOSE_MS)]);
    if (html === null) throw broken(page, 'keeps its scripts so busy that it cannot be read');
    if (Buffer.byteLength(html) > MAX_BODY_BYTES)
      throw new AppError(
        'E_FETCH_TOO_LARGE',
        `Page ${page.url} is made longer than ${MAX_BODY_BYTES} bytes by its scripts; no page so big is read.`,
      );
    return html;
  } finally {
    ends.abort();
    // A tab that does not let itself be closed takes the browser with it.
    const isClosed = await Promise.race([context.close().then(() => true), timeout(CLOSE_MS)]);
    if (isClosed === null) await browser.close();
  }
}

/** null after `ms`. */
function timeout(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
}

/** The error of a page that does harm to its tab. */
export function broken(page: Page, why: string): AppError {
  return new AppError('E_PAGE_INVALID', `Page ${page.url} ${why}: it is damaged or hostile.`, {
    details: { url: page.url },
  });
}

/** When something was last asked for or answered, and whether anything is under way. */
interface Answering {
  isQuiet(): boolean;
}

async function answerRequests(
  context: BrowserContext,
  page: Page,
  source: FetchSource,
  ask: AskPart,
  log: CrawlLog,
): Promise<Answering> {
  let asked = 0;
  let open = 0;
  let lastMs = performance.now();
  let isServed = false;

  function isThePage(request: Request): boolean {
    return !isServed && request.isNavigationRequest() && request.frame().parentFrame() === null;
  }

  async function answer(route: Route, request: Request): Promise<void> {
    if (isThePage(request)) {
      isServed = true;
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: page.body });
    }
    // «No content»: where a page wants to lead its reader, it stays. A refusal would put the browser's own error page in its place.
    if (request.isNavigationRequest()) return route.fulfill({ status: 204 });
    const type = request.resourceType();
    if (type === 'stylesheet') return route.fulfill({ contentType: 'text/css', body: '' });
    if (!CARRIERS.has(type) || request.method() !== 'GET' || ++asked > MAX_PARTS) return route.abort('blockedbyclient');
    open++;
    try {
      const headers = request.headers();
      const part = await ask(request.url(), headers.accept ?? '*/*');
      await route.fulfill({ status: part.status, headers: part.headers, body: part.body });
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      log.debug(
        { sourceId: source.id, url: page.url, part: request.url().slice(0, 300), why },
        'part of a page refused',
      );
      await route.abort('blockedbyclient');
    } finally {
      open--;
      lastMs = performance.now();
    }
  }

  await context.route(/.*/, (route, request) =>
    answer(route, request).catch((thrown: unknown) => {
      // The tab was closed while its part was fetched.
      log.debug(
        { sourceId: source.id, why: thrown instanceof Error ? thrown.message : String(thrown) },
        'part came late',
      );
    }),
  );
  await context.routeWebSocket(/.*/, (socket) => socket.close());
  return { isQuiet: () => open === 0 && performance.now() - lastMs >= QUIET_MS };
}

async function makeReady(
  tab: Tab,
  page: Page,
  source: FetchSource,
  answering: Answering,
  signal: AbortSignal,
): Promise<'ready'> {
  await tab.goto(page.url, { waitUntil: 'domcontentloaded', timeout: 0 });
  const waitFor = source.browser?.waitFor;
  if (waitFor !== undefined) await tab.waitForSelector(`css=${waitFor}`, { state: 'attached', timeout: 0 });
  while (!signal.aborted && !answering.isQuiet()) await timeout(QUIET_MS / 5);
  return 'ready';
}
