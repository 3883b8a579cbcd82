import robotsParserModule from 'robots-parser';
import { AppError, toAppError } from '../../src/core/errors.js';

/** robots-parser is CommonJS with a default export in its types only. */
const parseRobots = robotsParserModule as unknown as typeof robotsParserModule.default;

/** Name by which robots.txt addresses us (RFC 9309 product token). */
export const ROBOTS_TOKEN = 'Otklik';
const CACHE_MS = 24 * 3_600_000;
/** How long a robots.txt that could not be read keeps its host closed before it is asked for again. */
const FAILURE_CACHE_MS = 10 * 60_000;
const MAX_ORIGINS = 20_000;
const MAX_CRAWL_DELAY_MS = 30_000;

/** What robots.txt says about one address. */
export interface RobotsVerdict {
  isAllowed: boolean;
  /** Delay between requests that the host asks for; 0 when it does not. */
  crawlDelayMs: number;
  /** For people: which rule or which trouble decided. */
  reason: string;
  /** When a closed host may be asked again; undefined when the rules themselves forbid. */
  retryAfterMs?: number;
}

/** Answer to the request for robots.txt; `body` only when `status` is 2xx. */
export interface RobotsAnswer {
  status: number;
  body: string;
}

interface Entry {
  expiresAtMs: number;
  judge(url: string): RobotsVerdict;
}

function fromRules(origin: string, text: string): Entry['judge'] {
  const rules = parseRobots(`${origin}/robots.txt`, text);
  const crawlDelayMs = Math.round((rules.getCrawlDelay(ROBOTS_TOKEN) ?? 0) * 1000);
  if (crawlDelayMs > MAX_CRAWL_DELAY_MS) {
    const reason = `robots.txt of ${origin} asks for ${crawlDelayMs / 1000} s between requests; hosts that want more than 30 s are not read`;
    return () => ({ isAllowed: false, crawlDelayMs, reason });
  }
  return (url) => {
    const isAllowed = rules.isAllowed(url, ROBOTS_TOKEN) !== false;
    const line = rules.getMatchingLineNumber(url, ROBOTS_TOKEN);
    const reason = line > 0 ? `line ${line} of ${origin}/robots.txt` : `no rule in ${origin}/robots.txt concerns it`;
    return { isAllowed, crawlDelayMs, reason };
  };
}

/**
 * RFC 9309: a missing robots.txt (4xx) allows all, one that cannot be read (5xx, 429, no answer) forbids all until it can. Kept for at
 * most 24 h per origin. `fetchRobots` makes the request; it is called once at a time per origin.
 */
export function createRobots(options: { now(): number }): {
  judge(url: URL, fetchRobots: (robotsUrl: URL) => Promise<RobotsAnswer>): Promise<RobotsVerdict>;
} {
  const entries = new Map<string, Entry>();
  const underWay = new Map<string, Promise<Entry>>();

  function closed(origin: string, why: string, waitMs: number): Entry {
    const expiresAtMs = options.now() + waitMs;
    const reason = `robots.txt of ${origin} could not be read (${why}), so the host is left alone until it can`;
    return {
      expiresAtMs,
      judge: () => ({
        isAllowed: false,
        crawlDelayMs: 0,
        reason,
        retryAfterMs: Math.max(1_000, expiresAtMs - options.now()),
      }),
    };
  }

  async function load(origin: string, fetchRobots: (robotsUrl: URL) => Promise<RobotsAnswer>): Promise<Entry> {
    try {
      const answer = await fetchRobots(new URL('/robots.txt', origin));
      const expiresAtMs = options.now() + CACHE_MS;
      if (answer.status >= 200 && answer.status < 300) return { expiresAtMs, judge: fromRules(origin, answer.body) };
      if (answer.status >= 500 || answer.status === 429 || answer.status < 400) {
        return closed(origin, `it answered ${answer.status}`, FAILURE_CACHE_MS);
      }
      const reason = `${origin} has no robots.txt (${answer.status}), so all is allowed`;
      return { expiresAtMs, judge: () => ({ isAllowed: true, crawlDelayMs: 0, reason }) };
    } catch (thrown) {
      const error = toAppError(thrown);
      // Refusals of our own (guard, budget, passport) say nothing about the host and are not remembered.
      if (!error.code.startsWith('E_FETCH') && error.code !== 'E_REDIRECT_INVALID') throw error;
      return closed(origin, error.code, Math.max(FAILURE_CACHE_MS, error.retryAfterMs ?? 0));
    }
  }

  return {
    async judge(url, fetchRobots) {
      const origin = url.origin;
      const known = entries.get(origin);
      if (known !== undefined && known.expiresAtMs > options.now()) return known.judge(url.href);
      let loading = underWay.get(origin);
      if (loading === undefined) {
        loading = load(origin, fetchRobots).finally(() => underWay.delete(origin));
        underWay.set(origin, loading);
      }
      const entry = await loading;
      entries.delete(origin);
      entries.set(origin, entry);
      if (entries.size > MAX_ORIGINS) {
        const oldest = entries.keys().next();
        if (oldest.done !== true) entries.delete(oldest.value);
      }
      return entry.judge(url.href);
    },
  };
}

/** Throws E_ROBOTS_DISALLOWED, naming the rule or the trouble, unless the verdict allows the address. */
export function checkVerdict(verdict: RobotsVerdict, url: URL): void {
  if (verdict.isAllowed) return;
  const wait = verdict.retryAfterMs === undefined ? {} : { retry: true, retryAfterMs: verdict.retryAfterMs };
  throw new AppError('E_ROBOTS_DISALLOWED', `robots.txt forbids ${url.href}: ${verdict.reason}.`, {
    ...wait,
    details: { url: url.href },
  });
}
