import type { LookupFunction } from 'node:net';
import { type Agent, request } from 'undici';
import { type Clock, isoTime, systemClock } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import type { Source } from '../../src/core/source.js';
import type { Page } from '../adapter.js';
import type { CrawlLog } from '../log.js';
import { checkUrl, isInScope } from './addresses.js';
import { collectBody, inflateBody, MAX_BODY_BYTES } from './body.js';
import type { PageRenderer } from './browser.js';
import { createGuardedAgent } from './connector.js';
import { failure } from './failure.js';
import { requestOf } from './form.js';
import { createParts } from './page-parts.js';
import { isChallengeAnswer, textOfAnswer } from './page-text.js';
import { createProxiedAgent, type ProxiedAgent } from './proxied-agent.js';
import { type Answer, follow, redirectTarget } from './redirects.js';
import {
  challengeAt,
  checkChallenge,
  DEFAULT_REST_MS,
  parseRetryAfter,
  REFUSED_REST_MS,
  refusalOf,
} from './refusal.js';
import { freshMinutesOf, header, robotsTags } from './response-headers.js';
import { checkVerdict, createRobots, type RobotsVerdict } from './robots.js';
import { userAgentOf } from './user-agent.js';

const DEFAULT_HOST_DELAY_MS = 1_000;
const DEFAULT_DEADLINE_MS = 20_000;
/** A body must have brought this many bytes by this time after its headers, or be complete. */
const SLOW_BODY_MS = 5_000;
const MIN_BYTES_BY_THEN = 8 * 1024;
const ROBOTS_DEADLINE_MS = 10_000;
const MAX_ROBOTS_BYTES = 512 * 1024;
const ACCEPT =
  'text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5';

/** What the fetcher needs to know of a source. */
export type FetchSource = Pick<
  Source,
  'id' | 'urls' | 'allowPrivateNetwork' | 'passport' | 'timeZone' | 'language' | 'browser'
> &
  Partial<Pick<Source, 'kind'>>;

/**
 * Lets one request through at a time per host, at least `delayMs` after the last one ended, and counts it against the source's budget.
 * `request` is called once; the slot is free again when it settles. `restMs` tells from the answer how long the host asked to be left alone.
 */
export interface HostGate {
  pass<T>(
    host: string,
    source: FetchSource,
    delayMs: number,
    request: () => Promise<T>,
    restMs: (answer: T) => number,
  ): Promise<T>;
}

export interface FetchOptions {
  source: FetchSource;
  etag?: string | null;
  lastModified?: string | null;
  /** Time allowed on the wire, all redirects together, waiting for the host's turn not counted. Milliseconds. */
  deadlineMs?: number;
}

export interface ApiOptions {
  /** Whose API it is: its `urls` name the one host that is asked. */
  source: FetchSource;
  /** Pause after the host's last answer, ms; never below the fetcher's own. */
  delayMs: number;
  deadlineMs: number;
  maxBytes: number;
  /** Sent along, the key among them. */
  headers?: Record<string, string>;
  /** Sent by POST, the keys among its fields; without it the address is read by GET. */
  form?: Record<string, string>;
  /** How long an answer asks to be left alone, ms. */
  restMs?: (body: string) => number;
  /** What to ask, decided when the host's turn has come, in place of address, form and limit given before; of the same host. What it throws is thrown on. */
  prepare?: () => Promise<{ url: string; form?: Record<string, string>; maxBytes?: number }>;
}

export type FetchResult =
  | { status: 'not-modified'; etag: string | null; lastModified: string | null; freshMinutes: number | null }
  | {
      status: 'ok';
      page: Page;
      etag: string | null;
      lastModified: string | null;
      charset: string;
      bytes: number;
      /** What the page asks of robots beside robots.txt, e.g. `noindex`; noted, see robotsTags. */
      robotsTags: string[];
      /** For how long the host says that the page stays as it is; null when it does not say. */
      freshMinutes: number | null;
    };

