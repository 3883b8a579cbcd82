import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import type { Source } from '../../src/core/source.js';
import { checkUrl, isInScope } from './addresses.js';
import type { FetchSource } from './fetcher.js';
import { type Answer, follow } from './redirects.js';
import { freshMinutesOf, header } from './response-headers.js';
import { checkVerdict, type RobotsVerdict } from './robots.js';

const MAX_CACHED_BYTES = 32 * 1024 * 1024;

/** A script, or data that a script asks for, as the browser gets it. */
export interface PagePart {
  status: number;
  /** Only what a script may need to see: content-type and the leaves for other origins. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Fetches what a page in the browser asks for. Throws as `Fetcher.fetchPage` does. */
export type AskPart = (url: string, accept: string) => Promise<PagePart>;

const SHOWN_HEADERS = [
  'content-type',
  'access-control-allow-origin',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'link',
];

/** A source to which the hosts belong that its pages may load scripts and data from. */
function withPartHosts(source: FetchSource): FetchSource {
  const hosts = source.browser?.hosts ?? [];
  return hosts.length === 0
    ? source
    : { ...source, urls: [...source.urls, ...hosts.map((host) => `https://${host}/`)] };
}

export interface PartsOptions {
  clock: Clock;
  /** One request under the host's gate, counted against the source. */
  request(url: URL, source: FetchSource, verdict: RobotsVerdict, accept: string): Promise<Answer>;
  judge(url: URL, source: FetchSource): Promise<RobotsVerdict>;
}

/**
 * The fetching behind the browser: each address passes the guard, must lie on a host of the source or one that it names for parts, and is
 * asked for only where robots.txt allows. What says how long it stays fresh is kept, so that scripts are not fetched anew for every page.
 */
export function createParts(options: PartsOptions): { ask(source: FetchSource): AskPart } {
  const { clock } = options;
  const kept = new Map<string, { part: PagePart; untilMs: number }>();
  let keptBytes = 0;

  function forget(key: string): void {
    const known = kept.get(key);
    if (known === undefined) return;
    keptBytes -= known.part.body.length;
    kept.delete(key);
  }

  function keep(key: string, part: PagePart, headers: IncomingHttpHeaders): void {
    const freshMinutes = freshMinutesOf(headers, clock.now());
    if (freshMinutes === null || part.status !== 200 || part.body.length > MAX_CACHED_BYTES / 8) return;
    kept.set(key, { part, untilMs: clock.now() + freshMinutes * 60_000 });
    keptBytes += part.body.length;
    for (const oldest of kept.keys()) {
      if (keptBytes <= MAX_CACHED_BYTES) break;
      forget(oldest);
    }
  }

  return {
    ask(source) {
      const allowed = withPartHosts(source);
      return async (address, accept) => {
        const url = new URL(address);
        url.hash = '';
        const key = `${source.id} ${accept} ${url.href}`;
        const known = kept.get(key);
        if (known !== undefined && known.untilMs > clock.now()) return known.part;
        forget(key);
        const check = async (at: URL): Promise<RobotsVerdict> => {
          checkUrl(at, allowed);
          if (!isInScope(at, allowed.urls)) throw refusedPart(at, source);
          const verdict = await options.judge(at, allowed);
          checkVerdict(verdict, at);
          return verdict;
        };
        let verdict = await check(url);
        const { answer } = await follow(
          url,
          (at) => options.request(at, allowed, verdict, accept),
          async (target) => {
            verdict = await check(target);
          },
        );
        const headers: Record<string, string> = {};
        for (const name of SHOWN_HEADERS) {
          const value = header(answer.headers, name);
          if (value !== undefined) headers[name] = value;
        }
        const part = { status: answer.status, headers, body: answer.body };
        keep(key, part, answer.headers);
        return part;
      };
    },
  };
}

function refusedPart(url: URL, source: Pick<Source, 'id'>): AppError {
  return new AppError(
    'E_ADDRESS_FORBIDDEN',
    `Host ${url.host} is none of source ${source.id}. If its pages need it, add it to browser.hosts of the source.`,
    { details: { url: url.href, host: url.host } },
  );
}
