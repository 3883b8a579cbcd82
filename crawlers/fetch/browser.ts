import type { Browser } from 'playwright-core';
import { AppError } from '../../src/core/errors.js';
import type { Page } from '../adapter.js';
import type { CrawlLog } from '../log.js';
import { broken, renderInTab } from './browser-tab.js';
import type { FetchSource } from './fetcher.js';
import type { AskPart } from './page-parts.js';
import { userAgentOf } from './user-agent.js';

/** A page whose scripts are at work holds memory and a turn; waiting for the pauses of its host included. */
const DEADLINE_MS = 60_000;
const PAGES_AT_ONCE = 2;
/** What leaks in a browser goes with it. */
const PAGES_PER_BROWSER = 100;
const IDLE_MS = 5 * 60_000;
const SCRIPT_HEAP_MB = 256;

/**
 * The browser has no way to the network: its requests are answered from here, and what does not pass through here (sockets, WebRTC, look-ups of
 * names) is sent to a proxy whose name leads nowhere.
 */
const ARGUMENTS = [
  '--proxy-server=http://nowhere.invalid:9',
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-quic',
  '--dns-prefetch-disable',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-background-networking',
  '--disable-domain-reliability',
  '--no-pings',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--mute-audio',
  `--js-flags=--max-old-space-size=${SCRIPT_HEAP_MB}`,
];

export interface PageRenderer {
  /**
   * Runs the scripts of a fetched page and returns the HTML that they made of it; a page that is not ready in time is returned as far as it got.
   * Throws E_SERVICE_MISSING when the browser does not start, E_PAGE_INVALID for a page that breaks it, E_FETCH_TOO_LARGE.
   */
  render(page: Page, source: FetchSource, ask: AskPart): Promise<string>;
  close(): Promise<void>;
}

export interface RendererOptions {
  /** Program of Chromium or Chrome. */
  executablePath: string;
  log: CrawlLog;
  version: string;
  /** As in the fetcher: scripts see the same user agent that hosts see. */
  userAgentContact?: string;
  pagesPerBrowser?: number;
  deadlineMs?: number;
  idleMs?: number;
}

/** A browser with what it was used for so far, and the pages that are open in it. */
interface Running {
  browser: Promise<Browser>;
  pages: number;
  open: number;
}

/** One browser for the process: started when the first page needs it, replaced after a hundred pages, ended when idle. */
export function createRenderer(options: RendererOptions): PageRenderer {
  const { log, executablePath } = options;
  const { pagesPerBrowser = PAGES_PER_BROWSER, deadlineMs = DEADLINE_MS, idleMs = IDLE_MS } = options;
  let current: Running | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let free = PAGES_AT_ONCE;
  const line: (() => void)[] = [];

  async function launch(): Promise<Browser> {
    try {
      // Loaded when a page first needs it: it is large.
      const { chromium } = await import('playwright-core');
      // Chromium refuses to sandbox itself under root.
      const chromiumSandbox = process.getuid?.() !== 0;
      const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
      const browser = await chromium.launch({ executablePath, chromiumSandbox, args: ARGUMENTS, ...signals });
      log.debug({ version: browser.version() }, 'browser started');
      return browser;
    } catch (cause) {
      const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
      const isSandbox = cause instanceof Error && /sandbox/i.test(cause.message);
      const remedy = isSandbox
        ? 'It finds no sandbox: allow user namespaces on this machine'
        : 'Check that it starts by hand, or name another in OTKLIK_CHROMIUM';
      throw new AppError(
        'E_SERVICE_MISSING',
        `The browser ${executablePath} does not start (${why}). ${remedy} (docs/collector.md#browser).`,
        { cause },
      );
    }
  }

  function discard(gone: object): void {
    if (current === gone) current = null;
  }

  function take(): Running {
    clearTimeout(idleTimer);
    if (current === null || current.pages >= pagesPerBrowser) {
      const fresh: Running = { browser: launch(), pages: 0, open: 0 };
      const retired = current;
      current = fresh;
      fresh.browser.then(
        (browser) => browser.once('disconnected', () => discard(fresh)),
        () => discard(fresh),
      );
      if (retired !== null && retired.open === 0) void end(retired.browser);
    }
    current.pages++;
    current.open++;
    return current;
  }

  function giveBack(used: Running): void {
    used.open--;
    if (used.open > 0) return;
    if (used !== current) void end(used.browser);
    else {
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => {
        if (used !== current || used.open > 0) return;
        current = null;
        void end(used.browser);
      }, idleMs).unref();
    }
  }

  async function end(started: Promise<Browser>): Promise<void> {
    const browser = await started.catch(() => null); // the page that wanted it heard of it
    await browser?.close();
  }

  async function waitForTurn(): Promise<() => void> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => line.push(resolve));
    return () => {
      const next = line.shift();
      if (next === undefined) free++;
      else next();
    };
  }

  return {
    async render(page, source, ask) {
      const leave = await waitForTurn();
      try {
        const used = take();
        try {
          return await renderInTab(await used.browser, page, source, ask, {
            log,
            deadlineMs,
            userAgent: userAgentOf(options.version, options.userAgentContact ?? source.passport.contact),
          });
        } catch (thrown) {
          if (thrown instanceof AppError) throw thrown;
          throw broken(page, `broke the browser (${thrown instanceof Error ? thrown.message.split('\n')[0] : thrown})`);
        } finally {
          giveBack(used);
        }
      } finally {
        leave();
      }
    },
    async close() {
      clearTimeout(idleTimer);
      const last = current;
      current = null;
      if (last !== null) await end(last.browser);
    },
  };
}