export interface Fetcher {
  /**
   * Reads one page under all rules: address guard, passport's host scope, robots.txt, host gate, size and time limits. Throws
   * E_ADDRESS_FORBIDDEN, E_ROBOTS_DISALLOWED, E_REDIRECT_INVALID, E_FETCH_BLOCKED, E_FETCH_FAILED, E_FETCH_TIMEOUT or E_FETCH_TOO_LARGE.
   */
  fetchPage(url: string, options: FetchOptions): Promise<FetchResult>;
  /**
   * Asks an API that the configuration names and whose terms its operator agreed to: robots.txt, made for crawlers, is not asked, every other
   * rule holds (address guard, host gate, honest user agent, size and time limits, Retry-After). Redirects are refused. Throws as fetchPage does.
   */
  askApi(url: string, options: ApiOptions): Promise<string>;
  /** What robots.txt says about an address; reads robots.txt when it is not known. */
  judgeRobots(url: string, source: FetchSource): Promise<RobotsVerdict>;
  close(): Promise<void>;
}

export interface FetcherOptions {
  gate: HostGate;
  log: CrawlLog;
  /** Shortest pause between two requests to a host, milliseconds (default 1 000; a longer crawl-delay wins). */
  hostDelayMs?: number | ((host: string) => number);
  /** Mail or page of the one who answers for this installation; the source's passport contact when not given. */
  userAgentContact?: string;
  version?: string;
  maxBodyBytes?: number;
  deadlineMs?: number;
  clock?: Clock;
  /** HTTP proxy that all requests go through, http://[user:password@]host:port; its own address may be a private one. */
  proxy?: string;
  /** Runs the scripts of pages whose source wants it; such a source cannot be read without. Closed by its owner. */
  renderer?: PageRenderer;
  /** Name resolution, for tests. */
  lookup?: LookupFunction;
}

/** HTTP for the collector, on undici. Cookies are neither kept nor sent. Close it at the end. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const clock = options.clock ?? systemClock;
  const version = options.version ?? '0.1.0';
  const { hostDelayMs: given = DEFAULT_HOST_DELAY_MS } = options;
  const delayOf = typeof given === 'number' ? () => given : given;
  const maxBodyBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
  const robots = createRobots(clock);
  const agents = new Map<boolean, Agent>();
  const proxied: ProxiedAgent | null =
    options.proxy === undefined ? null : createProxiedAgent(options.proxy, options.lookup);

  function agentFor(allowPrivateNetwork: boolean): Agent {
    let agent = agents.get(allowPrivateNetwork);
    if (agent === undefined) {
      const lookup = options.lookup === undefined ? {} : { lookup: options.lookup };
      agent = createGuardedAgent({ allowPrivateNetwork, ...lookup });
      agents.set(allowPrivateNetwork, agent);
    }
    return agent;
  }

  async function send(
    url: URL,
    source: FetchSource,
    extra: Record<string, string>,
    limits: { deadlineMs: number; maxBytes: number; form?: Record<string, string> | undefined },
  ): Promise<Answer> {
    const stop = new AbortController();
    const { signal } = stop;
    const deadline = setTimeout(() => stop.abort(), Math.max(1, limits.deadlineMs));
    let slowTimer: NodeJS.Timeout | undefined;
    const { method, body, type } = requestOf(limits.form);
    try {
      await proxied?.check(url, source.allowPrivateNetwork);
      const answer = await request(url, {
        dispatcher: proxied?.agent ?? agentFor(source.allowPrivateNetwork),
        method,
        body,
        signal,
        headers: {
          'user-agent': userAgentOf(version, options.userAgentContact ?? source.passport.contact),
          accept: ACCEPT,
          'accept-language': `${source.language.replace(/[^\w-]/g, '')},*;q=0.5`,
          'accept-encoding': 'gzip, deflate, br',
          ...type,
          ...extra,
        },
      });
      const { statusCode: status, headers } = answer;
      if (status < 200 || status >= 300) {
        // The body of a refusal or redirect is of no interest; a little of it is read so that the connection can be used again. 304 has none.
        if (status === 304) answer.body.resume();
        else await answer.body.dump({ limit: 65_536, signal });
        return { status, headers, body: Buffer.alloc(0) };
      }
      let received = 0;
      const count = (size: number) => {
        received = size;
      };
      // A body that trickles holds its host's slot and a connection: ended early, long before the whole time is over.
      slowTimer = setTimeout(() => received < MIN_BYTES_BY_THEN && stop.abort(), SLOW_BODY_MS);
      const raw = await collectBody(answer.body, url.href, limits.maxBytes, count);
      const inflated = await inflateBody(raw, header(headers, 'content-encoding') ?? '', url.href, limits.maxBytes);
      return { status, headers, body: inflated };
    } catch (thrown) {
      throw failure(thrown, url, signal);
    } finally {
      clearTimeout(deadline);
      clearTimeout(slowTimer);
    }
  }

  /** 429, 503 and robot checks speak for the host, not for the page; 401 and 403 may, and are not asked for at full pace. */
  function restOf(answer: Answer): number {
    const { status, headers } = answer;
    if (status === 200) return isChallengeAnswer(answer) ? DEFAULT_REST_MS : 0;
    if (status === 401 || status === 403) return REFUSED_REST_MS;
    if (status !== 429 && status !== 503) return 0;
    return parseRetryAfter(header(headers, 'retry-after'), clock.now()) ?? (status === 429 ? DEFAULT_REST_MS : 0);
  }

  function judge(url: URL, source: FetchSource): Promise<RobotsVerdict> {
    return robots.judge(url, async (robotsUrl) => {
      checkUrl(robotsUrl, source);
      const limits = { deadlineMs: ROBOTS_DEADLINE_MS, maxBytes: MAX_ROBOTS_BYTES };
      // A robots.txt may lead elsewhere, but what may be read of a private network is the source's own host alone.
      const leaveFor = (at: URL) => (at.host === robotsUrl.host ? source : { ...source, allowPrivateNetwork: false });
      const hop = (at: URL) =>
        options.gate.pass(at.host, source, delayOf(at.host), () => send(at, leaveFor(at), {}, limits), restOf);
      const { answer } = await follow(robotsUrl, hop, (target) => checkUrl(target, leaveFor(target)));
      return { status: answer.status, body: answer.body.toString('utf8') };
    });
  }

  const parts = createParts({
    clock,
    judge,
    request: (url, source, { crawlDelayMs }, accept) =>
      options.gate.pass(
        url.host,
        source,
        Math.max(delayOf(url.host), crawlDelayMs),
        () => send(url, source, { accept }, { deadlineMs: ROBOTS_DEADLINE_MS, maxBytes: maxBodyBytes }),
        restOf,
      ),
  });

  function rendererFor(source: FetchSource): PageRenderer {
    if (options.renderer !== undefined) return options.renderer;
    throw new AppError(
      'E_SERVICE_MISSING',
      `Source ${source.id} is read with a browser, and none was found. Install Chromium or name its program in OTKLIK_CHROMIUM (docs/collector.md#browser).`,
      { details: { sourceId: source.id } },
    );
  }

  return {
    async judgeRobots(url, source) {
      const target = new URL(url);
      checkUrl(target, source);
      return judge(target, source);
    },

    async fetchPage(address, { source, etag, lastModified, deadlineMs }) {
      if (!URL.canParse(address)) {
        throw new AppError(
          'E_ADDRESS_FORBIDDEN',
          `«${address.slice(0, 200)}» is no address. Write it in full, with http:// or https://.`,
        );
      }
      const start = new URL(address);
      start.hash = '';
      let leftMs = deadlineMs ?? options.deadlineMs ?? DEFAULT_DEADLINE_MS;
      const conditions: Record<string, string> = {};
      const isRendered = source.browser !== undefined;
      // What scripts put on a page is as old as their data, whatever the page around them says of itself.
      if (!isRendered && etag != null && etag !== '') conditions['if-none-match'] = etag;
      if (!isRendered && lastModified != null && lastModified !== '') conditions['if-modified-since'] = lastModified;
      const renderer = isRendered ? rendererFor(source) : null;

      async function check(url: URL): Promise<RobotsVerdict> {
        checkUrl(url, source);
        if (!isInScope(url, source.urls)) {
          throw new AppError(
            'E_REDIRECT_INVALID',
            `Address ${url.href} is outside of what the passport of source ${source.id} covers (${source.urls[0]}). Add it as a source of its own.`,
            { details: { url: url.href } },
          );
        }
        const verdict = await judge(url, source);
        checkVerdict(verdict, url);
        return verdict;
      }

      let verdict = await check(start);
      const { url, answer } = await follow(
        start,
        (at) =>
          options.gate.pass(
            at.host,
            source,
            Math.max(delayOf(at.host), verdict.crawlDelayMs),
            async () => {
              const startedMs = performance.now();
              try {
                return await send(at, source, conditions, { deadlineMs: leftMs, maxBytes: maxBodyBytes });
              } finally {
                leftMs -= performance.now() - startedMs;
              }
            },
            restOf,
          ),
        async (target) => {
          verdict = await check(target);
        },
      );

      const newEtag = isRendered ? null : (header(answer.headers, 'etag') ?? null);
      const newLastModified = isRendered ? null : (header(answer.headers, 'last-modified') ?? null);
      if (answer.status === 304 && Object.keys(conditions).length > 0) {
        return {
          status: 'not-modified',
          etag: newEtag ?? etag ?? null,
          lastModified: newLastModified ?? lastModified ?? null,
          freshMinutes: freshMinutesOf(answer.headers, clock.now()),
        };
      }
      const refusal = refusalOf(answer.status, header(answer.headers, 'retry-after'), url.href, clock.now());
      if (refusal !== null) throw refusal;
      const { text, charset, contentType, isChallenge } = textOfAnswer(answer);
      if (isChallenge) throw challengeAt(url.href);
      const page: Page = {
        url: url.href,
        body: text,
        contentType,
        fetchedAt: isoTime(clock.now()),
        timeZone: source.timeZone,
      };
      options.log.debug({ sourceId: source.id, url: url.href, bytes: answer.body.length, charset }, 'page fetched');
      const tags = robotsTags(answer.headers, text);
      if (renderer !== null && /html/.test(page.contentType)) {
        page.body = await renderer.render(page, source, parts.ask(source));
        checkChallenge(page.body, url.href);
      }
      const freshMinutes = isRendered ? null : freshMinutesOf(answer.headers, clock.now());
      const bytes = answer.body.length;
      return {
        status: 'ok',
        page,
        etag: newEtag,
        lastModified: newLastModified,
        charset,
        bytes,
        freshMinutes,
        robotsTags: tags,
      };
    },

    async askApi(address, { source, delayMs, deadlineMs, maxBytes, headers = {}, form, restMs, prepare }) {
      let url = new URL(address);
      checkUrl(url, source);
      if (!isInScope(url, source.urls)) {
        throw new AppError('E_ADDRESS_FORBIDDEN', `Address ${url.href} is not on the host of ${source.id}.`);
      }
      let limits = { deadlineMs, maxBytes, form };
      const answer = await options.gate.pass(
        url.host,
        source,
        Math.max(delayOf(url.host), delayMs),
        async () => {
          if (prepare !== undefined) {
            const late = await prepare();
            url = new URL(late.url, url.origin);
            limits = { deadlineMs, maxBytes: late.maxBytes ?? maxBytes, form: late.form };
          }
          return send(url, source, { accept: 'application/json', ...headers }, limits);
        },
        (came) => (restMs === undefined ? restOf(came) : Math.max(restOf(came), restMs(came.body.toString('utf8')))),
      );
      if (redirectTarget(url, answer) !== null) {
        throw new AppError(
          'E_REDIRECT_INVALID',
          `Host ${url.host} sends the question elsewhere, which is not followed. Name the final address of ${source.id}.`,
        );
      }
      const refusal = refusalOf(answer.status, header(answer.headers, 'retry-after'), url.href, clock.now());
      if (refusal !== null) throw refusal;
      return answer.body.toString('utf8');
    },

    async close() {
      await Promise.all(
        [...agents.values(), ...(proxied === null ? [] : [proxied.agent])].map((agent) => agent.destroy()),
      );
    },
  };
}
